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
  enum Search {
    case found([HeredocOpening])
    /// A word looks like an opening, but its delimiter cannot be read.
    case failed(SourceRange)
  }

  /// All that a joined line opens. A line the word lexer cannot read opens none, silently (BuildKit `heredocsFromLine`).
  static func all(in line: [UInt8]) -> Search {
    guard hasOperator(line[...]) else { return .found([]) }
    var lexer = ShellWordLexer(line, keepsQuotes: true, keepsEscapes: true)
    guard let words = lexer.words() else { return .found([]) }
    var openings: [HeredocOpening] = []
    for word in words {
      switch single(word.bytes, at: word.range) {
      case .found(let found): openings += found
      case .failed: return .failed(word.range)
      }
    }
    return .found(openings)
  }

  /// Whether a word is one opening and nothing else (BuildKit `ParseHeredoc`, its errors ignored).
  static func matches(_ word: [UInt8]) -> Bool { opening(word) != nil }

  /// What a word opens by itself, its errors ignored.
  static func opening(_ word: [UInt8]) -> HeredocOpening? {
    guard case .found(let openings) = single(word, at: SourceRange(0, word.count)) else { return nil }
    return openings.first
  }

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
  private static func single(_ word: [UInt8], at range: SourceRange) -> Search {
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
    else { return .found([]) }
    position += 2
    let stripsTabs = position < word.count && word[position] == UInt8(ascii: "-")
    if stripsTabs { position += 1 }
    // Go's `\s` lacks VT.
    while position < word.count, word[position].isASCIISpace, word[position] != 0x0B { position += 1 }
    let rest = Array(word[position...])
    guard !rest.isEmpty, !rest.contains(UInt8(ascii: "<")) else { return .found([]) }

    var lexer = ShellWordLexer(rest, keepsQuotes: false, keepsEscapes: false)
    guard let words = lexer.words() else { return .failed(range) }
    guard words.count == 1 else { return .found([]) }
    var rawLexer = ShellWordLexer(rest, keepsQuotes: true, keepsEscapes: false)
    guard let rawWords = rawLexer.words(), rawWords.count == 1 else { return .failed(range) }
    // Quotes that only the raw reading has were taken off, so a part of the delimiter was quoted.
    let expands = quoteCount(words[0].bytes) == quoteCount(rawWords[0].bytes)
    return .found([
      HeredocOpening(
        name: words[0].bytes, fileDescriptor: descriptor, stripsTabs: stripsTabs, expands: expands, range: range)
    ])
  }

  private static func quoteCount(_ bytes: [UInt8]) -> Int {
    bytes.count(where: { $0 == UInt8(ascii: "'") || $0 == UInt8(ascii: "\"") })
  }
}
