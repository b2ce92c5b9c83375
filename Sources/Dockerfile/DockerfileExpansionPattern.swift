import SourceText

/// A pattern of `${name#…}`, `%` and `/`: `?` is one rune, `*` any number, neither a line feed; `\` escapes.
///
/// BuildKit makes a regular expression of it; here the answers for all starts come from one table, in
/// (text length × pattern length) steps and without backtracking.
struct DockerfileExpansionPattern {
  private static let anyRune = UInt32.max
  private static let lineFeed: UInt32 = 0x0A
  private static let maximumWork = 1 << 24

  /// What stands between the stars.
  private var segments: [[UInt32]] = [[]]
  private var length = 0

  /// Fails where an escape escapes what needs none.
  init?(_ runes: [UInt32]) {
    // Go's scanner drops a byte order mark at the start of whatever it scans.
    var position = runes.first == GoRune.byteOrderMark ? 1 : 0
    while position < runes.count {
      var rune = runes[position]
      position += 1
      switch rune {
      case UInt32(UInt8(ascii: "*")):
        if !(segments.count > 1 && segments[segments.count - 1].isEmpty) { segments.append([]) }
        continue
      case UInt32(UInt8(ascii: "?")): rune = Self.anyRune
      case UInt32(UInt8(ascii: "\\")):
        guard position < runes.count else { return nil }
        rune = runes[position]
        guard let byte = UInt8(exactly: rune), "*?\\}/".utf8.contains(byte) else { return nil }
        position += 1
      default: break
      }
      segments[segments.count - 1].append(rune)
      length += 1
    }
  }

  enum Preference { case shortest, longest }

  /// For each start in the text, where the preferred match that begins there ends; -1 where none does.
  ///
  /// With stars that are all greedy, or all not, the match that a backtracking engine finds first is the longest, or
  /// the shortest, that there is.
  func matchEnds(in text: [UInt32], _ preference: Preference) throws(DockerfileExpansionError) -> [Int] {
    guard (text.count + 1) * (length + segments.count) <= Self.maximumWork else { throw .tooComplex }
    var ends: [Int] = []
    for (index, segment) in segments.enumerated().reversed() {
      // A star before the next segment reaches to the end of the line at most.
      let reachable = index == segments.count - 1 ? nil : Self.bestAhead(ends, in: text, preference)
      var current = [Int](repeating: -1, count: text.count + 1)
      for start in 0...text.count where Self.matches(segment, text, at: start) {
        current[start] = reachable.map { $0[start + segment.count] } ?? start + segment.count
      }
      ends = current
    }
    return ends
  }

  private static func bestAhead(_ ends: [Int], in text: [UInt32], _ preference: Preference) -> [Int] {
    var best = ends
    for start in stride(from: text.count - 1, through: 0, by: -1) where text[start] != lineFeed {
      let ahead = best[start + 1]
      if ahead < 0 { continue }
      switch preference {
      case .longest: best[start] = max(best[start], ahead)
      case .shortest: best[start] = best[start] < 0 ? ahead : min(best[start], ahead)
      }
    }
    return best
  }

  private static func matches(_ segment: [UInt32], _ text: [UInt32], at start: Int) -> Bool {
    guard start + segment.count <= text.count else { return false }
    for (offset, wanted) in segment.enumerated() {
      let rune = text[start + offset]
      if wanted == anyRune ? rune == lineFeed : rune != wanted { return false }
    }
    return true
  }
}

extension DockerfileExpansionPattern {
  /// `${name#pattern}`: the value without the match at its start.
  static func trimmingPrefix(
    _ pattern: [UInt8], of value: [UInt8], _ preference: Preference
  ) throws(DockerfileExpansionError) -> [UInt8] {
    let text = GoRune.decode(value)
    return GoRune.encode(text[try prefix(GoRune.decode(pattern), of: text, preference)...])
  }

