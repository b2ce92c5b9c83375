/// A set of bytes.
struct ByteSet: Hashable, Sendable {
  private var words = SIMD4<UInt64>(repeating: 0)

  func contains(_ byte: UInt8) -> Bool {
    words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0
  }

  mutating func insert(_ byte: UInt8) {
    words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
  }

  mutating func insert(_ range: ClosedRange<UInt8>) {
    for byte in range { insert(byte) }
  }

  mutating func remove(_ byte: UInt8) {
    words[Int(byte >> 6)] &= ~(1 << UInt64(byte & 63))
  }

  mutating func invert() { words = ~words }

  mutating func formUnion(_ other: ByteSet) { words |= other.words }
}

extension ByteSet {
  /// The bytes of a POSIX class in the C locale, or nil for a name that is none.
  init?(posixClass name: ArraySlice<UInt8>) {
    let member: (UInt8) -> Bool
    switch String(decoding: name, as: UTF8.self) {
    case "alnum": member = { $0.isDigit || $0.isLetter }
    case "alpha": member = { $0.isLetter }
    case "blank": member = { $0 == 0x20 || $0 == 0x09 }
    case "cntrl": member = { $0 < 0x20 || $0 == 0x7F }
    case "digit": member = { $0.isDigit }
    case "graph": member = { $0 > 0x20 && $0 < 0x7F }
    case "lower": member = { $0.isLower }
    case "print": member = { $0 >= 0x20 && $0 < 0x7F }
    case "punct": member = { $0 > 0x20 && $0 < 0x7F && !$0.isDigit && !$0.isLetter }
    case "space": member = { $0 == 0x20 || (0x09...0x0D).contains($0) }
    case "upper": member = { $0.isUpper }
    case "xdigit": member = { $0.isDigit || (0x61...0x66).contains($0 | 0x20) }
    default: return nil
    }
    self.init()
    for byte in UInt8.min...UInt8.max where member(byte) { insert(byte) }
  }
}

extension UInt8 {
  var isDigit: Bool { self &- 0x30 < 10 }
  var isLower: Bool { self &- 0x61 < 26 }
  var isUpper: Bool { self &- 0x41 < 26 }
  var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }

  static let slash = UInt8(ascii: "/")
  static let backslash = UInt8(ascii: "\\")
  static let star = UInt8(ascii: "*")
  static let bang = UInt8(ascii: "!")
}
