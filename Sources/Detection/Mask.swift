public import SourceText

/// What of a text must never be shown.
public struct Mask: Sendable {
  /// What stands for a value: always the same, so that it tells nothing of its length.
  public static let replacement = "***"

  /// In order, never overlapping.
  public let ranges: [SourceRange]
  /// Long values first.
  private let values: [String]

  /// - Parameter ranges: in addition to those that `SecretPlaces` finds.
  public init(_ bytes: [UInt8], ranges: [SourceRange] = []) {
    var merged: [SourceRange] = []
    for range in (ranges + SecretPlaces.ranges(in: bytes)).filter({ !$0.isEmpty }).sorted() {
      if let last = merged.last, range.start <= last.end { merged[merged.count - 1] = last.union(range) } else { merged.append(range) }
    }
    self.ranges = merged
    // A value of two or three characters occurs in every text by chance.
    let texts = merged.map { bytes[$0.indices].asString }.filter { $0.utf8.count >= 4 && !$0.hasPrefix("$") }
    values = Set(texts).sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
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
    var position = 0
    while position + wanted.count <= bytes.count {
      if bytes[position] == wanted[0], bytes[position..<(position + wanted.count)].elementsEqual(wanted) {
        parts.append(bytes[start..<position].asString)
        position += wanted.count
        start = position
      } else {
        position += 1
      }
    }
    parts.append(bytes[start...].asString)
    return parts
  }
}
