import Files
import Git

/// The files of a folder, as git would show them: tracked ones, and others that no ignore file names.
struct FolderSource: Source {
  let root: Directory
  let repository: GitRepository?

  func list() async throws(SourceError) -> FileListing {
    // Each time anew: what is added while a session lives is tracked from then on.
    let index: GitIndex?
    do throws(GitError) {
      index = try repository?.currentIndex()
    } catch {
      throw .unreadable("the index could not be read: \(error.message)")
    }
    return FileListing(await root.walk(IgnoreFilter(root, repository, index), workers: availableProcessors))
  }

  func read(_ path: RepositoryPath) throws(SourceError) -> [UInt8] { try root.contents(of: path) }
}

/// Some files and folders of a folder, and the configuration above them: what `--only` reads.
struct PartialSource: Source {
  let root: Directory
  let repository: GitRepository?
  let index: GitIndex?
  let paths: [RepositoryPath]

  func list() throws(SourceError) -> FileListing {
    var entries: [FileListing.Entry] = []
    for path in paths {
      let status = try sourceErrors { () throws(FileError) in try root.status(path.bytes) }
      if status.kind == .directory {
        let folder = try sourceErrors { () throws(FileError) in try Directory(root.realPath + [UInt8(ascii: "/")] + path.bytes) }
        entries += FileListing(folder.walk(IgnoreFilter(folder, repository, index))).entries.compactMap { entry in
          path.appending(entry.path.bytes).map { .init($0, entry.kind) }
        }
      } else {
        entries.append(.init(path))
      }
      var folder = path
      repeat {
        folder = folder.directory
        if let file = folder.appending("ashlar.yaml"), root.exists(file.bytes) { entries.append(.init(file)) }
      } while !folder.isRoot
    }
    return FileListing(entries)
  }

  func read(_ path: RepositoryPath) throws(SourceError) -> [UInt8] { try root.contents(of: path) }
}

extension FileListing {
  init(_ listing: Listing) {
    self.init(
      (0..<listing.count).map { index in
        let kind: Kind =
          switch listing.kind(index) {
          case .symlink: .symbolicLink
          case .repository: .submodule
          default: .file
          }
        return Entry(RepositoryPath(bytes: Array(listing.path(index))), kind)
      })
  }
}

extension Directory {
  func contents(of path: RepositoryPath) throws(SourceError) -> [UInt8] {
    let bytes = try sourceErrors { () throws(FileError) in try read(path.bytes) }
    if LargeFilePointer.matches(bytes) { throw .unreadable("is in Git LFS, and only its pointer is here") }
    return bytes
  }
}

/// Turns the error of a file into that of a source.
func sourceErrors<T>(_ body: () throws(FileError) -> T) throws(SourceError) -> T {
  do throws(FileError) {
    return try body()
  } catch {
    switch error {
    case .notFound, .notDirectory: throw .missing
    case .permissionDenied: throw .permissionDenied
    case .notRegular, .isDirectory: throw .notAFile
    case .tooLarge(let limit): throw .tooLarge(limit: limit)
    case .outsideRoot, .symlinkLoop: throw .outsideRoot
    default: throw .unreadable(error.message)
    }
  }
}

extension GitRepository {
  /// Natively; a form that only git knows is asked of git.
  func currentIndex() throws(GitError) -> GitIndex {
    do throws(GitError) {
      return try readIndex()
    } catch .unsupported {
      return try GitHistory(self).index()
    } catch {
      throw error
    }
  }
}
