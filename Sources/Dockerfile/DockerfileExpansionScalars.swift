import SourceText

/// Text as Go's runes: one a scalar, and U+FFFD for each byte of an ill-formed sequence (the Unicode standard's own
/// practice would be one for each maximal subpart).
enum GoRune {
  static let replacement: UInt32 = 0xFFFD
  static let byteOrderMark: UInt32 = 0xFEFF

  /// The rune that begins at an offset, and its length in bytes.
  static func decode(_ bytes: [UInt8], at position: Int) -> (rune: UInt32, length: Int) {
    let first = bytes[position]
    if first < 0x80 { return (UInt32(first), 1) }
    // Table 3-7 of the Unicode Standard: the second byte's range depends on the first.
    let (length, low, high): (Int, UInt8, UInt8) =
      switch first {
      case 0xC2...0xDF: (2, 0x80, 0xBF)
      case 0xE0: (3, 0xA0, 0xBF)
      case 0xED: (3, 0x80, 0x9F)
      case 0xE1...0xEF: (3, 0x80, 0xBF)
      case 0xF0: (4, 0x90, 0xBF)
      case 0xF1...0xF3: (4, 0x80, 0xBF)
      case 0xF4: (4, 0x80, 0x8F)
      default: (0, 0, 0)
      }
    guard length > 0, position + length <= bytes.count else { return (replacement, 1) }
    guard bytes[position + 1] >= low, bytes[position + 1] <= high else { return (replacement, 1) }
    var rune = UInt32(first) & (0x7F >> UInt32(length))
    for byte in bytes[(position + 1)..<(position + length)] {
      guard byte & 0xC0 == 0x80 else { return (replacement, 1) }
      rune = rune << 6 | UInt32(byte & 0x3F)
    }
    return (rune, length)
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
