import Dockerfile
import SourceText
import Testing

struct VariableTests {
  @Test(arguments: [
    ("a=b", ["a=b"]), ("a=b c=d", ["a=b", "c=d"]), ("a=", ["a="]), ("a=\"b c\" d='e f'", ["a=\"b c\"", "d='e f'"]),
    ("a=b\\ c d=e", ["a=b\\ c", "d=e"]), ("a=\"b\\\" c\" d=e", ["a=\"b\\\" c\"", "d=e"]), ("a='b\\' c=d", ["a='b\\'", "c=d"]),
    ("a=\"b c", ["a=\"b c"]), ("a=b=c", ["a=b=c"]), ("\"a b\"=c", ["\"a b\"=c"]), ("a=b\\\u{A0}c", ["a=b\\\u{A0}c"]),
    ("a=1 \\\n  b=2", ["a=1", "b=2"]), ("a=b \\ \\\n", ["a=b"]),
  ])
  func `pairs`(text: String, variables: [String]) {
    for keyword in ["ENV", "LABEL", "ARG"] {
      #expect(instruction("\(keyword) \(text)\n")?.variables == variables, "\(keyword)")
      #expect(problems("\(keyword) \(text)\n").isEmpty, "\(keyword)")
    }
  }

  @Test(arguments: [
    ("a b", "a=b"), ("a b = c", "a=b = c"), ("a  b\tc # d", "a=b\tc # d"), ("\"a b\" c", "\"a=b\" c"), ("a 'b", "a='b"),
  ])
  func `legacy pairs take the rest of the line`(text: String, variable: String) {
    guard let instruction = instruction("ENV \(text)\n"), case .variables(_, isLegacy: true) = instruction.arguments
    else {
      Issue.record("not legacy")
      return
    }
    #expect(instruction.variables == [variable])
  }

  @Test(
    arguments: [
      ("ENV a", .noValue(.env, name: "a")), ("LABEL \"a b\"", nil), ("ENV a=b c", .pairWithoutEquals(.env, word: "c")),
      ("LABEL a=b # c", .pairWithoutEquals(.label, word: "#")), ("ENV =a", .blankName(.env)), ("ARG =a", .blankName(.arg)),
      ("ENV", .noArgument(.env)), ("LABEL", .noArgument(.label)), ("ARG", .noArgument(.arg)),
      ("ENV a\u{A0}b", .noValue(.env, name: "a\u{A0}b")),
    ] as [(String, DockerfileDiagnostic.Kind?)])
  func `are refused`(text: String, kind: DockerfileDiagnostic.Kind?) { #expect(problems(text + "\n").first == kind) }

  @Test func `a bad pair leaves the others readable`() {
    let tree = tree("FROM a\nENV b=1 c d=2\n")
    #expect(tree.instructions[1].variables == ["b=1", "d=2"])
    #expect(tree.diagnostics.map { tree.text($0.range) } == ["c"])
  }

  @Test func `ARG takes names alone`() {
    #expect(instruction("ARG a b=c d\n")?.variables == ["a", "b=c", "d"])
    // A comment at the end of a line is none.
    #expect(instruction("ARG a=b # c\n")?.variables == ["a=b", "#", "c"])
  }

  @Test func `escapes are the file's`() {
    #expect(tree("# escape=`\nFROM a\nENV b=c` d e=f\\\n").instructions[1].variables == ["b=c` d", "e=f\\"])
  }

  @Test func `ranges are those of the file`() {
    let tree = tree("FROM a\nENV b=1 \\\n  c=\"2 3\"\n")
    guard case .variables(let variables, _) = tree.instructions[1].arguments else {
      Issue.record("none")
      return
    }
    #expect(variables.map { tree.text($0.range) } == ["b=1", "c=\"2 3\""])
    #expect(variables.map { tree.text($0.name.range) } == ["b", "c"])
    #expect(variables.compactMap { $0.value.map { tree.text($0.range) } } == ["1", "\"2 3\""])
  }
}
