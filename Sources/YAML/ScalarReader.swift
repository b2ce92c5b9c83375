import SourceText

extension YAMLDialect.Table {
  /// What a text is without tag and quotes.
  func value(_ bytes: [UInt8], _ start: Int, _ end: Int) -> YAMLValue {
    let row = automaton.match(bytes, start, end)
    return row == ScalarAutomaton.none ? .string : value(rows[Int(row)].reading, bytes, start, end)
  }

  /// What a text is that a pattern has matched.
  func value(_ reading: YAMLDialect.Reading, _ bytes: [UInt8], _ start: Int, _ end: Int) -> YAMLValue {
    let reader = ScalarReader(bytes: bytes, start: start, end: end)
    switch reading {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .int(let radix):
      let integer = reader.integer(radix: radix)
      guard integers == .words, let value = integer.value, !fits(value, reader) else { return integer.value.map { .int($0) } ?? .invalid }
      return integer.hasPrefix ? .string : float(reader.float())
    case .sexagesimal: return .int(reader.sexagesimal())
    case .clock: return .int(reader.clock())
    case .float: return float(reader.float())
    case .sexagesimalFloat: return .float(reader.sexagesimalFloat())
    case .clockFloat: return .float(reader.clockFloat())
    case .infinity: return .float(bytes[start] == 0x2D ? -.infinity : .infinity)
    case .notANumber: return .float(.nan)
    case .timestamp: return reader.timestamp(timestamps).map { .timestamp($0) } ?? timestamps.otherwise
    case .symbol: return .symbol
    case .merge: return .merge
    case .value: return .value
    case .string: return .string
    case .invalid: return .invalid
    }
  }

  /// `strconv.ParseInt`, or else `ParseUint`, which takes no sign.
  private func fits(_ integer: YAMLInteger, _ reader: ScalarReader) -> Bool {
    integer.value != nil || integer.magnitude != nil && !integer.isNegative && reader.bytes[reader.start] != 0x2B
  }

  private func float(_ value: Double) -> YAMLValue { value.isInfinite && floatsEnd == .inText ? .string : .float(value) }
}

/// Numbers of texts that a dialect's pattern has matched: so only what they say is looked at here, not whether they may.
struct ScalarReader {
  let bytes: [UInt8]
  let start: Int
  let end: Int

  /// `hasPrefix` is for `0x` and its like; `value` is nil where there is no digit behind one.
  func integer(radix: Int) -> (value: YAMLInteger?, hasPrefix: Bool) {
    var isNegative = false
    var hasPrefix = false
    var overflows = false
    var count = 0
    var magnitude: UInt64 = 0
    for offset in start..<end {
      let byte = bytes[offset]
      if let digit = TagText.hexDigit(byte), digit < radix {
        count += 1
        let (product, isTooLarge) = magnitude.multipliedReportingOverflow(by: UInt64(radix))
        let (sum, isTooLargeStill) = product.addingReportingOverflow(UInt64(digit))
        overflows = overflows || isTooLarge || isTooLargeStill
        magnitude = sum
      } else if byte == 0x2D {
        isNegative = true
      } else if byte.isASCIILetter {
        // Of `0x` the 0 is no digit.
        hasPrefix = true
        count = 0
      }
    }
    guard count > 0 else { return (nil, hasPrefix) }
    guard overflows else { return (YAMLInteger(isNegative: isNegative, magnitude: magnitude), hasPrefix) }
    let digits = bytes[start..<end].filter { TagText.hexDigit($0).map { $0 < radix } ?? false }.drop { $0 == 0x30 }.map {
      $0.asciiLowercased
    }
    return (YAMLInteger(isNegative: isNegative, digits: digits, radix: radix), hasPrefix)
  }

  /// YAML 1.1: `190:20:30` is 190·60² + 20·60 + 30.
  func sexagesimal() -> YAMLInteger {
    var total: UInt64 = 0
    var part: UInt64 = 0
    var overflows = false
    for offset in start...end {
      let byte = offset < end ? bytes[offset] : 0x3A
      if byte.isASCIIDigit {
        overflows = overflows || !part.append(byte - 0x30)
      } else if byte == 0x3A {
        let (product, isTooLarge) = total.multipliedReportingOverflow(by: 60)
        let (sum, isTooLargeStill) = product.addingReportingOverflow(part)
        overflows = overflows || isTooLarge || isTooLargeStill
        total = sum
        part = 0
      }
    }
    return overflows ? large : YAMLInteger(isNegative: bytes[start] == 0x2D, magnitude: total)
  }

