/// A `.dockerignore` file with the meaning that BuildKit gives it (`moby/patternmatcher`, release 0.6.1): which paths
/// of a build context are left out.
///
/// The last line that matches a path, or a folder above it, decides. As in BuildKit a line is only tried where it would
/// change the verdict so far, and what was found for a folder holds for what lies in it: the verdict on a path comes
/// from a walk from the context's root down to it.
public struct DockerIgnore: Sendable {
  /// What is wrong with a line. Each but the last makes `docker build` fail.
  public enum Problem: Error, Hashable, Sendable {
    /// A `!` with nothing after it.
    case emptyException
    /// Go's `filepath.Match` or `regexp` refuses it.
    case malformed
    /// More than 64 KiB.
    case lineTooLong
    /// Docker takes it, but it would cost too much here: verdicts are given as if the line were not there.
    case tooCostly
  }

  public struct Verdict: Hashable, Sendable {
    public let isExcluded: Bool
    /// The line that decided, from 1; nil where none matched.
    public let line: Int?
  }

  /// One line's pattern.
  public struct Rule: Sendable {
    /// From 1.
    public let line: Int
    /// Whether the line begins with `!`.
    public let isException: Bool
    /// As BuildKit compares it: trimmed, cleaned, without a leading slash.
    public let pattern: [UInt8]
    let matcher: DockerPattern
  }

  /// In the order of the file, without those that are problems.
  public let rules: [Rule]
  public let problems: [(line: Int, problem: Problem)]

  /// `bufio.MaxScanTokenSize`: BuildKit does not read a longer line.
  static let lineLimit = 64 * 1024
  /// The steps that all expressions together may have, some ten for an ordinary line: a bound on what a hostile file
  /// costs a byte of a path.
  static let stepLimit = 20_000

  /// Never fails; what is wrong stands in `problems`.
  public init(_ bytes: [UInt8]) {
    var rules: [Rule] = []
    var problems: [(line: Int, problem: Problem)] = []
    var steps = 0
    var line = 0
    var start = 0
    while start < bytes.count {
      line += 1
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      var text = bytes[start..<end]
      start = end + 1
      if text.count >= DockerIgnore.lineLimit {
        problems.append((line, .lineTooLong))
        break
      }
      if text.last == 0x0D { text.removeLast() }
      if line == 1, text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
      guard let cleaned = DockerIgnore.cleaned(text) else { continue }
      let isException = cleaned.first == .bang
      let pattern = isException ? Array(cleaned.dropFirst()) : cleaned
      if pattern.isEmpty {
        problems.append((line, .emptyException))
        continue
      }
      do throws(Problem) {
        let matcher = try DockerPattern(pattern)
        guard steps + matcher.stepCount <= DockerIgnore.stepLimit else { throw .tooCostly }
        steps += matcher.stepCount
        rules.append(Rule(line: line, isException: isException, pattern: pattern, matcher: matcher))
      } catch {
        problems.append((line, error))
      }
    }
    self.rules = rules
    self.problems = problems
  }

  /// Whether any line begins with `!`.
  public var hasExceptions: Bool { rules.contains { $0.isException } }

  /// Whether a path of the context is left out of the build.
  ///
  /// - Parameter path: relative to the context, clean, with `/` between components. The context itself (`.` or empty)
  ///   is never left out.
  public func excludes(_ path: Span<UInt8>) -> Verdict {
    if path.isEmpty || (path.count == 1 && path[0] == UInt8(ascii: ".")) {
      return Verdict(isExcluded: false, line: nil)
    }
    let text = DockerPath(path)
    /// For each rule, at which levels of the path it matches by itself.
    let found = rules.map { $0.matcher.levels(of: text) }
    /// For each rule, whether it was found to match the level above.
    var holds = [Bool](repeating: false, count: rules.count)
    var verdict = Verdict(isExcluded: false, line: nil)
    for level in text.ends.indices {
      verdict = Verdict(isExcluded: false, line: nil)
      for (index, rule) in rules.enumerated() {
        if !holds[index] {
          guard rule.isException == verdict.isExcluded else { continue }
          holds[index] = found[index].contains(level)
        }
        if holds[index] { verdict = Verdict(isExcluded: !rule.isException, line: rule.line) }
      }
    }
    return verdict
  }

  /// A line as BuildKit's reader and then its matcher clean it, or nil for an empty one or a comment.
  private static func cleaned(_ line: ArraySlice<UInt8>) -> [UInt8]? {
    guard line.first != UInt8(ascii: "#") else { return nil }
    var text = GoRunes.trimmed(line)
    guard !text.isEmpty else { return nil }
    let isException = text.first == .bang
    if isException { text = GoRunes.trimmed(text.dropFirst()) }
    var pattern = text.isEmpty ? [] : GoPath.clean(text)
    if pattern.count > 1, pattern.first == .slash { pattern.removeFirst() }
    // The matcher trims and cleans once more, the `!` being part of the text then.
    let whole = GoRunes.trimmed((isException ? [.bang] + pattern : pattern)[...])
    return whole.isEmpty ? nil : GoPath.clean(whole)
  }
}

/// A path, its runes, and where its levels (`a`, `a/b`, `a/b/c`) end.
struct DockerPath {
  let bytes: [UInt8]
  let runes: [UInt32]
  /// Per level, the end in `bytes` and in `runes`.
  let ends: [(bytes: Int, runes: Int)]

  init(_ path: Span<UInt8>) {
    var bytes: [UInt8] = []
    var runes: [UInt32] = []
    var ends: [(bytes: Int, runes: Int)] = []
    var offset = 0
    while offset < path.count {
      let (rune, length) = GoRunes.decode(path, at: offset, end: path.count)
      if path[offset] == .slash { ends.append((offset, runes.count)) }
      for index in offset..<offset + length { bytes.append(path[index]) }
      runes.append(rune)
      offset += length
    }
    ends.append((bytes.count, runes.count))
    (self.bytes, self.runes, self.ends) = (bytes, runes, ends)
  }

  /// Whether the bytes stand somewhere in the path.
  func holds(_ part: [UInt8]) -> Bool {
    guard let first = part.first else { return true }
    guard bytes.count >= part.count else { return false }
    for start in 0...bytes.count - part.count where bytes[start] == first {
      if bytes[start..<start + part.count].elementsEqual(part) { return true }
    }
    return false
  }
}
