import SourceText
import Testing

@Suite struct MappedTextJoinedTests {
  @Test
  func `joined texts map to where each stands`() {
    let host = Array(#"["ab", "c"]"#.utf8)
    let joined = MappedText.joined([MappedText(host, SourceRange(2, 4)), MappedText(host, SourceRange(8, 9))], separator: 0x20)
    #expect(joined.string == "ab c")
    #expect(joined.hostRange == SourceRange(2, 9))
    #expect(joined.hostRange(of: SourceRange(0, 2)) == SourceRange(2, 4))
    #expect(joined.hostRange(of: SourceRange(3, 4)) == SourceRange(8, 9))
    #expect(joined.editableHostRange(of: SourceRange(1, 2)) == SourceRange(3, 4))
    #expect(joined.editableHostRange(of: SourceRange(1, 4)) == nil)
  }

  @Test
  func `nothing joined is empty`() {
    #expect(MappedText.joined([], separator: 0x20).isEmpty)
    #expect(MappedText.joined([MappedText([])], separator: 0x20).isEmpty)
  }
}
