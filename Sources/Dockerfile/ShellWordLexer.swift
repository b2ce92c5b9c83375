import SourceText

/// BuildKit's splitting of a line into shell words where no variable is set and none is replaced: what decides which
/// words open heredocs.
///
/// Its corners are kept: a `${v-w}` makes the word forget what stood before it, and an unclosed quote or an unknown
/// modifier makes the whole line unreadable. The escape character is always `\` here.
///
/// Source: moby/buildkit `frontend/dockerfile/shell/lex.go` with `SkipUnsetEnv`.
struct ShellWordLexer {
  struct Word {
    let bytes: [UInt8]
    /// In the line. Approximate where the word forgot its beginning.
    let range: SourceRange
  }

  private let bytes: [UInt8]
  private var position = 0
  private let keepsQuotes: Bool
  private var keepsEscapes: Bool
  private var depth = 0

  /// The word being read, shared by nested substitutions as in the original.
  private var buffer: [UInt8] = []
  private var bufferStart = 0
  private var bufferEnd = 0

  init(_ bytes: [UInt8], keepsQuotes: Bool, keepsEscapes: Bool) {
    self.bytes = bytes
    self.keepsQuotes = keepsQuotes
    self.keepsEscapes = keepsEscapes
    // The original's scanner ignores a byte order mark at the start.
    position = SourceText.byteOrderMarkLength(bytes)
  }

  /// Nil for a line that cannot be read.
  mutating func words() -> [Word]? { read(until: nil)?.words }

  private var peeked: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The next scalar in UTF-8; a byte that begins none becomes U+FFFD.
  private mutating func next() -> (scalar: Unicode.Scalar, bytes: ArraySlice<UInt8>)? {
    guard position < bytes.count else { return nil }
    let (scalar, length) = GoText.scalar(bytes, at: position, before: bytes.count)
    let start = position
    position += length
    if length == 1, bytes[start] >= 0x80 { return (scalar, [0xEF, 0xBF, 0xBD]) }
    return (scalar, bytes[start..<position])
  }

  private mutating func read(until stop: UInt8?) -> (text: [UInt8], words: [Word])? {
    // The original has no limit; a line that nests deeper is no shell anyone wrote.
    guard depth < 100 else { return nil }
    depth += 1
    defer { depth -= 1 }
    buffer = []
    var text: [UInt8] = []
    var words: [Word] = []
    var isInWord = false

    while let byte = peeked {
      if byte == stop {
        position += 1
        endWord(&words, &isInWord)
        return (text, words)
      }
      let start = position
      switch byte {
      case UInt8(ascii: "$"):
        guard let part = readDollar() else { return nil }
        text += part
        add(part, part.indices, from: start, &words, &isInWord)
      case UInt8(ascii: "<"), UInt8(ascii: "'"), UInt8(ascii: "\""):
        let part =
          byte == UInt8(ascii: "<")
          ? readLess() : byte == UInt8(ascii: "'") ? readSingleQuoted() : readDoubleQuoted()
        guard let part else { return nil }
        text += part
        addRaw(part[...], from: start)
        isInWord = true
      case UInt8(ascii: "\\"):
        position += 1
        if keepsEscapes {
          addRaw([byte], from: start)
          isInWord = true
          text.append(byte)
        }
        guard let (_, escaped) = next() else { break }
        addRaw(escaped, from: start)
        isInWord = true
        text += escaped
      default:
        guard let (_, plain) = next() else { break }
        if plain.count == position - start {
          add(bytes, start..<position, from: start, &words, &isInWord)
        } else {
          addRaw(plain, from: start)
          isInWord = true
        }
        text += plain
      }
      assert(position > start)
    }
    if stop != nil { return nil }
    endWord(&words, &isInWord)
    return (text, words)
  }

  private mutating func addRaw(_ part: ArraySlice<UInt8>, from start: Int) {
    if buffer.isEmpty { bufferStart = start }
    buffer += part
    bufferEnd = position
  }

  /// Adds text whose spaces end words.
  private mutating func add(
    _ part: [UInt8], _ range: Range<Int>, from start: Int, _ words: inout [Word], _ isInWord: inout Bool
  ) {
    var offset = range.lowerBound
    while offset < range.upperBound {
      let space = GoText.spaceLength(part, at: offset, before: range.upperBound)
      if space > 0 {
        if isInWord, !buffer.isEmpty { endWord(&words, &isInWord) }
        offset += space
      } else {
        addRaw(part[offset...offset], from: start)
        isInWord = true
        offset += 1
      }
    }
  }

  private mutating func endWord(_ words: inout [Word], _ isInWord: inout Bool) {
    guard !buffer.isEmpty else { return }
    words.append(Word(bytes: buffer, range: SourceRange(bufferStart, max(bufferStart, bufferEnd))))
    buffer = []
    isInWord = false
  }

