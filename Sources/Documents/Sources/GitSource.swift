import Git
import Synchronization

/// The files of the index or of a commit, below the root.
struct GitSource: Source {
  private let entries: GitEntries
  /// The root in the repository: empty, or ending in a slash.
  private let prefix: [UInt8]
  private let objects: Objects

  init(_ entries: GitEntries, below prefix: [UInt8], of repository: GitRepository) throws(GitError) {
    self.entries = entries
    self.prefix = prefix
    objects = Objects(try GitObjects(repository))
  }

  func list() -> FileListing {
    FileListing(
      (0..<entries.count).compactMap { index in
        let path = entries.path(index)
        guard path.starts(with: prefix) else { return nil }
        let kind: FileListing.Kind =
          switch entries.kind(index) {
          case .file, .executable: .file
          case .symlink: .symbolicLink
          case .gitlink, .other: .submodule
          }
        return .init(RepositoryPath(bytes: Array(path.dropFirst(prefix.count))), kind)
      })
  }

  func read(_ path: RepositoryPath) throws(SourceError) -> [UInt8] {
    guard let index = entries.firstIndex(of: prefix + path.bytes) else { throw .missing }
    guard entries.kind(index) == .file || entries.kind(index) == .executable else { throw .notAFile }
    do throws(GitError) {
      return try objects.blob(entries.object(index))
    } catch {
      throw .unreadable(error.message)
    }
  }

  /// One `git cat-file --batch` for all readers.
  private final class Objects: Sendable {
    private let objects: Mutex<GitObjects>

    init(_ objects: consuming sending GitObjects) { self.objects = Mutex(objects) }

    func blob(_ id: ObjectID) throws(GitError) -> [UInt8] {
      try objects.withLock { objects throws(GitError) in try objects.blob(id) }
    }
  }
}

/// A source with some files put in other words: what an editor holds, what standard input brings.
struct OverlaySource: Source {
  let base: any Source
  let files: [RepositoryPath: [UInt8]]

  func list() async throws(SourceError) -> FileListing {
    let listed = try await base.list().entries.filter { files[$0.path] == nil }
    return FileListing(listed + files.keys.map { .init($0) })
  }

  func read(_ path: RepositoryPath) throws(SourceError) -> [UInt8] {
    if let bytes = files[path] { return bytes }
    return try base.read(path)
  }
}
