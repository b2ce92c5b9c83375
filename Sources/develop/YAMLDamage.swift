import SourceText
import TestSupport
import YAML

/// A text with one line damaged as people damage them.
struct YAMLDamage {
  enum Kind: CaseIterable {
    case deleteLine, duplicateLine, oneMoreBlank, twoMoreBlanks, oneLessBlank, twoLessBlanks, dropColon, quote, bracket, tab
  }

  let original: [UInt8]
  let bytes: [UInt8]
  /// From 1, in the damaged text: the damaged line, or the one that stands where a line was deleted.
  let line: Int
  /// Of the original: the line, with its break.
  let touched: SourceRange

  /// How much longer the text is.
  var delta: Int { bytes.count - original.count }

  /// Where a place of the original is now; one on the damaged line stays.
  func moved(_ offset: Int) -> Int { offset >= touched.end ? offset + delta : offset }

  /// Of a line that is drawn from the text; nil where none of those tried has what the kind needs.
  init?(_ kind: Kind, of text: [UInt8], _ random: inout SeededGenerator) {
    let lines = LineIndex(text)
    for _ in 0..<50 {
      let number = 1 + random.below(lines.lineCount)
      let range = lines.fullRange(ofLine: number)
      let content = Array(text[range.indices])
      guard let first = content.first(where: { !$0.isASCIISpace }), first != UInt8(ascii: "#") else { continue }
      guard let damaged = Self.damaged(content, kind, &random), damaged != content else { continue }
      original = text
      bytes = text[..<range.start] + damaged + text[range.end...]
      line = number + (kind == .duplicateLine ? 1 : 0)
      touched = range
      return
    }
    return nil
  }

  private static func damaged(_ line: [UInt8], _ kind: Kind, _ random: inout SeededGenerator) -> [UInt8]? {
    let indentation = line.prefix { $0 == 0x20 }.count
    switch kind {
    case .deleteLine: return []
    case .duplicateLine: return line.last == 0x0A ? line + line : line + [0x0A] + line
    case .oneMoreBlank: return [0x20] + line
    case .twoMoreBlanks: return [0x20, 0x20] + line
    case .oneLessBlank: return indentation >= 1 ? Array(line.dropFirst()) : nil
    case .twoLessBlanks: return indentation >= 2 ? Array(line.dropFirst(2)) : nil
    case .dropColon:
      let code = code(of: line)
      let colon = code.indices.first { code[$0] == 0x3A && ($0 + 1 == line.count || line[$0 + 1].isASCIISpace) }
      return colon.map { removing($0, from: line) }
    case .quote: return unbalanced(line, Array("\"'".utf8), [0x22, 0x27], &random)
    case .bracket: return unbalanced(line, Array("[]{}".utf8), [0x5B, 0x7B], &random)
    case .tab: return [0x09] + (random.oneIn(2) ? line : Array(line.dropFirst(min(indentation, 2))))
    }
  }

  /// The line up to its comment, seen roughly.
  private static func code(of line: [UInt8]) -> ArraySlice<UInt8> {
    let comment = line.indices.first { line[$0] == 0x23 && ($0 == 0 || line[$0 - 1].isASCIISpace) }
    return line[..<(comment ?? line.count)]
  }

  private static func removing(_ index: Int, from line: [UInt8]) -> [UInt8] { Array(line[..<index] + line[(index + 1)...]) }

  /// One of some characters removed; where there is none, rarely, an opening one before the value.
  private static func unbalanced(_ line: [UInt8], _ marks: [UInt8], _ openers: [UInt8], _ random: inout SeededGenerator) -> [UInt8]? {
    let code = code(of: line)
    let places = code.indices.filter { marks.contains(code[$0]) }
    if !places.isEmpty { return removing(random.pick(places), from: line) }
    guard random.oneIn(3),
      let blank = code.indices.dropFirst().first(where: { code[$0] == 0x20 && (code[$0 - 1] == 0x3A || code[$0 - 1] == 0x2D) }),
      blank + 1 < code.endIndex, !code[blank + 1].isASCIISpace, !Array("|>&*!".utf8).contains(code[blank + 1])
    else { return nil }
    return Array(line[...blank]) + [random.pick(openers)] + line[(blank + 1)...]
  }

  /// The innermost mapping that holds the whole line, dashes before its first key left out.
  func mapping(in tree: YAMLTree) -> SourceRange? {
    var start = touched.start
    while start < touched.end,
      original[start] == 0x20 || (original[start] == 0x2D && start + 1 < touched.end && original[start + 1].isASCIISpace)
    {
      start += 1
    }
    var found: SourceRange?
    for node in tree.nodes where node.kind.isMapping && node.range.start <= start && start < node.range.end { found = node.range }
    return found
  }
}
