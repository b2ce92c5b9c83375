/// A 128-bit digest of a file's bytes, the same on every machine and in every run: MurmurHash3_x64_128 (Appleby, public
/// domain) with seed 0.
///
/// It tells whether a file is still the one that was checked. It does not withstand somebody who makes two texts of one
/// digest on purpose; who can change the file between check and fix needs no such trick.
///
/// Words are loaded from the array's own storage, within its bounds.
public struct ContentDigest: Hashable, Sendable {
  public let low: UInt64
  public let high: UInt64

  init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  public init(_ bytes: [UInt8]) {
    var low: UInt64 = 0
    var high: UInt64 = 0
    let blocks = bytes.count / 16
    unsafe bytes.withUnsafeBytes { buffer in
      for block in 0..<blocks {
        let first = unsafe UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: block * 16, as: UInt64.self))
        let second = unsafe UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: block * 16 + 8, as: UInt64.self))
        low ^= ContentDigest.scrambledFirst(first)
        low = (ContentDigest.rotated(low, 27) &+ high) &* 5 &+ 0x52DC_E729
        high ^= ContentDigest.scrambledSecond(second)
        high = (ContentDigest.rotated(high, 31) &+ low) &* 5 &+ 0x3849_5AB5
      }
    }
    var first: UInt64 = 0
    var second: UInt64 = 0
    for (index, byte) in bytes[(blocks * 16)...].enumerated() {
      if index < 8 {
        first |= UInt64(byte) << UInt64(8 * index)
      } else {
        second |= UInt64(byte) << UInt64(8 * (index - 8))
      }
    }
    low ^= ContentDigest.scrambledFirst(first)
    high ^= ContentDigest.scrambledSecond(second)
    low ^= UInt64(bytes.count)
    high ^= UInt64(bytes.count)
    low &+= high
    high &+= low
    low = ContentDigest.mixed(low)
    high = ContentDigest.mixed(high)
    low &+= high
    high &+= low
    self.init(low: low, high: high)
  }

  private static let firstFactor: UInt64 = 0x87C3_7B91_1142_53D5
  private static let secondFactor: UInt64 = 0x4CF5_AD43_2745_937F

  private static func scrambledFirst(_ word: UInt64) -> UInt64 { rotated(word &* firstFactor, 31) &* secondFactor }

  private static func scrambledSecond(_ word: UInt64) -> UInt64 { rotated(word &* secondFactor, 33) &* firstFactor }

  private static func rotated(_ word: UInt64, _ count: UInt64) -> UInt64 { word &<< count | word &>> (64 - count) }

  private static func mixed(_ word: UInt64) -> UInt64 {
    var word = (word ^ word >> 33) &* 0xFF51_AFD7_ED55_8CCD
    word = (word ^ word >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return word ^ word >> 33
  }
}

extension ContentDigest: CustomStringConvertible {
  /// 32 hexadecimal digits.
  public var description: String { low.hexadecimal + high.hexadecimal }

  init?(_ text: ArraySlice<UInt8>) {
    guard text.count == 32, text.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
      let low = UInt64(String(decoding: text.prefix(16), as: UTF8.self), radix: 16),
      let high = UInt64(String(decoding: text.suffix(16), as: UTF8.self), radix: 16)
    else { return nil }
    self.init(low: low, high: high)
  }
}

extension UInt64 {
  /// 16 hexadecimal digits.
  var hexadecimal: String {
    let digits = String(self, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
