/// Writes JSON as the differential needs it: bytes that are not UTF-8 become one U+FFFD each, as in Go.
struct JSONText {
  private(set) var bytes: [UInt8] = []
  private var needsComma = false

  mutating func object(_ body: (inout JSONText) -> Void) { nested("{", "}", body) }
  mutating func array(_ body: (inout JSONText) -> Void) { nested("[", "]", body) }

  mutating func key(_ name: String) {
    string(name.utf8)
    bytes.append(UInt8(ascii: ":"))
    needsComma = false
  }

  mutating func number(_ value: some BinaryInteger) { raw("\(value)") }
  mutating func boolean(_ value: Bool) { raw(value ? "true" : "false") }
  mutating func null() { raw("null") }

  mutating func string(_ text: String) { string(text.utf8) }

  mutating func string(_ text: some Collection<UInt8>) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    let text = Array(text)
    var position = 0
    while position < text.count {
      let length = Self.scalarLength(text, at: position)
      if length == 0 {
        bytes += "\u{FFFD}".utf8
        position += 1
        continue
      }
      let byte = text[position]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        bytes += [UInt8(ascii: "\\"), byte]
      } else if byte < 0x20 {
        let digits = Array("0123456789abcdef".utf8)
        bytes += "\\u00".utf8
        bytes += [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
      } else {
        bytes += text[position..<position + length]
      }
      position += length
    }
    bytes.append(UInt8(ascii: "\""))
    needsComma = true
  }

  /// The length of the well-formed scalar at an offset; 0 where none is.
  static func scalarLength(_ bytes: [UInt8], at offset: Int) -> Int {
    let first = bytes[offset]
    if first < 0x80 { return 1 }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
    guard length > 0, offset + length <= bytes.count else { return 0 }
    return String(validating: bytes[offset..<offset + length], as: UTF8.self) == nil ? 0 : length
  }

  mutating func endLine() {
    bytes.append(0x0A)
    needsComma = false
  }

  private mutating func raw(_ text: String) {
    separate()
    bytes += text.utf8
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    needsComma = false
  }

  private mutating func nested(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONText) -> Void) {
    separate()
    bytes.append(UInt8(ascii: open))
    body(&self)
    bytes.append(UInt8(ascii: close))
    needsComma = true
  }
}
