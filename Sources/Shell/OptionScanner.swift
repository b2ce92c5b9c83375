import SourceText

/// Reads words as options, values and operands by a program's syntax.
struct OptionScanner {
  enum Token: Equatable {
    /// - `start`, `end`: where the name stands in the word; a letter of a cluster stands at its place.
    /// - `value`: where the value is.
    case option(name: String, word: Int, start: Int, end: Int, value: ValuePlace)
    case operand(Int)
    /// The word's value is not known, so that it may be anything.
    case unknown(Int)
    /// `--`
    case terminator(Int)
  }

  enum ValuePlace: Equatable {
    case none
    /// In the same word, from an offset on.
    case attached(Int)
    case word(Int)
    /// The option is the last word.
    case missing
  }

  let syntax: ShellProgramSyntax
  private let words: [String?]
  /// For a word whose value is unknown: how it begins.
  private let prefixes: (Int) -> String
  private(set) var index: Int
  /// The word whose letters are being read, and the next one's place; 0 between words.
  private var letters: [UInt8] = []
  private var letter = 0
  private var onlyOperands = false

  init(_ words: [String?], from start: Int, _ syntax: ShellProgramSyntax, prefixes: @escaping (Int) -> String) {
    self.words = words
    self.syntax = syntax
    self.prefixes = prefixes
    index = start
  }

  mutating func next() -> Token? {
    guard index < words.count else { return nil }
    let isKnown = words[index] != nil
    if letter > 0 { return cluster(isKnown) }
    let text = words[index] ?? prefixes(index)
    let bytes = text.utf8
    if onlyOperands { return take(.operand(index)) }
    guard bytes.first == UInt8(ascii: "-"), bytes.count > 1 else {
      if bytes.isEmpty, !isKnown { return take(.unknown(index)) }
      // An unknown word that begins with a lone dash is an option of some kind.
      if !isKnown, bytes.count == 1, bytes.first == UInt8(ascii: "-") { return take(.unknown(index)) }
      if syntax.stopsAtOperand { onlyOperands = true }
      return take(.operand(index))
    }
    if text == "--", isKnown {
      onlyOperands = true
      return take(.terminator(index))
    }
    if text.hasPrefix("--") || syntax.longOptions == .singleDash { return long(text, isKnown) }
    letters = Array(bytes)
    letter = 1
    return cluster(isKnown)
  }

  private mutating func take(_ token: Token) -> Token {
    index += 1
    return token
  }

  private mutating func long(_ text: String, _ isKnown: Bool) -> Token {
    let word = index
    if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
      let length = text.utf8.distance(from: text.utf8.startIndex, to: equals)
      index += 1
      return .option(
        name: syntax.canonical(String(text[..<equals])), word: word, start: 0, end: length, value: .attached(length + 1))
    }
    guard isKnown else { return take(.unknown(word)) }
    let name = syntax.canonical(text)
    index += 1
    return .option(name: name, word: word, start: 0, end: text.utf8.count, value: separateValue(syntax.takesValue(long: name)))
  }

  private mutating func separateValue(_ isTaken: Bool) -> ValuePlace {
    guard isTaken else { return .none }
    guard index < words.count else { return .missing }
    index += 1
    return .word(index - 1)
  }

  /// The next letter of `-yqq`; one that takes a value takes the rest of the word, or the next word.
  private mutating func cluster(_ isKnown: Bool) -> Token? {
    let word = index
    guard letter < letters.count else {
      // The rest of the cluster is not written here.
      letter = 0
      return take(.unknown(word))
    }
    let place = letter
    let byte = letters[place]
    let name = "-" + CollectionOfOne(byte).asString
    letter += 1
    let hasMore = letter < letters.count || !isKnown
    if letter < letters.count, letters[letter] == UInt8(ascii: "=") {
      // `-q=2`, `-o=k=v`
      finishWord()
      return .option(name: name, word: word, start: place, end: place + 1, value: .attached(place + 2))
    }
    if syntax.takesValue(letter: byte) {
      finishWord()
      let value = hasMore ? ValuePlace.attached(place + 1) : separateValue(true)
      return .option(name: name, word: word, start: place, end: place + 1, value: value)
    }
    if letter == letters.count, isKnown { finishWord() }
    return .option(name: name, word: word, start: place, end: place + 1, value: .none)
  }

  private mutating func finishWord() {
    letter = 0
    index += 1
  }
}
