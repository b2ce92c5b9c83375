import SourceText

extension YAMLTree {
  /// A key that its mapping had before.
  public struct RepeatedKey: Sendable, Equatable {
    public let first: NodeID
    public let repeated: NodeID
  }

  /// The keys that a program takes for one of those before them in the same mapping, in the order of the text: `a` and
  /// `"a"`; for PyYAML `1`, `1.0` and `yes` too. What the program makes of them is `dialect.repeatedKeys`.
  ///
  /// Collections as keys are not compared. O(entries).
  public func duplicateKeys(of mapping: NodeID, in dialect: YAMLDialect) -> [RepeatedKey] {
    if hasDistinctTexts(mapping, dialect) { return [] }
    let rule = dialect.table.keys
    var known: [KeyIdentity: NodeID] = [:]
    var found: [RepeatedKey] = []
    for entry in entries(of: mapping) {
      // Several `<<` are allowed where keys are not compared by their text alone.
      if rule != .text, isMerge(entry.keyNode, in: dialect) { continue }
      let identity = identity(of: entry.keyNode, in: dialect, by: rule)
      if let first = known[identity] {
        found.append(RepeatedKey(first: first, repeated: entry.keyNode))
      } else {
        known[identity] = entry.keyNode
      }
    }
    return found
  }

  /// Whether there are few keys, all of them plain texts, and no two alike: most mappings, and without a dictionary.
  func hasDistinctTexts(_ mapping: NodeID, _ dialect: YAMLDialect) -> Bool {
    var keys = InlineArray<16, NodeID>(repeating: mapping)
    var count = 0
    for entry in entries(of: mapping) {
      guard count < 16, rawRange(entry.keyNode) != nil, !self[entry.keyNode].flags.contains(.hasProperties),
        value(of: entry.keyNode, in: dialect) == .string
      else { return false }
      keys[count] = entry.keyNode
      count += 1
    }
    for second in 0..<count {
      guard let right = rawRange(keys[second]) else { return false }
      for first in 0..<second {
        guard let left = rawRange(keys[first]) else { return false }
        if left.count == right.count, storage.bytes[left.indices].elementsEqual(storage.bytes[right.indices]) { return false }
      }
    }
    return true
  }
}
