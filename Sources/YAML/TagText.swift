import SourceText

/// Tags and the directives that give their handles a meaning, as they are written.
enum TagText {
  /// The `!`, `!!` or `!name!` that a shorthand tag begins with; nil for a verbatim one.
  static func handle(in bytes: [UInt8], _ tag: SourceRange) -> SourceRange? {
    guard tag.count > 1 else { return tag.isEmpty ? nil : tag }
    if bytes[tag.start + 1] == 0x3C { return nil }
    let second = bytes[(tag.start + 1)..<tag.end].firstIndex(of: 0x21)
    return SourceRange(tag.start, (second ?? tag.start) + 1)
  }

  /// YAML 1.2.2 [88] ns-tag-directive: handle and prefix of a `%TAG` line.
  static func declaration(in bytes: [UInt8], _ directive: SourceRange) -> (handle: SourceRange, prefix: SourceRange)? {
    let words = words(in: bytes, directive)
    guard words.count >= 3, bytes[words[0].indices].equals("%TAG") else { return nil }
    return (words[1], words[2])
  }

  /// What blanks part in a line.
  static func words(in bytes: [UInt8], _ line: SourceRange) -> [SourceRange] {
    var words: [SourceRange] = []
    var offset = line.start
    while offset < line.end {
      while offset < line.end, bytes[offset].isBlank { offset += 1 }
      let start = offset
      while offset < line.end, !bytes[offset].isBlank { offset += 1 }
      if offset > start { words.append(SourceRange(start, offset)) }
    }
    return words
  }

  /// YAML 1.2.2 [40] ns-tag-char: `%21` is `!`.
  static func unescaped(_ bytes: some Collection<UInt8>) -> [UInt8] {
    let source = Array(bytes)
    var result: [UInt8] = []
    var offset = 0
    while offset < source.count {
      if source[offset] == 0x25, offset + 2 < source.count, let high = hexDigit(source[offset + 1]), let low = hexDigit(source[offset + 2])
      {
        result.append(high << 4 | low)
        offset += 3
      } else {
        result.append(source[offset])
        offset += 1
      }
    }
    return result
  }

  static func hexDigit(_ byte: UInt8) -> UInt8? {
    guard byte.isASCIIHexDigit else { return nil }
    return byte.isASCIIDigit ? byte - 0x30 : (byte | 0x20) - 0x61 + 10
  }
}
