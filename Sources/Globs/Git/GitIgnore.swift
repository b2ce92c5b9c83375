/// The patterns of one gitignore file (gitignore(5)): `.gitignore` of a folder, or `info/exclude`.
///
/// A pattern of a file speaks of paths below the folder of that file. Case counts, as with `core.ignoreCase` off.
public struct GitIgnore: Sendable {
  /// What a file says of a path.
  public struct Decision: Hashable, Sendable {
    /// The line that decided, from 1.
    public let line: Int
    /// False where the line begins with `!`: the path is taken in again.
    public let isIgnored: Bool
  }

  /// Lines beyond this number of patterns are not read, so that a hostile file cannot make each path cost a second.
  public static let patternLimit = 20_000

  let patterns: [GitPattern]
  /// Whether the file holds more than `patternLimit` patterns.
  public let isTruncated: Bool

  /// Never fails: a malformed pattern matches nothing, as in git.
  public init(_ bytes: [UInt8]) {
    var patterns: [GitPattern] = []
    var isTruncated = false
    var line = 1
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      if let pattern = GitIgnore.pattern(of: bytes[start..<end]) {
        if patterns.count == GitIgnore.patternLimit {
          isTruncated = true
          break
        }
        patterns.append(GitPattern(pattern, line: line))
      }
      line += 1
      start = end + 1
    }
    self.patterns = patterns
    self.isTruncated = isTruncated
  }

  public var isEmpty: Bool { patterns.isEmpty }

  /// What the last matching line says of a path, by itself: whether a folder above it is ignored, which would decide
  /// first, is the caller's to ask.
  ///
  /// - Parameters:
  ///   - path: ends in the path relative to the file's folder, with `/` between components and none at its ends.
  ///   - start: where that path begins in `path`.
  public func decide(_ path: Span<UInt8>, from start: Int = 0, isDirectory: Bool) -> Decision? {
    var nameStart = path.count
    while nameStart > start, path[nameStart - 1] != .slash { nameStart -= 1 }
    for index in patterns.indices.reversed() {
      if patterns[index].matches(path, from: start, nameStart: nameStart, isDirectory: isDirectory) {
        return Decision(line: patterns[index].line, isIgnored: !patterns[index].isNegated)
      }
    }
    return nil
  }

  /// A line's pattern, or nil for an empty line or a comment.
  private static func pattern(of line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let first = line.first, first != UInt8(ascii: "#") else { return nil }
    var line = line
    if line.last == 0x0D { line.removeLast() }
    // git holds lines as C strings.
    if let end = line.firstIndex(of: 0) { line = line[..<end] }
    return line[..<endWithoutTrailingSpaces(line)]
  }

  private static func endWithoutTrailingSpaces(_ line: ArraySlice<UInt8>) -> Int {
    var position = line.startIndex
    var spaces: Int?
    while position < line.endIndex {
      switch line[position] {
      case 0x20:
        if spaces == nil { spaces = position }
      case .backslash:
        position += 1
        // A final backslash ends git's search, spaces before it included.
        guard position < line.endIndex else { return line.endIndex }
        spaces = nil
      default:
        spaces = nil
      }
      position += 1
    }
    return spaces ?? line.endIndex
  }
}
