public import SourceText

/// What of a text must never be shown.
public struct Mask: Sendable {
  /// What stands for a value: always the same, so that it tells nothing of its length.
  public static let replacement = "***"

  /// Every place of a value, wherever it stands again. In order, never overlapping.
  public let ranges: [SourceRange]
  private let values: Values

  /// - Parameters:
  ///   - ranges: in addition to those that `SecretPlaces` finds.
  ///   - decoded: what values come to that are written with escapes.
  public init(_ bytes: [UInt8], ranges: [SourceRange] = [], decoded: [[UInt8]] = []) {
    let named = Self.merged(ranges + SecretPlaces.ranges(in: bytes))
    // A value of two or three characters occurs in every text by chance.
    let texts = Set(
      (named.map { Array(bytes[$0.indices]) } + decoded).filter { $0.count >= Self.tellingLength && $0.first != UInt8(ascii: "$") })
    values = Values(texts)
    self.ranges = texts.isEmpty ? named : Self.merged(named + values.places(in: bytes))
  }

  /// In bytes: from here on an equal text is the value again.
  fileprivate static let tellingLength = 4

  private static func merged(_ ranges: [SourceRange]) -> [SourceRange] {
    var merged: [SourceRange] = []
    for range in ranges.filter({ !$0.isEmpty }).sorted() {
      if let last = merged.last, range.start <= last.end { merged[merged.count - 1] = last.union(range) } else { merged.append(range) }
    }
    return merged
  }

  /// A text made from the masked one, such as a message or an edit, without its secrets.
  public func masked(_ text: String) -> String {
    if values.isEmpty { return text }
    let bytes = Array(text.utf8)
    let places = values.places(in: bytes)
    if places.isEmpty { return text }
    var result = ""
    var start = 0
    for place in places {
      result += bytes[start..<place.start].asString + Self.replacement
      start = place.end
    }
    return result + bytes[start...].asString
  }

  /// Values to look for in one pass, by their first bytes.
  private struct Values: Sendable {
    /// Long values first.
    private var byBeginning: [UInt32: [[UInt8]]] = [:]

    /// A hostile file may hold any number of values that begin alike; more of them are masked only where they are named.
    private static let sameBeginningLimit = 32

    var isEmpty: Bool { byBeginning.isEmpty }

    init(_ values: Set<[UInt8]>) {
      for value in values.sorted(by: { $0.count != $1.count ? $0.count > $1.count : $0.lexicographicallyPrecedes($1) }) {
        let key = Self.beginning(value, 0)
        if byBeginning[key, default: []].count < Self.sameBeginningLimit { byBeginning[key, default: []].append(value) }
      }
    }

    private static func beginning(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
      UInt32(bytes[offset]) << 24 | UInt32(bytes[offset + 1]) << 16 | UInt32(bytes[offset + 2]) << 8 | UInt32(bytes[offset + 3])
    }

    /// In order, never overlapping.
    func places(in bytes: [UInt8]) -> [SourceRange] {
      var found: [SourceRange] = []
      var position = 0
      while position + Mask.tellingLength <= bytes.count {
        let value = byBeginning[Self.beginning(bytes, position)]?.first { value in
          position + value.count <= bytes.count && bytes[position..<(position + value.count)].elementsEqual(value)
        }
        if let value {
          found.append(SourceRange(position, position + value.count))
          position += value.count
        } else {
          position += 1
        }
      }
      return found
    }
  }
}
