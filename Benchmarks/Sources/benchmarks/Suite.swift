/// What is measured.
struct Suite {
  /// The repository's own folder.
  let root: String
  let ashlar: String
  /// Nil where it is not installed.
  let hadolint: String?
  /// This program, which reads folders when it is asked to.
  let me: String
  /// Nil for generated Dockerfiles.
  let folder: String?
  let runs: Int

  func run() throws(Failure) {
    let scratch = try Files.temporaryFolder()
    let output = scratch + "/output"
    let version = try answer("--version", to: output).first ?? ""
    let rules = try answer("rules", to: output).count
    print("ashlar \(version): \(rules) rules.", terminator: " ")
    if hadolint == nil {
      print("hadolint is not installed: `Benchmarks/peers` does it.")
    } else {
      print("hadolint \(Peer.hadolint.version): \(Peer.hadolint.rules).")
    }
    print("Medians; the first row's memory is the least that can be seen.")

    try startUp()
    if let folder {
      try dockerfiles(in: folder, output)
    } else {
      let generated = scratch + "/dockerfiles"
      var samples = SampleDockerfiles(seed: 1)
      try samples.write(300, below: generated)
      try dockerfiles(in: generated, output)
    }
    try repository()
    try growth(scratch)
    _ = try Command("", "rm", ["-rf", scratch]).run()
  }

  /// The lines that `ashlar` prints.
  private func answer(_ argument: String, to output: String) throws(Failure) -> [Substring] {
    _ = try Command("", ashlar, [argument]).run(output: output)
    return Files.tail(output, limit: 1 << 20).split(separator: "\n")
  }

  private func startUp() throws(Failure) {
    let hello = me.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/hello"
    try Table(title: "Start", rounds: runs * 3).print(
      [
        Command("true, which does nothing", "true"),
        Command("a Swift program that says hello", hello),
        Command("ashlar --version", ashlar, ["--version"]),
      ], ratios: [(2, 1)])
  }

  private func dockerfiles(in folder: String, _ output: String) throws(Failure) {
    let files = try Files.list(below: folder).filter(Self.isDockerfile)
    guard let first = files.first else { throw Failure("there is no Dockerfile below `\(folder)`") }
    let check = Command("ashlar check", ashlar, ["check", folder])
    var commands = [Command("walk and read, nothing else", me, ["--read", folder]), check]
    if let hadolint { commands.append(Command("hadolint", hadolint, files)) }
    try Table(title: "\(files.count) Dockerfiles", rounds: runs).print(commands, ratios: hadolint == nil ? [] : [(2, 1)])
    _ = try check.run(output: output)
    print("  ashlar says: \(Files.tail(output).split(separator: "\n").last ?? "nothing")")

    commands = [Command("ashlar check --only", ashlar, ["check", "--only", first])]
    if let hadolint { commands.append(Command("hadolint", hadolint, [first])) }
    try Table(title: "One Dockerfile", rounds: runs * 3).print(commands, ratios: hadolint == nil ? [] : [(1, 0)])
  }

  private func repository() throws(Failure) {
    try Table(title: "One small repository: Examples/storefront", rounds: runs * 3).print([
      Command("walk and read, nothing else", me, ["--read", root + "/Examples/storefront"]),
      Command("ashlar check", ashlar, ["check", root + "/Examples/storefront"]),
      Command("ashlar fix --diff", ashlar, ["fix", "--diff", root + "/Examples/storefront"]),
    ])
  }

  /// A file of eight times the length should take eight times as long, whatever it holds.
  private func growth(_ scratch: String) throws(Failure) {
    var commands: [Command] = []
    for instructions in [1_000, 8_000] {
      var samples = SampleDockerfiles(seed: 2)
      let path = "\(scratch)/\(instructions)/Dockerfile"
      try Files.write(samples.longText(instructions: instructions), to: path)
      commands.append(Command("\(instructions) instructions", ashlar, ["check", path]))
    }
    try Table(title: "One long Dockerfile", rounds: runs).print(commands, ratios: [(1, 0)])
  }

  /// The names that both tools' users give their Dockerfiles.
  private static func isDockerfile(_ path: String) -> Bool {
    let name = path.split(separator: "/").last ?? ""
    return name == "Dockerfile" || name == "Containerfile" || name.hasPrefix("Dockerfile.") && !name.hasSuffix("ignore")
      || name.hasSuffix(".Dockerfile")
  }
}
