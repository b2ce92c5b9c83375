/// A half-open range of UTF-8 byte offsets in one text. Texts are limited to 2 GiB.
public struct SourceRange: Hashable, Sendable {
  @usableFromInline let lower: Int32
  @usableFromInline let upper: Int32

  /// `end` below `start` is a mistake of the caller and yields the empty range at `start`.
  @inlinable
  public init(_ start: Int, _ end: Int) {
    assert(start >= 0 && end >= start && end <= Int(Int32.max))
    lower = Int32(truncatingIfNeeded: start)
    upper = Int32(truncatingIfNeeded: max(start, end))
  }

  @inlinable
  public init(_ range: Range<Int>) { self.init(range.lowerBound, range.upperBound) }

  /// The empty range before the byte at `offset`: a place, where something is missing or would be inserted.
  @inlinable
  public static func at(_ offset: Int) -> SourceRange { SourceRange(offset, offset) }

  @inlinable public var start: Int { Int(lower) }
  @inlinable public var end: Int { Int(upper) }
  @inlinable public var count: Int { Int(upper) - Int(lower) }
  @inlinable public var isEmpty: Bool { lower == upper }
  @inlinable public var indices: Range<Int> { Int(lower)..<Int(upper) }

  /// Whether the byte at `offset` lies inside.
  @inlinable
  public func contains(_ offset: Int) -> Bool { offset >= start && offset < end }

  /// Whether `other` lies wholly inside, bounds included.
  @inlinable
  public func encloses(_ other: SourceRange) -> Bool { other.lower >= lower && other.upper <= upper }

  /// Whether the two share a byte, or one is empty and lies strictly inside the other.
  @inlinable
  public func overlaps(_ other: SourceRange) -> Bool { lower < other.upper && other.lower < upper }

  /// The smallest range that encloses both.
  @inlinable
  public func union(_ other: SourceRange) -> SourceRange {
    SourceRange(min(start, other.start), max(end, other.end))
  }

  @inlinable
  public func shifted(by distance: Int) -> SourceRange { SourceRange(start + distance, end + distance) }
}

extension SourceRange: Comparable {
  /// By start, then the shorter first.
  @inlinable
  public static func < (left: SourceRange, right: SourceRange) -> Bool {
    left.lower != right.lower ? left.lower < right.lower : left.upper < right.upper
  }
}

extension SourceRange: CustomStringConvertible {
  public var description: String { "\(lower)..<\(upper)" }
}
