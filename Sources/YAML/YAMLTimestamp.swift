/// A date, or a date with a time, in the proleptic Gregorian calendar (https://yaml.org/type/timestamp.html).
public struct YAMLTimestamp: Hashable, Sendable {
  /// May be 0 or negative where the consumer takes that.
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to 31.
  public let day: Int
  /// nil for a date alone.
  public let time: Time?

  public struct Time: Hashable, Sendable {
    /// 0 to 24.
    public let hour: Int
    public let minute: Int
    /// 0 to 60.
    public let second: Int
    public let nanosecond: Int
    /// Minutes east of Greenwich; nil where none is written, which is UTC or local time, as the consumer has it.
    public let offset: Int?
  }

  /// Days from 1970-01-01 to the date.
  public var dayNumber: Int {
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, so that leap days end them.
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Seconds from 1970-01-01T00:00:00Z, with what is not written taken as 0 and UTC.
  public var secondsSince1970: Int {
    guard let time else { return dayNumber * 86_400 }
    return dayNumber * 86_400 + (time.hour * 60 + time.minute - (time.offset ?? 0)) * 60 + time.second
  }

  static func daysInMonth(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
