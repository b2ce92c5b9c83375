/// The bytes of one file as they are: nothing is converted, so every offset is an offset in the file.
///
/// Line ends and a byte order mark are kept; bytes that are not UTF-8 are allowed anywhere and shown as U+FFFD.
public struct SourceText: Sendable {
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) { self.bytes = bytes }
  public init(_ text: String) { self.init(Array(text.utf8)) }

  /// The length of the UTF-8 byte order mark at the start: 3 or 0.
  public var byteOrderMarkLength: Int { Self.byteOrderMarkLength(bytes) }

  @inlinable
  public static func byteOrderMarkLength(_ bytes: [UInt8]) -> Int {
    bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF ? 3 : 0
  }

  /// The text of a range, cut to what exists; invalid sequences as U+FFFD.
  public func text(_ range: SourceRange) -> String {
    bytes[min(range.start, bytes.count)..<min(range.end, bytes.count)].asString
  }

  /// The line break that the file uses first, or LF where it has none: what an inserted line ends in.
  public var lineBreak: String {
    guard let newline = bytes.firstIndex(of: 0x0A) else { return "\n" }
    return newline > 0 && bytes[newline - 1] == 0x0D ? "\r\n" : "\n"
  }

  /// Every maximal ill-formed subsequence (Unicode 16, section 3.9, "U+FFFD substitution of maximal subparts").
  public var invalidUTF8: [SourceRange] {
    var found: [SourceRange] = []
    var position = 0
    while position < bytes.count {
      let step = UTF8Step(bytes, at: position)
      if !step.isValid { found.append(SourceRange(position, position + step.length)) }
      position += step.length
    }
    return found
  }
}

/// One step of a UTF-8 decoder: the scalar, or the maximal ill-formed subpart, that begins at an offset.
public struct UTF8Step: Sendable {
  /// In bytes, at least 1.
  public let length: Int
  public let isValid: Bool

  /// - Parameter position: inside the bytes.
  public init(_ bytes: [UInt8], at position: Int) {
    let first = bytes[position]
    if first < 0x80 {
      length = 1
      isValid = true
      return
    }
    // Table 3-7 of the Unicode Standard: the second byte's range depends on the first.
    let (count, low, high): (Int, UInt8, UInt8) =
      switch first {
      case 0xC2...0xDF: (2, 0x80, 0xBF)
      case 0xE0: (3, 0xA0, 0xBF)
      case 0xED: (3, 0x80, 0x9F)
      case 0xE1...0xEF: (3, 0x80, 0xBF)
      case 0xF0: (4, 0x90, 0xBF)
      case 0xF1...0xF3: (4, 0x80, 0xBF)
      case 0xF4: (4, 0x80, 0x8F)
      default: (1, 1, 0)
      }
    var taken = 1
    while taken < count, position + taken < bytes.count {
      let byte = bytes[position + taken]
      let isAllowed = taken == 1 ? byte >= low && byte <= high : byte & 0xC0 == 0x80
      if !isAllowed { break }
      taken += 1
    }
    length = taken
    isValid = count > 1 && taken == count
  }
}
