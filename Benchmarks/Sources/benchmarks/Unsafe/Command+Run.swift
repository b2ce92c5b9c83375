#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs a program and asks the system what it cost.
///
/// Unsafe because C wants pointers: those to the arguments and the file actions are freed after the call that takes them.
extension Command {
  /// - Parameter output: a file for what it prints on standard output; what it prints on standard error is dropped.
  func run(output: String = "/dev/null") throws(Failure) -> Measurement {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    unsafe posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)

    var words = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
    // swift-format-ignore: the formatter writes `unsafe word` as one word
    defer { for unsafe word in unsafe words { unsafe free(word) } }
    var process = pid_t()
    let start = ContinuousClock.now
    let error = unsafe posix_spawnp(&process, program, &actions, nil, &words, environ)
    guard error == 0 else { throw Failure("cannot run `\(program)`: \(unsafe String(cString: strerror(error)))") }
    var status = CInt(0)
    var usage = rusage()
    while unsafe wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    let wall = ContinuousClock.now - start

    guard status & 0x7F == 0 else { throw Failure("`\(program)` was ended by signal \(status & 0x7F)") }
    return Measurement(
      wall: wall.seconds, processor: usage.ru_utime.seconds + usage.ru_stime.seconds, memory: usage.ru_maxrss.peakBytes,
      exitStatus: status >> 8 & 0xFF)
  }
}

extension timeval {
  fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1e6 }
}

extension Duration {
  fileprivate var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension Int {
  /// `ru_maxrss` counts KiB on Linux, bytes on macOS.
  fileprivate var peakBytes: Int {
    #if os(Linux)
      self * 1024
    #else
      self
    #endif
  }
}