  private mutating func readLess() -> [UInt8]? {
    position += 1
    guard peeked == UInt8(ascii: "<") else { return [UInt8(ascii: "<")] }
    position += 1
    let start = position
    // Blanks between the operator and the delimiter belong to the word.
    while let byte = peeked, byte.isBlank || byte == 0x0D { position += 1 }
    return [UInt8(ascii: "<"), UInt8(ascii: "<")] + bytes[start..<position]
  }

  private mutating func readSingleQuoted() -> [UInt8]? {
    position += 1
    var text: [UInt8] = keepsQuotes ? [UInt8(ascii: "'")] : []
    while let (scalar, part) = next() {
      if scalar == "'" {
        if keepsQuotes { text += part }
        return text
      }
      text += part
    }
    return nil
  }

  private mutating func readDoubleQuoted() -> [UInt8]? {
    position += 1
    var text: [UInt8] = keepsQuotes ? [UInt8(ascii: "\"")] : []
    while let byte = peeked {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        if keepsQuotes { text.append(byte) }
        return text
      case UInt8(ascii: "$"):
        guard let part = readDollar() else { return nil }
        text += part
      case UInt8(ascii: "\\"):
        position += 1
        if keepsEscapes { text.append(byte) }
        guard let following = peeked else { return nil }
        if [UInt8(ascii: "\""), UInt8(ascii: "$"), UInt8(ascii: "\\")].contains(following) {
          position += 1
          text.append(following)
        } else {
          text.append(byte)
        }
      default:
        guard let (_, part) = next() else { return nil }
        text += part
      }
    }
    return nil
  }
}

extension ShellWordLexer {
  private mutating func readDollar() -> [UInt8]? {
    position += 1
    guard peeked == UInt8(ascii: "{") else { return [UInt8(ascii: "$")] + readName() }
    position += 1
    switch peeked {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ":"): return nil
    default: break
    }
    let opening = [UInt8(ascii: "$"), UInt8(ascii: "{")]
    let name = readName()
    guard let (operation, operationBytes) = next() else { return nil }
    let closing = [UInt8(ascii: "}")]
    switch operation {
    case "}": return opening + name + closing
    case ":":
      guard let (modifier, modifierBytes) = next(), modifier != "#", modifier != "%" else { return nil }
      guard let word = readNested(until: UInt8(ascii: "}"), keepingEscapes: false) else { return nil }
      return opening + name + operationBytes + modifierBytes + word + closing
    case "+", "-", "?", "#", "%":
      let isPattern = operation == "#" || operation == "%"
      guard let word = readNested(until: UInt8(ascii: "}"), keepingEscapes: isPattern) else { return nil }
      return opening + name + operationBytes + word + closing
    case "/":
      if peeked == UInt8(ascii: "/") { position += 1 }
      guard let pattern = readNested(until: UInt8(ascii: "/"), keepingEscapes: true),
        let replacement = readNested(until: UInt8(ascii: "}"), keepingEscapes: true)
      else { return nil }
      let slash = [UInt8(ascii: "/")]
      return opening + name + slash + pattern + slash + replacement + closing
    default: return nil
    }
  }

  private mutating func readNested(until stop: UInt8, keepingEscapes: Bool) -> [UInt8]? {
    let outer = keepsEscapes
    keepsEscapes = keepingEscapes
    defer { keepsEscapes = outer }
    return read(until: stop)?.text
  }

  /// A name, a number, one special parameter, or nothing.
  private mutating func readName() -> ArraySlice<UInt8> {
    let start = position
    while position < bytes.count {
      let (scalar, length) = GoText.scalar(bytes, at: position, before: bytes.count)
      let isDigit = scalar.isASCII ? bytes[position].isASCIIDigit : scalar.properties.generalCategory == .decimalNumber
      if position == start {
        if isDigit { return readNumber(from: start) }
        if "@*#?-$!".unicodeScalars.contains(scalar) {
          position += length
          break
        }
      }
      let isLetter = scalar.isASCII ? bytes[position].isASCIILetter : isLetterCategory(scalar)
      guard isLetter || isDigit || scalar == "_" else { break }
      position += length
    }
    return bytes[start..<position]
  }

  private mutating func readNumber(from start: Int) -> ArraySlice<UInt8> {
    while position < bytes.count {
      let (scalar, length) = GoText.scalar(bytes, at: position, before: bytes.count)
      guard scalar.isASCII ? bytes[position].isASCIIDigit : scalar.properties.generalCategory == .decimalNumber
      else { break }
      position += length
    }
    return bytes[start..<position]
  }

  private func isLetterCategory(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
    default: false
    }
  }
}
