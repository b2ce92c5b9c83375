import SourceText

extension ScalarReader {
  /// nil where the rules say that there is no such day or time.
  func timestamp(_ rules: YAMLDialect.TimestampRules) -> YAMLTimestamp? {
    var offset = start
    let isNegative = bytes[offset] == 0x2D
    if isNegative { offset += 1 }
    let year = number(&offset) * (isNegative ? -1 : 1)
    let month = number(&offset)
    let day = number(&offset)
    guard year >= rules.firstYear, 1...12 ~= month, 1...31 ~= day else { return nil }
    let time = offset < end ? time(from: offset, rules) : nil
    guard offset >= end || time != nil, day <= YAMLTimestamp.daysInMonth(month, of: year) || time != nil && rules.hasLongMonths else {
      return nil
    }
    return YAMLTimestamp(year: year, month: month, day: day, time: time)
  }

  private func time(from start: Int, _ rules: YAMLDialect.TimestampRules) -> YAMLTimestamp.Time? {
    var offset = start
    let hour = number(&offset)
    let minute = number(&offset)
    let second = number(&offset)
    let isMidnight = hour == 24 && minute == 0 && second == 0
    guard hour < 24 || isMidnight && rules.has24Hours, minute < 60, second < 60 || second == 60 && rules.hasLeapSeconds else { return nil }
    var nanosecond = 0
    if offset < end, bytes[offset] == 0x2E || bytes[offset] == 0x2C {
      offset += 1
      var unit = 100_000_000
      var digits = 0
      while offset < end, bytes[offset].isASCIIDigit {
        if digits < rules.fractionDigits { nanosecond += Int(bytes[offset] - 0x30) * unit }
        unit /= 10
        digits += 1
        offset += 1
      }
    }
    guard let zone = zone(from: offset, rules) else { return nil }
    return YAMLTimestamp.Time(hour: hour, minute: minute, second: second, nanosecond: nanosecond, offset: zone)
  }

  /// The outer nil is for one that is none, the inner for nothing written.
  private func zone(from start: Int, _ rules: YAMLDialect.TimestampRules) -> Int?? {
    var offset = start
    while offset < end, bytes[offset].isBlank { offset += 1 }
    guard offset < end else { return .some(nil) }
    if bytes[offset] | 0x20 == 0x7A { return 0 }
    let isNegative = bytes[offset] == 0x2D
    offset += 1
    var hour = 0
    var digits = 0
    while offset < end, bytes[offset].isASCIIDigit, digits < 2 {
      hour = hour * 10 + Int(bytes[offset] - 0x30)
      offset += 1
      digits += 1
    }
    let minute = number(&offset)
    let total = isNegative && !(rules.signsHoursAlone && hour == 0) ? -(hour * 60 + minute) : hour * 60 + minute
    guard minute <= rules.greatestOffsetMinute else { return nil }
    if rules.hasGreatestOffset ? hour * 60 > rules.greatestOffset : total.magnitude >= rules.greatestOffset { return nil }
    return total
  }

  /// The next digits, and past the `-` or `:` behind them, as no other separator means anything.
  private func number(_ offset: inout Int) -> Int {
    while offset < end, !bytes[offset].isASCIIDigit { offset += 1 }
    var value = 0
    while offset < end, bytes[offset].isASCIIDigit {
      value = min(value * 10 + Int(bytes[offset] - 0x30), 100_000)
      offset += 1
    }
    return value
  }
}
