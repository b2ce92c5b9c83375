import SourceText
import TestSupport
import Testing

@Suite struct MappedTextTests {
  private static func joined(_ host: String) -> MappedText {
    // Continuations taken out: `\` and the line break after it.
    let bytes = Array(host.utf8)
    var builder = MappedText.Builder(host: bytes)
    var start = 0
    var position = 0
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count, bytes[position + 1] == 0x0A {
        builder.append(SourceRange(start, position))
        position += 2
        start = position
      } else {
        position += 1
      }
    }
    builder.append(SourceRange(start, bytes.count))
    return builder.finish()
  }

  @Test func `maps a range across a removed continuation to all that lies between`() {
    let text = Self.joined("ab\\\ncd")
    #expect(text.string == "abcd")
    #expect(text.hostRange(of: SourceRange(1, 3)) == SourceRange(1, 5))
    #expect(text.hostRange(of: SourceRange(2, 4)) == SourceRange(4, 6))
    #expect(text.editableHostRange(of: SourceRange(1, 3)) == nil)
    #expect(text.editableHostRange(of: SourceRange(2, 4)) == SourceRange(4, 6))
  }

  @Test func `does not place an insertion where it might be on either side of a gap`() {
    let text = Self.joined("ab\\\ncd")
    #expect(text.editableHostRange(of: .at(2)) == nil)
    #expect(text.editableHostRange(of: .at(1)) == .at(1))
    #expect(text.editableHostRange(of: .at(0)) == .at(0))
    #expect(text.editableHostRange(of: .at(4)) == .at(6))
  }

  @Test func `maps what stands for an escape to the whole escape, and refuses to edit it`() {
    let host = Array(#"a\nb"#.utf8)
    var builder = MappedText.Builder(host: host)
    builder.append(SourceRange(0, 1))
    builder.append([0x0A], for: SourceRange(1, 3))
    builder.append(SourceRange(3, 4))
    let text = builder.finish()
    #expect(text.string == "a\nb")
    #expect(text.hostRange(of: SourceRange(1, 2)) == SourceRange(1, 3))
    #expect(text.editableHostRange(of: SourceRange(1, 2)) == nil)
    #expect(text.editableHostRange(of: SourceRange(2, 3)) == SourceRange(3, 4))
  }

  @Test func `places an empty text`() {
    let builder = MappedText.Builder(host: [0x61, 0x62])
    let text = builder.finish(emptyAt: 1)
    #expect(text.hostRange(of: .at(0)) == .at(1))
    #expect(text.hostRange == .at(1))
  }

  /// A text derived at random, with what each of its bytes came from.
  private static func random(_ random: inout SeededGenerator, host: MappedText?, bytes: [UInt8]) -> (MappedText, [SourceRange]) {
    var builder = host.map { MappedText.Builder(host: $0) } ?? MappedText.Builder(host: bytes)
    var origins: [SourceRange] = []
    var position = 0
    let count = host?.count ?? bytes.count
    while position < count {
      let end = min(count, position + 1 + random.below(5))
      let range = SourceRange(position, end)
      switch random.below(3) {
      case 0: break
      case 1:
        builder.append(range)
        origins += range.indices.map { SourceRange($0, $0 + 1) }
      default:
        let replacement = [UInt8](repeating: UInt8(ascii: "x"), count: 1 + random.below(3))
        builder.append(replacement, for: range)
        origins += replacement.map { _ in range }
      }
      position = end
    }
    return (builder.finish(), origins)
  }

  @Test(arguments: 0..<300 as Range<UInt64>)
  func `maps back monotonously, through two layers too`(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let host = (0..<random.below(40)).map { _ in UInt8(97 + random.below(26)) }
    let (first, firstOrigins) = Self.random(&random, host: nil, bytes: host)
    let (second, secondOrigins) = Self.random(&random, host: first, bytes: [])
    for (text, origins) in [
      (first, firstOrigins),
      (second, secondOrigins.map { range in firstOrigins[range.indices].reduce(firstOrigins[range.start]) { $0.union($1) } }),
    ] {
      for start in 0..<text.count {
        for end in (start + 1)...min(text.count, start + 6) {
          let expected = origins[start..<end].reduce(origins[start]) { $0.union($1) }
          let range = SourceRange(start, end)
          #expect(text.hostRange(of: range) == expected, "seed \(seed)")
          if let editable = text.editableHostRange(of: range) {
            #expect(editable == expected && host[editable.indices].elementsEqual(text.bytes[range.indices]), "seed \(seed)")
          }
        }
      }
      let offsets = (0...text.count).map { text.hostOffset(of: $0) }
      #expect(offsets == offsets.sorted(), "seed \(seed)")
      let slice = text.slice(SourceRange(text.count / 3, text.count))
      #expect(slice.bytes.elementsEqual(text.bytes[(text.count / 3)...]), "seed \(seed)")
    }
  }
}
