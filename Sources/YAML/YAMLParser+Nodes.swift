import SourceText

extension YAMLParser {
  /// Reads what begins at `position`: a value to its end, or keys and indicators up to the line's end. Compact
  /// collections (`- - a`, `- a: b`) are a loop, not a recursion.
  mutating func parseNodes(_ column: Int, _ place: Place) {
    var column = column
    var place = place
    while true {
      let start = position
      let byte = bytes[start]
      if byte &- 0x41 < 26 || byte &- 0x61 < 26 || (byte &- 0x2F < 11 && byte != 0x3A) || byte >= 0x80 || byte == 0x5F {
        // Letters, digits, `/`, `_`: the start of most plain scalars.
        if !parsePlain(&column, &place) { return }
        continue
      }
      switch byte {
      case 0x22, 0x27:
        if !parseQuoted(&column, &place) { return }
      case 0x2D where isWhite(at: start &+ 1):
        if !parseDash(&column, &place) { return }
      case 0x3F where isWhite(at: start &+ 1) && place != .value:
        // YAML 1.2.2 [190] c-l-block-map-explicit-key
        guard openMapping(column, start, place) else { return }
        if !inner.isEmpty {
          report(.propertyBeforeDash, inner.start, inner.end)
          inner = PendingProperties()
        }
        if isTabbed { report(.tabIndentation, lineStart, start) }
        position += 1
        top.awaits = .key
        if !skipAfterIndicator() { return }
        column = position - lineStart
        place = .start
      case 0x3A where isWhite(at: start &+ 1) && place != .value:
        // YAML 1.2.2 [192] ns-l-block-map-implicit-entry with an empty key
        if !parseKey(.empty, [], start, start, &column, &place) { return }
      case 0x5B, 0x7B:
        if byte == 0x7B, hasTemplates, actionEnd(at: start) != nil {
          if !parsePlain(&column, &place) { return }
        } else if !parseFlowNode(&column, &place) {
          return
        }
      case 0x26, 0x21:
        if !parseProperty() {
          if place == .entry { complainOfProperties() }
          return
        }
      case 0x2A:
        if !parseAlias(&column, &place) { return }
      case 0x7C, 0x3E:
        if place == .entry { complainOfLine(.missingColon) }
        if place == .entry { _ = parseKey(.error, [], start, start, &column, &place) } else { parseBlockScalar() }
        if place != .entry, position == start { parseBlockScalar() }
        return
      case 0x23:
        // Only behind an indicator without a blank, which is no indicator: `-#`.
        finishLine()
        return
      default:
        if !parsePlain(&column, &place) { return }
      }
    }
  }

  /// Opens a mapping unless one is open here. False where there are too many.
  @inline(__always)
  mutating func openMapping(_ column: Int, _ start: Int, _ place: Place) -> Bool {
    if place == .entry { return true }
    if place == .marker { report(.blockCollectionOnMarkerLine, start, lineEnd(start)) }
    if isFull {
      position = start
      skipTooDeep()
      return false
    }
    open(.blockMapping, column, inner.isEmpty ? start : min(start, inner.start))
    return true
  }

  /// The key that ends before the `:` at `position`, and the way to its value. False where the line ends.
  @inline(__always)
  mutating func parseKey(
    _ kind: YAMLTree.Kind, _ flags: YAMLTree.Flags, _ start: Int, _ end: Int, _ column: inout Int, _ place: inout Place
  ) -> Bool {
    let colon = position
    guard openMapping(column, start, place) else { return false }
    if place == .entry, isTabbed { report(.tabIndentation, lineStart, start) }
    if end &- start > 1024 { checkKeyLength(start, end) }
    let number =
      kind == .plain || !flags.contains(.needsDecoding) && kind.isQuoted ? internedKey(kind, start, end) : decodedKey(kind, start, end)
    append(kind, take(flags.union(.isKey), withOuter: false), detail: number, start, end)
    top.awaits = .value
    top.after = Int32(truncatingIfNeeded: colon &+ 1)
    position = colon &+ 1
    let content = skippingSpaces(position)
    guard content < count else {
      position = content
      return false
    }
    let byte = bytes[content]
    if byte == 0x0A {
      position = content &+ 1
      lineStart = position
      return false
    }
    if byte == 0x0D || byte == 0x09 || byte == 0x23 { return skipToValue(content, &column, &place) }
    position = content
    isTabbed = false
    column = content &- lineStart
    place = .value
    return true
  }

