import SourceText

extension YAMLParser {
  /// YAML 1.2.2 [133] ns-plain-one-line outside brackets: its end, and in `scanStop` what ended it.
  @inline(__always)
  mutating func scanPlain(_ start: Int) -> Int {
    var offset = start
    while true {
      offset = bytes.firstLineBreak(orOneOf: 0x3A, 0x23, from: offset)
      guard offset < count else { break }
      let byte = bytes[offset]
      if byte == 0x3A {
        if isWhite(at: offset &+ 1) { break }
      } else if byte == 0x23 {
        if offset > start, bytes[offset &- 1] == 0x20 || bytes[offset &- 1] == 0x09 { break }
      } else {
        break
      }
      offset &+= 1
    }
    scanStop = offset
    while offset > start, bytes[offset &- 1] == 0x20 || bytes[offset &- 1] == 0x09 { offset &-= 1 }
    return offset
  }

  /// YAML 1.2.2 [134] s-ns-plain-next-line: from `position`, behind the first line. The end of the scalar, or -1 where its
  /// only line is a key that lacks its `:`. Leaves `position` behind the last line.
  mutating func continuePlain(
    _ start: Int, _ firstEnd: Int, _ parent: Int, _ column: Int, _ place: Place, _ flags: inout YAMLTree.Flags
  ) -> Int {
    var end = firstEnd
    let firstFlags = flags
    let firstLine = lineStart
    while true {
      // A comment ends it, and so does whatever no plain scalar holds.
      guard position < count, isBreak(at: position) else { return end }
      var next = position
      var spaces = 0
      var content = position
      repeat {
        next = skippingBreak(content)
        spaces = skippingSpaces(next) - next
        content = skippingBlanks(next + spaces)
      } while content < count && isBreak(at: content)
      guard content < count, spaces > parent, bytes[content] != 0x23 else { return end }
      if content == next, isMarker(at: content) { return end }
      if hasTemplates, isActionLine(at: content) { return end }
      let lineEnd = hasTemplates ? scanTemplatedPlain(content, inFlow: false) : scanPlain(content)
      if scanStop < count, bytes[scanStop] == 0x3A {
        work += scanStop - position
        let isAligned = place == .start && spaces >= column && content == next + spaces
        // Not so behind an empty line: more likely this one is indented too much.
        if isAligned, !flags.contains(.isMultiline), next == skippingBreak(position) { return -1 }
        if place == .start, flags.contains(.isMultiline), isKeyAboveValue(start, firstEnd, column, until: next) {
          flags = firstFlags
          lineStart = firstLine
          return -1
        }
        report(flags.contains(.isMultiline) && place == .start ? .multilineKey : .colonInValue, scanStop, scanStop + 1)
        forgivenLine = next
        return end
      }
      flags.formUnion([.isMultiline, .needsDecoding])
      if hasTemplates, holdsAction(content, lineEnd) { flags.insert(.isTemplated) }
      end = lineEnd
      lineStart = next
      position = scanStop
    }
  }

  /// Whether text of several lines, which an entry follows, begins as a key does that lacks its `:`: with items below it, or with
  /// the indicator of a block scalar.
  private func isKeyAboveValue(_ start: Int, _ end: Int, _ column: Int, until limit: Int) -> Bool {
    // Its lines are read again.
    guard limit - start < 4096 else { return false }
    var word = start
    while word < end, !bytes[word].isBlank { word += 1 }
    let rest = skippingBlanks(word)
    if rest < end { return (bytes[rest] == 0x7C || bytes[rest] == 0x3E) && end - rest <= 3 }
    let line = skippingBreak(lineEnd(end))
    let content = skippingSpaces(line)
    return content < count && content - line >= column && isDash(at: content)
  }

