/// Classes of bytes that every grammar here asks for. A byte above 0x7F belongs to none of them.
extension UInt8 {
  @inlinable public var isASCIIDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  @inlinable public var isASCIILower: Bool { self &- UInt8(ascii: "a") < 26 }
  @inlinable public var isASCIIUpper: Bool { self &- UInt8(ascii: "A") < 26 }
  @inlinable public var isASCIILetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }
  @inlinable public var isASCIIHexDigit: Bool { isASCIIDigit || (self | 0x20) &- UInt8(ascii: "a") < 6 }

  /// `[A-Za-z0-9_]`
  @inlinable public var isNameByte: Bool { isASCIILetter || isASCIIDigit || self == UInt8(ascii: "_") }

  /// `[A-Za-z_]`
  @inlinable public var isNameStart: Bool { isASCIILetter || self == UInt8(ascii: "_") }

  /// A space or a tab.
  @inlinable public var isBlank: Bool { self == 0x20 || self == 0x09 }

  /// The six bytes that C's `isspace` and Go's `\s` (which lacks VT) know: tab, LF, VT, FF, CR, space.
  @inlinable public var isASCIISpace: Bool { self == 0x20 || self &- 0x09 < 5 }

  /// A character that a terminal shows in one column.
  @inlinable public var isPrintableASCII: Bool { self &- 0x20 < 0x5F }

  @inlinable public var asciiLowercased: UInt8 { isASCIIUpper ? self | 0x20 : self }
}

extension Collection where Element == UInt8 {
  /// The text, with each invalid sequence shown as U+FFFD.
  @inlinable public var asString: String { String(decoding: self, as: UTF8.self) }

  /// Whether the bytes equal those of a literal.
  @inlinable
  public func equals(_ text: String) -> Bool { elementsEqual(text.utf8) }

  /// Whether the bytes of a short literal stand somewhere among them. `String.contains` costs fifty times as much.
  @inlinable
  public func holds(_ text: String) -> Bool {
    guard let first = text.utf8.first else { return true }
    return indices.contains { self[$0] == first && self[$0...].starts(with: text.utf8) }
  }

  /// Whether the bytes equal those of a lower-case literal when ASCII case is ignored.
  @inlinable
  public func equalsIgnoringCase(_ lowerCaseText: String) -> Bool {
    count == lowerCaseText.utf8.count && elementsEqual(lowerCaseText.utf8) { $0.asciiLowercased == $1 }
  }
}
