import SourceText
import YAML

/// Holds the comments after an edit against those before: which must stay, which go with what is removed, and what each is
/// about. It looks at lines alone, so that it does not share the editor's mistakes.
struct YAMLCommentTrial {
  let before: YAMLTree
  let after: YAMLTree
  let edits: [TextEdit]

  /// - Parameter unit: the entry or item that is concerned.
  func problem(of change: YAMLChange, _ unit: SourceRange) -> String? {
    let old = before.comments.map { before.text($0) }
    let new = after.comments.map { after.text($0) }
    switch change {
    case .comment(let text): return new.filter { $0 != "# \(text)" } == old && new.contains("# \(text)") ? nil : "comments changed"
    case .replace, .rename: return new == old ? nil : "comments changed"
    case .insert: return new == old ? stolen() : "comments changed"
    case .remove: return lost(new, unit)
    }
  }

  /// Comments go with their entry alone: inside it, behind it, directly above it, or directly below and deeper.
  private func lost(_ new: [String], _ unit: SourceRange) -> String? {
    let removed = before.comments.filter { comment in
      edits.contains { $0.range.encloses(comment) && !$0.replacement.contains(before.text(comment)) }
    }
    let kept = before.comments.filter { !removed.contains($0) }
    if kept.map({ before.text($0) }) != new { return "comments changed" }
    let lines = LineIndex(before.bytes)
    func column(ofCommentOn line: Int) -> Int? {
      let range = lines.range(ofLine: line)
      guard let content = before.bytes[range.indices].firstIndex(where: { !$0.isASCIISpace && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF })
      else { return nil }
      return before.comments.contains { $0.start == content } ? content - range.start : nil
    }
    let start = lines.position(at: unit.start)
    var first = start.line
    while first > 1, column(ofCommentOn: first - 1) != nil { first -= 1 }
    let isKept = unit.end > unit.start && before.bytes[unit.end - 1] == 0x0A
    var last = lines.line(at: isKept ? unit.end - 1 : unit.end)
    while let column = column(ofCommentOn: last + 1), column > start.column - 1 { last += 1 }
    for comment in removed where !(first...last).contains(lines.line(at: comment.start)) { return "a comment is lost" }
    // A single pair in brackets stays an item, and keeps its comments.
    if edits.count == 1, edits[0].replacement == "{}" { return nil }
    for line in first..<max(first, start.line) where first > 1 {
      guard let column = column(ofCommentOn: line), column == start.column - 1 else { continue }
      let isFirst = before.bytes[lines.range(ofLine: start.line).start..<unit.start].allSatisfy { $0 == 0x20 }
      let isDeeperBelow = (line..<start.line).contains { self.isDeeper(lines, $0, column) }
      if isFirst, !isDeeperBelow, !removed.contains(where: { lines.line(at: $0.start) == line }) { return "a comment is left behind" }
    }
    return nil
  }

  private func isDeeper(_ lines: LineIndex, _ line: Int, _ column: Int) -> Bool {
    before.bytes[lines.range(ofLine: line).indices].prefix { $0 == 0x20 || $0 == 0x09 }.count > column
  }

  /// A new line directly below a comment takes it from the line that it is about, unless it is at the top of the file.
  private func stolen() -> String? {
    let lines = LineIndex(after.bytes)
    guard let edit = edits.first, edit.range.isEmpty, edit.replacement.hasSuffix("\n") else { return nil }
    let line = lines.line(at: edit.range.start)
    guard edit.range.start == lines.range(ofLine: line).start, line > 1 else { return nil }
    let above = lines.fullRange(ofLine: line - 1)
    let content = after.bytes[above.indices].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? above.end
    guard after.comments.contains(where: { $0.start == content }) else { return nil }
    let isTop = (1..<line).allSatisfy { after.bytes[lines.range(ofLine: $0).indices].first.map { $0 == 0x23 || $0 == 0xEF } ?? false }
    if isTop { return nil }
    let added = edit.replacement.utf8.prefix { $0 == 0x20 }.count
    return content - above.start <= added ? "a comment is about something else now" : nil
  }
}
