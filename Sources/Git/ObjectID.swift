/// How a repository names its objects.
public enum ObjectFormat: Hashable, Sendable {
  case sha1, sha256

  /// In bytes.
  public var length: Int { self == .sha1 ? 20 : 32 }
}

/// The name of an object: a hash of 20 or 32 bytes.
public struct ObjectID: Hashable, Sendable {
  public let bytes: [UInt8]

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

  /// Hexadecimal digits, 40 or 64 of them.
  public init?(hexadecimal text: some Collection<UInt8>) {
    guard text.count == 40 || text.count == 64 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2)
    var high: UInt8?
    for digit in text {
      let value: UInt8
      switch digit {
      case 0x30...0x39: value = digit - 0x30
      case 0x61...0x66: value = digit - 0x61 + 10
      case 0x41...0x46: value = digit - 0x41 + 10
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    self.bytes = bytes
  }

  public init?(_ hexadecimal: String) { self.init(hexadecimal: Array(hexadecimal.utf8)) }

  /// Lower-case hexadecimal digits.
  public var hexadecimal: [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }
}

extension ObjectID: CustomStringConvertible {
  public var description: String { String(decoding: hexadecimal, as: UTF8.self) }
}
