import SourceText

/// The notions of blank and case of Go's standard library, of which BuildKit's grammar is made.
///
/// Bytes that are not UTF-8 are allowed everywhere and belong to no class, as in Go.
enum GoText {
  /// The length in bytes of the space (`unicode.IsSpace`) that begins at an offset; 0 where none does.
  static func spaceLength(_ bytes: [UInt8], at offset: Int, before end: Int) -> Int {
    guard offset < end else { return 0 }
    let first = bytes[offset]
    if first < 0x80 { return first.isASCIISpace ? 1 : 0 }
    if first == 0xC2 {
      return offset + 1 < end && (bytes[offset + 1] == 0x85 || bytes[offset + 1] == 0xA0) ? 2 : 0
    }
    guard offset + 2 < end, isThreeByteSpace(first, bytes[offset + 1], bytes[offset + 2]) else { return 0 }
    return 3
  }

  /// U+1680, U+2000 to U+200A, U+2028, U+2029, U+202F, U+205F, U+3000
  private static func isThreeByteSpace(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
    switch (first, second) {
    case (0xE1, 0x9A), (0xE3, 0x80): third == 0x80
    case (0xE2, 0x80): (0x80...0x8A).contains(third) || third == 0xA8 || third == 0xA9 || third == 0xAF
    case (0xE2, 0x81): third == 0x9F
    default: false
    }
  }

  /// The first offset at or after `start` where no Unicode space begins.
  static func skipSpaces(_ bytes: [UInt8], from start: Int, to end: Int) -> Int {
    var position = start
    while true {
      let length = spaceLength(bytes, at: position, before: end)
      if length == 0 { return position }
      position += length
    }
  }

  /// `strings.TrimSpace`
  static func trimmed(_ bytes: [UInt8], _ range: SourceRange) -> SourceRange {
    let start = skipSpaces(bytes, from: range.start, to: range.end)
    var end = range.end
    while end > start {
      // What a space of two or three bytes ends in is no space itself, so the shortest one that fits is the one.
      guard let length = (1...3).first(where: { end - $0 >= start && spaceLength(bytes, at: end - $0, before: end) == $0 })
      else { break }
      end -= length
    }
    return SourceRange(start, end)
  }

  /// Go's simple lower case, as far as a result in ASCII goes: besides A to Z, U+212A (Kelvin) and U+0130 (İ).
  static func lowercased(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    for byte in bytes {
      result.append(byte.asciiLowercased)
      if result.count >= 2, byte == 0xB0, result[result.count - 2] == 0xC4 {
        result.replaceSubrange((result.count - 2)..., with: [UInt8(ascii: "i")])
      } else if result.count >= 3, byte == 0xAA, result[result.count - 2] == 0x84, result[result.count - 3] == 0xE2 {
        result.replaceSubrange((result.count - 3)..., with: [UInt8(ascii: "k")])
      }
    }
    return result
  }

  /// One step of `utf8.DecodeRune`: a scalar and its length, or U+FFFD and 1 for a byte that begins none.
  static func scalar(_ bytes: [UInt8], at offset: Int, before end: Int) -> (value: Unicode.Scalar, length: Int) {
    let first = bytes[offset]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, offset + length <= end else { return ("\u{FFFD}", 1) }
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for index in (offset + 1)..<(offset + length) {
      guard bytes[index] & 0xC0 == 0x80 else { return ("\u{FFFD}", 1) }
      value = value << 6 | UInt32(bytes[index] & 0x3F)
    }
    let least: UInt32 = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80
    guard value >= least, let scalar = Unicode.Scalar(value) else { return ("\u{FFFD}", 1) }
    return (scalar, length)
  }
}