  /// What is rare between `:` and a value: tabs and comments.
  mutating func skipToValue(_ offset: Int, _ column: inout Int, _ place: inout Place) -> Bool {
    let content = skippingBlanks(offset)
    if isBreak(at: content) || bytes[content] == 0x23 {
      finishLine()
      return false
    }
    position = content
    isTabbed = false
    column = content - lineStart
    place = .value
    return true
  }

  @inline(__always)
  func internedKey(_ kind: YAMLTree.Kind, _ start: Int, _ end: Int) -> UInt16 {
    kind == .plain ? keys.number(bytes, start, end) : keys.number(bytes, start &+ 1, max(start &+ 1, end &- 1))
  }

  /// A key with escapes is the same key.
  func decodedKey(_ kind: YAMLTree.Kind, _ start: Int, _ end: Int) -> UInt16 {
    guard kind.isQuoted, !keys.isEmpty else { return 0 }
    var sink = ByteSink(source: bytes)
    ScalarDecoder(bytes).decode(Node(kind, .needsDecoding, start: start, end: end, next: 0), into: &sink)
    return keys.number(sink.bytes, 0, sink.bytes.count)
  }

  /// YAML 1.2.2 [154] ns-s-implicit-yaml-key: at most 1024 characters, so that a reader need not look further ahead.
  mutating func checkKeyLength(_ start: Int, _ end: Int) {
    if bytes[start..<end].count(where: { $0 & 0xC0 != 0x80 }) > 1024 { report(.longKey, start, end) }
  }

  mutating func parseDash(_ column: inout Int, _ place: inout Place) -> Bool {
    let start = position
    switch place {
    case .value: report(.dashOnKeyLine, start, lineEnd(start))
    case .marker: report(.blockCollectionOnMarkerLine, start, lineEnd(start))
    case .entry:
      // Behind properties, in a mapping.
      complainOfLine(.itemInMapping)
      let place = inner.isEmpty ? start : inner.start
      append(.error, .isKey, place, place)
      top.awaits = .value
      top.after = Int32(truncatingIfNeeded: place)
    case .start: break
    }
    if !inner.isEmpty {
      report(.propertyBeforeDash, inner.start, inner.end)
      mergeInner()
    }
    if isFull {
      skipTooDeep()
      return false
    }
    open(.blockSequence, column, start)
    position += 1
    top.awaits = .value
    guard skipAfterIndicator() else { return false }
    column = position - lineStart
    place = .start
    return true
  }

  /// Anchors and tags where a key is needed, and none comes.
  mutating func complainOfProperties() {
    report(.missingColon, outer.start, outer.end)
    outer = PendingProperties()
  }