  /// A quoted scalar, as key or value. True where the line goes on behind a key.
  mutating func parseQuoted(_ column: inout Int, _ place: inout Place) -> Bool {
    let start = position
    let line = lineStart
    var flags: YAMLTree.Flags = []
    let isSingleLineKey = place == .entry
    let end = scanQuoted(start, indent: Int(top.indent), inFlow: false, mustBeOneLine: isSingleLineKey, &flags)
    let kind: YAMLTree.Kind = bytes[start] == 0x22 ? .doubleQuoted : .singleQuoted
    position = skippingBlanks(end)
    if place != .value, position < count, bytes[position] == 0x3A, isWhite(at: position + 1) {
      if line != lineStart { report(.multilineKey, start, end) }
      return parseKey(kind, flags, start, end, &column, &place)
    }
    position = end
    if place == .entry {
      complainOfLine(.missingColon)
      append(kind, take(flags.union(.isKey), withOuter: false), detail: 0, start, end)
      top.awaits = .value
      top.after = Int32(truncatingIfNeeded: end)
    } else {
      let filled = fill().union(flags)
      let isKey = filled.contains(.isKey)
      let detail = !isKey ? 0 : flags.contains(.needsDecoding) ? decodedKey(kind, start, end) : internedKey(kind, start, end)
      append(kind, take(filled), detail: detail, start, end)
    }
    finishLine()
    return false
  }

  /// YAML 1.2.2 [109] c-double-quoted, [120] c-single-quoted: the end, behind the closing quote.
  ///
  /// A quote that is never closed ends with its line: then the lines below are what they look like.
  mutating func scanQuoted(_ start: Int, indent: Int, inFlow: Bool, mustBeOneLine: Bool, _ flags: inout YAMLTree.Flags) -> Int {
    let quote = bytes[start]
    var offset = start &+ 1
    // The usual case: no line break, no escape.
    while offset < count {
      let byte = bytes[offset]
      if byte == quote || byte == 0x5C || byte == 0x0A || byte == 0x0D || byte == 0x7B || byte == 0x24 { break }
      offset &+= 1
    }
    if offset < count, bytes[offset] == quote, byte(at: offset &+ 1) != quote || quote == 0x22 { return offset &+ 1 }
    return scanQuotedSlowly(start, offset, indent: indent, inFlow: inFlow, mustBeOneLine: mustBeOneLine, &flags)
  }

  private mutating func scanQuotedSlowly(
    _ start: Int, _ from: Int, indent: Int, inFlow: Bool, mustBeOneLine: Bool, _ flags: inout YAMLTree.Flags
  ) -> Int {
    let quote = bytes[start]
    let firstLine = lineStart
    let reported = diagnostics.count
    var offset = from
    var firstBreak = -1
    var firstFlags = flags
    var complained = false
    while offset < count {
      let byte = bytes[offset]
      if byte == quote {
        if quote == 0x27, self.byte(at: offset + 1) == quote {
          flags.insert(.needsDecoding)
          offset += 2
          continue
        }
        if firstBreak < 0 || isValueEnd(offset + 1, inFlow) { return offset + 1 }
        // Behind a quote of a later line text goes on: more likely the first line's quote was never closed.
        work += offset - firstBreak
        if let end = unclosedQuote(start, firstBreak, firstLine, firstFlags, reported, &flags, untilLineOf: offset) { return end }
        return offset + 1
      }
      if byte == 0x5C, quote == 0x22 {
        flags.insert(.needsDecoding)
        offset = skipEscape(offset)
        if isBreak(at: offset - 1), offset <= count { offset -= 1 } else { continue }
      } else if hasTemplates, byte == 0x7B || byte == 0x24, let end = actionEnd(at: offset) {
        flags.insert(.isTemplated)
        record(offset, end, .inline)
        offset = end
        continue
      }
      guard isBreak(at: offset) else {
        offset += 1
        continue
      }
      if firstBreak < 0 {
        firstBreak = offset
        firstFlags = flags
        if mustBeOneLine, !closesLater(quote, offset) { break }
      }
      flags.formUnion([.isMultiline, .needsDecoding])
      // [74] s-flow-folded: the next line with content must be indented.
      let (line, content) = nextContent(behindBreakAt: offset)
      guard content < count else { break }
      let spaces = skippingSpaces(line) - line
      if content == line, isMarker(at: content) { break }
      if spaces <= indent {
        if looksLikeEntry(at: content) { break }
        if !complained { report(.quotedIndentation, content, lineEnd(content)) }
        complained = true
      }
      lineStart = line
      offset = content
    }
    work += offset - start
    if firstBreak < 0 { firstBreak = lineEnd(start) }
    return unclosedQuote(start, firstBreak, firstLine, firstFlags, reported, &flags, untilLineOf: nil) ?? count
  }

