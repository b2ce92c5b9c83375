import SourceText
import TestSupport
import Testing

@Suite struct TextEditTests {
  private func applied(_ groups: [[TextEdit]], to text: String) -> (String, [Bool]) {
    var edits = TextEdits()
    let taken = groups.map { edits.insert($0) }
    return (edits.applied(to: Array(text.utf8)).asString, taken)
  }

  @Test func `applies edits that do not meet`() {
    let (text, taken) = applied(
      [[TextEdit(SourceRange(4, 7), with: "X"), .insert("<", at: 0)], [.delete(SourceRange(8, 9))]], to: "abc def gh")
    #expect(text == "<abc X h" && taken == [true, true])
  }

  @Test func `refuses a group of which one meets an edit already there, whole`() {
    let (text, taken) = applied(
      [[TextEdit(SourceRange(0, 3), with: "X")], [.insert("!", at: 9), TextEdit(SourceRange(2, 5), with: "Y")]], to: "abc def gh")
    #expect(text == "X def gh" && taken == [true, false])
  }

  @Test func `keeps the order of one group's insertions, and refuses another's at the same place`() {
    let (text, taken) = applied([[.insert("1", at: 1), .insert("2", at: 1)], [.insert("3", at: 1)]], to: "ab")
    #expect(text == "a12b" && taken == [true, false])
  }

  @Test func `takes an insertion before a replacement that starts there`() {
    let (text, taken) = applied([[TextEdit(SourceRange(1, 2), with: "X")], [.insert("-", at: 1)]], to: "abc")
    #expect(text == "a-Xc" && taken == [true, true])
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `makes the text that one edit after the other from the end would make`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<random.below(30)).map { _ in UInt8(97 + random.below(26)) }
    var edits = TextEdits()
    for _ in 0..<random.below(8) {
      let start = random.below(bytes.count + 1)
      let end = start + random.below(min(4, bytes.count - start + 1))
      _ = edits.insert([TextEdit(SourceRange(start, end), with: String(repeating: "+", count: random.below(3)))])
    }
    var expected = bytes
    for edit in edits.edits.reversed() { expected.replaceSubrange(edit.range.indices, with: Array(edit.replacement.utf8)) }
    #expect(edits.applied(to: bytes) == expected, "seed \(seed)")
  }
}