  /// A plain scalar, as key or value. True where the line goes on behind a key.
  mutating func parsePlain(_ column: inout Int, _ place: inout Place) -> Bool {
    let start = position
    let end = hasTemplates ? scanTemplatedPlain(start, inFlow: false) : scanPlain(start)
    var flags: YAMLTree.Flags = hasTemplates && holdsAction(start, end) ? .isTemplated : []
    if start == end || bytes[start] < 0x41 || bytes[start] > 0x5A { checkPlainStart(start) }
    if scanStop < count, bytes[scanStop] == 0x3A {
      if place == .entry || place == .start || place == .marker {
        position = scanStop
        return parseKey(.plain, flags, start, end, &column, &place)
      }
      return parseColonInValue(start, flags)
    }
    if place == .entry {
      // Most likely the `:` got lost: what is indented more below is its value then.
      complainOfLine(.missingColon)
      append(.plain, take(flags.union(.isKey), withOuter: false), detail: internedKey(.plain, start, end), start, end)
      top.awaits = .value
      top.after = Int32(truncatingIfNeeded: end)
      position = scanStop
      finishLine()
      return false
    }
    if flags == .isTemplated, skipActionAboveContent(start, end) { return false }
    let parent = Int(top.indent)
    if scanStop < count, bytes[scanStop] == 0x0A {
      // The usual case in one look: the next line is indented by no more than the parent, and so begins something else.
      let next = scanStop &+ 1
      let content = skippingSpaces(next)
      if content &- next <= parent, content < count, bytes[content] > 0x20 {
        if !(inner.isEmpty && outer.isEmpty) || top.awaits == .key || flags != [] || templatedIncludesStructure(start, end, flags) {
          let filled = fill().union(flags)
          let number = filled.contains(.isKey) ? internedKey(.plain, start, end) : 0
          append(.plain, take(filled), detail: number, start, end)
        } else {
          top.awaits = .none
          append(.plain, [], start, end)
        }
        position = next
        lineStart = next
        knownSpaces = content &- next
        return false
      }
    }
    position = scanStop
    let last = continuePlain(start, end, parent, column, place, &flags)
    if last < 0 {
      // One line of text, and below it an entry: this is the key above it that lacks its `:`.
      position = end
      complainOfLine(.missingColon)
      guard openMapping(column, start, place) else { return false }
      append(.plain, take(flags.union(.isKey), withOuter: false), detail: internedKey(.plain, start, end), start, end)
      top.awaits = .value
      top.after = Int32(truncatingIfNeeded: end)
      finishLine()
      return false
    }
    if flags.contains(.isTemplated) { _ = templatedIncludesStructure(start, last, flags) }
    let filled = fill().union(flags)
    append(.plain, take(filled), detail: filled.contains(.isKey) ? internedKey(.plain, start, last) : 0, start, last)
    finishLine()
    return false
  }

  /// `a: b: c`: the whole rest of the line is the value that was meant.
  mutating func parseColonInValue(_ start: Int, _ flags: YAMLTree.Flags) -> Bool {
    report(.colonInValue, scanStop, scanStop + 1)
    var end = start
    while true {
      end = hasTemplates ? scanTemplatedPlain(max(scanStop, start), inFlow: false) : scanPlain(max(scanStop, start))
      guard scanStop < count, bytes[scanStop] == 0x3A else { break }
      scanStop += 1
      end = scanStop
      if isBreak(at: scanStop) { break }
      if isWhite(at: scanStop) { scanStop = skippingBlanks(scanStop) }
      if isBreak(at: scanStop) || bytes[scanStop] == 0x23 { break }
    }
    position = max(scanStop, end)
    let filled = fill().union(flags)
    append(.plain, take(filled), start, max(end, start + 1))
    finishLine()
    return false
  }

  /// YAML 1.2.2 [123] ns-plain-first
  mutating func checkPlainStart(_ start: Int) {
    switch byte(at: start) {
    case 0x25, 0x40, 0x60: report(.reservedCharacter, start, start + 1)
    case 0x2C: report(.strayComma, start, start + 1)
    case 0x5D, 0x7D: report(.unmatchedCloser, start, start + 1)
    default: break
    }
  }

  mutating func parseAlias(_ column: inout Int, _ place: inout Place) -> Bool {
    let start = position
    let end = scanName(start + 1)
    if end == start + 1 || !isWhite(at: end) { report(.badAnchor, start, end) }
    hasAliases = true
    position = skippingBlanks(end)
    if place != .value, position < count, bytes[position] == 0x3A, isWhite(at: position + 1) {
      if !inner.isEmpty { report(.propertyOnAlias, inner.start, inner.end) }
      inner = PendingProperties()
      return parseKey(.alias, [], start, end, &column, &place)
    }
    if place == .entry {
      complainOfLine(.missingColon)
      position = end
      inner = PendingProperties()
      append(.alias, .isKey, start, end)
      top.awaits = .value
      top.after = Int32(truncatingIfNeeded: end)
    } else {
      mergeInner()
      if !outer.isEmpty { report(.propertyOnAlias, outer.start, outer.end) }
      outer = PendingProperties()
      position = end
      append(.alias, fill(), start, end)
    }
    finishLine()
    return false
  }

