#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// A new directory for one test, removed with the value. Paths are relative to it; what fails to be made stops the
/// test.
///
/// Pointers are those that Swift makes of strings for the length of a call.
public final class TemporaryDirectory: Sendable {
  /// Absolute, without symbolic links.
  public let path: String

  public init() {
    var template = Array("/tmp/ashlar-test-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil, let real = unsafe realpath(template, nil) else { fatalError("mkdtemp") }
    path = unsafe String(cString: real)
    unsafe free(real)
  }

  deinit { removeTree("") }

  public func absolute(_ relative: String) -> String { relative.isEmpty ? path : path + "/" + relative }

  /// Creates or replaces a file, with the directories above it.
  public func write(_ relative: String, _ bytes: [UInt8], mode: UInt32 = 0o644) {
    makeParents(of: relative)
    let descriptor = unsafe open(absolute(relative), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode_t(mode))
    guard descriptor >= 0 else { fatalError("open \(relative): \(errno)") }
    defer { close(descriptor) }
    var start = 0
    while start < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: buffer[start...]))
      }
      guard count > 0 else { fatalError("write \(relative): \(errno)") }
      start += count
    }
    _ = unsafe chmod(absolute(relative), mode_t(mode))
  }

  public func write(_ relative: String, _ text: String, mode: UInt32 = 0o644) {
    write(relative, Array(text.utf8), mode: mode)
  }

  public func makeDirectory(_ relative: String) {
    makeParents(of: relative + "/x")
  }

  public func link(_ relative: String, to target: String) {
    makeParents(of: relative)
    guard unsafe symlink(target, absolute(relative)) == 0 else { fatalError("symlink \(relative): \(errno)") }
  }

  public func makeFIFO(_ relative: String) {
    guard unsafe mkfifo(absolute(relative), 0o600) == 0 else { fatalError("mkfifo \(relative): \(errno)") }
  }

  public func setMode(_ relative: String, _ mode: UInt32) {
    guard unsafe chmod(absolute(relative), mode_t(mode)) == 0 else { fatalError("chmod \(relative): \(errno)") }
  }

  public func removeFile(_ relative: String) { _ = unsafe remove(absolute(relative)) }

  public func move(_ relative: String, to target: String) {
    guard unsafe rename(absolute(relative), absolute(target)) == 0 else { fatalError("rename \(relative): \(errno)") }
  }

  /// The bytes of a file, or nil.
  public func read(_ relative: String) -> [UInt8]? {
    let descriptor = unsafe open(absolute(relative), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var result: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe systemRead(descriptor, &buffer, buffer.count)
      guard count > 0 else { return result }
      result += buffer[..<count]
    }
  }

  /// The paths of all that is no directory, sorted.
  public func files(below relative: String = "") -> [String] {
    entries(of: relative).flatMap { path, isDirectory in isDirectory ? files(below: path) : [path] }.sorted()
  }

  private func entries(of relative: String) -> [(path: String, isDirectory: Bool)] {
    guard let stream = unsafe opendir(absolute(relative)) else { return [] }
    defer { unsafe _ = closedir(stream) }
    var result: [(path: String, isDirectory: Bool)] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name == "." || name == ".." { continue }
      let isDirectory = unsafe Int32(entry.pointee.d_type) == Int32(DT_DIR)
      result.append((relative.isEmpty ? name : relative + "/" + name, isDirectory))
    }
    return result
  }

  private func removeTree(_ relative: String) {
    for (path, isDirectory) in entries(of: relative) {
      if isDirectory { removeTree(path) } else { removeFile(path) }
    }
    removeFile(relative)
  }

  private func makeParents(of relative: String) {
    var parent = path
    for component in relative.split(separator: "/").dropLast() {
      parent += "/" + component
      _ = unsafe mkdir(parent, 0o755)
    }
  }
}

private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, buffer.baseAddress, buffer.count)
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
  unsafe read(descriptor, buffer, count)
}

/// Whether the tests run as the superuser, whom no permission stops.
public var isSuperuser: Bool { geteuid() == 0 }

extension Array where Element == UInt8 {
  public init(_ text: String) { self = Array(text.utf8) }
}
