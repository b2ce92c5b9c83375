import SourceText

/// A word that opens a heredoc: `3<<-"EOF"`.
struct HeredocOpening {
  /// The delimiter, quotes and escapes removed.
  let name: [UInt8]
  let fileDescriptor: Int
  let stripsTabs: Bool
  let expands: Bool
  /// In the text that was searched.
  let range: SourceRange
}

extension HeredocOpening {
  /// All that a joined line opens. A line the word lexer cannot read opens none, silently (BuildKit `heredocsFromLine`).
  static func all(in line: [UInt8]) -> [HeredocOpening] {
    guard hasOperator(line[...]) else { return [] }
    var lexer = ShellWordLexer(line, keepsQuotes: true, keepsEscapes: true)
    return (lexer.words() ?? []).compactMap { HeredocOpening($0.bytes, at: $0.range) }
  }

  /// Whether a word is one opening and nothing else (BuildKit `ParseHeredoc`).
  static func matches(_ word: [UInt8]) -> Bool { HeredocOpening(word, at: SourceRange(0, word.count)) != nil }

  private static func hasOperator(_ bytes: ArraySlice<UInt8>) -> Bool {
    var wasLess = false
    for byte in bytes {
      let isLess = byte == UInt8(ascii: "<")
      if isLess, wasLess { return true }
      wasLess = isLess
    }
    return false
  }

  /// `^(\d*)<<(-?)\s*([^<]*)$`
  private init?(_ word: [UInt8], at range: SourceRange) {
    var position = 0
    var descriptor = 0
    while position < word.count, word[position].isASCIIDigit {
      let (product, overflows) = descriptor.multipliedReportingOverflow(by: 10)
      let (sum, overflowsToo) = product.addingReportingOverflow(Int(word[position] & 0xF))
      descriptor = overflows || overflowsToo ? .max : sum
      if descriptor == .max { while position + 1 < word.count, word[position + 1].isASCIIDigit { position += 1 } }
      position += 1
    }
    guard position + 1 < word.count, word[position] == UInt8(ascii: "<"), word[position + 1] == UInt8(ascii: "<")
    else { return nil }
    position += 2
    let stripsTabs = position < word.count && word[position] == UInt8(ascii: "-")
    if stripsTabs { position += 1 }
    // Go's `\s` lacks VT.
    while position < word.count, word[position].isASCIISpace, word[position] != 0x0B { position += 1 }
    let rest = Array(word[position...])
    guard !rest.isEmpty, !rest.contains(UInt8(ascii: "<")) else { return nil }

    var lexer = ShellWordLexer(rest, keepsQuotes: false, keepsEscapes: false)
    guard let words = lexer.words(), words.count == 1 else { return nil }
    var rawLexer = ShellWordLexer(rest, keepsQuotes: true, keepsEscapes: false)
    guard let rawWords = rawLexer.words(), rawWords.count == 1 else { return nil }
    name = words[0].bytes
    fileDescriptor = descriptor
    self.stripsTabs = stripsTabs
    // Quotes that only the raw reading has were taken off, so a part of the delimiter was quoted.
    expands = Self.quoteCount(words[0].bytes) == Self.quoteCount(rawWords[0].bytes)
    self.range = range
  }

  private static func quoteCount(_ bytes: [UInt8]) -> Int {
    bytes.count(where: { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") })
  }
}