  /// Ends a quoted scalar with its first line. With `untilLineOf`, a place where a quote seemed to close it, only if an
  /// entry begins between.
  private mutating func unclosedQuote(
    _ start: Int, _ firstBreak: Int, _ firstLine: Int, _ firstFlags: YAMLTree.Flags, _ reported: Int,
    _ flags: inout YAMLTree.Flags, untilLineOf limit: Int?
  ) -> Int? {
    if let limit {
      var line = skippingBreak(firstBreak)
      var hasEntry = false
      while line <= limit, line < count, !hasEntry {
        let content = skippingBlanks(line)
        hasEntry = content < count && looksLikeEntry(at: content)
        line = skippingBreak(lineEnd(line))
      }
      if !hasEntry { return nil }
    }
    diagnostics.removeLast(diagnostics.count - reported)
    lineStart = firstLine
    flags = firstFlags
    var end = firstBreak
    while end > start + 1, bytes[end - 1].isBlank { end -= 1 }
    report(.unclosedQuote, start, end)
    flags.formUnion([.needsDecoding])
    return end
  }

  /// Whether what follows a closing quote may follow a value.
  private func isValueEnd(_ offset: Int, _ inFlow: Bool) -> Bool {
    let content = skippingBlanks(offset)
    if isBreak(at: content) || bytes[content] == 0x23 { return true }
    return bytes[content] == 0x3A || (inFlow && Self.isFlowIndicator(bytes[content]))
  }

  /// Whether a key's quote, not closed on its line, is closed on the next: then it is a key over two lines.
  private func closesLater(_ quote: UInt8, _ offset: Int) -> Bool {
    let next = skippingBreak(offset)
    let end = lineEnd(next)
    guard let close = bytes[next..<end].firstIndex(of: quote) else { return false }
    let content = skippingBlanks(close + 1)
    return content < count && bytes[content] == 0x3A
  }

  /// YAML 1.2.2 [62] c-ns-esc-char: past the escape at a backslash.
  private mutating func skipEscape(_ offset: Int) -> Int {
    guard offset + 1 < count else { return count }
    var digits = 0
    switch bytes[offset + 1] {
    case 0x78: digits = 2
    case 0x75: digits = 4
    case 0x55: digits = 8
    case 0x30, 0x61, 0x62, 0x74, 0x09, 0x6E, 0x76, 0x66, 0x72, 0x65, 0x20, 0x22, 0x2F, 0x5C, 0x4E, 0x5F, 0x4C, 0x50, 0x0A: break
    case 0x0D: break
    default: report(.badEscape, offset, offset + 2)
    }
    for digit in 0..<digits where !byte(at: offset + 2 + digit).isASCIIHexDigit {
      report(.badEscape, offset, min(count, offset + 2 + digit))
      return offset + 2 + digit
    }
    return offset + 2 + digits
  }

  /// Whether a line's content begins as an entry does: `name:` or `"name":` and white behind it, or `- `.
  func looksLikeEntry(at offset: Int) -> Bool {
    var offset = offset
    guard offset < count else { return false }
    if bytes[offset] == 0x2D { return isWhite(at: offset + 1) }
    if bytes[offset] == 0x3F { return isWhite(at: offset + 1) }
    let limit = min(count, offset + 1024)
    if bytes[offset] == 0x22 || bytes[offset] == 0x27 {
      let quote = bytes[offset]
      offset += 1
      while offset < limit, bytes[offset] != quote, !isBreak(at: offset) { offset += 1 }
      let colon = skippingBlanks(offset + 1)
      return offset < limit && bytes[offset] == quote && byte(at: colon) == 0x3A && isWhite(at: colon + 1)
    }
    guard bytes[offset].isNameByte || bytes[offset] >= 0x80 || bytes[offset] == 0x2E || bytes[offset] == 0x2F || bytes[offset] == 0x24
    else { return false }
    while offset < limit, bytes[offset] > 0x20, bytes[offset] != 0x3A || !isWhite(at: offset + 1) { offset += 1 }
    offset = skippingBlanks(offset)
    return offset < limit && bytes[offset] == 0x3A && isWhite(at: offset + 1)
  }
}
