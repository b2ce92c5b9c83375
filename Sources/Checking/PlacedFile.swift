import Detection
import Documents
import SourceText

/// A file read for the second time: where offsets become lines, and changes become edits.
struct PlacedFile {
  let path: RepositoryPath
  let bytes: [UInt8]
  let lines: LineIndex
  let mask: Mask

  /// No more lines of one place are shown.
  private static let excerptLimit = 3

  init(path: RepositoryPath, bytes: [UInt8], secrets: [SourceRange]) {
    self.path = path
    self.bytes = bytes
    lines = LineIndex(bytes)
    mask = Mask(bytes, ranges: secrets)
  }

  func place(_ range: SourceRange) -> Finding.Place {
    let start = lines.position(at: range.start)
    let end = lines.position(at: range.end)
    let last = min(end.column == 1 && end.line > start.line ? end.line - 1 : end.line, start.line + Self.excerptLimit - 1)
    return Finding.Place(
      path: path, range: range, start: start, end: end,
      excerpt: (start.line...max(start.line, last)).map { excerpt(line: $0, marking: range) })
  }

  private func excerpt(line number: Int, marking range: SourceRange) -> ExcerptLine {
    let line = lines.range(ofLine: number)
    var position = line.start + (number == 1 ? SourceText.byteOrderMarkLength(bytes) : 0)
    var text = ""
    var count = 0
    var markStart: Int?
    var markEnd = 0
    var masks = mask.ranges[...]
    func append(_ piece: String) {
      text += piece
      count += piece.unicodeScalars.count
    }
    while position < line.end {
      while let first = masks.first, first.end <= position { masks.removeFirst() }
      if markStart == nil, position >= range.start { markStart = count }
      var next: Int
      if let secret = masks.first, secret.contains(position) {
        append(Mask.replacement)
        next = min(secret.end, line.end)
      } else {
        let stop = min(masks.first.map(\.start) ?? line.end, line.end)
        let scalar = scalar(at: position, before: stop)
        next = scalar.end
        append(scalar.text)
      }
      // A mask may begin before the marked part or end behind it: then all of it is marked.
      if next > range.start, markStart == nil { markStart = count - Mask.replacement.unicodeScalars.count }
      if position < range.end { markEnd = count }
      position = next
    }
    let start = min(markStart ?? count, count)
    return ExcerptLine(number: number, text: text, marked: start..<max(start, markEnd))
  }

  private func scalar(at offset: Int, before limit: Int) -> (text: String, end: Int) {
    var end = offset + 1
    while end < limit, bytes[end] & 0xC0 == 0x80, end - offset < 4 { end += 1 }
    let text = bytes[offset..<end].asString
    return (text == "\t" ? "    " : Display.escaped(text), end)
  }

  /// A fix's change of this file as an edit.
  func edit(for change: Fix.Change) -> TextEdit? {
    let lineBreak = SourceText(bytes).lineBreak
    switch change {
    case .replace(let range, let text, _):
      return TextEdit(range, with: text)
    case .insertLineAbove(let range, let text, _):
      let line = lines.range(ofLine: firstLineWithComments(lines.line(at: range.start)))
      let start = line.start == 0 ? SourceText.byteOrderMarkLength(bytes) : line.start
      return .insert(indentation(of: line) + text + lineBreak, at: start)
    case .insertLineBelow(let range, let text, _):
      let number = lines.line(at: max(range.start, range.end - 1))
      let line = lines.range(ofLine: lines.line(at: range.start))
      let full = lines.fullRange(ofLine: number)
      let hasBreak = full.end > 0 && full.end > full.start && bytes[full.end - 1] == 0x0A
      return .insert(hasBreak ? indentation(of: line) + text + lineBreak : lineBreak + indentation(of: line) + text, at: full.end)
    case .removeLines(let range, _):
      let first = lines.fullRange(ofLine: lines.line(at: range.start))
      let last = lines.fullRange(ofLine: lines.line(at: max(range.start, range.end - 1)))
      return .delete(first.union(last))
    case .create:
      return nil
    }
  }

  /// The first of the comment lines directly above a line, which belong to what stands below them; the line itself where
  /// they reach up to the head of the file, as directives may stand there.
  private func firstLineWithComments(_ line: Int) -> Int {
    var first = line
    while first > 1, bytes[lines.range(ofLine: first - 1).indices].drop(while: \.isBlank).first == UInt8(ascii: "#") { first -= 1 }
    return first == 1 ? line : first
  }

  private func indentation(of line: SourceRange) -> String {
    bytes[line.indices].prefix(while: \.isBlank).asString
  }
}
