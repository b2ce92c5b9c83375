/// Reads many files below one directory. Asked in the order of a listing it opens each directory once: what is open
/// from the last path is used again for the next. One for each worker.
public struct FileReader: ~Copyable {
  private let root: Directory
  /// The directories of `path`, outermost first, and where the name of each ends in it, slash included.
  private var open: [(descriptor: Int32, end: Int)] = []
  private var path: [UInt8] = []

  public init(_ root: Directory) { self.root = root }

  deinit { for directory in open { System.close(directory.descriptor) } }

  /// The bytes of a regular file.
  ///
  /// - Parameters:
  ///   - path: relative to the root.
  ///   - limit: in bytes; a larger file is an error.
  public mutating func read(
    _ path: ArraySlice<UInt8>, limit: Int = Directory.defaultSizeLimit
  ) throws(FileError)
    -> [UInt8]
  {
    let descriptor = try openFile(path)
    defer { System.close(descriptor) }
    return try System.readFile(descriptor, limit: limit)
  }

  private mutating func openFile(_ path: ArraySlice<UInt8>) throws(FileError) -> Int32 {
    let nameStart = (path.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex - 1) + 1
    let name = path[nameStart...]
    guard isPlainName(name) else { return try openResolved(path) }
    do throws(FileError) {
      guard let directory = try enter(path[..<nameStart]) else { return try openResolved(path) }
      return try System.open(name, at: directory, System.readFlags)
    } catch {
      // A link on the way or at its end.
      guard error == .symlinkLoop || error == .notDirectory else { throw error }
      return try openResolved(path)
    }
  }

  private func openResolved(_ path: ArraySlice<UInt8>) throws(FileError) -> Int32 {
    let place = try root.resolve(path)
    guard let name = place.name else { throw .isDirectory }
    return try System.open(name[...], at: place.directory, System.readFlags)
  }

  /// The descriptor of a directory, whose path is empty or ends in a slash; nil where a component is not plain.
  mutating func enter(_ directory: ArraySlice<UInt8>) throws(FileError) -> Int32? {
    var shared = 0
    for entry in open {
      guard directory.count >= entry.end else { break }
      let end = directory.startIndex + entry.end
      let start = directory.startIndex + shared
      guard path[shared..<entry.end] == directory[start..<end] else { break }
      shared = entry.end
    }
    while let last = open.last, last.end > shared {
      System.close(last.descriptor)
      open.removeLast()
    }
    path.removeSubrange(shared...)
    var position = directory.startIndex + shared
    while position < directory.endIndex {
      guard let end = directory[position...].firstIndex(of: UInt8(ascii: "/")) else { return nil }
      let name = directory[position..<end]
      guard isPlainName(name) else { return nil }
      let descriptor = try System.open(name, at: open.last?.descriptor ?? root.descriptor, System.passFlags)
      path += directory[position...end]
      open.append((descriptor, path.count))
      position = end + 1
    }
    return open.last?.descriptor ?? root.descriptor
  }
}
