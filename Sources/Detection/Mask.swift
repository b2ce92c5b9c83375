public import SourceText

/// What of a text must never be shown.
public struct Mask: Sendable {
  /// What stands for a value: always the same, so that it tells nothing of its length.
  public static let replacement = "***"

  /// Every place of a value, wherever it stands again. In order, never overlapping.
  public let ranges: [SourceRange]
  /// Long values first.
  private let values: [String]

  /// - Parameter ranges: in addition to those that `SecretPlaces` finds.
  public init(_ bytes: [UInt8], ranges: [SourceRange] = []) {
    let named = Self.merged(ranges + SecretPlaces.ranges(in: bytes))
    // A value of two or three characters occurs in every text by chance.
    let texts = Set(named.map { Array(bytes[$0.indices]) }.filter { $0.count >= Self.tellingLength && $0.first != UInt8(ascii: "$") })
    self.ranges = texts.isEmpty ? named : Self.merged(named + texts.flatMap { Self.places(of: $0, in: bytes) })
    values = texts.map(\.asString).sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  /// In bytes: from here on an equal text is the value again.
  private static let tellingLength = 4

  private static func merged(_ ranges: [SourceRange]) -> [SourceRange] {
    var merged: [SourceRange] = []
    for range in ranges.filter({ !$0.isEmpty }).sorted() {
      if let last = merged.last, range.start <= last.end { merged[merged.count - 1] = last.union(range) } else { merged.append(range) }
    }
    return merged
  }

  private static func places(of value: [UInt8], in bytes: [UInt8]) -> [SourceRange] {
    var found: [SourceRange] = []
    var position = 0
    while position + value.count <= bytes.count {
      guard bytes[position] == value[0], bytes[position..<(position + value.count)].elementsEqual(value) else {
        position += 1
        continue
      }
      found.append(SourceRange(position, position + value.count))
      position += value.count
    }
    return found
  }

  /// A text made from the masked one, such as a message or an edit, without its secrets.
  public func masked(_ text: String) -> String {
    var result = text
    for value in values where result.utf8.count >= value.utf8.count {
      let parts = split(result, by: value)
      if parts.count > 1 { result = parts.joined(separator: Self.replacement) }
    }
    return result
  }

  private func split(_ text: String, by separator: String) -> [String] {
    let bytes = Array(text.utf8)
    let wanted = Array(separator.utf8)
    var parts: [String] = []
    var start = 0
    for place in Self.places(of: wanted, in: bytes) {
      parts.append(bytes[start..<place.start].asString)
      start = place.end
    }
    parts.append(bytes[start...].asString)
    return parts
  }
}