  private var large: YAMLInteger {
    YAMLInteger(isNegative: bytes[start] == 0x2D, digits: bytes[start..<end].filter { $0.isASCIIDigit || $0 == 0x3A }, radix: 60)
  }

  /// Psych: `n.to_i * 60 ** (e - 2).abs` for each part, where the sign is the first part's.
  func clock() -> YAMLInteger {
    var total = 0
    var weight = 3_600
    for part in parts {
      var value: UInt64 = 0
      // `to_i` ends at two underscores.
      for offset in part {
        if bytes[offset] == 0x5F, offset + 1 >= part.upperBound || bytes[offset + 1] == 0x5F { break }
        if bytes[offset].isASCIIDigit, !value.append(bytes[offset] - 0x30) { return large }
      }
      guard let number = Int(exactly: value) else { return large }
      let (product, isTooLarge) = number.multipliedReportingOverflow(by: bytes[part.lowerBound] == 0x2D ? -weight : weight)
      let (sum, isTooLargeStill) = total.addingReportingOverflow(product)
      if isTooLarge || isTooLargeStill { return large }
      total = sum
      weight = max(1, weight / 60)
    }
    return YAMLInteger(total)
  }

  /// What `:` parts.
  private var parts: [Range<Int>] { bytes[start..<end].split(separator: 0x3A).map { $0.startIndex..<$0.endIndex } }

  func sexagesimalFloat() -> Double {
    var total = 0.0
    var base = 1.0
    for part in parts.reversed() {
      total += ScalarReader(bytes: bytes, start: part.lowerBound, end: part.upperBound).float().magnitude * base
      base *= 60
    }
    return bytes[start] == 0x2D ? -total : total
  }

  /// As `clock`, with `to_f`.
  func clockFloat() -> Double {
    var total = 0.0
    var weight = 3_600.0
    for part in parts {
      var end = part.lowerBound
      // `to_f` ends at an underscore that is not between digits.
      while end < part.upperBound,
        bytes[end] != 0x5F || (bytes[end - 1].isASCIIDigit && end + 1 < part.upperBound && bytes[end + 1].isASCIIDigit)
      {
        end += 1
      }
      total += ScalarReader(bytes: bytes, start: part.lowerBound, end: end).float() * weight
      weight = max(1, weight / 60)
    }
    return total
  }

  /// Digits with at most one point and an exponent; `_`, `,` and what else stands there is passed over.
  func float() -> Double {
    var mantissa: UInt64 = 0
    var digits = 0
    var exponent = 0
    var isFraction = false
    var offset = start
    while offset < end, bytes[offset] | 0x20 != 0x65 {
      let byte = bytes[offset]
      if byte.isASCIIDigit {
        if digits > 0 || byte != 0x30 { digits += 1 }
        if digits < 16 { mantissa = mantissa * 10 + UInt64(byte - 0x30) }
        if isFraction { exponent -= 1 }
      } else if byte == 0x2E {
        isFraction = true
      }
      offset += 1
    }
    var power = 0
    var isDownward = false
    while offset < end {
      if bytes[offset].isASCIIDigit { power = min(power * 10 + Int(bytes[offset] - 0x30), 1_000_000_000) }
      if bytes[offset] == 0x2D { isDownward = true }
      offset += 1
    }
    exponent += isDownward ? -power : power
    // Clinger: up to 15 digits and a power of ten that a Double holds, one rounding gives the nearest value.
    if digits < 16, exponent.magnitude < 23 {
      let value = exponent < 0 ? Double(mantissa) / Self.powersOfTen[-exponent] : Double(mantissa) * Self.powersOfTen[exponent]
      return bytes[start] == 0x2D ? -value : value
    }
    return longFloat()
  }

  private func longFloat() -> Double {
    var text: [UInt8] = []
    var hasPoint = false
    for offset in start..<end {
      let byte = bytes[offset]
      let isExponent = byte | 0x20 == 0x65
      // A digit on each side of the point.
      if byte == 0x2E || isExponent, text.last?.isASCIIDigit != true { text.append(0x30) }
      hasPoint = hasPoint || byte == 0x2E
      if byte.isASCIIDigit || byte == 0x2E || byte == 0x2D || byte == 0x2B || isExponent { text.append(byte) }
    }
    if text.last == 0x2E { text.append(0x30) }
    return Double(text.asString) ?? 0
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}

extension UInt64 {
  /// A decimal digit behind the others; false where there is no room for it.
  fileprivate mutating func append(_ digit: UInt8) -> Bool {
    let (product, isTooLarge) = multipliedReportingOverflow(by: 10)
    let (sum, isTooLargeStill) = product.addingReportingOverflow(UInt64(digit))
    self = sum
    return !isTooLarge && !isTooLargeStill
  }
}
