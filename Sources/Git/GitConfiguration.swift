/// The few values of a repository's `config` that say how to read it (git-config(1), "Syntax").
///
/// Nothing else in it is obeyed; includes are not followed, as git itself does not when it asks these.
struct GitConfiguration {
  /// By `section.key` in lower case, without subsections; the last value wins. A key without `=` has no value.
  private(set) var values: [String: [UInt8]] = [:]

  init(_ bytes: [UInt8]) {
    var section: String?
    var reader = Reader(bytes: bytes)
    while let byte = reader.skipBlank() {
      switch byte {
      case UInt8(ascii: "#"), UInt8(ascii: ";"): reader.skipLine()
      case UInt8(ascii: "["): section = reader.section()
      default:
        let key = reader.key()
        let value = reader.value()
        guard let section, !key.isEmpty else { continue }
        values[section + "." + key] = value
      }
    }
  }

  func isTrue(_ key: String) -> Bool {
    guard let value = values[key] else { return false }
    return ["true", "yes", "on", "1", ""].contains(String(decoding: value, as: UTF8.self).lowercased())
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) {
      self.bytes = bytes
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// The next byte that is no white space, or nil at the end.
    mutating func skipBlank() -> UInt8? {
      while let byte, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
      return byte
    }

    mutating func skipLine() {
      while let byte, byte != 0x0A { position += 1 }
    }

    /// The name in brackets in lower case; nil for one with a subsection, whose keys are not ours.
    mutating func section() -> String? {
      position += 1
      let start = position
      var hasSubsection = false
      var isQuoted = false
      while let byte, byte != 0x0A, isQuoted || byte != UInt8(ascii: "]") {
        if byte == UInt8(ascii: "\"") {
          isQuoted.toggle()
          hasSubsection = true
        } else if byte == UInt8(ascii: "\\"), isQuoted, position + 1 < bytes.count {
          position += 1
        }
        position += 1
      }
      let name = bytes[start..<min(position, bytes.count)]
      guard byte == UInt8(ascii: "]") else { return nil }
      position += 1
      return hasSubsection ? nil : String(decoding: name, as: UTF8.self).lowercased()
    }

    mutating func key() -> String {
      let start = position
      while let byte, byte != 0x0A, byte != UInt8(ascii: "="), byte != UInt8(ascii: "#"), byte != UInt8(ascii: ";") {
        position += 1
      }
      let name = bytes[start..<position].filter { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }
      return String(decoding: name, as: UTF8.self).lowercased()
    }

    /// What follows `=` up to the end of the line: quotes removed, escapes and continued lines resolved, comments and
    /// spaces at the end cut off.
    mutating func value() -> [UInt8] {
      guard byte == UInt8(ascii: "=") else {
        skipLine()
        return []
      }
      position += 1
      while let byte, byte == 0x20 || byte == 0x09 { position += 1 }
      var value: [UInt8] = []
      /// The length without unquoted spaces at the end.
      var length = 0
      var isQuoted = false
      while let byte, byte != 0x0A {
        position += 1
        switch byte {
        case UInt8(ascii: "\""):
          isQuoted.toggle()
          length = value.count
        case UInt8(ascii: "#") where !isQuoted, UInt8(ascii: ";") where !isQuoted: skipLine()
        case UInt8(ascii: "\\"):
          guard let escaped = self.byte else { break }
          position += 1
          switch escaped {
          case 0x0A: break
          case 0x0D where self.byte == 0x0A: position += 1
          case UInt8(ascii: "n"): value.append(0x0A)
          case UInt8(ascii: "t"): value.append(0x09)
          case UInt8(ascii: "b"): value.append(0x08)
          default: value.append(escaped)
          }
          length = value.count
        case 0x0D where self.byte == 0x0A: break
        default:
          value.append(byte)
          if isQuoted || (byte != 0x20 && byte != 0x09) { length = value.count }
        }
      }
      return Array(value[..<length])
    }
  }
}
