import SourceText

/// An integer of any size. Up to 64 bits it is a number; beyond that, its digits as they are written.
public struct YAMLInteger: Hashable, Sendable {
  public let isNegative: Bool
  /// 0 where `digits` hold the number.
  let small: UInt64
  /// Lower-case, without zeros before them; empty up to 64 bits.
  let digits: [UInt8]
  /// Of `digits`: 2, 8, 10, 16, or 60 for parts with `:` between; 10 where there are none.
  public let radix: Int

  init(isNegative: Bool, magnitude: UInt64) {
    self.isNegative = isNegative && magnitude != 0
    small = magnitude
    digits = []
    radix = 10
  }

  /// More than 64 bits.
  init(isNegative: Bool, digits: [UInt8], radix: Int) {
    self.isNegative = isNegative
    small = 0
    self.digits = digits
    self.radix = radix
  }

  public init(_ value: Int) { self.init(isNegative: value < 0, magnitude: UInt64(value.magnitude)) }

  /// Without its sign; nil beyond 64 bits.
  public var magnitude: UInt64? { digits.isEmpty ? small : nil }

  /// nil where it does not fit.
  public var value: Int64? {
    guard let magnitude else { return nil }
    if !isNegative { return Int64(exactly: magnitude) }
    return magnitude == 1 << 63 ? .min : Int64(exactly: magnitude).map { -$0 }
  }
}

extension YAMLInteger: CustomStringConvertible {
  /// Decimal; beyond 64 bits as written, with the prefix of its radix.
  public var description: String {
    guard magnitude == nil else { return (isNegative ? "-" : "") + String(small) }
    let prefix = radix == 16 ? "0x" : radix == 8 ? "0o" : radix == 2 ? "0b" : ""
    return (isNegative ? "-" : "") + prefix + digits.asString
  }
}
