/// One pattern of a gitignore file, compiled.
struct GitPattern: Sendable {
  /// What is compared. Most patterns need no automaton.
  enum Form: Sendable {
    /// The last component equals the text.
    case name
    /// `*` and the text: the last component ends so.
    case nameSuffix
    /// The text and `*`: the last component begins so.
    case namePrefix
    case nameWildcards(Wildmatch)
    /// The whole path equals the text.
    case path
    /// The path begins with the text, and the rest matches.
    case pathWildcards(Wildmatch)
    /// An empty or malformed pattern: matches nothing.
    case never
  }

  let form: Form
  let text: [UInt8]
  /// `!`
  let isNegated: Bool
  /// A final slash.
  let matchesDirectoriesOnly: Bool
  /// From 1.
  let line: Int

  /// - Parameter pattern: a line without its line break and its trailing spaces, not a comment.
  init(_ pattern: ArraySlice<UInt8>, line: Int) {
    var pattern = pattern
    self.line = line
    isNegated = pattern.first == .bang
    if isNegated { pattern.removeFirst() }
    matchesDirectoriesOnly = pattern.last == .slash
    if matchesDirectoriesOnly { pattern.removeLast() }
    if pattern.contains(.slash) {
      if pattern.first == .slash { pattern.removeFirst() }
      (form, text) = GitPattern.path(pattern)
    } else {
      (form, text) = GitPattern.name(pattern)
    }
  }

  private static func name(_ pattern: ArraySlice<UInt8>) -> (Form, [UInt8]) {
    guard !pattern.isEmpty else { return (.never, []) }
    if !pattern.contains(where: isSpecial) { return (.name, Array(pattern)) }
    if pattern.first == .star, !pattern.dropFirst().contains(where: isSpecial) {
      return (.nameSuffix, Array(pattern.dropFirst()))
    }
    if pattern.last == .star, !pattern.dropLast().contains(where: isSpecial) {
      return (.namePrefix, Array(pattern.dropLast()))
    }
    guard let wildcards = Wildmatch(pattern) else { return (.never, []) }
    return (.nameWildcards(wildcards), [])
  }

  private static func path(_ pattern: ArraySlice<UInt8>) -> (Form, [UInt8]) {
    let prefix = pattern.prefix { !isSpecial($0) }
    if prefix.count == pattern.count { return (prefix.isEmpty ? .never : .path, Array(prefix)) }
    guard let wildcards = Wildmatch(pattern[prefix.endIndex...]) else { return (.never, []) }
    return (.pathWildcards(wildcards), Array(prefix))
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == .star || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[") || byte == .backslash
  }

  /// - Parameters:
  ///   - start: where the path relative to the pattern's file begins in `path`.
  ///   - nameStart: where its last component begins.
  func matches(_ path: Span<UInt8>, from start: Int, nameStart: Int, isDirectory: Bool) -> Bool {
    if matchesDirectoriesOnly, !isDirectory { return false }
    switch form {
    case .name: return path.count - nameStart == text.count && hasText(path, at: nameStart)
    case .nameSuffix: return path.count - nameStart >= text.count && hasText(path, at: path.count - text.count)
    case .namePrefix: return hasText(path, at: nameStart)
    case .nameWildcards(let wildcards): return wildcards.matches(path, from: nameStart)
    case .path: return path.count - start == text.count && hasText(path, at: start)
    case .pathWildcards(let wildcards):
      return hasText(path, at: start) && wildcards.matches(path, from: start + text.count)
    case .never: return false
    }
  }

  private func hasText(_ path: Span<UInt8>, at start: Int) -> Bool {
    guard path.count - start >= text.count else { return false }
    for offset in text.indices where path[start + offset] != text[offset] { return false }
    return true
  }
}
