import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Held from the making of pipes until the child has them: between `pipe` and `FD_CLOEXEC` another thread's child would
/// inherit them, and their end would never be seen. (`pipe2` is not visible from Swift.)
private let startLock = Mutex(())

/// A running process with pipes to its standard input and output, and, if asked for, standard error.
///
/// Pointers are made of arrays for the length of one call, but for `argv` and `envp`, whose strings are freed when
/// `posix_spawn` has returned. Descriptors are closed and the process is reaped when the value ends.
struct ChildProcess: ~Copyable {
  enum Failure: Error {
    case notStarted(errno: Int32)
    case timedOut, closed
  }

  private let identifier: pid_t
  private var input: Int32
  private var output: Int32
  private var errors: Int32
  private var status: Int32?

  /// - Parameters:
  ///   - arguments: the first is the path of the executable.
  ///   - keepsErrors: else standard error goes nowhere.
  init(_ arguments: [[UInt8]], environment: [[UInt8]], keepsErrors: Bool) throws(Failure) {
    var (pipes, number, child) = startLock.withLock { _ in
      var pipes = Pipes()
      guard pipes.open(keepsErrors: keepsErrors) else { return (pipes, errno, pid_t(0)) }
      let (number, child) = ChildProcess.spawn(arguments, environment, pipes)
      return (pipes, number, child)
    }
    pipes.closeChildEnds()
    guard number == 0 else {
      pipes.closeAll()
      throw .notStarted(errno: number)
    }
    identifier = child
    (input, output, errors) = (pipes.input.write, pipes.output.read, pipes.errors.read)
    for descriptor in [input, output, errors] where descriptor >= 0 {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
      #if canImport(Darwin)
        _ = fcntl(descriptor, F_SETNOSIGPIPE, 1)
      #endif
    }
  }

  deinit {
    for descriptor in [input, output, errors] where descriptor >= 0 { close(descriptor) }
    guard status == nil else { return }
    kill(identifier, SIGKILL)
    var status: Int32 = 0
    while unsafe waitpid(identifier, &status, 0) < 0, errno == EINTR {}
  }

  /// Writes all of `bytes` and meanwhile takes in what is answered, so that neither side waits for the other; then, if
  /// asked, closes the input.
  ///
  /// - Parameters:
  ///   - deadline: by `Deadline.now`.
  ///   - isDone: asked after each piece of output; true ends the exchange. The end of output ends it too.
  mutating func exchange(
    _ bytes: [UInt8], closesInput: Bool, deadline: UInt64, isDone: (_ output: [UInt8], _ isAtEnd: Bool) -> Bool,
    output received: inout [UInt8], errors complaints: inout [UInt8]
  ) throws(Failure) {
    var written = 0
    while true {
      if written == bytes.count, closesInput, input >= 0 {
        close(input)
        input = -1
      }
      if written == bytes.count, isDone(received, output < 0) { return }
      if output < 0, errors < 0 || !closesInput { return }
      var entries = [pollfd](repeating: pollfd(fd: -1, events: Int16(POLLIN), revents: 0), count: 3)
      entries[0] = pollfd(fd: written < bytes.count ? input : -1, events: Int16(POLLOUT), revents: 0)
      entries[1].fd = output
      entries[2].fd = errors
      let now = Deadline.now
      guard now < deadline else { throw .timedOut }
      // Rounded up, so that it does not spin through the last millisecond.
      let wait = Int32(clamping: (deadline - now) / 1_000_000 + 1)
      let count = unsafe poll(&entries, nfds_t(entries.count), wait)
      if count < 0, errno != EINTR { throw .closed }
      guard count > 0 else { continue }
      if entries[0].revents != 0 {
        let sent = ChildProcess.send(bytes[written...], to: input)
        // A process that reads no more may still have answered.
        written = sent < 0 ? bytes.count : written + sent
      }
      if entries[1].revents != 0 { ChildProcess.receive(from: &output, into: &received, limit: .max) }
      if entries[2].revents != 0 { ChildProcess.receive(from: &errors, into: &complaints, limit: 64 << 10) }
    }
  }

  /// Waits for the end of a process whose output has ended. 128 and the signal's number if one ended it.
  mutating func wait() -> Int32 {
    if let status { return status }
    for descriptor in [input, output, errors] where descriptor >= 0 { close(descriptor) }
    (input, output, errors) = (-1, -1, -1)
    var raw: Int32 = 0
    while unsafe waitpid(identifier, &raw, 0) < 0, errno == EINTR {}
    let signal = raw & 0x7F
    let result = signal == 0 ? raw >> 8 & 0xFF : 128 + signal
    status = result
    return result
  }

