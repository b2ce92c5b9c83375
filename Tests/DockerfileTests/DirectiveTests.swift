import Dockerfile
import SourceText
import Testing

struct DirectiveTests {
  private func inEffect(_ text: String) -> [String] {
    let tree = tree(text)
    return tree.directives.filter(\.isInEffect).map { "\($0.name.rawValue):\(tree.text($0.valueRange))" }
  }

  @Test func `reads all three in any case and with blanks`() {
    let text = "# Syntax = docker/dockerfile:1 \n#check=skip=all\n#  ESCAPE\t=\t`\nFROM a\n"
    #expect(inEffect(text) == ["syntax:docker/dockerfile:1", "check:skip=all", "escape:`"])
    #expect(tree(text).escape == UInt8(ascii: "`"))
    #expect(tree(text).comments.isEmpty)
  }

  @Test(arguments: ["\n", "# other\n", "# unknown=1\n", "FROM b\n", "#\n"])
  func `end with the first other line`(line: String) {
    #expect(inEffect(line + "# escape=`\nFROM a\n").isEmpty)
    #expect(tree(line + "# escape=`\nFROM a\n").escape == UInt8(ascii: "\\"))
  }

  @Test func `behind a shebang count for the early reader only`() {
    let text = "#!/usr/bin/env docker\n# syntax=x\n# escape=`\nFROM a\n"
    #expect(inEffect(text) == ["syntax:x"])
    #expect(tree(text).directives.count == 2)
    #expect(tree(text).escape == UInt8(ascii: "\\"))
  }

  @Test func `that are indented count for the parser only`() {
    #expect(inEffect("  # escape=`\nFROM a\n") == ["escape:`"])
    #expect(inEffect("  # syntax=x\nFROM a\n").isEmpty)
    #expect(inEffect("  # syntax=x\n# escape=`\nFROM a\n") == ["escape:`"])
  }

  @Test func `stand behind a byte order mark and before CRLF`() {
    #expect(inEffect("\u{FEFF}# escape=`\r\nFROM a\r\n") == ["escape:`"])
  }

  @Test func `with two slashes choose a front end`() {
    #expect(inEffect("// syntax=other\nFROM a\n") == ["syntax:other"])
    #expect(inEffect("# syntax=one\nFROM a\n// syntax=two\n") == ["syntax:one"])
  }

  @Test func `given twice are refused`() {
    let tree = tree("# check=a\n# check=b\n# escape=`\nFROM a\n")
    #expect(tree.diagnostics.map(\.kind) == [.repeatedDirective(.check)])
    #expect(tree.diagnostics.first?.range.start == 10)
    #expect(tree.diagnostics.first?.instruction == nil)
    // What follows is read all the same.
    #expect(tree.escape == UInt8(ascii: "`"))
  }

  @Test(arguments: [("x", "x"), ("``", "``"), ("\\\\", "\\\\"), (" ", " ")])
  func `refuse other escapes`(written: String, value: String) {
    #expect(kinds("# escape=\(written)\nFROM a\n") == [.badEscape(value)])
  }

  @Test func `without a value are comments`() {
    let tree = tree("# escape=\nFROM a\n")
    #expect(tree.directives.isEmpty)
    #expect(tree.comments.count == 1)
  }

  @Test func `continue nothing`() {
    #expect(tree("# escape=\\\nFROM a\n").instructions.count == 1)
  }
}
