import SourceText

/// Text as Go's runes: one a scalar, and U+FFFD for each byte of an ill-formed sequence (the Unicode standard's own
/// practice would be one for each maximal subpart).
enum GoRune {
  static let byteOrderMark: UInt32 = 0xFEFF

  /// The rune that begins at an offset, and its length in bytes.
  static func decode(_ bytes: [UInt8], at position: Int) -> (rune: UInt32, length: Int) {
    let (scalar, length) = GoText.scalar(bytes, at: position, before: bytes.count)
    return (scalar.value, length)
  }

  static func decode(_ bytes: [UInt8]) -> [UInt32] {
    var runes: [UInt32] = []
    runes.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      let (rune, length) = decode(bytes, at: position)
      runes.append(rune)
      position += length
    }
    return runes
  }

  static func append(_ rune: UInt32, to bytes: inout [UInt8]) {
    if rune < 0x80 {
      bytes.append(UInt8(rune))
    } else if let scalar = Unicode.Scalar(rune) {
      bytes += Unicode.UTF8.encode(scalar) ?? Unicode.UTF8.encodedReplacementCharacter
    }
  }

  static func encode(_ runes: some Sequence<UInt32>) -> [UInt8] {
    var bytes: [UInt8] = []
    for rune in runes { append(rune, to: &bytes) }
    return bytes
  }

  /// `unicode.IsDigit`: category Nd.
  static func isDigit(_ rune: UInt32) -> Bool {
    if rune < 0x80 { return UInt8(rune).isASCIIDigit }
    return Unicode.Scalar(rune)?.properties.generalCategory == .decimalNumber
  }

  /// `unicode.IsLetter`: categories L*.
  static func isLetter(_ rune: UInt32) -> Bool {
    if rune < 0x80 { return UInt8(rune).isASCIILetter }
    switch Unicode.Scalar(rune)?.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
    default: return false
    }
  }

  /// `unicode.IsSpace`: White_Space.
  static func isSpace(_ rune: UInt32) -> Bool {
    if rune < 0x80 { return UInt8(rune).isASCIISpace }
    return Unicode.Scalar(rune)?.properties.isWhitespace == true
  }
}

/// The runes of a text, each with its length in bytes.
struct GoRunes: Sequence, IteratorProtocol {
  let bytes: [UInt8]
  var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func next() -> (rune: UInt32, length: Int)? {
    guard position < bytes.count else { return nil }
    let step = GoRune.decode(bytes, at: position)
    position += step.length
    return step
  }
}
