import SourceText

extension YAMLParser {
  /// YAML 1.2.2 [170] c-l+literal, [174] c-l+folded: from the indicator to the start of the line behind the text.
  mutating func parseBlockScalar() {
    let start = position
    let parent = Int(top.indent)
    var explicit = 0
    var keeps = false
    var offset = start + 1
    // [162] c-b-block-header: an indentation and a chomping indicator, in either order.
    var hasChomping = false
    while offset < count, !isWhite(at: offset), bytes[offset] != 0x23 {
      let byte = bytes[offset]
      if byte >= 0x31, byte <= 0x39, explicit == 0 {
        explicit = Int(byte - 0x30)
      } else if byte == 0x2B || byte == 0x2D, !hasChomping {
        hasChomping = true
        keeps = byte == 0x2B
      } else {
        break
      }
      offset += 1
    }
    position = offset
    if !isWhite(at: offset), bytes[offset] != 0x23 { report(.badBlockHeader, start, lineEnd(start)) }
    let isGood = isWhite(at: offset) || bytes[offset] == 0x23
    if isGood {
      finishLine(reporting: .textAfterBlockHeader)
    } else {
      position = lineEnd(offset)
      finishLine()
    }
    let header = offset
    var indentation = explicit > 0 ? max(parent, 0) + explicit : 0
    let end = scanBlockText(header, parent, keeps, &indentation)
    let kind: YAMLTree.Kind = bytes[start] == 0x7C ? .literal : .folded
    let filled = fill().union([.isMultiline, .needsDecoding])
    append(kind, take(filled), detail: UInt16(min(indentation, Int(UInt16.max))), start, end)
  }

  /// The lines of a block scalar, from the line at `position` on. Where its range ends.
  private mutating func scanBlockText(_ header: Int, _ parent: Int, _ keeps: Bool, _ indentation: inout Int) -> Int {
    var end = header
    var line = position
    var deepestBlank = 0
    let explicit = indentation
    var firstText = 0
    var lineCount = 0
    var complained = false
    // Empty lines above the first text: the deepest must not be indented more than the text.
    var isFirst = indentation == 0
    while line < count {
      let content = line &+ spaceCount(line, upTo: isFirst ? Int.max : indentation)
      let spaces = content &- line
      if content >= count {
        // Blanks without a line break: an empty last line.
        if keeps, isFirst || spaces > 0 { end = count }
        if isFirst { deepestBlank = max(deepestBlank, spaces) }
        line = count
        break
      }
      let byte = bytes[content]
      if byte == 0x0A || byte == 0x0D {
        // [70] l-empty
        if isFirst, spaces > deepestBlank { deepestBlank = spaces }
        line = skippingBreak(content)
        if keeps { end = line }
        continue
      }
      if isFirst {
        if hasTemplates, spaces <= parent, isActionLine(at: content), let after = textLine(behindActionsAt: line, atLeast: parent + 1) {
          line = after
          continue
        }
        if spaces <= parent {
          complainOfTab(content)
          break
        }
        if content == line, isMarker(at: content) { break }
        indentation = spaces
        firstText = content
        isFirst = false
        if deepestBlank > spaces { report(.blockIndentation, line, content) }
      } else if spaces < indentation {
        if hasTemplates, isActionLine(at: content), let after = textLine(behindActionsAt: line, atLeast: indentation) {
          line = after
          continue
        }
        if explicit == 0, spaces > parent, bytes[content] != 0x09, bytes[content] != 0x23, !looksLikeEntry(at: content),
          content > line || !isMarker(at: content)
        {
          // Text still: one of its lines is indented too much or too little.
          let isFirstOdd =
            lineCount == 1 && nextColumn(behind: content, upTo: indentation) != indentation && indentation - max(parent, 0) != usualStep()
          let odd = isFirstOdd ? firstText : content
          if !complained { report(.badIndentation, odd, bytes.firstLineBreak(from: odd)) }
          complained = true
          indentation = spaces
          continue
        }
        complainOfTab(content)
        break
      } else if content == line, isMarker(at: content) {
        break
      }
      lineCount &+= 1
      let lineEnd = bytes.firstLineBreak(from: content)
      end = lineEnd
      line = skippingBreak(lineEnd)
      if keeps { end = line }
    }
    if isFirst { indentation = max(deepestBlank, parent + 1) }
    position = line
    lineStart = line
    return end
  }

  @inline(__always)
  private func spaceCount(_ line: Int, upTo limit: Int) -> Int {
    var offset = line
    let end = limit < count &- line ? line &+ limit : count
    while offset < end, bytes[offset] == 0x20 { offset &+= 1 }
    return offset &- line
  }

  /// A line of blanks alone is empty, but with a tab in its indentation it is neither empty nor text.
  private mutating func complainOfTab(_ content: Int) {
    if bytes[content] == 0x09, isBreak(at: skippingBlanks(content)) { report(.tabInBlockScalar, content, content + 1) }
  }
}
