import Foundation
import Testing

/// A whole command with its inputs and everything it prints, in one file:
///
///     $ ashlar check .
///     -- Dockerfile --
///     FROM node
///     -- stdout --
///     …
///     -- stderr --
///     -- exit 1 --
///
/// Lines that begin with `$` are run by `sh` in a new folder that holds the inputs; the sections after `-- stdout --`
/// are what they print together, and the exit status of the last. `UPDATE_GOLDEN=1 swift test` writes them anew.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let file: URL
  var commands: [String] = []
  var inputs: [(path: String, text: String)] = []
  var stdout = ""
  var stderr = ""
  var exit: Int32 = 0

  var testDescription: String { file.deletingPathExtension().lastPathComponent }

  static let all: [GoldenCase] = {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.compactMap { try? GoldenCase(file: $0) }
  }()

  init(file: URL) throws {
    self.file = file
    var section = ""
    var body: [String] = []
    func text() -> String { body.map { $0 + "\n" }.joined() }
    func finish(_ result: inout GoldenCase) {
      switch section {
      case "": result.commands = body.filter { $0.hasPrefix("$ ") }.map { String($0.dropFirst(2)) }
      case "stdout": result.stdout = text()
      case "stderr": result.stderr = text()
      default: result.inputs.append((section, text()))
      }
      body = []
    }
    var lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n")
    if lines.last == "" { lines.removeLast() }
    for line in lines {
      guard line.hasPrefix("-- "), line.hasSuffix(" --"), line.count > 6 else {
        body.append(line)
        continue
      }
      finish(&self)
      section = String(line.dropFirst(3).dropLast(3))
      if section.hasPrefix("exit "), let code = Int32(section.dropFirst(5)) {
        exit = code
        return
      }
    }
    finish(&self)
  }

  /// The file's text, with what was printed in place of what was expected.
  func text(stdout: String, stderr: String, exit: Int32) -> String {
    func lines(_ text: String) -> String { text.isEmpty || text.hasSuffix("\n") ? text : text + "\n" }
    return commands.map { "$ \($0)\n" }.joined() + inputs.map { "-- \($0.path) --\n\($0.text)" }.joined()
      + "-- stdout --\n" + lines(stdout) + "-- stderr --\n" + lines(stderr) + "-- exit \(exit) --\n"
  }

  /// Runs the commands in a folder of their own, which is removed afterwards.
  func run() throws -> (stdout: String, stderr: String, exit: Int32) {
    let folder = URL(filePath: NSTemporaryDirectory()).resolvingSymlinksInPath()
      .appending(path: "ashlar-golden-\(ProcessInfo.processInfo.processIdentifier)-\(testDescription)")
    try? FileManager.default.removeItem(at: folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (path, text) in inputs {
      let target = folder.appending(path: path)
      try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: target)
    }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", commands.joined(separator: "\n")]
    process.currentDirectoryURL = folder
    process.environment = [
      "PATH": Self.binaries + ":/usr/bin:/bin", "HOME": folder.path, "LC_ALL": "C", "SUITES": Self.suites, "GIT_CONFIG_GLOBAL": "/dev/null",
      "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.com", "GIT_COMMITTER_NAME": "a",
      "GIT_COMMITTER_EMAIL": "a@example.com", "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-01-01T00:00:00Z",
    ]
    let output = folder.appendingPathExtension("out")
    let errors = folder.appendingPathExtension("err")
    defer {
      try? FileManager.default.removeItem(at: output)
      try? FileManager.default.removeItem(at: errors)
    }
    for file in [output, errors] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    func text(_ file: URL) throws -> String {
      String(decoding: try Data(contentsOf: file), as: UTF8.self).replacing(folder.path, with: "{folder}")
    }
    return (try text(output), try text(errors), process.terminationStatus)
  }

  /// What commands that compare with a suite name as `$SUITES`.
  private static let suites = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Suites")
    .path

  /// Where the build put `ashlar`: beside the bundle of these tests.
  private static let binaries: String = {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    for _ in 0..<5 where !FileManager.default.isExecutableFile(atPath: folder.appending(path: "ashlar").path) {
      folder.deleteLastPathComponent()
    }
    return folder.path
  }()
}

@Suite struct GoldenTests {
  @Test(arguments: GoldenCase.all)
  func `prints what the case says`(_ golden: GoldenCase) throws {
    let (stdout, stderr, exit) = try golden.run()
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try golden.text(stdout: stdout, stderr: stderr, exit: exit).write(to: golden.file, atomically: true, encoding: .utf8)
      return
    }
    #expect(stdout == golden.stdout)
    #expect(stderr == golden.stderr)
    #expect(exit == golden.exit)
  }

  @Test func `there are cases`() { #expect(!GoldenCase.all.isEmpty) }
}
