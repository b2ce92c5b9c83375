import SourceText
import Testing
import YAML

/// What scalars stand for, beyond the suite.
@Suite struct DecodingTests {
  private func value(_ text: String) -> String {
    let tree = tree(text)
    return tree.string(YAMLTree.NodeID(tree.nodes.count - 1))
  }

  @Test func `JSON's surrogate pairs are one character`() { #expect(value("\"\\ud83d\\ude00\"") == "😀") }
  @Test func `half a surrogate pair is the replacement character`() { #expect(value("\"\\ud83d\"") == "\u{FFFD}") }
  @Test func `an escaped line break is nothing`() { #expect(value("\"a\\\n  b \\\n  c\"") == "ab c") }
  @Test func `blanks around a folded line are nothing`() { #expect(value("\"a  \n  b\"") == "a b") }
  @Test func `an empty line is a line break`() { #expect(value("a\n\n\n b\n") == "a\n\nb") }

  /// As libyaml, libfyaml's kin, and production [165] have it.
  @Test func `text at the end of the input has no line break`() {
    #expect(value("|\n a") == "a")
    #expect(value("|\n a\n") == "a\n")
  }

  @Test func `carriage returns are line breaks`() {
    #expect(value("|\r\n a\r\n b\r\n") == "a\nb\n")
    #expect(value(">\r a\r b\r") == "a b\n")
  }

  @Test func `a quote that is never closed keeps its text`() { #expect(value("\"a b\n") == "a b") }
  @Test func `an indentation beyond ten comes from the text`() { #expect(value("|\n            a\n             b\n") == "a\n b\n") }
}
