import Files
import Git

/// The root that paths belong to, and the sources it has.
///
/// The root is the nearest folder upwards whose `ashlar.yaml` says `root: true`, else the git top level, else the folder
/// that was named (of a file, the folder it lies in).
public struct Project: Sendable {
  let root: Directory
  let repository: GitRepository?
  /// What was named, relative to the root.
  public let paths: [RepositoryPath]
  /// The root in the repository: empty, or ending in a slash.
  private let prefix: [UInt8]

  /// Why a project could not be opened or asked, as a clause that names what was attempted.
  public struct Failure: Error, Sendable, Equatable {
    public let message: String
  }

  /// - Parameters:
  ///   - names: paths as a user writes them, absolute or relative to the folder; none stands for the folder itself.
  ///   - mayBeMissing: whether a named file need not exist, as its text comes from elsewhere.
  public static func open(_ names: [String], from currentDirectory: String, mayBeMissing: Bool = false) throws(Failure) -> Project {
    var roots: [Directory] = []
    var places: [(folder: [UInt8], name: [UInt8])] = []
    var repository: GitRepository?
    for name in names.isEmpty ? ["."] : names {
      let path = name.hasPrefix("/") ? name : currentDirectory + "/" + name
      let place = try locate(path, as: name, mayBeMissing: mayBeMissing)
      let (root, found) = try findRoot(above: place.folder, as: name)
      roots.append(root)
      repository = found
      places.append(place)
    }
    guard let root = roots.first else { throw Failure(message: "nothing was named") }
    if let other = roots.first(where: { $0.realPath != root.realPath }) {
      throw Failure(
        message: "the paths have different roots: `\(text(root.realPath))` and `\(text(other.realPath))`; check them one by one")
    }
    let paths = places.compactMap { place -> RepositoryPath? in
      let folder = RepositoryPath(bytes: Array(place.folder.dropFirst(root.realPath.count == 1 ? 1 : root.realPath.count + 1)))
      return place.name.isEmpty ? folder : folder.appending(place.name)
    }
    return Project(root, repository, paths)
  }

  private init(_ root: Directory, _ repository: GitRepository?, _ paths: [RepositoryPath]) {
    self.root = root
    self.repository = repository
    self.paths = paths
    let below = repository.map { root.realPath.dropFirst($0.topLevel.count).drop { $0 == UInt8(ascii: "/") } } ?? []
    prefix = below.isEmpty ? [] : Array(below) + [UInt8(ascii: "/")]
  }

  private static func text(_ path: [UInt8]) -> String { String(decoding: path, as: UTF8.self) }

  /// The real folder of a path, and its name there where it is a file.
  private static func locate(_ path: String, as name: String, mayBeMissing: Bool) throws(Failure) -> (folder: [UInt8], name: [UInt8]) {
    do throws(FileError) {
      return (try Directory(path).realPath, [])
    } catch {
      guard error == .notDirectory || (mayBeMissing && error == .notFound), let slash = path.lastIndex(of: "/") else {
        throw Failure(message: "`\(name)`: \(error.message)")
      }
      let file = Array(path[path.index(after: slash)...].utf8)
      do throws(FileError) {
        let folder = try Directory(slash == path.startIndex ? "/" : String(path[..<slash]))
        if !mayBeMissing { _ = try folder.status(file) }
        return (folder.realPath, file)
      } catch {
        throw Failure(message: "`\(name)`: \(error.message)")
      }
    }
  }

  private static func findRoot(above folder: [UInt8], as name: String) throws(Failure) -> (Directory, GitRepository?) {
    let repository: GitRepository?
    do throws(GitError) {
      repository = try GitRepository.discover(from: folder)
    } catch {
      throw Failure(message: "`\(name)` lies in a git repository that is not trusted: \(error.message)")
    }
    var candidate = folder
    do throws(FileError) {
      while true {
        let directory = try Directory(candidate)
        if let bytes = try? directory.read(Array("ashlar.yaml".utf8)), Configuration.read(bytes).configuration.isRoot {
          return (directory, repository)
        }
        // Nobody above the repository speaks for it.
        if candidate == repository?.topLevel { return (directory, repository) }
        guard candidate.count > 1, let slash = candidate.lastIndex(of: UInt8(ascii: "/")) else { break }
        candidate = slash == 0 ? [UInt8(ascii: "/")] : Array(candidate[..<slash])
      }
      return (try Directory(folder), repository)
    } catch {
      throw Failure(message: "`\(name)`: \(error.message)")
    }
  }
}

extension Project {
  /// The files as they lie in the folder.
  public func folderSource() throws(Failure) -> any Source { FolderSource(root: root, repository: repository) }

  /// What was named, and the configuration above it.
  public func partialSource() throws(Failure) -> any Source {
    // A file is checked whether or not it is ignored; of a folder, the index tells what is tracked.
    let isFiles = paths.allSatisfy { (try? root.status($0.bytes).kind) == .regular }
    return PartialSource(root: root, repository: repository, index: isFiles ? nil : try index(), paths: paths)
  }

  /// A source with one file's text replaced.
  public func overlay(_ files: [RepositoryPath: [UInt8]], on source: any Source) -> any Source { OverlaySource(base: source, files: files) }

