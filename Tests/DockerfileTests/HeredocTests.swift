import Dockerfile
import SourceText
import Testing

struct HeredocTests {
  private func bodies(_ text: String) -> [String] { instruction(text)?.heredocs.map(\.body.string) ?? [] }

  @Test func `several bodies follow in order`() {
    let instruction = instruction("COPY <<A <<B x /y/\n1\nB\nA\n2\nB\n")
    #expect(instruction?.heredocs.map(\.name) == ["A", "B"])
    #expect(instruction?.heredocs.map(\.body.string) == ["1\nB\n", "2\n"])
    #expect(instruction?.copied?.sources == ["<<A", "<<B", "x"])
  }

  @Test func `ranges are those of the file`() {
    let tree = tree("FROM a\nRUN 3<<-\"E\" cat\n\tb\n\tE\nUSER c\n")
    let run = tree.instructions[1]
    let heredoc = run.heredocs[0]
    #expect(tree.text(run.range) == "RUN 3<<-\"E\" cat\n\tb\n\tE")
    #expect(tree.text(run.headRange) == "RUN 3<<-\"E\" cat")
    #expect(tree.text(heredoc.openingRange) == "3<<-\"E\"")
    #expect(tree.text(heredoc.bodyRange) == "\tb\n")
    #expect(tree.text(heredoc.terminatorRange) == "E")
    #expect(heredoc.body.string == "b\n")
    #expect((heredoc.fileDescriptor, heredoc.stripsTabs, heredoc.expands) == (3, true, false))
    #expect(tree.instructions[2].keyword == .user)
  }

  @Test(arguments: [
    ("<<E", "E", true), ("<<'E'", "E", false), ("<<E\"\"", "E", false), ("<<\\E", "E", true), ("<< E", "E", true),
    ("<<\"a b\"", "a b", false),
    ("<<E;", "E;", true), ("<<E)", "E)", true), ("<<E>f", "E>f", true), ("<<$x", "$x", true), ("<<${x}", "${x}", true),
    ("<<\\'E", "'E", true), ("<<-E", "E", true), ("<<é", "é", true),
  ])
  func `delimiters`(opening: String, name: String, expands: Bool) {
    let instruction = instruction("RUN \(opening)\nbody\n\(name)\n")
    #expect(instruction?.heredocs.map(\.name) == [name])
    #expect(instruction?.heredocs.map(\.expands) == [expands])
    #expect(instruction?.heredocs.map(\.body.string) == ["body\n"])
  }

  @Test(arguments: [
    "RUN a<<E", "RUN \"<<E\"", "RUN a <<<E", "RUN $((1<<2))", "RUN <<\"\"", "RUN <<- E", "CMD <<E", "ENTRYPOINT <<E",
    "RUN [\"a\", \"<<E\"]",
    "RUN it's && cat <<E", "RUN ${#v} <<E", "RUN ${v^} <<E", "RUN ${v/p} <<E", "RUN ${ <<E", "RUN \"<<E", "HEALTHCHECK CMD cat <<E",
    "COPY [\"<<E\", \"/x\"]", "ONBUILD ONBUILD RUN <<E", "RUN <<E${v:-w}", "RUN <<${v:-w}",
  ])
  func `no heredoc is opened by`(text: String) {
    let tree = tree("FROM a\n" + text + "\nUSER b\n")
    #expect(tree.instructions.count == 3)
    #expect(tree.instructions[1].heredocs.isEmpty)
  }

  @Test func `a word before a substitution is forgotten`() {
    // BuildKit's word buffer is shared: `x` is lost, and what is left of the word opens nothing, but the next does.
    #expect(bodies("RUN x${v:-w} <<E\n1\nE\n") == ["1\n"])
    #expect(bodies("RUN 2${v:-w}<<E\n1\nE\n").isEmpty)
  }

  @Test func `arithmetic with blanks opens one, as in BuildKit`() {
    #expect(bodies("RUN echo $(( 1 << 2 ))\n1\n2\n") == ["1\n"])
  }

  @Test func `the terminator is a whole line`() {
    #expect(bodies("RUN <<E\nE \n E\nEE\n\tE\nE\n") == ["E \n E\nEE\n\tE\n"])
    #expect(bodies("RUN <<-E\n\t\ta\tb\n\n\t c\n\t\tE\n") == ["a\tb\n\n c\n"])
    #expect(bodies("RUN <<E\nE") == [""])
    #expect(bodies("RUN <<E\r\na\r\nE\r\n") == ["a\r\n"])
  }

