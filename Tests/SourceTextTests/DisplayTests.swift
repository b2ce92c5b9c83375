import SourceText
import Testing

@Suite struct DisplayTests {
  @Test(arguments: [
    ("plain é 漢", "plain é 漢"), ("a\u{1B}[31mb", "a\\u{1b}[31mb"), ("x\u{202E}y", "x\\u{202e}y"), ("a\nb\tc", "a\\nb\\tc"),
    ("\u{85}", "\\u{85}"),
    ("a\u{2066}b", "a\\u{2066}b"),
  ])
  func `escapes what a terminal would obey or a reader would be misled by`(_ text: String, _ shown: String) {
    #expect(Display.escaped(text) == shown)
  }
}
