import TestSupport
import Testing

@testable import Git

struct LineDifferenceTests {
  private func changed(_ old: String, _ new: String) -> [ClosedRange<Int>] {
    LineDifference.changedLines(old: Array(old.utf8), new: Array(new.utf8))
  }

  @Test func `finds changed and added lines`() {
    #expect(changed("a\nb\nc\n", "a\nb\nc\n") == [])
    #expect(changed("a\nb\nc\n", "a\nB\nc\n") == [2...2])
    #expect(changed("a\nb\n", "a\nx\ny\nb\nz\n") == [2...3, 5...5])
    #expect(changed("", "a\nb") == [1...2])
    #expect(changed("a\nb\n", "") == [])
    #expect(changed("a\nb\nc\n", "a\nc\n") == [])
    #expect(changed("a\nb", "a\nb\n") == [2...2])
    #expect(changed("a\nb\n", "a\r\nb\n") == [1...1])
  }

  @Test func `leaves a shortest edit's common lines`() {
    for seed in 0..<600 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let kinds = 2 + generator.below(6)
      func lines() -> [String] { (0..<generator.below(14)).map { _ in "\(generator.below(kinds))\n" } }
      let old = lines()
      let new = lines()
      let found = changed(old.joined(), new.joined())
      let kept = new.indices.filter { line in !found.contains { $0.contains(line + 1) } }.map { new[$0] }
      #expect(isSubsequence(kept, of: old), "seed \(seed)")
      #expect(kept.count == longestCommonSubsequence(old, new), "seed \(seed)")
    }
  }

  private func isSubsequence(_ part: [String], of whole: [String]) -> Bool {
    var rest = part[...]
    for line in whole where rest.first == line { rest.removeFirst() }
    return rest.isEmpty
  }

  private func longestCommonSubsequence(_ left: [String], _ right: [String]) -> Int {
    var row = [Int](repeating: 0, count: right.count + 1)
    for line in left {
      var diagonal = 0
      for index in right.indices {
        let above = row[index + 1]
        row[index + 1] = line == right[index] ? diagonal + 1 : max(above, row[index])
        diagonal = above
      }
    }
    return row.last ?? 0
  }

  @Test func `takes everything between for changed where texts differ too much`() {
    let old = "same\n" + (0..<3_000).map { "a\($0)\n" }.joined() + "end\n"
    let new = "same\n" + (0..<2_000).map { "b\($0)\n" }.joined() + "end\n"
    #expect(changed(old, new) == [2...2_001])
  }

  @Test func `recognises a large file's pointer`() {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    #expect(LargeFilePointer.matches(Array(pointer.utf8)))
    #expect(!LargeFilePointer.matches(Array("version 2\n".utf8)))
  }
}
