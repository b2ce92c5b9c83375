#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `benchmarks [--runs N] [--ashlar PROGRAM] [--peers FOLDER] [FOLDER]`: what Ashlar costs, beside what its peers cost on
/// the same files in the same run.
@main struct Benchmarks {
  private var runs = 15
  private var ashlar: String?
  private var peers = (Files.environment("XDG_CACHE_HOME") ?? (Files.environment("HOME") ?? "") + "/.cache") + "/ashlar-peers"
  private var folder: String?

  static func main() {
    do throws(Failure) {
      if CommandLine.arguments.dropFirst().first == "--read" {
        try read(CommandLine.arguments.last ?? "")
      } else {
        try Benchmarks(CommandLine.arguments.dropFirst()).suite().run()
      }
    } catch {
      print("benchmarks: \(error.message)")
      exit(1)
    }
  }

  private init(_ arguments: ArraySlice<String>) throws(Failure) {
    var arguments = arguments
    while let argument = arguments.popFirst() {
      guard argument.hasPrefix("-") else {
        folder = argument
        continue
      }
      guard let value = arguments.popFirst() else { throw Failure("`\(argument)` without a value") }
      switch argument {
      case "--runs": runs = max(1, Int(value) ?? 1)
      case "--ashlar": ashlar = value
      case "--peers": peers = value
      default: throw Failure("usage: benchmarks [--runs N] [--ashlar PROGRAM] [--peers FOLDER] [FOLDER]")
      }
    }
  }

  private func suite() throws(Failure) -> Suite {
    let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let me = try Files.absolute(CommandLine.arguments[0])
    let program = if let ashlar { try Files.absolute(ashlar) } else { try Self.built(root) }
    return Suite(
      root: root, ashlar: program, hadolint: Peer.hadolint.program(in: peers), me: me, folder: try folder.map(Files.absolute),
      runs: runs)
  }

  /// Builds what is measured, as the README says to build it.
  private static func built(_ root: String) throws(Failure) -> String {
    print("building \(root) …")
    let arguments = [
      "build", "-c", "release", "--static-swift-stdlib", "-Xswiftc", "-static-executable", "-Xswiftc", "-cross-module-optimization",
      "--package-path", root, "--product", "ashlar",
    ]
    guard try Command("", "swift", arguments).run().exitStatus == 0 else { throw Failure("the build in \(root) failed") }
    return try Files.absolute(root + "/.build/release/ashlar")
  }

  /// Walks and reads a folder, and does nothing else: no tool that looks at every file is faster on one core.
  private static func read(_ folder: String) throws(Failure) {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    for file in try Files.list(below: folder) { _ = Files.touch(file, buffer: &buffer) }
  }
}
