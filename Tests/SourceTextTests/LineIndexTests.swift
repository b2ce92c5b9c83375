import SourceText
import TestSupport
import Testing

@Suite struct LineIndexTests {
  @Test(arguments: [
    ("", 0, 1, 1, 1), ("a\nb", 2, 2, 1, 1), ("a\r\nb", 3, 2, 1, 1), ("é=1", 2, 1, 2, 2), ("🚀x", 4, 1, 2, 3), ("\u{FEFF}a", 4, 1, 2, 2),
    ("\u{FEFF}a", 3, 1, 1, 1), ("a\n", 2, 2, 1, 1), ("a\u{2028}b", 4, 1, 3, 3),
  ])
  func `counts lines, scalars and UTF-16 units`(_ text: String, _ offset: Int, _ line: Int, _ column: Int, _ utf16: Int) {
    let position = LineIndex(Array(text.utf8)).position(at: offset)
    #expect(position == SourcePosition(line: line, column: column, utf16Column: utf16, offset: offset))
  }

  @Test func `counts an ill-formed sequence as one scalar`() {
    let bytes: [UInt8] = [0x61, 0xE2, 0x82, 0x62, 0xFF, 0xFF, 0x63]
    let index = LineIndex(bytes)
    #expect(index.position(at: 3).column == 3)
    #expect(index.position(at: 6).column == 6)
    #expect(SourceText(bytes).invalidUTF8 == [SourceRange(1, 3), SourceRange(4, 5), SourceRange(5, 6)])
  }

  @Test func `gives a line without its break, and with it`() {
    let index = LineIndex(Array("a\r\nbc\n".utf8))
    #expect(index.lineCount == 3)
    #expect(index.range(ofLine: 1) == SourceRange(0, 1))
    #expect(index.fullRange(ofLine: 1) == SourceRange(0, 3))
    #expect(index.range(ofLine: 2) == SourceRange(3, 5))
    #expect(index.range(ofLine: 3) == SourceRange(6, 6))
    #expect(index.range(ofLine: 9) == SourceRange(6, 6))
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `agrees with a count of the decoded text, and finds the way back`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = ["a", "é", "漢", "🚀", "\n", "\r\n", "\r", "\u{FEFF}", " ", "\u{0301}"]
    let text = (0..<random.below(40)).map { _ in random.pick(pieces) }.joined()
    let bytes = Array(text.utf8)
    let index = LineIndex(bytes)
    var line = 1
    var column = 1
    var utf16 = 1
    var offset = 0
    for (number, scalar) in text.unicodeScalars.enumerated() {
      let position = index.position(at: offset)
      let isMark = number == 0 && scalar == "\u{FEFF}"
      #expect(position == SourcePosition(line: line, column: column, utf16Column: utf16, offset: offset), "seed \(seed)")
      if scalar != "\n", scalar != "\r", !isMark {
        #expect(index.offset(line: line, utf16Column: utf16) == offset, "seed \(seed)")
      }
      offset += String(scalar).utf8.count
      if scalar == "\n" {
        (line, column, utf16) = (line + 1, 1, 1)
      } else if !isMark {
        column += 1
        utf16 += String(scalar).utf16.count
      }
    }
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `finds the same ill-formed sequences as the standard library`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<30).map { _ in random.oneIn(3) ? UInt8(random.below(128)) : UInt8(128 + random.below(128)) }
    let repaired = String(decoding: bytes, as: UTF8.self)
    let replacements = repaired.unicodeScalars.count { $0 == "\u{FFFD}" }
    let written = SourceText(bytes).invalidUTF8.count
    // U+FFFD itself may stand in the text.
    let genuine = bytes.indices.dropLast(2).count { bytes[$0] == 0xEF && bytes[$0 + 1] == 0xBF && bytes[$0 + 2] == 0xBD }
    #expect(written + genuine == replacements, "seed \(seed)")
  }
}