  @Test func `keeps comments, escapes and empty lines of a body`() {
    let tree = tree("FROM a\nRUN <<E\n# b\n\nc \\\nE\n# d\n")
    #expect(tree.instructions[1].heredocs[0].body.string == "# b\n\nc \\\n")
    #expect(tree.comments.map(tree.text) == ["# d"])
    #expect(tree.emptyContinuationLines.isEmpty)
  }

  @Test func `opens behind a continuation`() {
    let tree = tree("FROM a\nRUN b \\\n # c\n <<E\nd\nE\n")
    #expect(tree.instructions[1].heredocs.map { tree.text($0.openingRange) } == ["<<E"])
    #expect(tree.text(tree.instructions[1].headRange) == "RUN b \\\n # c\n <<E")
  }

  @Test func `a RUN that is nothing else is a script`() {
    guard case .script(let script, let shebang)? = instruction("RUN --network=none <<-E\n\t#!/bin/ash -e\n\ta\n\tE\n")?.command?.form
    else {
      Issue.record("no script")
      return
    }
    #expect(script.string == "#!/bin/ash -e\na\n")
    #expect(shebang == "#!/bin/ash -e")
    guard case .script(_, nil)? = instruction("RUN << 'E'\na\nE\n")?.command?.form else {
      Issue.record("no script")
      return
    }
  }

  @Test func `a RUN with more gets the line and the bodies`() {
    #expect(instruction("RUN cat <<A <<-B | x\r\n1\r\nA\r\n\t2\r\n\tB\r\n")?.shellText == "cat <<A <<-B | x\n1\r\nA\n\t2\r\nB")
  }

  @Test func `shell text maps back to the file`() {
    let tree = tree("FROM a\nRUN cat \\\n  <<E\nb c\nE\n")
    guard case .shell(let text)? = tree.instructions[1].command?.form else {
      Issue.record("no text")
      return
    }
    let word = text.bytes.firstIndex(of: UInt8(ascii: "b")) ?? 0
    #expect(tree.text(text.hostRange(of: SourceRange(word, word + 3))) == "b c")
  }

  @Test func `ONBUILD holds its trigger's`() {
    let instruction = instruction("ONBUILD COPY <<E /a\n1\nE\nUSER b\n")
    #expect(instruction?.keyword == .user)
    let tree = tree("FROM a\nONBUILD RUN <<E\n1\nE\n")
    #expect(tree.instructions[1].heredocs.count == 1)
    #expect(tree.instructions[1].trigger?.heredocs.count == 1)
    guard case .script? = tree.instructions[1].trigger?.command?.form else {
      Issue.record("no script")
      return
    }
    #expect(tree.text(tree.instructions[1].trigger?.range ?? .at(0)) == "RUN <<E\n1\nE")
  }

  @Test func `a destination is none`() {
    #expect(problems("COPY a <<E\nb\nE\n") == [.heredocDestination(.copy)])
    #expect(problems("ADD [\"a\", \"<<E\"]\n") == [.heredocDestination(.add)])
  }

  @Test func `without an end reads on at the next instruction`() {
    let tree = tree("FROM a\nRUN <<E <<F\nb\nc\n\nUSER d\nFOO\n")
    #expect(tree.diagnostics.map(\.kind) == [.unterminatedHeredoc("E", nearMiss: false), .unknownInstruction("FOO")])
    #expect(tree.text(tree.diagnostics[0].range) == "<<E")
    #expect(tree.text(tree.instructions[1].range) == "RUN <<E <<F\nb\nc")
    #expect(tree.instructions[2].keyword == .user)
  }

  @Test func `with blanks about its end reads on there`() {
    let tree = tree("FROM a\nRUN <<E <<F\nUSER b\n  E \n1\nF\nUSER d\n")
    #expect(tree.diagnostics.map(\.kind) == [.unterminatedHeredoc("E", nearMiss: true)])
    #expect(tree.instructions[1].heredocs.map(\.body.string) == ["USER b\n", "1\n"])
    #expect(tree.instructions.count == 3)
  }

  @Test func `many without an end are read in one pass`() {
    var text = "FROM a\n"
    for index in 0..<5_000 { text += "RUN <<E\(index)\nx\n" }
    #expect(tree(text).diagnostics.count == 5_000)
  }
}
