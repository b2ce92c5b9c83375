/// One pattern as `moby/patternmatcher` compares it.
struct DockerPattern: Sendable {
  enum Form: Sendable {
    /// The whole path equals the text.
    case exact
    /// The path begins with the text: what stood before `**` at the end.
    case prefix
    /// The path ends with the text: what stood after `**` at the beginning.
    case suffix
    case expression(DockerExpression)
  }

  let form: Form
  let text: [UInt8]

  /// - Parameter pattern: cleaned, not empty.
  init(_ pattern: [UInt8]) throws(DockerIgnore.Problem) {
    // BuildKit asks `filepath.Match` about `.` for no other reason than its error.
    guard (try? GoMatch(pattern).matches([UInt8(ascii: ".")].span)) != nil else { throw .malformed }
    let translation = DockerTranslation(pattern)
    switch translation.form {
    case .exact: (form, text) = (.exact, pattern)
    case .prefix: (form, text) = (.prefix, Array(pattern.dropLast(2)))
    case .suffix:
      // `**` alone is taken for a suffix, and every path ends with nothing.
      (form, text) = (.suffix, Array(pattern.dropFirst(2)))
    case .expression:
      (form, text) = (.expression(try DockerExpression(translation.expression)), [])
    }
  }

  /// What a match costs, about.
  var stepCount: Int {
    if case .expression(let expression) = form { expression.program.count } else { 1 }
  }

  /// The levels of the path that match, each taken by itself.
  func levels(of path: DockerPath) -> LevelSet {
    var levels = LevelSet()
    switch form {
    case .exact:
      for (level, end) in path.ends.enumerated() where end.bytes == text.count && path.bytes.starts(with: text) {
        levels.insert(level)
      }
    case .prefix:
      guard path.bytes.starts(with: text) else { break }
      for (level, end) in path.ends.enumerated() where end.bytes >= text.count { levels.insert(level) }
    case .suffix:
      for (level, end) in path.ends.enumerated() where isSuffix(of: path.bytes[..<end.bytes]) { levels.insert(level) }
    case .expression(let expression):
      expression.match(path) { levels.insert($0) }
    }
    return levels
  }

  private func isSuffix(of path: ArraySlice<UInt8>) -> Bool {
    if path.count >= text.count, path.suffix(text.count).elementsEqual(text) { return true }
    // `**/foo` matches `foo`.
    return text.first == .slash && path.elementsEqual(text.dropFirst())
  }
}

/// Levels of a path. Nearly every path has fewer than 64.
struct LevelSet {
  private var low: UInt64 = 0
  private var high: Set<Int> = []

  mutating func insert(_ level: Int) {
    if level < 64 { low |= 1 << UInt64(level) } else { high.insert(level) }
  }

  func contains(_ level: Int) -> Bool {
    level < 64 ? low & (1 << UInt64(level)) != 0 : high.contains(level)
  }
}