  /// What is about to be committed.
  public func indexSource() throws(Failure) -> any Source {
    let repository = try requireRepository("--staged")
    return try failing("the index") { () throws(GitError) in
      try GitSource(try repository.currentIndex().entries, below: prefix, of: repository)
    }
  }

  /// The files in which the index differs from HEAD.
  public func stagedPaths() throws(Failure) -> [RepositoryPath] {
    let repository = try requireRepository("--staged")
    return try failing("HEAD") { () throws(GitError) in
      let history = try GitHistory(repository)
      let index = try repository.currentIndex().entries
      guard let head = try history.commit("HEAD") else { return (0..<index.count).compactMap { relative(index.path($0)) } }
      return GitChange.between(try history.files(head), index).filter { $0.new != nil }.compactMap { relative($0.path) }
    }
  }

  /// The tree of a revision.
  public func treeSource(_ revision: String) throws(Failure) -> any Source {
    let repository = try requireRepository(revision)
    return try failing("`\(revision)`") { () throws(GitError) in
      let history = try GitHistory(repository)
      guard let commit = try history.commit(revision) else { throw .refused("there is no such revision") }
      return try GitSource(try history.files(commit), below: prefix, of: repository)
    }
  }

  /// The commit where this branch left another: the merge base of a revision and HEAD, in hexadecimal.
  public func mergeBase(with revision: String) throws(Failure) -> String {
    let repository = try requireRepository("--since")
    return try failing("`\(revision)`") { () throws(GitError) in
      let history = try GitHistory(repository)
      guard let other = try history.commit(revision) else { throw .refused("there is no such revision") }
      guard let head = try history.commit("HEAD") else { throw .refused("there is no commit yet") }
      guard let base = try history.mergeBase(other, head) else {
        throw .refused(
          repository.isShallow
            ? "this clone is cut off before the merge base; deepen it with `git fetch --deepen 100 origin`, or `git fetch --unshallow`"
            : "it has no common ancestor with HEAD")
      }
      return base.description
    }
  }

  /// The lines (from 1) of a file that differ from an earlier text.
  public static func changedLines(old: [UInt8], new: [UInt8]) -> [ClosedRange<Int>] {
    LineDifference.changedLines(old: old, new: new)
  }

  private func relative(_ path: some Collection<UInt8>) -> RepositoryPath? {
    path.starts(with: prefix) ? RepositoryPath(bytes: Array(path.dropFirst(prefix.count))) : nil
  }

  private func requireRepository(_ what: String) throws(Failure) -> GitRepository {
    guard let repository else { throw Failure(message: "`\(what)` needs a git repository, and `\(Self.text(root.realPath))` lies in none") }
    return repository
  }

  private func index() throws(Failure) -> GitIndex? {
    guard let repository else { return nil }
    return try failing("the index") { () throws(GitError) in try repository.currentIndex() }
  }

  private func failing<T>(_ what: String, _ body: () throws(GitError) -> T) throws(Failure) -> T {
    do throws(GitError) {
      return try body()
    } catch {
      throw Failure(message: "\(what) could not be read: \(error.message)")
    }
  }
}

extension Project {
  /// Whether a path is a folder.
  public func isFolder(_ path: RepositoryPath) -> Bool { path.isRoot || (try? root.status(path.bytes).kind) == .directory }

  public func hasSameRoot(as other: Project) -> Bool { root.realPath == other.root.realPath }

  /// A file below the root.
  public func read(_ path: RepositoryPath) throws(SourceError) -> [UInt8] { try root.contents(of: path) }
}

extension Project {
  /// Puts new texts in place of old ones: all, or none where one of them is no longer what it was.
  ///
  /// - Parameter files: `old` nil for a file that must not exist yet.
  public func replace(_ files: [(path: RepositoryPath, old: [UInt8]?, new: [UInt8])]) throws(Failure) {
    let replacements = files.map { file in
      file.old.map { Replacement(file.path.bytes, expecting: ContentDigest($0), with: file.new) }
        ?? Replacement(creating: file.path.bytes, with: file.new)
    }
    do throws(ReplacementError) {
      try journal.replace(replacements)
    } catch {
      let what = error.path.isEmpty ? "the files" : "`\(Self.text(error.path))`"
      throw Failure(message: "nothing was written: \(what): \(error.error.message)")
    }
  }

  /// Finishes or undoes what a run that was killed while it wrote has left behind.
  ///
  /// - Returns: what was done, for the user; nil where there was nothing.
  public func recover() throws(Failure) -> String? {
    do throws(FileError) {
      switch try journal.recover() {
      case .nothing: return nil
      case .undone: return "a run that was interrupted had begun to write; its changes were undone"
      case .finished(let changed) where changed.isEmpty: return "a run that was interrupted was finished"
      case .finished(let changed):
        return "a run that was interrupted was finished, but for what changed since: "
          + changed.map { "`\(Self.text($0))`" }.joined(separator: ", ")
      case .foreign: return nil
      }
    } catch {
      throw Failure(message: "what an interrupted run left behind could not be cleared: \(error.message)")
    }
  }

  /// Kept where nobody can commit to; beside the files where there is no git.
  private var journal: ReplacementJournal { ReplacementJournal(root, storage: repository?.commonDirectory ?? root) }
}
