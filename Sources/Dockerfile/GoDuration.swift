import SourceText

/// A length of time as Go writes it, `1h15m30.5s`: what HEALTHCHECK's flags take.
///
/// Source: Go `time.ParseDuration`.
public struct GoDuration: Sendable, Equatable {
  public let nanoseconds: Int64

  /// Nil for what is no duration, or longer than 292 years.
  public init?(_ text: [UInt8]) {
    var position = 0
    var isNegative = false
    if let sign = text.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      position = 1
    }
    if text[position...].equals("0") {
      nanoseconds = 0
      return
    }
    guard position < text.count else { return nil }
    var total: UInt64 = 0
    let limit = UInt64(1) << 63
    while position < text.count {
      guard let part = Self.part(text, &position) else { return nil }
      // Go wraps here and looks only afterwards.
      total &+= part
      if total > limit { return nil }
    }
    if isNegative {
      nanoseconds = total == limit ? .min : -Int64(total)
    } else {
      guard total < limit else { return nil }
      nanoseconds = Int64(total)
    }
  }

  /// One number with its unit, at most 1 << 63.
  private static func part(_ text: [UInt8], _ position: inout Int) -> UInt64? {
    let limit = UInt64(1) << 63
    var whole: UInt64 = 0
    let wholeStart = position
    while position < text.count, text[position].isASCIIDigit {
      guard whole <= limit / 10 else { return nil }
      whole = whole * 10 + UInt64(text[position] & 0xF)
      guard whole <= limit else { return nil }
      position += 1
    }
    var hasDigits = position > wholeStart
    var fraction: UInt64 = 0
    var scale = 1.0
    if position < text.count, text[position] == UInt8(ascii: ".") {
      position += 1
      var overflows = false
      while position < text.count, text[position].isASCIIDigit {
        hasDigits = true
        if !overflows {
          let next = fraction > (limit - 1) / 10 ? limit + 1 : fraction * 10 + UInt64(text[position] & 0xF)
          // Further digits change nothing that an Int64 of nanoseconds could show.
          if next > limit {
            overflows = true
          } else {
            fraction = next
            scale *= 10
          }
        }
        position += 1
      }
    }
    guard hasDigits else { return nil }
    let unitStart = position
    while position < text.count, text[position] != UInt8(ascii: "."), !text[position].isASCIIDigit { position += 1 }
    guard let unit = unit(text[unitStart..<position]), whole <= limit / unit else { return nil }
    var value = whole * unit
    if fraction > 0 {
      value += UInt64(Double(fraction) * (Double(unit) / scale))
      if value > limit { return nil }
    }
    return value
  }

  private static func unit(_ name: ArraySlice<UInt8>) -> UInt64? {
    switch name.asString {
    case "ns": 1
    // Micro sign and Greek mu.
    case "us", "\u{B5}s", "\u{3BC}s": 1_000
    case "ms": 1_000_000
    case "s": 1_000_000_000
    case "m": 60_000_000_000
    case "h": 3_600_000_000_000
    default: nil
    }
  }
}
