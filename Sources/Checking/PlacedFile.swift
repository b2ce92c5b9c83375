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

  init(path: RepositoryPath, bytes: [UInt8], mask: Mask) {
    self.path = path
    self.bytes = bytes
    lines = LineIndex(bytes)
    self.mask = mask
  }

  func place(_ range: SourceRange) -> Finding.Place {
    let start = lines.position(at: range.start)
    let end = lines.position(at: range.end)
    let last = min(end.column == 1 ? end.line - 1 : end.line, start.line + Self.excerptLimit - 1)
    return Finding.Place(
      path: path, range: range, start: start, end: end,
      excerpt: (start.line...max(start.line, last)).map { excerpt(line: $0, marking: range) })
  }

  private func excerpt(line number: Int, marking range: SourceRange) -> ExcerptLine {
    let line = lines.range(ofLine: number)
    var position = line.start + (number == 1 ? SourceText.byteOrderMarkLength(bytes) : 0)
    // Nearly every line has one column a byte, and nothing to hide.
    let nextMask = mask.ranges[firstMask(endingBehind: position)...].first?.start ?? bytes.count
    if nextMask >= line.end, bytes[position..<line.end].allSatisfy(\.isPrintableASCII) {
      let count = line.end - position
      let start = min(max(range.start - position, 0), count)
      return ExcerptLine(
        number: number, text: bytes[position..<line.end].asString, marked: start..<max(start, min(range.end - position, count)))
    }
    var text = ""
    var count = 0
    var markStart: Int?
    var markEnd = 0
    var masks = mask.ranges[firstMask(endingBehind: position)...]
    func append(_ piece: String) {
      text += piece
      count += piece.unicodeScalars.count
    }
    while position < line.end {
      while let first = masks.first, first.end <= position { masks.removeFirst() }
      let before = count
      let next: Int
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
      if markStart == nil, next > range.start { markStart = before }
      if position < range.end { markEnd = count }
      position = next
    }
    let start = markStart ?? count
    return ExcerptLine(number: number, text: text, marked: start..<max(start, markEnd))
  }

  private func firstMask(endingBehind offset: Int) -> Int {
    var low = 0
    var high = mask.ranges.count
    while low < high {
      let middle = (low + high) / 2
      if mask.ranges[middle].end <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func scalar(at offset: Int, before limit: Int) -> (text: String, end: Int) {
    // A byte that continues nothing stands for itself: it must not be drawn to its neighbour, where a mark may end.
    let length =
      switch bytes[offset] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    var end = offset + 1
    while end < limit, bytes[end] & 0xC0 == 0x80, end - offset < length { end += 1 }
    let text = bytes[offset..<end].asString
    return (text == "\t" ? "    " : Display.escaped(text), end)
  }

  /// A fix's change of this file as an edit.
  func edit(for change: Fix.Change) -> TextEdit? {
    switch change {
    case .replace(let range, let text, _):
      return TextEdit(range, with: withOwnLineBreaks(text))
    case .insertLineAbove(let range, let text, _):
      let line = contentOfLine(firstLineWithComments(lines.line(at: range.start)))
      return .insert(indented(text, like: line) + lineBreak, at: line.start)
    case .insertLineBelow(let range, let text, _):
      let number = lines.line(at: max(range.start, range.end - 1))
      let line = contentOfLine(lines.line(at: range.start))
      let full = lines.fullRange(ofLine: number)
      let hasBreak = full.end > full.start && bytes[full.end - 1] == 0x0A
      let inserted = indented(text, like: line)
      return .insert(hasBreak ? inserted + lineBreak : lineBreak + inserted, at: full.end)
    case .removeLines(let range, _):
      let first = contentOfLine(lines.line(at: range.start))
      let last = lines.fullRange(ofLine: lines.line(at: max(range.start, range.end - 1)))
      return .delete(SourceRange(first.start, max(first.start, last.end)))
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

  private var lineBreak: String { SourceText(bytes).lineBreak }

  private func withOwnLineBreaks(_ text: String) -> String {
    lineBreak == "\n" ? text : text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineBreak)
  }

  private func indented(_ text: String, like line: SourceRange) -> String {
    let indentation = bytes[line.indices].prefix(while: \.isBlank).asString
    return text.split(separator: "\n", omittingEmptySubsequences: false).map { indentation + $0 }.joined(separator: lineBreak)
  }

  /// A line without its break; the first one without the byte order mark, which stays at the head of the file.
  private func contentOfLine(_ number: Int) -> SourceRange {
    let line = lines.range(ofLine: number)
    let start = line.start == 0 ? min(SourceText.byteOrderMarkLength(bytes), line.end) : line.start
    return SourceRange(start, line.end)
  }
}
