#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Files and folders with nothing but system calls, so that this program stays small: the peak memory of a child is
/// never reported as less than its parent's at the start.
///
/// Unsafe because C wants pointers; each is used only within the call that it is made for, entries before the next one is
/// asked for.
enum Files {
  /// The files below a folder, sorted.
  static func list(below folder: String) throws(Failure) -> [String] {
    guard let stream = unsafe opendir(folder) else { throw Failure("cannot list `\(folder)`") }
    defer { unsafe _ = closedir(stream) }
    var files: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name == "." || name == ".." || name == ".git" { continue }
      let path = folder + "/" + name
      switch unsafe Int(entry.pointee.d_type) {
      case Int(DT_DIR): files += try list(below: path)
      case Int(DT_REG): files.append(path)
      default: break
      }
    }
    return files.sorted()
  }

  /// Reads a file into a buffer, and forgets it.
  static func touch(_ path: String, buffer: inout [UInt8]) -> Int {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    var total = 0
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { return total }
      total += count
    }
  }

  /// The end of a file.
  static func tail(_ path: String, limit: Int = 4096) -> String {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return "" }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: limit)
    lseek(descriptor, max(0, lseek(descriptor, 0, SEEK_END) - off_t(buffer.count)), SEEK_SET)
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
  }

  static func write(_ text: String, to path: String) throws(Failure) {
    var parent = ""
    for part in path.split(separator: "/").dropLast() {
      parent += "/" + part
      _ = unsafe mkdir(parent, 0o755)
    }
    guard let file = unsafe fopen(path, "w") else { throw Failure("cannot write `\(path)`") }
    defer { unsafe _ = fclose(file) }
    unsafe _ = fputs(text, file)
  }

  static func isExecutable(_ path: String) -> Bool { unsafe access(path, X_OK) == 0 }

  static func absolute(_ path: String) throws(Failure) -> String {
    guard let real = unsafe realpath(path, nil) else { throw Failure("`\(path)` does not exist") }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// A new folder for what is generated.
  static func temporaryFolder() throws(Failure) -> String {
    var template = Array("/tmp/ashlar-benchmarks-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { throw Failure("cannot make a folder in /tmp") }
    return String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  static func environment(_ name: String) -> String? { unsafe getenv(name).map { unsafe String(cString: $0) } }
}
