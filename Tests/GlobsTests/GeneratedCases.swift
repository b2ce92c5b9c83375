import TestSupport

/// Inputs for the comparison with Go, made from a seed. The answers recorded in `DockerIgnoreTests` and `GoMatchTests`
/// belong to exactly this code: whoever changes it records them anew.
enum GeneratedCases {
  struct DockerIgnoreCase {
    var lines: [[UInt8]]
    var paths: [[UInt8]]
  }

  static let dockerIgnoreSeed: UInt64 = 20_240_611
  static let dockerIgnoreCount = 1_200
  static let pathsPerFile = 8

  static func dockerIgnore() -> [DockerIgnoreCase] {
    var generator = SeededGenerator(seed: dockerIgnoreSeed)
    return (0..<dockerIgnoreCount).map { _ in
      var lines: [[UInt8]] = []
      for _ in 0...generator.below(4) { lines.append(line(&generator)) }
      let paths = (0..<pathsPerFile).map { _ in path(like: lines, &generator) }
      return DockerIgnoreCase(lines: lines, paths: paths)
    }
  }

  static let goMatchSeed: UInt64 = 7_919
  static let goMatchCount = 6_000

  static func goMatch() -> [(pattern: [UInt8], name: [UInt8])] {
    var generator = SeededGenerator(seed: goMatchSeed)
    return (0..<goMatchCount).map { _ in
      let pattern = pattern(&generator)
      return (pattern, path(like: [pattern], &generator))
    }
  }

  private static func line(_ generator: inout SeededGenerator) -> [UInt8] {
    var line: [UInt8] = []
    if generator.oneIn(5) { line += Array("!".utf8) }
    if generator.oneIn(12) { line += Array(generator.pick([" ", "/", "./", "../", "#", "\u{A0}", "\u{FEFF}"]).utf8) }
    line += pattern(&generator)
    if generator.oneIn(8) { line += Array(generator.pick([" ", "/", "/.", "/..", "\r", "/**", "/*"]).utf8) }
    return line
  }

  private static let common = ["a", "a", "b", "ab", "c", "1", ".", "/", "/", "/", "*", "*", "**", "**/", "/**", "?"]
  private static let rare = [
    "[ab]", "[^a]", "[a-c]", "[!a]", "[[:alpha:]]", "[^[:digit:]]", "[*]", "[?]", "[a", "]", "[", "[]a]", "[b-a]",
    "[\\d]", "[a\\]]", "[-a]", "[a-]", "\\*", "\\a", "\\d", "\\w", "\\b", "\\.", "\\", "\\Qa", "\\E", "\\x61", "{2}",
    "{1,2}",
    "{0}", "{a", "}", "|", "^", "$", "+", "(", ")", "é", "日", " ", "!", "#", "//", "..", "***", "\u{2028}",
  ]

  private static func pattern(_ generator: inout SeededGenerator) -> [UInt8] {
    var pattern: [UInt8] = []
    for _ in 0...generator.below(6) {
      pattern += Array((generator.oneIn(4) ? generator.pick(rare) : generator.pick(common)).utf8)
      if generator.oneIn(60) { pattern.append(0xFF) }
    }
    return pattern
  }

  /// Mostly what a pattern might match: its text with the wildcards filled in.
  private static func path(like patterns: [[UInt8]], _ generator: inout SeededGenerator) -> [UInt8] {
    var path: [UInt8] = []
    if !generator.oneIn(4) {
      for byte in generator.pick(patterns) {
        switch byte {
        case UInt8(ascii: "*"): path += Array(generator.pick(["", "a", "ab", "a/b", "b", "1"]).utf8)
        case UInt8(ascii: "?"): path += Array(generator.pick(["a", "1", "é", "/"]).utf8)
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\\"), UInt8(ascii: "!"), UInt8(ascii: "^"):
          if generator.oneIn(8) { path.append(byte) } else if generator.oneIn(3) { path.append(UInt8(ascii: "a")) }
        default: path.append(byte)
        }
      }
    }
    for _ in 0..<(path.isEmpty ? 4 : generator.below(4)) {
      path += Array(generator.pick(["a", "b", "ab", "c", "1", ".", "/", "é", "{2}", "|", "\n", "/a/b", "aa"]).utf8)
      if generator.oneIn(60) { path.append(0xFF) }
    }
    return clean(path)
  }

  private static func clean(_ path: [UInt8]) -> [UInt8] {
    let components = path.split(separator: UInt8(ascii: "/"))
      .filter { !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) }
    return components.isEmpty ? Array("a".utf8) : Array(components.joined(separator: "/".utf8))
  }
}
