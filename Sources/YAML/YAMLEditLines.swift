import SourceText

/// Lines as the parser has them: LF, CR LF and CR end one.
extension YAMLEditor {
  func isBreak(_ offset: Int) -> Bool { offset < bytes.count && (bytes[offset] == 0x0A || bytes[offset] == 0x0D) }

  /// Behind the line break before an offset, or behind the byte order mark.
  func lineStart(_ offset: Int) -> Int {
    var start = offset
    while start > 0, bytes[start - 1] != 0x0A, bytes[start - 1] != 0x0D { start -= 1 }
    let hasMark = start + 3 <= offset && bytes[start] == 0xEF && bytes[start + 1] == 0xBB && bytes[start + 2] == 0xBF
    return hasMark ? start + 3 : start
  }

  func lineEnd(_ offset: Int) -> Int {
    var end = offset
    while end < bytes.count, !isBreak(end) { end += 1 }
    return end
  }

  /// Past the line break at an offset; the offset at the end of the text.
  func skippingBreak(_ offset: Int) -> Int {
    guard offset < bytes.count else { return offset }
    return bytes[offset] == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A ? offset + 2 : offset + 1
  }

  /// Before the line break that ends at an offset; the offset where none does.
  func beforeBreak(_ offset: Int) -> Int {
    guard offset > 0, bytes[offset - 1] == 0x0A || bytes[offset - 1] == 0x0D else { return offset }
    return bytes[offset - 1] == 0x0A && offset > 1 && bytes[offset - 2] == 0x0D ? offset - 2 : offset - 1
  }

  func skippingBlanks(_ offset: Int) -> Int {
    var offset = offset
    while offset < bytes.count, bytes[offset].isBlank { offset += 1 }
    return offset
  }

  func column(_ offset: Int) -> Int { offset - lineStart(offset) }

  /// Whether only spaces stand before an offset on its line.
  func isFirstOnLine(_ offset: Int) -> Bool { bytes[lineStart(offset)..<offset].allSatisfy { $0 == 0x20 } }

  func isBlankLine(_ start: Int) -> Bool { isBreak(skippingBlanks(start)) }

  /// Past blanks, line breaks and comments.
  func skippingTrivia(_ offset: Int) -> Int {
    var offset = offset
    while offset < bytes.count {
      if bytes[offset].isBlank || isBreak(offset) {
        offset += 1
      } else if bytes[offset] == 0x23, offset == 0 || bytes[offset - 1].isBlank || isBreak(offset - 1) || offset == lineStart(offset) {
        offset = lineEnd(offset)
      } else {
        break
      }
    }
    return offset
  }

  /// The `#` of a line that holds a comment alone; nil for any other line.
  func commentLine(_ start: Int) -> Int? {
    let content = skippingBlanks(start)
    return tree.comment(at: content) != nil ? content : nil
  }

  func hasComment(_ range: SourceRange) -> Bool { tree.comments.contains { range.encloses($0) } }

  /// Where the lines begin that belong to what begins at an offset, first on its line: comments directly above it, unless
  /// they are indented by more. Those at the very top of a file are the file's.
  func leadStart(_ start: Int, notBefore limit: Int) -> Int {
    let indent = column(start)
    var lead = lineStart(start)
    while lead > limit {
      let above = lineStart(beforeBreak(lead))
      guard above < lead, above >= limit, let comment = commentLine(above), comment - above <= indent else { break }
      lead = above
    }
    return lead == SourceText.byteOrderMarkLength(bytes) ? lineStart(start) : lead
  }

  /// The end of the last line of what ends at an offset, and where the next line begins: with the comment behind it, and
  /// comments directly below that are indented by more than it is.
  func tail(_ end: Int, deeperThan indent: Int) -> (end: Int, next: Int) {
    // Only a scalar that keeps its line breaks ends at the start of a line.
    var lineEnd = end > 0 && isBreak(end - 1) ? beforeBreak(end) : self.lineEnd(end)
    var next = skippingBreak(lineEnd)
    while next < bytes.count, let comment = commentLine(next), comment - next > indent {
      lineEnd = self.lineEnd(next)
      next = skippingBreak(lineEnd)
    }
    return (lineEnd, next)
  }

  /// The block scalar that ends what stands before a node; nil where that ends otherwise.
  func blockScalar(before node: NodeID) -> YAMLTree.Node? { node.index > 0 ? blockScalar(at: NodeID(node.index - 1)) : nil }

  func blockScalar(at node: NodeID) -> YAMLTree.Node? { tree[node].kind.isBlockScalar ? tree[node] : nil }

  /// The last node inside another: where its text ends.
  func lastNode(in id: NodeID) -> NodeID { NodeID(Int(tree[id].next) - 1) }

  func indicators(of scalar: YAMLTree.Node) -> ArraySlice<UInt8> {
    bytes[scalar.range.indices].prefix { !$0.isASCIISpace && $0 != 0x23 }
  }

  func keepsBreaks(_ scalar: YAMLTree.Node) -> Bool { indicators(of: scalar).contains(0x2B) }

  /// Whether a line break that the file lacks at its end would be a line break of the block scalar there.
  func wouldEnd(_ scalar: YAMLTree.Node) -> Bool { scalar.range.end >= bytes.count && !indicators(of: scalar).contains(0x2D) }

  /// Whether the lines from an offset on would become text of a block scalar that came to stand above them.
  func isAbsorbed(_ start: Int, indentation: Int, keepsBreaks: Bool) -> Bool {
    var line = start
    while line < bytes.count {
      let content = skippingBlanks(line)
      if content < bytes.count, !isBreak(content) {
        return bytes[content] == 0x23 && bytes[line..<content].prefix { $0 == 0x20 }.count >= indentation
      }
      if keepsBreaks || content - line > indentation || bytes[line..<content].contains(0x09) { return true }
      line = skippingBreak(content)
    }
    return false
  }
}
