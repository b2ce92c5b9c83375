import Documents
import SourceText
import Synchronization

/// Files that change while a session looks at them, as those of a folder do; it keeps count of what is read.
final class Disk: Source {
  struct File: Sendable {
    var bytes: [UInt8]
    var kind = FileListing.Kind.file
    var isReadable = true
  }

  private struct State {
    var files: [RepositoryPath: File] = [:]
    var reads: [RepositoryPath] = []
  }

  private let state = Mutex(State())

  init(_ files: [RepositoryPath: [UInt8]]) {
    state.withLock { $0.files = files.mapValues { File(bytes: $0) } }
  }

  subscript(path: RepositoryPath) -> File? {
    get { state.withLock { $0.files[path] } }
    set { state.withLock { $0.files[path] = newValue } }
  }

  var paths: [RepositoryPath] { state.withLock { $0.files.keys.sorted() } }

  /// The paths that were read since this was last asked, in order.
  func takeReads() -> [RepositoryPath] {
    state.withLock { state in
      defer { state.reads = [] }
      return state.reads.sorted()
    }
  }

  /// Without what a `.gitignore` of the folder names.
  func list() -> FileListing {
    state.withLock { state in
      let ignored = state.files[".gitignore"]?.bytes.asString ?? ""
      return FileListing(state.files.filter { !$0.key.matches(ignored) }.map { .init($0.key, $0.value.kind) })
    }
  }

  func isListed(_ path: RepositoryPath) -> Bool { list().contains(path) }

  func read(_ path: RepositoryPath) throws(SourceError) -> [UInt8] {
    let file = state.withLock { state in
      state.reads.append(path)
      return state.files[path]
    }
    guard let file else { throw .missing }
    guard file.isReadable else { throw .permissionDenied }
    guard file.kind == .file else { throw .notAFile }
    return file.bytes
  }
}
