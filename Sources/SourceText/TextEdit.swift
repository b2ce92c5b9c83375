/// Replaces a range of one text. An empty range inserts, an empty replacement deletes.
public struct TextEdit: Hashable, Sendable {
  public let range: SourceRange
  public let replacement: String

  public init(_ range: SourceRange, with replacement: String) {
    self.range = range
    self.replacement = replacement
  }

  public static func insert(_ text: String, at offset: Int) -> TextEdit { TextEdit(.at(offset), with: text) }
  public static func delete(_ range: SourceRange) -> TextEdit { TextEdit(range, with: "") }
}

/// Edits of one text that can be applied together.
///
/// Groups go in whole or not at all: a fix of several edits is never applied in part.
public struct TextEdits: Sendable, Equatable {
  /// In the order of the text.
  public private(set) var edits: [TextEdit] = []

  public init() {}

  public var isEmpty: Bool { edits.isEmpty }

  /// Adds a group and answers true, or leaves everything as it was and answers false where one of the group
  /// overlaps, or touches at an insertion point, an edit already there or another of the group.
  ///
  /// Insertions of one group at one offset keep their order; of two groups they conflict, as nobody knows which is first.
  public mutating func insert(_ group: [TextEdit]) -> Bool {
    for (index, edit) in group.enumerated() {
      if edits.contains(where: { Self.conflict($0, edit) }) { return false }
      for other in group[..<index] where !(other.range.isEmpty && other.range == edit.range) {
        if Self.conflict(other, edit) { return false }
      }
    }
    // Stable by start, so that insertions at one offset stay in order and precede a replacement that starts there.
    edits = (edits + group).enumerated()
      .sorted { ($0.element.range, $0.offset) < ($1.element.range, $1.offset) }
      .map(\.element)
    return true
  }

  private static func conflict(_ one: TextEdit, _ other: TextEdit) -> Bool {
    one.range.overlaps(other.range) || one.range.isEmpty && other.range.isEmpty && one.range == other.range
  }

  /// The text after the edits. A range beyond the end is cut.
  public func applied(to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var position = 0
    for edit in edits {
      let start = min(max(edit.range.start, position), bytes.count)
      result += bytes[position..<start]
      result += Array(edit.replacement.utf8)
      position = min(max(edit.range.end, start), bytes.count)
    }
    result += bytes[position...]
    return result
  }
}