  /// `${name%pattern}`: the value without the match at its end.
  static func trimmingSuffix(
    _ pattern: [UInt8], of value: [UInt8], _ preference: Preference
  ) throws(DockerfileExpansionError) -> [UInt8] {
    let text = Array(GoRune.decode(value).reversed())
    let end = try prefix(reversedKeepingEscapes(GoRune.decode(pattern)), of: text, preference)
    return GoRune.encode(text[end...].reversed())
  }

  private static func prefix(
    _ pattern: [UInt32], of text: [UInt32], _ preference: Preference
  ) throws(DockerfileExpansionError) -> Int {
    guard let compiled = Self(pattern) else { throw .invalidPattern(GoRune.encode(pattern).asString) }
    return max(0, try compiled.matchEnds(in: text, preference)[0])
  }

  /// BuildKit reverses text and pattern to trim at the end. A lone `\` at the end, which only a file with another
  /// escape character can have, so comes to escape what stood before it.
  private static func reversedKeepingEscapes(_ pattern: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var position = 0
    while position < pattern.count {
      if pattern[position] == UInt32(UInt8(ascii: "\\")), position + 1 < pattern.count {
        result.append(pattern[position + 1])
        result.append(pattern[position])
        position += 2
      } else {
        result.append(pattern[position])
        position += 1
      }
    }
    return result.reversed()
  }

  enum Extent { case first, all }

  /// `${name/pattern/replacement}` and, for all matches, `${name//pattern/replacement}`.
  static func replacing(
    _ extent: Extent, _ pattern: [UInt8], in value: [UInt8], with replacement: [UInt8], limit: Int
  ) throws(DockerfileExpansionError) -> [UInt8] {
    guard let compiled = Self(GoRune.decode(pattern)) else { throw .invalidPattern(pattern.asString) }
    let text = GoRune.decode(value)
    let ends = try compiled.matchEnds(in: text, .longest)
    if extent == .first {
      guard let start = ends.firstIndex(where: { $0 >= 0 }) else { return value }
      return GoRune.encode(text[..<start]) + replacement + GoRune.encode(text[ends[start]...])
    }
    // As Go's Regexp.ReplaceAllString: an empty match just after another is not replaced.
    var result: [UInt8] = []
    var copied = 0
    var position = 0
    while position <= text.count {
      guard let start = ends[position...].firstIndex(where: { $0 >= 0 }) else { break }
      let end = ends[start]
      result += GoRune.encode(text[copied..<start])
      if end > copied || start == 0 { appendTemplate(replacement, match: text[start..<end], to: &result) }
      if result.count > limit { throw .tooComplex }
      copied = end
      position = max(end, position + 1)
    }
    return result + GoRune.encode(text[copied...])
  }

  /// Go reads `$` in the replacement of all matches as its own template's: `$0` is the match, `$$` a dollar, and any
  /// other `$name` or `${name}` nothing, as there are no groups.
  private static func appendTemplate(_ template: [UInt8], match: ArraySlice<UInt32>, to result: inout [UInt8]) {
    let dollar = UInt8(ascii: "$")
    var position = 0
    while position < template.count {
      let byte = template[position]
      position += 1
      guard byte == dollar else {
        result.append(byte)
        continue
      }
      if position < template.count, template[position] == dollar {
        result.append(dollar)
        position += 1
        continue
      }
      let isBraced = position < template.count && template[position] == UInt8(ascii: "{")
      let start = position + (isBraced ? 1 : 0)
      var end = start
      while end < template.count {
        let (rune, length) = GoRune.decode(template, at: end)
        guard GoRune.isLetter(rune) || GoRune.isDigit(rune) || rune == UInt32(UInt8(ascii: "_")) else { break }
        end += length
      }
      let isClosed = !isBraced || end < template.count && template[end] == UInt8(ascii: "}")
      guard end > start, isClosed else {
        result.append(dollar)
        continue
      }
      if template[start..<end].equals("0") { result += GoRune.encode(match) }
      position = end + (isBraced ? 1 : 0)
    }
  }
}
