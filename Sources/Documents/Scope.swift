import Globs

/// Which files the configuration lets be looked at.
struct Scope: Sendable {
  private let nestedRoots: [RepositoryPath]
  private let excludes: [(folder: RepositoryPath, patterns: GitIgnore)]

  init(_ configurations: [ConfigurationDocument]) {
    nestedRoots = configurations.filter { !$0.folder.isRoot && $0.configuration.isRoot }.map(\.folder)
    excludes = configurations.filter { !$0.configuration.exclude.isEmpty }.map { document in
      (document.folder, GitIgnore(Array(document.configuration.exclude.joined(separator: "\n").utf8)))
    }
  }

  /// A folder with a root of its own is another workspace's; its configuration is read to know that, and no more.
  func contains(_ path: RepositoryPath) -> Bool {
    if nestedRoots.contains(where: path.isInside) { return false }
    return !excludes.contains { Self.isMatched(path, $0.folder, $0.patterns) }
  }

  /// Whether the file, or a folder it lies in, is named.
  private static func isMatched(_ path: RepositoryPath, _ folder: RepositoryPath, _ patterns: GitIgnore) -> Bool {
    path.relative(to: folder).map { patterns.matches($0) } ?? false
  }
}

extension RepositoryPath {
  /// Whether the path, or a folder it lies in, matches a pattern read as in `.gitignore`.
  public func matches(_ pattern: String) -> Bool { GitIgnore(Array(pattern.utf8)).matches(self) }
}

extension GitIgnore {
  fileprivate func matches(_ path: RepositoryPath) -> Bool {
    let bytes = path.bytes
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "/") {
      let folder = Array(bytes[..<index])
      if decide(folder.span, isDirectory: true)?.isIgnored ?? false { return true }
    }
    return decide(bytes.span, isDirectory: false)?.isIgnored ?? false
  }
}
