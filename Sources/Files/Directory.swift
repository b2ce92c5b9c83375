/// A directory held open, below which files are read, listed and replaced; no path leads out of it.
///
/// Paths are bytes relative to it, with `/` between components. Each component is opened by itself and never through a
/// symbolic link; a link is resolved by hand, and only as long as it stays inside. So the answer is right even while
/// another process moves directories about. A `.git` component is outside too: a link must not show or change what git
/// keeps there (a hook, a token in its configuration).
public final class Directory: Sendable {
  /// 64 MiB: larger files are not ours to check.
  public static let defaultSizeLimit = 64 << 20

  /// The absolute path without symbolic links, as it was when the directory was opened.
  public let realPath: [UInt8]
  let descriptor: Int32

  /// - Parameter path: absolute, or relative to the working directory.
  public init(_ path: [UInt8]) throws(FileError) {
    guard !path.isEmpty else { throw .notFound }
    let descriptor = try System.openRoot(path[...])
    do throws(FileError) {
      realPath = try System.realPath(path[...])
    } catch {
      System.close(descriptor)
      throw error
    }
    self.descriptor = descriptor
  }

  public convenience init(_ path: String) throws(FileError) { try self.init(Array(path.utf8)) }

  deinit { System.close(descriptor) }

  /// The bytes of a regular file.
  public func read(_ path: [UInt8], limit: Int = defaultSizeLimit) throws(FileError) -> [UInt8] {
    var reader = FileReader(self)
    return try reader.read(path[...], limit: limit)
  }

  /// What a path stands for, links inside the root followed.
  public func status(_ path: [UInt8]) throws(FileError) -> FileStatus {
    let place = try resolve(path[...])
    guard let name = place.name else { return try System.status(place.directory) }
    return try System.status(name[...], at: place.directory)
  }

  /// Whether a path leads to something inside; false for a link that leads out or nowhere.
  public func exists(_ path: [UInt8]) -> Bool { (try? status(path)) != nil }

  /// Where a symbolic link points, as it stands there; nil for anything else.
  public func linkTarget(_ path: [UInt8]) throws(FileError) -> [UInt8]? {
    guard let slash = path.lastIndex(of: UInt8(ascii: "/")) else {
      return try System.linkTarget(path[...], at: descriptor)
    }
    let place = try resolve(path[..<slash])
    let directory = try place.openForListing()
    defer { System.close(directory) }
    return try System.linkTarget(path[(slash + 1)...], at: directory)
  }

  /// The kind of an entry of this directory itself, also `.git`, or nil. A link is not followed.
  public func entryKind(_ name: [UInt8]) -> FileKind? {
    guard !name.contains(UInt8(ascii: "/")) else { return nil }
    return try? System.status(name[...], at: descriptor).kind
  }

  /// The bytes of a regular file in this directory itself, also of a file `.git`. A link is not followed.
  public func readEntry(_ name: [UInt8], limit: Int) throws(FileError) -> [UInt8] {
    guard !name.contains(UInt8(ascii: "/")) else { throw .outsideRoot }
    return try System.readFile(name[...], at: descriptor, limit: limit)
  }

  /// What stands in a directory, in the order of bytes.
  public func list(_ path: [UInt8] = []) throws(FileError) -> [(name: [UInt8], kind: FileKind)] {
    var names = DirectoryNames()
    try System.list(try resolve(path[...]).openForListing(), into: &names)
    names.sort()
    return names.entries.map { (Array(names.name($0)), $0.kind) }
  }
}

/// The number of processors this process may use, at least 1.
public func availableProcessorCount() -> Int { System.processorCount }