  private static func receive(from descriptor: inout Int32, into bytes: inout [UInt8], limit: Int) {
    let capacity = 1 << 16
    var count = 0
    let piece = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, initialized in
      unsafe count = read(descriptor, buffer.baseAddress, capacity)
      initialized = max(0, count)
    }
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    if count <= 0 {
      close(descriptor)
      descriptor = -1
    } else if bytes.count < limit {
      bytes += piece
    }
  }

  /// - Returns: how many bytes were taken, or -1 where nobody reads.
  private static func send(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int {
    #if canImport(Darwin)
      let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
    #else
      // A pipe nobody reads raises SIGPIPE, which would end us: it is held back in this thread and taken off again.
      var pipeSignal = sigset_t()
      unsafe sigemptyset(&pipeSignal)
      unsafe sigaddset(&pipeSignal, SIGPIPE)
      var pending = sigset_t()
      unsafe sigpending(&pending)
      let wasPending = unsafe sigismember(&pending, SIGPIPE) == 1
      var mask = sigset_t()
      unsafe pthread_sigmask(SIG_BLOCK, &pipeSignal, &mask)
      let count = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      let number = errno
      if count < 0, number == EPIPE, !wasPending {
        var none = timespec()
        while unsafe sigtimedwait(&pipeSignal, nil, &none) < 0, errno == EINTR {}
      }
      unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
      errno = number
    #endif
    if count >= 0 { return count }
    return errno == EAGAIN || errno == EINTR ? 0 : -1
  }
}

/// The pipes of a process: our end and that of the child.
private struct Pipes {
  var input = (read: Int32(-1), write: Int32(-1))
  var output = (read: Int32(-1), write: Int32(-1))
  var errors = (read: Int32(-1), write: Int32(-1))

  mutating func open(keepsErrors: Bool) -> Bool {
    guard let first = Pipes.make() else { return false }
    input = first
    guard let second = Pipes.make() else { return false }
    output = second
    guard keepsErrors else { return true }
    guard let third = Pipes.make() else { return false }
    errors = third
    return true
  }

  mutating func closeChildEnds() {
    for descriptor in [input.read, output.write, errors.write] where descriptor >= 0 { close(descriptor) }
    (input.read, output.write, errors.write) = (-1, -1, -1)
  }

  mutating func closeAll() {
    closeChildEnds()
    for descriptor in [input.write, output.read, errors.read] where descriptor >= 0 { close(descriptor) }
  }

  private static func make() -> (read: Int32, write: Int32)? {
    var ends: [Int32] = [-1, -1]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }
}

extension ChildProcess {
  private static func spawn(_ arguments: [[UInt8]], _ environment: [[UInt8]], _ pipes: Pipes) -> (Int32, pid_t) {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = unsafe posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe _ = posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_adddup2(&actions, pipes.input.read, 0)
    unsafe posix_spawn_file_actions_adddup2(&actions, pipes.output.write, 1)
    if pipes.errors.write >= 0 {
      unsafe posix_spawn_file_actions_adddup2(&actions, pipes.errors.write, 2)
    } else {
      unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    }
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe _ = posix_spawnattr_destroy(&attributes) }
    // Whatever we ignore or hold back, the child starts as a shell would start it.
    var defaults = sigset_t()
    unsafe sigemptyset(&defaults)
    unsafe sigaddset(&defaults, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    unsafe posix_spawnattr_setsigmask(&attributes, &mask)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    var argumentPointers = unsafe arguments.map { unsafe copy($0) } + [nil]
    var environmentPointers = unsafe environment.map { unsafe copy($0) } + [nil]
    defer { unsafe (argumentPointers + environmentPointers).forEach { unsafe free($0) } }
    guard let executable = unsafe argumentPointers[0] else { return (EINVAL, 0) }
    var child: pid_t = 0
    let number = unsafe posix_spawn(
      &child, executable, &actions, &attributes, &argumentPointers, &environmentPointers)
    return (number, child)
  }

  /// A C string, ended at the first NUL.
  private static func copy(_ text: [UInt8]) -> UnsafeMutablePointer<CChar>? {
    unsafe (text + [0]).withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { unsafe $0.baseAddress.flatMap { unsafe strdup($0) } }
    }
  }
}

/// Points in time on a clock that nobody sets.
enum Deadline {
  /// In nanoseconds.
  static var now: UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// What the process was started with.
enum Surroundings {
  static func variable(_ name: String) -> [UInt8]? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe Array(UnsafeRawBufferPointer(start: value, count: strlen(value)))
  }

  static func isExecutable(_ path: [UInt8]) -> Bool {
    unsafe path.withUnsafeBufferPointer { _ in
      unsafe (path + [0]).withUnsafeBufferPointer { buffer in
        unsafe buffer.withMemoryRebound(to: CChar.self) {
          unsafe $0.baseAddress.map { unsafe access($0, X_OK) == 0 } ?? false
        }
      }
    }
  }
}
