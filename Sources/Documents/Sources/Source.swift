/// Where files come from: a folder, the git index, a git tree, or an overlay on one of these.
public protocol Source: Sendable {
  /// Every file below the root that is not ignored, in the order of their paths. Submodules and nested repositories
  /// are not entered.
  func list() async throws(SourceError) -> FileListing

  /// The whole file.
  func read(_ path: RepositoryPath) throws(SourceError) -> [UInt8]
}

public enum SourceError: Error, Hashable, Sendable {
  case missing
  case permissionDenied
  /// A device, a pipe, a socket or a folder.
  case notAFile
  /// In bytes.
  case tooLarge(limit: Int)
  /// The real path lies outside the root.
  case outsideRoot
  case unreadable(String)

  /// What a message says of it, after the path.
  public var reason: String {
    switch self {
    case .missing: "does not exist"
    case .permissionDenied: "permission denied"
    case .notAFile: "is not a regular file"
    case .tooLarge(let limit): "is larger than \(limit / 1_048_576) MiB"
    case .outsideRoot: "lies outside the root"
    case .unreadable(let why): why
    }
  }
}

/// The files there are: an input of the checks like any document.
public struct FileListing: Sendable {
  public enum Kind: UInt8, Sendable { case file, symbolicLink, submodule }

  public struct Entry: Sendable, Hashable {
    public let path: RepositoryPath
    public let kind: Kind

    public init(_ path: RepositoryPath, _ kind: Kind = .file) {
      self.path = path
      self.kind = kind
    }
  }

  /// In the order of their paths.
  public private(set) var entries: [Entry]

  /// - Parameter entries: in any order.
  public init(_ entries: [Entry]) { self.entries = entries.sorted { $0.path < $1.path } }

  /// Whether a file (not a folder) of that path is listed.
  public func contains(_ path: RepositoryPath) -> Bool { kind(of: path) != nil }

  /// What a path is; nil where it is not listed.
  public func kind(of path: RepositoryPath) -> Kind? {
    let index = position(of: path)
    return index < entries.count && entries[index].path == path ? entries[index].kind : nil
  }

  /// Whether a listed file lies below that folder.
  public func hasFolder(_ path: RepositoryPath) -> Bool { path.isRoot ? !entries.isEmpty : !files(below: path).isEmpty }

  /// The files below a folder, in order.
  public func files(below folder: RepositoryPath) -> ArraySlice<Entry> {
    if folder.isRoot { return entries[...] }
    let prefix = folder.bytes + [UInt8(ascii: "/")]
    let start = position(of: RepositoryPath(bytes: prefix))
    var low = start
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].path.bytes.starts(with: prefix) { low = middle + 1 } else { high = middle }
    }
    return entries[start..<low]
  }

  mutating func insert(_ entry: Entry) {
    let index = position(of: entry.path)
    if index < entries.count, entries[index].path == entry.path { entries[index] = entry } else { entries.insert(entry, at: index) }
  }

  mutating func remove(_ path: RepositoryPath) {
    let index = position(of: path)
    if index < entries.count, entries[index].path == path { entries.remove(at: index) }
  }

  private func position(of path: RepositoryPath) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].path < path { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Files in memory: examples, tests, standard input.
public struct MemorySource: Source {
  public private(set) var files: [RepositoryPath: [UInt8]]

  public init(_ files: [RepositoryPath: [UInt8]]) { self.files = files }

  public func list() -> FileListing { FileListing(files.keys.map { FileListing.Entry($0) }) }

  public func read(_ path: RepositoryPath) throws(SourceError) -> [UInt8] {
    guard let bytes = files[path] else { throw .missing }
    return bytes
  }
}
