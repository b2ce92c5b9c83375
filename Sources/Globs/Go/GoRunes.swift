/// Text as Go's `utf8` package reads it: an ill-formed byte is U+FFFD, one byte long.
enum GoRunes {
  static let replacement: UInt32 = 0xFFFD

  /// The rune at `offset`, which must be below `end`, and its length in bytes.
  static func decode(_ bytes: Span<UInt8>, at offset: Int, end: Int) -> (rune: UInt32, length: Int) {
    let first = bytes[offset]
    if first < 0x80 { return (UInt32(first), 1) }
    let length: Int
    var allowed: ClosedRange<UInt8> = 0x80...0xBF
    var rune: UInt32
    switch first {
    case 0xC2...0xDF: (length, rune) = (2, UInt32(first & 0x1F))
    case 0xE0...0xEF:
      (length, rune) = (3, UInt32(first & 0x0F))
      if first == 0xE0 { allowed = 0xA0...0xBF } else if first == 0xED { allowed = 0x80...0x9F }
    case 0xF0...0xF4:
      (length, rune) = (4, UInt32(first & 0x07))
      if first == 0xF0 { allowed = 0x90...0xBF } else if first == 0xF4 { allowed = 0x80...0x8F }
    default: return (replacement, 1)
    }
    guard end - offset >= length else { return (replacement, 1) }
    for index in 1..<length {
      let byte = bytes[offset + index]
      guard allowed.contains(byte) else { return (replacement, 1) }
      allowed = 0x80...0xBF
      rune = rune << 6 | UInt32(byte & 0x3F)
    }
    return (rune, length)
  }

  static func decode(_ bytes: Span<UInt8>) -> [UInt32] {
    var runes: [UInt32] = []
    runes.reserveCapacity(bytes.count)
    var offset = 0
    while offset < bytes.count {
      let (rune, length) = decode(bytes, at: offset, end: bytes.count)
      runes.append(rune)
      offset += length
    }
    return runes
  }

  /// `unicode.IsSpace`
  static func isSpace(_ rune: UInt32) -> Bool {
    switch rune {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
    default: false
    }
  }

  /// `strings.TrimSpace`
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let span = bytes.span
    var start = 0
    while start < span.count {
      let (rune, length) = decode(span, at: start, end: span.count)
      guard isSpace(rune) else { break }
      start += length
    }
    var end = span.count
    while end > start {
      var lead = end - 1
      while lead > start, end - lead < 4, span[lead] & 0xC0 == 0x80 { lead -= 1 }
      let (rune, length) = decode(span, at: lead, end: end)
      guard lead + length == end, isSpace(rune) else { break }
      end = lead
    }
    return bytes[(bytes.startIndex + start)..<(bytes.startIndex + end)]
  }
}
