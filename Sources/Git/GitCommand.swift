import Files

/// The only place that starts git: plumbing commands on one repository that may be hostile.
///
/// - The environment is made from nothing, so that no `GIT_…` variable of the caller counts; the user's and the
///   system's configuration are off.
/// - No network, no prompt, no lazily fetched object (`GIT_ALLOW_PROTOCOL` for versions before 2.44, which do not know
///   `GIT_NO_LAZY_FETCH`), no lock, no file-system monitor, no hook.
/// - `--git-dir` names what we found, so that git discovers nothing by itself.
/// - The executable is the first `git` on the absolute parts of `PATH` that lies outside the repository.
struct GitCommand: Sendable {
  let repository: GitRepository
  private let executable: [UInt8]

  static let defaultOutputLimit = 1 << 30
  /// In seconds.
  static let defaultTimeLimit = 60

  init(_ repository: GitRepository) throws(GitError) {
    guard let executable = GitCommand.executable(outside: repository.topLevel) else { throw .notInstalled }
    for name in ["objects/info/alternates", "objects/info/http-alternates"] {
      // Objects of another repository would be read, wherever the file says that it is.
      if let status = try? repository.commonDirectory.status(Array(name.utf8)), status.size > 0 {
        throw .refused("the repository borrows objects from another one (`\(name)`)")
      }
    }
    self.repository = repository
    self.executable = executable
  }

  static func executable(outside topLevel: [UInt8]) -> [UInt8]? {
    executable(outside: topLevel, path: Surroundings.variable("PATH") ?? Array("/usr/local/bin:/usr/bin:/bin".utf8))
  }

  static func executable(outside topLevel: [UInt8], path: [UInt8]) -> [UInt8]? {
    for folder in path.split(separator: UInt8(ascii: ":")) where folder.first == UInt8(ascii: "/") {
      let candidate = Array(folder) + Array("/git".utf8)
      guard Surroundings.isExecutable(candidate), let real = try? Directory(Array(folder)).realPath else { continue }
      if (real + [UInt8(ascii: "/")]).starts(with: topLevel + [UInt8(ascii: "/")]) { continue }
      return candidate
    }
    return nil
  }

  /// Runs a command to its end.
  ///
  /// - Parameters:
  ///   - arguments: the plumbing command and its arguments. One that comes from outside must not begin with `-`.
  ///   - accepted: the statuses that are answers and no failures.
  func run(
    _ arguments: [[UInt8]], input: [UInt8] = [], accepted: ClosedRange<Int32> = 0...0,
    outputLimit: Int = defaultOutputLimit, timeLimit: Int = defaultTimeLimit
  ) throws(GitError) -> (output: [UInt8], status: Int32) {
    let name = String(decoding: arguments.first ?? [], as: UTF8.self)
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var status: Int32 = 0
    do throws(ChildProcess.Failure) {
      var process = try start(arguments, keepsErrors: true)
      try process.exchange(
        input, closesInput: true, deadline: Deadline.now + UInt64(timeLimit) * 1_000_000_000,
        isDone: { output, _ in output.count > outputLimit }, output: &output, errors: &errors)
      if output.count <= outputLimit { status = process.wait() }
    } catch {
      throw GitCommand.error(error, name)
    }
    guard output.count <= outputLimit else { throw .outputTooLarge(limit: outputLimit) }
    guard accepted.contains(status) else {
      let line = String(decoding: errors.prefix { $0 != 0x0A }, as: UTF8.self)
      throw .failed(command: name, status: status, message: line)
    }
    return (output, status)
  }

  func start(_ arguments: [[UInt8]], keepsErrors: Bool) throws(ChildProcess.Failure) -> ChildProcess {
    try ChildProcess(
      [executable] + options + arguments, environment: GitCommand.environment, keepsErrors: keepsErrors)
  }

  private var options: [[UInt8]] {
    [
      Array("-c".utf8), Array("safe.directory=".utf8) + repository.topLevel,
      Array("-c".utf8), Array("core.fsmonitor=".utf8),
      Array("-c".utf8), Array("core.hooksPath=/dev/null".utf8),
      Array("--git-dir=".utf8) + repository.gitDirectory.realPath,
    ]
  }

  private static var environment: [[UInt8]] {
    let fixed = [
      "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=none", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
      "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "LC_ALL=C",
    ].map { Array($0.utf8) }
    // git starts its own helpers by `PATH`.
    return fixed + (Surroundings.variable("PATH").map { [Array("PATH=".utf8) + $0] } ?? [])
  }

  static func error(_ failure: ChildProcess.Failure, _ command: String) -> GitError {
    switch failure {
    case .notStarted(let number): .failed(command: command, status: number, message: "could not be started")
    case .timedOut: .timedOut(command: command)
    case .closed: .failed(command: command, status: 0, message: "it ended early")
    }
  }
}
