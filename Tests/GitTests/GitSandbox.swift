import TestSupport
import Testing

@testable import Git

/// A temporary directory in which tests let git make repositories, cut off from every configuration of this machine.
struct GitSandbox: Sendable {
  let temporary = TemporaryDirectory()

  /// Runs git and gives its output. The test fails where git does, unless the status is expected.
  @discardableResult
  func git(
    _ arguments: String..., in folder: String = "", input: [UInt8] = [], accepted: ClosedRange<Int32> = 0...0,
    extra: [String] = []
  ) throws -> [UInt8] {
    try run(arguments, in: folder, input: input, accepted: accepted, extra: extra)
  }

  func run(
    _ arguments: [String], in folder: String, input: [UInt8] = [], accepted: ClosedRange<Int32> = 0...0,
    extra: [String] = []
  ) throws -> [UInt8] {
    let executable = try #require(GitCommand.executable(outside: Array(temporary.path.utf8)))
    let environment = [
      "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.org",
      "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.org", "GIT_AUTHOR_DATE=1700000000 +0000",
      "GIT_COMMITTER_DATE=1700000000 +0000", "LC_ALL=C", "HOME=" + temporary.path, "PATH=/usr/bin:/bin:/usr/local/bin",
    ]
    let options = [
      "-C", temporary.absolute(folder), "-c", "init.defaultBranch=main", "-c", "protocol.file.allow=always",
      "-c", "core.excludesFile=/dev/null", "-c", "advice.addEmbeddedRepo=false", "-c", "commit.gpgSign=false",
    ]
    var output: [UInt8] = []
    var errors: [UInt8] = []
    var process = try ChildProcess(
      [executable] + (options + arguments).map { Array($0.utf8) },
      environment: (environment + extra).map { Array($0.utf8) },
      keepsErrors: true)
    try process.exchange(
      input, closesInput: true, deadline: Deadline.now + 120_000_000_000, isDone: { _, _ in false }, output: &output,
      errors: &errors)
    let status = process.wait()
    try #require(accepted.contains(status), "git \(arguments): \(String(decoding: errors, as: UTF8.self))")
    return output
  }

  func text(_ arguments: String..., in folder: String = "") throws -> String {
    String(decoding: try run(arguments, in: folder), as: UTF8.self).split(separator: "\n").joined(separator: "\n")
  }

  /// A repository in a folder.
  func makeRepository(_ folder: String = "repo", format: String = "sha1") throws {
    temporary.makeDirectory(folder)
    try git("init", "-q", "--template=", "--object-format=\(format)", in: folder)
  }

  func commitAll(in folder: String = "repo", _ message: String = "message") throws {
    try git("add", "-A", in: folder)
    try git("commit", "-q", "--allow-empty", "-m", message, in: folder)
  }

  func repository(_ folder: String = "repo") throws -> GitRepository {
    try #require(try GitRepository.discover(from: temporary.absolute(folder)))
  }
}
