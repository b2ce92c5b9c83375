import Shell
import SourceText
import Testing

@Suite struct ArgumentTests {
  private static let apt = ShellProgramSyntax(
    valueOptions: ["-t", "--target-release", "-o", "--option", "-c", "--config-file"], hasVerb: true)

  private func parsed(_ text: String, _ syntax: ShellProgramSyntax = apt) -> ShellArguments {
    commands(text)[0].arguments(syntax)
  }

  private func summary(_ arguments: ShellArguments) -> String {
    let options = arguments.options.map { $0.name + ($0.value.map { "=" + ($0.text ?? "?") } ?? "") }
    let operands = arguments.operands.map { $0.text ?? $0.value.textOrPattern ?? "?" }
    let verb = arguments.verb.map { $0.text ?? "?" } ?? "-"
    let unknowns = arguments.unknowns.map { "?" + $0.source }
    return ([verb] + options + ["|"] + operands + unknowns).joined(separator: " ")
  }

  @Test(arguments: [
    ("apt-get install -y curl wget", "install -y | curl wget"),
    ("apt-get -y install curl", "install -y | curl"),
    ("apt-get -yqq install curl", "install -y -q -q | curl"),
    ("apt-get install -q=2 --quiet=2 curl", "install -q=2 --quiet=2 | curl"),
    ("apt-get install -t bookworm curl=1.*", "install -t=bookworm | curl=1.*"),
    ("apt-get install -tbookworm curl", "install -t=bookworm | curl"),
    ("apt-get install --target-release bookworm curl", "install --target-release=bookworm | curl"),
    ("apt-get install --target-release=bookworm curl", "install --target-release=bookworm | curl"),
    ("apt-get -o Acquire::Retries=3 -oA=b install curl", "install -o=Acquire::Retries=3 -o=A=b | curl"),
    ("apt-get install -yt stable curl", "install -y -t=stable | curl"),
    ("apt-get install -- -y curl", "install | -y curl"),
    ("apt-get install curl -t", "install -t | curl"),
    ("apt-get install $PKGS -y", "install -y | ?$PKGS"),
    ("apt-get $OPTS install curl", "install | curl ?$OPTS"),
    ("apt-get \"$VERB\" curl", "? | curl"),
    ("apt-get install --target-release=$R \"x$V\" curl", "install --target-release=? | ? curl"),
    ("apt-get install -$X curl", "install | curl ?-$X"),
    ("apt-get", "- |"),
    ("apt-get install - ''", "install | - "),
  ])
  func `options, verb and operands are told apart`(text: String, expected: String) {
    #expect(summary(parsed(text)) == expected)
  }

  @Test
  func `a known variable is the words it becomes`() {
    #expect(summary(parsed("apt-get install $P -y").self) == "install -y | ?$P")
    let all = commands("P='curl wget'; O=-y; apt-get install $P $O")
    let arguments = all[2].arguments(Self.apt)
    #expect(summary(arguments) == "install -y | curl wget")
    #expect(arguments.operands.map(\.word.source) == ["$P", "$P"])
  }

  @Test
  func `the last of repeated options counts, under any of its names`() {
    let arguments = parsed("apt-get install -t a --target-release=b c")
    #expect(arguments.option("-t", "--target-release")?.value?.text == "b")
    #expect(arguments.has("-t"))
    #expect(!arguments.has("-y", "--yes"))
  }

  @Test
  func `ranges are exact`() throws {
    let text = #"apt-get -yq install "--target-release=a b" 'c'd -ofoo"#
    let host = Array(text.utf8)
    let arguments = parsed(text)
    func hostText(_ range: SourceRange?) -> String? { range.map { host[$0.indices].asString } }
    #expect(hostText(arguments.verb?.hostRange) == "install")
    #expect(arguments.options.map { hostText($0.hostRange) } == ["y", "q", "--target-release", "-o"])
    #expect(hostText(arguments.options[2].value?.hostRange) == "a b")
    #expect(hostText(arguments.options[3].value?.editableHostRange) == "foo")
    #expect(hostText(arguments.operands[0].hostRange) == "'c'd")
    #expect(parsed("apt-get -y x").options[0].hostRange == SourceRange(8, 10))
  }

  @Test
  func `other syntaxes`() {
    let go = ShellProgramSyntax(valueOptions: ["-o", "-ldflags"], hasVerb: true, longOptions: .singleDash)
    #expect(summary(parsed("go build -o x -ldflags '-s -w' -race ./...", go)) == "build -o=x -ldflags=-s -w -race | ./...")
    #expect(summary(parsed("go build -ldflags=-s .", go)) == "build -ldflags=-s | .")
    let stopping = ShellProgramSyntax(valueOptions: ["-e"], stopsAtOperand: true)
    #expect(summary(parsed("docker -e a image -x --y", stopping)) == "- -e=a | image -x --y")
    let wget = ShellProgramSyntax(
      valueOptions: ["-O", "--tries"], abbreviations: ["--no-check-certificate", "--no-clobber", "--tries"])
    #expect(summary(parsed("wget --no-check --tri 3 --no-c x", wget)) == "- --no-check-certificate --tries=3 --no-c | x")
  }
}
