import Dockerfile
import SourceText
import Testing

struct LineTests {
  @Test func `joins continuations with their indentation`() {
    #expect(instruction("RUN a \\\n    b\\\nc\n")?.shellText == "a     bc")
  }

  @Test(arguments: [
    ("RUN a \\\nb\n", ["a b"]), ("RUN a\\ \t\nb\n", ["ab"]), ("RUN a \\\\\nRUN b\n", ["a \\\\", "b"]),
    ("RUN a \\\\\\\nRUN b\n", ["a \\\\\\", "b"]), ("RUN a \\", ["a"]), ("\\\nRUN b\n", ["b"]),
  ])
  func `continues exactly where BuildKit does`(text: String, commands: [String]) {
    let tree = tree("FROM a\n" + text)
    #expect(tree.instructions.dropFirst().map(\.shellText) == commands)
    #expect(tree.diagnostics.isEmpty)
  }

  @Test func `continues with the escape in force`() {
    #expect(tree("# escape=`\nFROM a\nRUN dir C:\\ `\n /s\n").instructions.last?.shellText == "dir C:\\  /s")
  }

  @Test func `drops comments and empty lines inside an instruction`() {
    let tree = tree("FROM a\nRUN a \\\n  # one \\\n\n \t\n# escape=`\n b\nRUN c\n")
    #expect(tree.instructions.map(\.shellText) == [nil, "a  b", "c"])
    #expect(tree.comments.map(tree.text) == ["# one \\", "# escape=`"])
    #expect(tree.emptyContinuationLines.map(tree.text) == ["\n", " \t\n"])
    #expect(tree.diagnostics.isEmpty)
    #expect(tree.escape == UInt8(ascii: "\\"))
  }

  @Test func `splits a keyword over lines`() {
    let instruction = instruction("R\\\nUN a\n")
    #expect(instruction?.keyword == .run)
    #expect(instruction?.keywordText == "RUN")
    #expect(instruction?.keywordRange == SourceRange(13, 18))
  }

  @Test func `ranges of a CRLF file leave the line breaks out`() {
    let tree = tree("FROM a\r\nRUN b \\\r\n  c\r\n\r\n# d\r\nUSER e\r\n")
    #expect(tree.instructions.map { tree.text($0.range) } == ["FROM a", "RUN b \\\r\n  c", "USER e"])
    #expect(tree.instructions[1].shellText == "b   c")
    #expect(tree.comments.map(tree.text) == ["# d"])
    #expect(tree.diagnostics.isEmpty)
  }

  @Test func `a byte order mark belongs to nothing`() {
    let tree = tree("\u{FEFF}FROM a\n")
    #expect(tree.instructions.map { tree.text($0.range) } == ["FROM a"])
    #expect(tree.instructions[0].rangeIncludingLineBreak(in: tree) == SourceRange(3, 10))
    // One further down is a part of the word.
    #expect(kinds("FROM a\n\u{FEFF}RUN b\n") == [.unknownInstruction("\u{FEFF}RUN")])
  }

  @Test func `knows two notions of blank`() {
    #expect(kinds("FROM a\n\u{A0}\u{2003}RUN b\u{85}\n").isEmpty)
    #expect(kinds("FROM a\nRUN\u{A0}b\n") == [.unknownInstruction("RUN\u{A0}b")])
    #expect(instruction("EXPOSE 1\u{A0}2\n")?.words == ["1\u{A0}2"])
    #expect(instruction("ENV a=1\u{A0}b=2\n")?.variables == ["a=1", "b=2"])
    #expect(instruction("EXPOSE 1\u{B}\u{C}2\n")?.words == ["1", "2"])
  }

  @Test func `reads keywords in any case, the letters of other alphabets that fold to them too`() {
    #expect(tree("from a\nRuN b\n").instructions.map(\.keyword) == [.from, .run])
    #expect(instruction("WOR\u{212A}DIR /a\n")?.keyword == .workdir)
    #expect(instruction("ONBU\u{130}LD USER a\n")?.keyword == .onbuild)
  }

  @Test func `refuses lines that are too long, and reads on`() {
    let length = 65_536
    let tree = tree("FROM a\nRUN " + String(repeating: "x", count: length - 4) + "\nFOO\n")
    #expect(tree.diagnostics.map(\.kind) == [.lineTooLong(length: length), .unknownInstruction("FOO")])
    #expect(kinds("FROM a\nRUN " + String(repeating: "x", count: length - 5) + "\n").isEmpty)
  }

  @Test(arguments: ["", "\n\n", "# a\n", "\u{FEFF}", " \t\r\n"])
  func `refuses a file without instructions`(text: String) {
    #expect(kinds(text) == [.noInstruction])
  }

  @Test func `goes on after an unknown instruction`() {
    let tree = tree("FROM a\nRUM b\napt-get install \\\n c\nUSER d\n\\\n")
    #expect(
      tree.diagnostics.map(\.kind)
        == [.unknownInstruction("RUM"), .unknownInstruction("apt-get"), .unknownInstruction("")])
    #expect(tree.instructions.map(\.keyword) == [.from, .unknown, .unknown, .user, .unknown])
    #expect(tree.diagnostics[0].suggestion == "RUN")
  }

  @Test func `comments above an instruction are its documentation`() {
    let tree = tree("# a\n#\n# b\n\n# c\nFROM x\n# d\nRUN e \\\n# f\n g\nUSER h\n")
    let documentation = tree.instructions.map { tree.documentation(of: $0).map(tree.text) }
    #expect(documentation == [["# b", "# c"], ["# d"], []])
  }
}
