import SourceText
import Testing

struct MappedTextAppendTests {
  @Test func `texts of one host join to a text of that host`() {
    let host = Array("one two three".utf8)
    var word = MappedText.Builder(host: host)
    word.append(SourceRange(0, 3))
    word.append("-".utf8, for: SourceRange(3, 4))
    var builder = MappedText.Builder(host: host)
    builder.append(word.finish())
    builder.append(SourceRange(4, 7))
    builder.append(MappedText(host, SourceRange(7, 13)))
    let text = builder.finish()
    #expect(text.string == "one-two three")
    #expect(text.hostRange(of: SourceRange(3, 4)) == SourceRange(3, 4))
    #expect(text.hostRange(of: SourceRange(0, 13)) == SourceRange(0, 13))
    #expect(text.editableHostRange(of: SourceRange(4, 13)) == SourceRange(4, 13))
    #expect(text.editableHostRange(of: SourceRange(2, 5)) == nil)
  }
}
