import Dockerfile
import SourceText
import Testing

struct InstructionTests {
  @Test(
    arguments: [
      ("RUN", nil), ("CMD", nil), ("ENTRYPOINT", nil), ("COPY", .noArgument(.copy)), ("ADD", .noArgument(.add)),
      ("VOLUME", .noArgument(.volume)), ("EXPOSE", .noArgument(.expose)), ("USER", .noArgument(.user)), ("WORKDIR", .noArgument(.workdir)),
      ("SHELL", .noArgument(.shell)), ("SHELL []", .noArgument(.shell)), ("ONBUILD", .noArgument(.onbuild)),
      ("STOPSIGNAL", .noArgument(.stopsignal)), ("MAINTAINER", .noArgument(.maintainer)), ("HEALTHCHECK", .noArgument(.healthcheck)),
      ("FROM", .noArgument(.from)), ("COPY a", .noDestination(.copy)), ("ADD [\"a\"]", .noDestination(.add)),
      ("COPY []", .noArgument(.copy)),
      ("VOLUME []", .noArgument(.volume)), ("VOLUME [\" \"]", .blankVolume), ("RUN []", nil), ("CMD []", nil),
      ("SHELL bash", .shellNotArray(looksLikeArray: false)), (#"SHELL ["C:\sh"]"#, .shellNotArray(looksLikeArray: true)),
      ("HEALTHCHECK CMD", .healthcheckWithoutCommand), ("HEALTHCHECK CMD []", .healthcheckWithoutCommand), ("HEALTHCHECK NONE []", nil),
      ("HEALTHCHECK none a", .noneWithArguments), ("HEALTHCHECK cdm a", .unknownHealthcheck("cdm")), ("healthcheck None", nil),
    ] as [(String, DockerfileDiagnostic.Kind?)])
  func `arguments are counted`(text: String, kind: DockerfileDiagnostic.Kind?) { #expect(problems(text + "\n").first == kind) }

  @Test(
    arguments: [
      ("a AS b", "a", "b"), ("a as B-1_.c", "a", "B-1_.c"), ("a aS b", "a", "b"), ("a", "a", nil), ("--platform=x a", "a", nil),
      ("\"a b\"", "\"a", nil),
    ] as [(String, String, String?)])
  func `FROM has an image and a name`(text: String, image: String, name: String?) {
    guard case .base(let word, let nameWord)? = tree("FROM \(text)\n").instructions.first?.arguments
    else {
      Issue.record("no base")
      return
    }
    #expect(word.text.string == image)
    #expect(nameWord?.text.string == name)
  }

  @Test(
    arguments: [
      ("a b", .fromArguments(count: 2)), ("a # b c", .fromArguments(count: 4)), ("a is b", .fromArguments(count: 3)),
      ("a AS 1b", .badStageName("1b")), ("a AS b$c", .badStageName("b$c")), ("a AS -b", .badStageName("-b")),
      ("a AS é", .badStageName("é")),
      ("a AS \u{212A}", nil), ("a a\u{17F} b", nil),
    ] as [(String, DockerfileDiagnostic.Kind?)])
  func `FROM is refused`(text: String, kind: DockerfileDiagnostic.Kind?) { #expect(kinds("FROM \(text)\n").first == kind) }

  @Test(arguments: ["USER a b # c", "WORKDIR a b # c", "STOPSIGNAL a b # c", "MAINTAINER a b # c"])
  func `the whole rest is one argument`(text: String) {
    #expect(instruction(text + "\n")?.argumentText == "a b # c")
  }

  @Test func `HEALTHCHECK is read byte by byte`() {
    // The second byte of à is a blank there, so the first is a kind of its own.
    #expect(problems("HEALTHCHECK à\n").first == .unknownHealthcheck("\u{FFFD}"))
    #expect(instruction("HEALTHCHECK cmd  a  b\n")?.shellText == "a  b")
    #expect(instruction("HEALTHCHECK --retries=2 CMD [\"a\"]\n")?.execWords == ["a"])
    guard case .noHealthcheck? = instruction("HEALTHCHECK none\n")?.arguments else {
      Issue.record("not none")
      return
    }
  }

  @Test func `a trigger is read as an instruction of this file`() {
    let tree = tree("FROM a\nONBUILD \\\n  COPY --from=b c \\\n d\n")
    let trigger = tree.instructions[1].trigger
    #expect(trigger?.keyword == .copy)
    #expect(trigger?.copied?.destination == "d")
    #expect(trigger?.flag("from").map { tree.text($0.range) } == "--from=b")
    #expect(trigger.map { tree.text($0.range) } == "COPY --from=b c \\\n d")
  }

  @Test(
    arguments: [
      ("ONBUILD ONBUILD RUN a", .onbuild), ("ONBUILD from a", .from), ("ONBUILD MAINTAINER a", .maintainer),
    ] as [(String, DockerfileKeyword)])
  func `a trigger is refused`(text: String, keyword: DockerfileKeyword) {
    #expect(tree("FROM x\n" + text + "\n").diagnostics.filter(\.isError).map(\.kind) == [.forbiddenTrigger(keyword)])
  }

  @Test func `what is wrong with a trigger is told, but no error of this file`() {
    for text in ["ONBUILD FOO x", "ONBUILD COPY --frm=a b c", "ONBUILD USER", "ONBUILD HEALTHCHECK x"] {
      let tree = tree("FROM a\n" + text + "\n")
      #expect(tree.diagnostics.map(\.phase) == [.trigger], "\(text)")
      #expect(!tree.hasErrors)
    }
    #expect(tree("FROM a\nONBUILD ENV b\n").diagnostics.map(\.phase) == [.parser])
  }

  @Test func `triggers nest without harm`() {
    #expect(tree("FROM a\n" + String(repeating: "ONBUILD ", count: 8_000)).hasErrors)
  }

  @Test func `a fragment without FROM is read and told once`() {
    let tree = tree("ARG a\n# b\nRUN c\nUSER d\n")
    #expect(tree.diagnostics.map(\.kind) == [.noStage])
    #expect(tree.diagnostics.first?.instruction == 1)
    #expect(tree.instructions.count == 3)
    #expect(tree.stages.isEmpty)
    #expect(kinds("ARG a\n") == [.noStage])
    #expect(kinds("FOO\n") == [.unknownInstruction("FOO"), .noStage])
  }

  @Test func `only ARG stands before the first FROM`() {
    #expect(kinds("ARG a\nRUN b\nLABEL c=d\nFROM e\n") == [.beforeFirstFrom(.run), .beforeFirstFrom(.label)])
  }
}
