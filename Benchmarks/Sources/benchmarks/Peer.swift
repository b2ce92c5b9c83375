/// A tool that checks the same files, in the version that `Benchmarks/peers` installs.
struct Peer {
  let name: String
  let version: String
  /// What it checks for, counted by hand.
  let rules: String

  /// Rules: the modules `src/Hadolint/Rule/DL*.hs` of its source at this version. Its only other one runs ShellCheck over
  /// the shell text of RUN, whose checks are not counted.
  static let hadolint = Peer(name: "hadolint", version: "2.15.1", rules: "71 rules and ShellCheck's")

  /// Where `peers` puts it; nil where it was not installed.
  func program(in folder: String) -> String? {
    let path = folder + "/bin/" + name
    return Files.isExecutable(path) ? path : nil
  }
}