  /// A collection in brackets, as value or key.
  mutating func parseFlowNode(_ column: inout Int, _ place: inout Place) -> Bool {
    if isFull {
      skipTooDeep()
      return false
    }
    let start = position
    let node = nodes.count
    let propertyCount = properties.count
    let own = inner
    let above = outer
    inner = PendingProperties()
    outer = PendingProperties()
    let line = lineStart
    parseFlow(indent: Int(top.indent))
    closedEnd = nodes.count
    inner = own
    outer = above
    let end = position
    position = skippingBlanks(position)
    if place != .value, position < count, bytes[position] == 0x3A, isWhite(at: position + 1) {
      if line != lineStart { report(.multilineKey, start, end) }
      if end - start > 1024 { checkKeyLength(start, end) }
      let colon = position
      if place != .entry {
        if place == .marker { report(.blockCollectionOnMarkerLine, start, lineEnd(start)) }
        insertNode(at: node, propertyCount)
        // `open` appends: let it work on the gap, where it leaves the frame that is wanted.
        let inside = Array(nodes[(node + 1)...])
        let behind = Array(properties[propertyCount...])
        nodes.removeLast(nodes.count - node)
        properties.removeLast(properties.count - propertyCount)
        open(.blockMapping, column, own.isEmpty ? start : own.start)
        nodes += inside
        let count = properties.count
        properties += behind
        attach(to: node + 1, at: count)
      } else {
        attach(to: node, at: propertyCount)
      }
      nodes[place == .entry ? node : node + 1].flags.insert(.isKey)
      top.awaits = .value
      top.after = Int32(truncatingIfNeeded: colon + 1)
      position = colon + 1
      if !skipAfterIndicator() { return false }
      column = position - lineStart
      place = .value
      return true
    }
    position = end
    if place == .entry {
      attach(to: node, at: propertyCount)
      complainOfLine(.missingColon)
      nodes[node].flags.insert(.isKey)
      top.awaits = .value
      top.after = Int32(truncatingIfNeeded: end)
    } else {
      mergeInner()
      inner = outer
      outer = PendingProperties()
      let awaited = top.awaits
      nodes[node].flags.formUnion(fill())
      if awaited == .key { marks[marks.count - 1].node = Int32(truncatingIfNeeded: node) }
      attach(to: node, at: propertyCount)
    }
    finishLine()
    return false
  }

  /// Gives the pending properties of the line to a node that others follow already.
  mutating func attach(to node: Int, at index: Int) {
    if inner.isEmpty { return }
    nodes[node].flags.insert(.hasProperties)
    properties.insert(made(inner, at: node), at: index)
    inner = PendingProperties()
  }

  /// Makes room for a node before the ones that were read last: a mapping is known only by the `:` behind its first key.
  mutating func insertNode(at index: Int, _ propertyIndex: Int) {
    nodes.insert(Node(.flowMapping, start: Int(nodes[index].start), end: 0, next: 0), at: index)
    for later in (index + 1)..<nodes.count { nodes[later].next += 1 }
    for later in propertyIndex..<properties.count {
      let old = properties[later]
      properties[later] = YAMLTree.Properties(node: YAMLTree.NodeID(old.node.index + 1), anchor: old.anchor, tag: old.tag)
    }
    var mark = marks.count - 1
    while mark >= 0, Int(marks[mark].node) >= index {
      marks[mark].node += 1
      mark -= 1
    }
  }
}
