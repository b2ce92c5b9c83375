import TestSupport
import Testing

@testable import Globs

private func decide(_ file: String, _ path: String, isDirectory: Bool = false) -> GitIgnore.Decision? {
  GitIgnore(Array(file.utf8)).decide(Array(path.utf8).span, isDirectory: isDirectory)
}

struct GitIgnoreTests {
  @Test(arguments: [
    // A name stands anywhere, a path is anchored.
    ("build", "a/b/build", true), ("/build", "a/build", false), ("/build", "build", true), ("a/b", "a/b", true),
    ("a/b", "x/a/b", false), ("*.o", "a/x.o", true), ("*.o", "x.oo", false), ("core*", "a/core.12", true),
    ("a/*", "a/b", true), ("a/*", "a/b/c", false), ("a?c", "a/c", false), ("/*.c", "x.c", true),
    ("/*.c", "a/x.c", false),
    // `**`
    ("**/b", "b", true), ("**/b", "a/a/b", true), ("a/**", "a", false), ("a/**", "a/b/c", true),
    ("a/**/b", "a/b", true),
    ("a/**/b", "a/x/y/b", true), ("a/**/b", "ab", false), ("a**b", "axxb", true), ("x/a**b", "x/a/b", false),
    ("foo**/bar", "foox/y/bar", true), ("**", "a/b", true), ("a/**/**/b", "a/b", true),
    // Classes
    ("[a-c]x", "bx", true), ("[!a-c]x", "bx", false), ("[^a-c]x", "dx", true), ("[[:digit:]]", "7", true),
    ("[]]", "]", true),
    ("[a", "a", false), ("[[:none:]]", "n", false), ("[[:alpha]", "a", true), ("x[/]y", "x/y", false),
    ("[\\]]", "]", true),
    ("[c-a]", "b", false), ("[a-]", "-", true), ("[--0]", ".", true),
    // Escapes and spaces
    ("\\#a", "#a", true), ("#a", "#a", false), ("\\!a", "!a", true), ("a\\", "a\\", false), ("a\\*", "a*", true),
    ("a\\*", "ab", false), ("a  ", "a", true), ("a\\ ", "a ", true), (" a", " a", true), ("a\t", "a\t", true),
    ("a\r\n", "a", true), ("\u{FEFF}a", "a", true), ("a\0b", "a", true), ("", "", false), ("/", "a", false),
    ("!", "a", false),
  ])
  func `matches a path`(file: String, path: String, expected: Bool) {
    #expect((decide(file, path) != nil) == expected)
  }

  @Test func `matches folders only where a slash ends the pattern`() {
    #expect(decide("build/", "build") == nil)
    #expect(decide("build/", "a/build", isDirectory: true) == .init(line: 1, isIgnored: true))
    #expect(decide("a/build/", "a/build", isDirectory: true) != nil)
  }

  @Test func `lets the last matching line decide`() {
    let file = "# objects\n*.o\n\n!keep.o\n/keep.o\n"
    #expect(decide(file, "x.o") == .init(line: 2, isIgnored: true))
    #expect(decide(file, "a/keep.o") == .init(line: 4, isIgnored: false))
    #expect(decide(file, "keep.o") == .init(line: 5, isIgnored: true))
    #expect(decide(file, "x.c") == nil)
  }

  @Test func `speaks of paths below its folder`() {
    let ignore = GitIgnore(Array("/b\n".utf8))
    #expect(ignore.decide(Array("a/b".utf8).span, from: 2, isDirectory: false) != nil)
    #expect(ignore.decide(Array("a/b".utf8).span, isDirectory: false) == nil)
  }

  @Test func `never works more than states times bytes`() {
    for (pattern, name) in hostilePatterns {
      guard let wildmatch = Wildmatch(pattern[...]) else { continue }
      var work = 0
      _ = wildmatch.matches(name.span, from: 0, work: &work)
      #expect(work <= (wildmatch.steps.count + 1) * (name.count + 1))
    }
  }

  @Test func `gives the same answer with one word of states and with many`() {
    for seed in 0..<400 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let pieces = ["a", "b", "*", "?", "/", "**/", "/**", "[ab]", "[!a]"]
      let pattern = Array((0..<generator.below(8)).map { _ in generator.pick(pieces) }.joined().utf8)
      let name = (0..<generator.below(12)).map { _ in generator.pick(Array("aab/".utf8)) }
      // A literal tail makes the machine long without changing what the head means.
      let tail = Array(repeating: UInt8(ascii: "z"), count: 70)
      guard let short = Wildmatch((pattern + [0x7A])[...]), let long = Wildmatch((pattern + tail)[...]) else {
        continue
      }
      #expect(
        short.matches((name + [0x7A]).span, from: 0) == long.matches((name + tail).span, from: 0), "seed \(seed)")
    }
  }

  @Test func `reads no more patterns than its limit`() {
    let ignore = GitIgnore(Array(String(repeating: "a\n", count: GitIgnore.patternLimit + 1).utf8))
    #expect(ignore.isTruncated)
    #expect(ignore.patterns.count == GitIgnore.patternLimit)
  }

  @Test func `reads any bytes`() {
    for seed in 0..<300 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let alphabet = Array("*?[]\\!/-:ab \n\r#".utf8) + [0x00, 0xFF]
      let file = (0..<generator.below(200)).map { _ in generator.pick(alphabet) }
      let path = (0..<generator.below(40)).map { _ in generator.pick(alphabet) }
      _ = GitIgnore(file).decide(path.span, isDirectory: generator.oneIn(2))
    }
  }
}
