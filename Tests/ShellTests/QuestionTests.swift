import Shell
import SourceText
import Testing

/// What rules ask, as they would ask it.
@Suite struct QuestionTests {
  private static let apt = ShellProgramSyntax(
    valueOptions: ["-t", "--target-release", "--default-release", "-o", "--option", "-c", "--config-file"], hasVerb: true)

  /// Where `-y` is missing, and the text with it.
  private func withAssumeYes(_ text: String) -> String {
    var edits = TextEdits()
    for command in commands(text) where command.name == "apt-get" {
      let arguments = command.arguments(Self.apt)
      guard let verb = arguments.verb, verb.text == "install", arguments.unknowns.isEmpty else { continue }
      let quiet = arguments.options.filter { $0.name == "-q" || $0.name == "--quiet" }
      let isQuiet = quiet.count > 1 || quiet.contains { $0.value?.text == "2" }
      if arguments.has("-y", "--yes", "--assume-yes") || isQuiet || command.pipesFrom?.name == "yes" { continue }
      guard let range = verb.editableHostRange else { continue }
      let isPlaced = edits.insert([.insert(" -y", at: range.end)])
      #expect(isPlaced)
    }
    return edits.applied(to: Array(text.utf8)).asString
  }

  @Test(
    arguments: [
      ("apt-get install curl", "apt-get install -y curl"),
      ("sudo env A=b apt-get -t x install curl", "sudo env A=b apt-get -t x install -y curl"),
      ("sh -ec 'apt-get update && apt-get install curl'", "sh -ec 'apt-get update && apt-get install -y curl'"),
      ("x=$(apt-get install curl)", "x=$(apt-get install -y curl)"),
      ("if a; then apt-get 'install' curl; fi", "if a; then apt-get 'install' -y curl; fi"),
      ("apt-get install -yqq curl", nil),
      ("apt-get -qq install curl", nil),
      ("apt-get install curl --assume-yes", nil),
      ("yes | apt-get install curl", nil),
      ("apt-get install $OPTIONS curl", nil),
      ("echo apt-get install curl", nil),
      ("apt-get update", nil),
    ] as [(String, String?)])
  func `which installs would prompt`(text: String, mended: String?) {
    #expect(withAssumeYes(text) == (mended ?? text))
  }

  @Test(arguments: [
    ("curl -fsSL x | sh", true),
    ("curl x | sudo -E bash -", true),
    ("bash <(curl x)", true),
    ("sh -c \"$(curl x)\"", true),
    ("eval \"$(curl x)\"", true),
    ("curl x | tee y", false),
    ("curl x >y && sh y", false),
    ("sh -c 'curl x'", false),
  ])
  func `which downloads are run`(text: String, isRun: Bool) {
    let shells: Set<String?> = ["sh", "bash", "eval"]
    let found = commands(text).contains { command in
      guard command.name == "curl" else { return false }
      if let reader = command.pipesInto?.innermost, shells.contains(reader.name) { return true }
      return command.origin == .substitution && shells.contains(command.outer?.name)
    }
    #expect(found == isRun)
  }

  @Test(arguments: [
    ("apt-get install x && rm -rf /var/lib/apt/lists/*", true),
    ("apt-get install x && cd /var/lib/apt && rm -r lists", true),
    ("L=/var/lib/apt/lists; apt-get install x; rm -rf \"$L\"/*", true),
    ("apt-get install x && rm -rf /var/{lib/apt/lists,cache/apt}", true),
    ("rm -rf /var/lib/apt/lists/* && apt-get install x", false),
    ("apt-get install x && rm -rf $L", false),
  ])
  func `which lists are removed`(text: String, areRemoved: Bool) {
    let all = commands(text)
    let last = all.last { $0.name == "apt-get" }?.index ?? 0
    let found = all.dropFirst(last).contains { command in
      guard command.name == "rm" else { return false }
      return command.arguments(ShellProgramSyntax()).operands.contains { operand in
        guard let path = operand.value.textOrPattern else { return false }
        let full = if case .path(let directory) = command.directory, !path.hasPrefix("/") { directory + "/" + path } else { path }
        return full == "/var/lib/apt/lists" || full == "/var/lib/apt/lists/*"
      }
    }
    #expect(found == areRemoved)
  }

  @Test
  func `which pipes hide a failure`() {
    func hiding(_ text: String, _ flags: ShellFlags = []) -> [String?] {
      commands(text, in: ShellState(flags: flags)).filter { command in
        command.pipelineIndex + 1 < command.pipelineCount && !command.possibleFlags.contains(.pipefail)
          && !["yes", "echo", "printf"].contains(command.name)
      }.map(\.name)
    }
    #expect(hiding("curl x | tar x") == ["curl"])
    #expect(hiding("echo y | tar x") == [])
    #expect(hiding("set -o pipefail; curl x | tar x") == [])
    #expect(hiding("set -o pipefail && (curl x | tar x)") == [])
    #expect(hiding("bash -eo pipefail -c 'curl x | tar x'") == [])
    #expect(hiding("curl x | tar x", ShellFlags(commandLine: ["/bin/bash", "-o", "pipefail", "-c"])) == [])
  }
}
