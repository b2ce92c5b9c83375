import SourceText

extension YAMLEditor {
  func commenting(_ text: String, above id: NodeID) -> [TextEdit]? {
    guard text.unicodeScalars.allSatisfy(Self.isPrintable) else { return nil }
    let path = ancestors(of: id)
    var start = tree.rangeWithProperties(of: id).start
    if let mark = tree.questionMark(of: id) { start = mark.start }
    let line = lineStart(start)
    guard path.count > 0, !isDamaged(SourceRange(line, line)), !isJSON(path + [id]), !isInsideScalar(line) else { return nil }
    let content = min(skippingBlanks(line), start)
    guard bytes[line..<content].allSatisfy({ $0 == 0x20 }) else { return nil }
    let indent = String(repeating: " ", count: content - line)
    return [.insert(indent + (text.isEmpty ? "#" : "# " + text) + lineBreak, at: line)]
  }

  /// Whether a line begins inside a scalar or a template's action.
  private func isInsideScalar(_ line: Int) -> Bool {
    for node in tree.nodes where node.kind.isScalar && node.flags.contains(.isMultiline) {
      if node.range.start < line, line < node.range.end { return true }
      // Behind text that keeps its line breaks, its end is the start of a line.
    }
    return tree.actions.contains { $0.range.start < line && line < $0.range.end }
  }
}
