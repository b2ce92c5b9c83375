import SourceText

extension YAMLParser {
  /// YAML 1.2.2 [131] ns-plain in brackets, over as many lines as it has.
  mutating func parseFlowPlain(_ indent: Int, _ complained: inout Bool) {
    let start = position
    let byte = bytes[start]
    if byte == 0x2D, isWhite(at: start + 1) || Self.isFlowIndicator(bytes[start + 1]) { report(.dashInFlow, start, start + 1) }
    if byte == 0x40 || byte == 0x60 || byte == 0x7C || byte == 0x3E {
      report(.reservedCharacter, start, start + 1)
    }
    beginFlowItem(isJSON: false)
    var flags: YAMLTree.Flags = []
    var end = max(hasTemplates ? scanTemplatedPlain(start, inFlow: true) : scanFlowPlain(start), start + 1)
    position = max(scanStop, start + 1)
    while position < count, isBreak(at: position) {
      let (line, content) = nextContent(behindBreakAt: position)
      guard content < count, bytes[content] != 0x23, !Self.isFlowIndicator(bytes[content]), bytes[content] != 0x3A || !isFlowColon(content)
      else { break }
      if content == line, isMarker(at: content) { break }
      if skippingSpaces(line) - line <= indent {
        if looksLikeBlockLine(at: content) { break }
        if !complained { report(.flowIndentation, content, lineEnd(content)) }
        complained = true
      }
      end = max(hasTemplates ? scanTemplatedPlain(content, inFlow: true) : scanFlowPlain(content), content + 1)
      lineStart = line
      position = max(scanStop, content + 1)
      flags.formUnion([.isMultiline, .needsDecoding])
    }
    if hasTemplates, holdsAction(start, end) { flags.insert(.isTemplated) }
    appendFlowScalar(.plain, flags, start, end)
  }

  @inline(__always)
  private mutating func scanFlowPlain(_ start: Int) -> Int {
    var offset = start
    while offset < count {
      let byte = bytes[offset]
      if byte == 0x3A {
        if isWhite(at: offset &+ 1) || Self.isFlowIndicator(bytes[offset &+ 1]) { break }
      } else if byte == 0x0A || byte == 0x0D || Self.isFlowIndicator(byte) {
        break
      } else if byte == 0x23, offset > start, bytes[offset &- 1].isBlank {
        break
      }
      offset &+= 1
    }
    scanStop = offset
    while offset > start, bytes[offset &- 1].isBlank { offset &-= 1 }
    return offset
  }

  /// YAML 1.2.2 [80] s-separate(n,flow-in): blanks, line breaks, comments. False at the end of the text, at a marker, and at a line
  /// that belongs to a block collection outside.
  mutating func skipFlowSpace(_ indent: Int, _ complained: inout Bool) -> Bool {
    var offset = position
    while offset < count {
      let byte = bytes[offset]
      if byte == 0x20 || byte == 0x09 {
        offset &+= 1
      } else if byte == 0x0A || byte == 0x0D {
        let line = skippingBreak(offset)
        let content = skippingBlanks(line)
        lineStart = line
        offset = content
        guard content < count, !isBreak(at: content), bytes[content] != 0x23 else { continue }
        if hasTemplates, isActionLine(at: content) {
          position = content
          _ = skipActionLine()
          offset = position > line ? position - 1 : position
          if position >= count { return false }
          continue
        }
        if content == line, isMarker(at: content) {
          report(.markerInFlow, content, content + 3)
          position = line
          return false
        }
        if skippingSpaces(line) - line <= indent {
          if looksLikeBlockLine(at: content) {
            position = line
            return false
          }
          if !complained { report(.flowIndentation, content, lineEnd(content)) }
          complained = true
        }
      } else if byte == 0x23 {
        position = offset
        if offset > lineStart, !bytes[offset &- 1].isBlank { report(.commentWithoutBlank, offset, offset + 1) }
        skipComment()
        offset = position
      } else {
        position = offset
        return true
      }
    }
    position = offset
    return false
  }

  /// Whether a line is one of a block collection rather than of the brackets around it.
  private func looksLikeBlockLine(at offset: Int) -> Bool {
    guard bytes[offset] != 0x22, bytes[offset] != 0x27, bytes[offset] != 0x3F, looksLikeEntry(at: offset) else { return false }
    var end = lineEnd(offset)
    while end > offset, bytes[end - 1].isBlank { end -= 1 }
    return bytes[end - 1] != 0x2C
  }
}
