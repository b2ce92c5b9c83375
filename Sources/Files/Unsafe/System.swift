#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system calls this module makes, each with a typed error.
///
/// Pointers are made from arrays for the length of one call and never kept; a `DIR` lives in one function.
enum System {
  static let readFlags = O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY
  static let listFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
  static let createFlags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
  static let journalFlags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
  static let rereadFlags = O_RDWR | O_NOFOLLOW | O_CLOEXEC
  #if canImport(Darwin)
    static let passFlags = listFlags
  #else
    /// `O_PATH`, which Swift does not see; the same number on x86-64 and arm64.
    private static let pathOnly: Int32 = 0x20_0000
    /// To pass through a directory it need not be readable, and `O_PATH` is cheaper.
    static let passFlags = pathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
  #endif

  /// Names are handed to the kernel NUL-terminated; one with a NUL inside would name another file.
  private static func withPath<T>(
    _ path: ArraySlice<UInt8>, _ body: (UnsafePointer<CChar>) throws(FileError) -> T
  ) throws(FileError) -> T {
    guard !path.contains(0) else { throw .outsideRoot }
    return try unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: path.count + 1) {
      buffer throws(FileError) in
      var offset = 0
      for byte in path {
        unsafe buffer[offset] = CChar(bitPattern: byte)
        offset += 1
      }
      unsafe buffer[offset] = 0
      guard let base = unsafe UnsafePointer(buffer.baseAddress) else {
        preconditionFailure("the capacity is at least 1")
      }
      return try unsafe body(base)
    }
  }

  /// Repeats a call that a signal interrupted.
  private static func retrying(_ call: () -> Int) throws(FileError) -> Int {
    while true {
      let result = call()
      if result >= 0 { return result }
      if errno != EINTR { throw error(errno) }
    }
  }

  static func error(_ number: Int32) -> FileError {
    switch number {
    case ENOENT: .notFound
    case EACCES, EPERM, EROFS: .permissionDenied
    case EISDIR: .isDirectory
    case ENOTDIR: .notDirectory
    case ELOOP: .symlinkLoop
    case EEXIST: .exists
    case ENOSPC, EDQUOT: .diskFull
    case EWOULDBLOCK: .busy
    case ENOTEMPTY: .exists
    case ENXIO, ENODEV: .notRegular
    default: .other(errno: number)
    }
  }

  static func description(ofError number: Int32) -> String {
    guard let text = unsafe strerror(number) else { return "system error \(number)" }
    return unsafe String(cString: text).lowercased()
  }

  static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  static func open(
    _ name: ArraySlice<UInt8>, at directory: Int32, _ flags: Int32, mode: UInt16 = 0
  ) throws(FileError)
    -> Int32
  {
    Int32(
      try unsafe withPath(name) { path throws(FileError) in
        try retrying { unsafe Int(openat(directory, path, flags, mode_t(mode))) }
      })
  }

  static func openRoot(_ path: ArraySlice<UInt8>) throws(FileError) -> Int32 {
    try open(path, at: AT_FDCWD, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  }

  static func duplicate(_ descriptor: Int32) throws(FileError) -> Int32 {
    Int32(try retrying { Int(fcntl(descriptor, F_DUPFD_CLOEXEC, 3)) })
  }

  static func close(_ descriptor: Int32) {
    #if canImport(Glibc)
      _ = Glibc.close(descriptor)
    #elseif canImport(Musl)
      _ = Musl.close(descriptor)
    #else
      _ = Darwin.close(descriptor)
    #endif
  }

  static func realPath(_ path: ArraySlice<UInt8>) throws(FileError) -> [UInt8] {
    try unsafe withPath(path) { path throws(FileError) in
      guard let text = unsafe realpath(path, nil) else { throw error(errno) }
      defer { unsafe free(text) }
      return unsafe Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
    }
  }

  /// The target of a symbolic link, or nil if the name is no link.
  static func linkTarget(_ name: ArraySlice<UInt8>, at directory: Int32) throws(FileError) -> [UInt8]? {
    try unsafe withPath(name) { path throws(FileError) in
      let limit = 4096
      var count = 0
      var number: Int32 = 0
      let target = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, initialized in
        guard let base = buffer.baseAddress else { return }
        unsafe count = base.withMemoryRebound(to: CChar.self, capacity: limit) {
          unsafe readlinkat(directory, path, $0, limit)
        }
        number = errno
        initialized = max(0, count)
      }
      if count < 0 {
        if number == EINVAL { return nil }
        throw error(number)
      }
      guard count < limit else { throw .symlinkLoop }
      return target
    }
  }

  static func status(_ descriptor: Int32) throws(FileError) -> FileStatus {
    var result = stat()
    guard unsafe fstat(descriptor, &result) == 0 else { throw error(errno) }
    return FileStatus(result)
  }

  /// Of the name itself: a link is not followed.
  static func status(_ name: ArraySlice<UInt8>, at directory: Int32) throws(FileError) -> FileStatus {
    try unsafe withPath(name) { path throws(FileError) in
      var result = stat()
      guard unsafe fstatat(directory, path, &result, AT_SYMLINK_NOFOLLOW) == 0 else { throw error(errno) }
      return FileStatus(result)
    }
  }

  /// The bytes of a regular file; a link is not followed.
  static func readFile(_ name: ArraySlice<UInt8>, at directory: Int32, limit: Int) throws(FileError) -> [UInt8] {
    let descriptor: Int32
    do throws(FileError) {
      descriptor = try open(name, at: directory, readFlags)
    } catch .symlinkLoop {
      throw .notRegular
    }
    defer { close(descriptor) }
    return try readFile(descriptor, limit: limit)
  }

  /// The bytes of an open file, if it is a regular one.
  static func readFile(_ descriptor: Int32, limit: Int) throws(FileError) -> [UInt8] {
    let status = try status(descriptor)
    switch status.kind {
    case .regular: break
    case .directory: throw .isDirectory
    default: throw .notRegular
    }
    guard status.size <= limit else { throw .tooLarge(limit: limit) }
    return try readAll(descriptor, size: status.size, limit: limit)
  }

  /// All bytes from the current position, at most `limit`.
  ///
  /// - Parameter size: what the file system says; one byte more is asked for, so that one call sees the end too.
  static func readAll(_ descriptor: Int32, size: Int, limit: Int) throws(FileError) -> [UInt8] {
    var failure: FileError?
    var capacity = min(size, limit) + 1
    var bytes = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
      do throws(FileError) { unsafe count = try readOnce(descriptor, buffer) } catch { failure = error }
    }
    if let failure { throw failure }
    // Fewer bytes than asked for are the end only if they are as many as announced (`/proc` announces none).
    var last = bytes.count
    while last > 0, bytes.count != size, bytes.count <= limit {
      capacity = max(4096, min(bytes.count, limit - bytes.count + 1))
      let next = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        do throws(FileError) { unsafe count = try readOnce(descriptor, buffer) } catch { failure = error }
      }
      if let failure { throw failure }
      last = next.count
      bytes += next
    }
    guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
    return bytes
  }

  private static func readOnce(
    _ descriptor: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>
  ) throws(FileError)
    -> Int
  {
    try retrying { unsafe read(descriptor, buffer.baseAddress, buffer.count) }
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(FileError) {
    var start = 0
    while start < bytes.count {
      start += try retrying {
        unsafe bytes.withUnsafeBytes { buffer in
          let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[start...])
          return unsafe writeOnce(descriptor, rest)
        }
      }
    }
  }

  private static func writeOnce(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Musl)
      unsafe Musl.write(descriptor, buffer.baseAddress, buffer.count)
    #else
      unsafe Darwin.write(descriptor, buffer.baseAddress, buffer.count)
    #endif
  }

  /// Makes what was written survive a loss of power.
  static func synchronize(_ descriptor: Int32) throws(FileError) {
    #if canImport(Darwin)
      // fsync(2) there only reaches the drive's cache; file systems without F_FULLFSYNC get the lesser promise.
      if fcntl(descriptor, F_FULLFSYNC) == 0 { return }
    #endif
    _ = try retrying { Int(fsync(descriptor)) }
  }

  static func setMode(_ descriptor: Int32, _ mode: UInt16) throws(FileError) {
    _ = try retrying { Int(fchmod(descriptor, mode_t(mode))) }
  }

  /// - Returns: false where the system does not allow it, as it allows a superuser only.
  static func setOwner(_ descriptor: Int32, owner: UInt32, group: UInt32) -> Bool {
    fchown(descriptor, owner, group) == 0
  }

  static func rename(_ old: ArraySlice<UInt8>, to new: ArraySlice<UInt8>, at directory: Int32) throws(FileError) {
    try unsafe withPath(old) { old throws(FileError) in
      try unsafe withPath(new) { new throws(FileError) in
        guard unsafe renameat(directory, old, directory, new) == 0 else { throw error(errno) }
      }
    }
  }

  /// Gives a file a second name.
  ///
  /// - Returns: false where the file system or the file's rights do not allow it.
  static func link(_ old: ArraySlice<UInt8>, to new: ArraySlice<UInt8>, at directory: Int32) -> Bool {
    let result = try? unsafe withPath(old) { old throws(FileError) in
      try unsafe withPath(new) { new throws(FileError) in unsafe linkat(directory, old, directory, new, 0) }
    }
    return result == 0
  }

  static func remove(_ name: ArraySlice<UInt8>, at directory: Int32, isDirectory: Bool = false) throws(FileError) {
    try unsafe withPath(name) { path throws(FileError) in
      guard unsafe unlinkat(directory, path, isDirectory ? AT_REMOVEDIR : 0) == 0 else { throw error(errno) }
    }
  }

  static func makeDirectory(_ name: ArraySlice<UInt8>, at directory: Int32) throws(FileError) {
    try unsafe withPath(name) { path throws(FileError) in
      guard unsafe mkdirat(directory, path, 0o777) == 0 else { throw error(errno) }
    }
  }

  /// Takes the one lock on an open file, or throws `.busy`. It ends with the process, or with `closeLocked`.
  static func lock(_ descriptor: Int32) throws(FileError) {
    _ = try retrying { Int(flock(descriptor, LOCK_EX | LOCK_NB)) }
  }

  /// To close is not enough: a child that another thread has forked, and that has not yet become its program, holds the
  /// descriptor too, and so the lock.
  static func closeLocked(_ descriptor: Int32) {
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}

extension FileStatus {
  fileprivate init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: kind = .regular
    case S_IFDIR: kind = .directory
    case S_IFLNK: kind = .symlink
    default: kind = .special
    }
    size = Int(status.st_size)
    mode = UInt16(truncatingIfNeeded: status.st_mode & 0o7777)
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    owner = status.st_uid
    group = status.st_gid
  }
}

extension System {
  static let nameTooLong = ENAMETOOLONG
}
