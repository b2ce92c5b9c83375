#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension System {
  /// Of all names in one directory, in bytes: ten million ordinary ones.
  private static let namesLimit = 256 << 20

  /// Appends the entries of a directory, but `.` and `..`, in the order of the file system.
  ///
  /// `readdir` keeps its entry valid until the next call on the same stream; the name is copied before that.
  ///
  /// - Parameter descriptor: closed with the stream, also on an error.
  static func list(_ descriptor: Int32, into names: inout DirectoryNames) throws(FileError) {
    guard let stream = unsafe fdopendir(descriptor) else {
      let number = errno
      close(descriptor)
      throw error(number)
    }
    defer { unsafe _ = closedir(stream) }
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw error(errno) }
        return
      }
      guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else {
        preconditionFailure("d_name is a stored field")
      }
      let name = unsafe (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
      let bytes = unsafe UnsafeRawBufferPointer(start: name, count: strlen(name))
      let isDots =
        unsafe bytes[0] == UInt8(ascii: ".")
        && (bytes.count == 1 || (bytes.count == 2 && bytes[1] == UInt8(ascii: ".")))
      if isDots { continue }
      let type = unsafe Int32(entry.pointee.d_type)
      let kind: FileKind
      switch type {
      case Int32(DT_REG): kind = .regular
      case Int32(DT_DIR): kind = .directory
      case Int32(DT_LNK): kind = .symlink
      case Int32(DT_UNKNOWN):
        // Some file systems do not say.
        var status = stat()
        guard unsafe fstatat(dirfd(stream), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { continue }
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .regular
        case S_IFDIR: kind = .directory
        case S_IFLNK: kind = .symlink
        default: kind = .special
        }
      default: kind = .special
      }
      unsafe names.append(bytes, kind: kind)
      guard names.bytes.count <= namesLimit else { throw .tooLarge(limit: namesLimit) }
    }
  }
}

extension DirectoryNames {
  fileprivate mutating func append(_ name: UnsafeRawBufferPointer, kind: FileKind) {
    let start = bytes.count
    unsafe bytes.append(contentsOf: name)
    entries.append(Entry(start: Int32(start), count: UInt16(name.count), kind: kind))
  }
}
