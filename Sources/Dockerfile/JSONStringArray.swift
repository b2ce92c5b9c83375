import SourceText

/// The exec form's array of strings, by RFC 8259 as Go's `encoding/json` reads it.
enum JSONStringArray {
  struct Element {
    /// In the text, quotes included.
    let range: SourceRange
    let value: MappedText
  }

  case strings([Element])
  /// Valid JSON, but an element is something else.
  case nonString(SourceRange)
  /// Not an array, or something wrong anywhere: the instruction falls back to its other form.
  case notJSON

  /// - Parameter range: the whole of the value; only blanks may follow the array.
  init(_ text: MappedText, _ range: SourceRange) {
    var scanner = Scanner(text: text, position: range.start, end: range.end)
    self = scanner.array()
  }
}

extension JSONStringArray {
  private struct Scanner {
    let text: MappedText
    let bytes: [UInt8]
    var position: Int
    let end: Int

    init(text: MappedText, position: Int, end: Int) {
      self.text = text
      bytes = text.bytes
      self.position = position
      self.end = end
    }

    mutating func array() -> JSONStringArray {
      position = GoText.skipSpaces(bytes, from: position, to: end)
      guard take("[") else { return .notJSON }
      var strings: [Element] = []
      var other: SourceRange?
      skipBlanks()
      if !take("]") {
        while true {
          skipBlanks()
          let start = position
          if position < end, bytes[position] == UInt8(ascii: "\"") {
            guard let value = string() else { return .notJSON }
            strings.append(Element(range: SourceRange(start, position), value: value))
          } else {
            guard skipValue() else { return .notJSON }
            if other == nil { other = SourceRange(start, position) }
          }
          skipBlanks()
          if take("]") { break }
          guard take(",") else { return .notJSON }
        }
      }
      skipBlanks()
      guard position == end else { return .notJSON }
      return other.map(JSONStringArray.nonString) ?? .strings(strings)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard position < end, bytes[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }

    private mutating func skipBlanks() {
      while position < end, bytes[position].isBlank || bytes[position] == 0x0D || bytes[position] == 0x0A { position += 1 }
    }

    /// Reads a string with its quotes; nil where it is none.
    private mutating func string() -> MappedText? {
      guard take("\"") else { return nil }
      let first = position
      var builder = MappedText.Builder(host: text)
      var verbatim = position
      while position < end {
        let byte = bytes[position]
        if byte == UInt8(ascii: "\"") {
          builder.append(SourceRange(verbatim, position))
          position += 1
          return builder.finish(emptyAt: text.hostOffset(of: first))
        }
        guard byte >= 0x20 else { return nil }
        guard byte == UInt8(ascii: "\\") else {
          position += 1
          continue
        }
        builder.append(SourceRange(verbatim, position))
        let start = position
        guard let scalar = escapedScalar() else { return nil }
        builder.append(Array(String(scalar).utf8), for: SourceRange(start, position))
        verbatim = position
      }
      return nil
    }

    private mutating func escapedScalar() -> Unicode.Scalar? {
      guard position + 1 < end else { return nil }
      let letter = bytes[position + 1]
      position += 2
      switch letter {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
      case UInt8(ascii: "b"): return "\u{8}"
      case UInt8(ascii: "f"): return "\u{C}"
      case UInt8(ascii: "n"): return "\n"
      case UInt8(ascii: "r"): return "\r"
      case UInt8(ascii: "t"): return "\t"
      case UInt8(ascii: "u"):
        guard let unit = hexadecimalUnit(at: position) else { return nil }
        position += 4
        if let scalar = Unicode.Scalar(unit) { return scalar }
        // Half of a surrogate pair: with its other half one scalar, else U+FFFD alone.
        guard unit < 0xDC00, position + 1 < end, bytes[position] == UInt8(ascii: "\\"),
          bytes[position + 1] == UInt8(ascii: "u"), let low = hexadecimalUnit(at: position + 2), low >= 0xDC00, low < 0xE000
        else { return "\u{FFFD}" }
        position += 6
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
      default: return nil
      }
    }

    private func hexadecimalUnit(at offset: Int) -> UInt32? {
      guard offset + 4 <= end else { return nil }
      var unit: UInt32 = 0
      for byte in bytes[offset..<offset + 4] {
        guard byte.isASCIIHexDigit else { return nil }
        unit = unit << 4 | UInt32(byte.isASCIIDigit ? byte & 0xF : byte & 0x7 + 9)
      }
      return unit
    }

    /// Skips any value but reports what is not JSON; with a stack of its own, as nesting is the file's to choose.
    private mutating func skipValue() -> Bool {
      // Go refuses more than 10 000 levels; the array itself is the first.
      var open: [UInt8] = []
      while true {
        skipBlanks()
        guard position < end else { return false }
        switch bytes[position] {
        case UInt8(ascii: "["), UInt8(ascii: "{"):
          let isObject = bytes[position] == UInt8(ascii: "{")
          open.append(bytes[position])
          guard open.count < 10_000 else { return false }
          position += 1
          skipBlanks()
          if take(isObject ? "}" : "]") {
            open.removeLast()
          } else {
            if isObject, !skipKey() { return false }
            continue
          }
        case UInt8(ascii: "\""): guard string() != nil else { return false }
        case UInt8(ascii: "t"): guard skipWord("true") else { return false }
        case UInt8(ascii: "f"): guard skipWord("false") else { return false }
        case UInt8(ascii: "n"): guard skipWord("null") else { return false }
        default: guard skipNumber() else { return false }
        }
        // A value ends here; so may what holds it.
        var isNext = false
        while !isNext {
          guard let holder = open.last else { return true }
          skipBlanks()
          if take(",") {
            if holder == UInt8(ascii: "{"), !skipKey() { return false }
            isNext = true
          } else if take(holder == UInt8(ascii: "{") ? "}" : "]") {
            open.removeLast()
          } else {
            return false
          }
        }
      }
    }

    private mutating func skipKey() -> Bool {
      skipBlanks()
      guard string() != nil else { return false }
      skipBlanks()
      return take(":")
    }

    private mutating func skipWord(_ word: String) -> Bool {
      let length = word.utf8.count
      guard position + length <= end, bytes[position..<position + length].equals(word) else { return false }
      position += length
      return true
    }

    private mutating func skipNumber() -> Bool {
      let start = position
      _ = take("-")
      if !take("0") { guard skipDigits() else { return false } }
      if take(".") { guard skipDigits() else { return false } }
      if take("e") || take("E") {
        if !take("+") { _ = take("-") }
        guard skipDigits() else { return false }
      }
      // Go cannot hold it in a float64 then, and so the whole is no array to it.
      return Double(bytes[start..<position].asString)?.isFinite ?? false
    }

    private mutating func skipDigits() -> Bool {
      let start = position
      while position < end, bytes[position].isASCIIDigit { position += 1 }
      return position > start
    }
  }
}
