import TestSupport
import Testing

@testable import Globs

struct GoMatchTests {
  @Test func `agrees with Go on generated patterns`() {
    let answers = RecordedAnswers.bits(RecordedAnswers.goMatch)
    for (index, test) in GeneratedCases.goMatch().enumerated() {
      let expected: Bool? = answers[2 * index] ? nil : answers[2 * index + 1]
      let found = try? GoMatch(test.pattern).matches(test.name.span)
      #expect(found == expected, "seed \(GeneratedCases.goMatchSeed), case \(index)")
    }
  }

  @Test(arguments: [
    ("*.go", "main.go", true), ("*.go", "cmd/main.go", false), ("cmd/*/*.go", "cmd/a/main.go", true),
    ("a*b*c", "abbc", true),
    ("?", "é", true), ("[^a]", "/", true), ("[a-c]x", "bx", true), ("\\*", "*", true), ("**", "a/b", false),
    ("", "", true),
  ])
  func `matches whole names`(pattern: String, name: String, expected: Bool) throws {
    #expect(try GoMatch(Array(pattern.utf8)).matches(Array(name.utf8).span) == expected)
  }

  @Test(arguments: ["[", "[]", "[a", "[a-", "[-a]", "\\"])
  func `refuses a malformed pattern`(pattern: String) {
    #expect(throws: GoMatch.Malformed.self) { try GoMatch(Array(pattern.utf8)).matches([0x61].span) }
  }

  @Test func `never works more than pattern times name`() throws {
    for (pattern, name) in hostilePatterns {
      var work = 0
      _ = try? GoMatch(pattern).matches(name.span, work: &work)
      #expect(work <= (pattern.count + 1) * (name.count + 1))
    }
  }
}

/// Patterns that make a matcher backtrack, each with a name that nearly matches.
let hostilePatterns: [(pattern: [UInt8], name: [UInt8])] = {
  func times(_ count: Int, _ text: String) -> String { String(repeating: text, count: count) }
  return [
    (times(30, "a*") + "b", times(2_000, "a")), (times(30, "*a") + "b", times(2_000, "a")),
    (times(30, "**/a/") + "b", times(1_000, "a/")), (times(30, "**/*a") + "b", times(1_000, "a/a")),
    (times(100, "*?") + "b", times(2_000, "a")), (times(100, "*/") + "b", times(2_000, "/a")),
    (times(20, "**/") + times(20, "*a*/") + "b", times(500, "aa/")), (times(30, "[a-z]*") + "[", times(2_000, "a")),
  ].map { (Array($0.0.utf8), Array($0.1.utf8)) }
}()
