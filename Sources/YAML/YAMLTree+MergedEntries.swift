extension YAMLTree {
  /// A mapping as a program sees it: merged, and each key once.
  public struct MergedMapping: Sendable {
    /// Each with the nodes where it really stands. The mapping's own keys in the order of the text, then or between them
    /// what `<<` brings.
    public fileprivate(set) var entries: [MergedEntry] = []
    /// Values of `<<` that the program does not merge, and refuses the document for.
    public fileprivate(set) var refused: [NodeID] = []
    /// False where a mapping merges itself, or where merges are too many or too deep to be followed.
    public fileprivate(set) var isComplete = true
  }

  public struct MergedEntry: Sendable {
    public let entry: Entry
    /// The alias in the mapping that was asked for by which the entry comes; nil for its own entries, and for those of a
    /// mapping that is written behind `<<`.
    public let alias: NodeID?
    /// The `<<` of that mapping by which it comes; nil for its own.
    public let merge: NodeID?

    public var keyNode: NodeID { entry.keyNode }
    public var value: NodeID { entry.value }
    public var key: KeyTable.Key { entry.key }
  }

  /// The entries of a mapping, or of the mapping that an alias stands for, with those that `<<` brings, each key once, by
  /// the program's precedence. Aliases are followed, never copied.
  ///
  /// Limits: 100 000 entries looked at, 64 merges within one another.
  public func entries(of id: NodeID, in dialect: YAMLDialect) -> MergedMapping {
    let mapping = self[id].kind == .alias ? target(of: id) ?? id : id
    let hasMerge = dialect.hasMerges && entries(of: mapping).contains { isMerge($0.keyNode, in: dialect) }
    if !hasMerge, hasDistinctTexts(mapping, dialect) {
      return MergedMapping(entries: entries(of: mapping).map { MergedEntry(entry: $0, alias: nil, merge: nil) })
    }
    var merger = Merger(tree: self, dialect: dialect)
    merger.add(mapping, Merger.Origin())
    return merger.result
  }
}

private struct Merger {
  typealias NodeID = YAMLTree.NodeID

  let tree: YAMLTree
  let dialect: YAMLDialect
  var result = YAMLTree.MergedMapping()
  private var places: [KeyIdentity: (index: Int, visit: Int)] = [:]
  private var open: [NodeID] = []
  private var visits = 0
  private var work = 0

  init(tree: YAMLTree, dialect: YAMLDialect) {
    self.tree = tree
    self.dialect = dialect
  }

  /// How the outermost mapping came to an entry.
  struct Origin {
    var merge: NodeID?
    var alias: NodeID?
  }

  mutating func add(_ mapping: NodeID, _ origin: Origin) {
    // A merge that holds itself ends here, and a chain of merges before it is too deep for the stack.
    guard !open.contains(mapping), open.count < 64 else {
      result.isComplete = false
      return
    }
    open.append(mapping)
    defer { open.removeLast() }
    visits += 1
    let visit = visits
    guard let rules = dialect.table.merges else {
      for entry in tree.entries(of: mapping) where count() { put(entry, origin, visit, overrides: false) }
      return
    }
    var merges: [YAMLTree.Entry] = []
    for entry in tree.entries(of: mapping) {
      guard count() else { return }
      if !tree.isMerge(entry.keyNode, in: dialect) {
        put(entry, origin, visit, overrides: rules.precedence == .later)
      } else if rules.precedence == .later {
        merge(entry, origin, visit, rules)
      } else {
        merges.append(entry)
      }
    }
    // Own keys stand already, and what stands is kept: so the last `<<`, which counts more, comes first.
    for entry in rules.lastMergeAlone ? merges.suffix(1) : merges[...].reversed()[...] { merge(entry, origin, visit, rules) }
  }

  private mutating func merge(_ entry: YAMLTree.Entry, _ origin: Origin, _ visit: Int, _ rules: YAMLDialect.MergeRules) {
    let isOutermost = open.count == 1
    guard let maps = maps(of: entry.value, rules) else {
      switch rules.otherValue {
      case .isError: result.refused.append(entry.value)
      case .isEntry: put(entry, origin, visit, overrides: true)
      }
      return
    }
    // Where what is put later wins, the first map, which counts more, is put last.
    for map in rules.precedence == .later ? maps.reversed() : maps {
      guard count() else { return }
      let alias = tree[entry.value].kind == .alias ? entry.value : tree[map].kind == .alias ? map : nil
      let target = tree[map].kind == .alias ? tree.target(of: map) ?? map : map
      add(target, isOutermost ? Origin(merge: entry.keyNode, alias: alias) : origin)
    }
  }

  /// The mappings to be merged, or aliases of them; nil where there is something else among them.
  private mutating func maps(of value: NodeID, _ rules: YAMLDialect.MergeRules) -> [NodeID]? {
    func isMapping(_ id: NodeID) -> Bool { tree[tree[id].kind == .alias ? tree.target(of: id) ?? id : id].kind.isMapping }
    if isMapping(value) { return [value] }
    var sequence = value
    if tree[value].kind == .alias {
      guard rules.followsAliasToSequence, let target = tree.target(of: value) else { return nil }
      sequence = target
    }
    guard tree[sequence].kind.isSequence else { return nil }
    var maps: [NodeID] = []
    for item in tree.items(of: sequence) {
      guard count(), isMapping(item) else { return nil }
      maps.append(item)
    }
    return maps
  }

  private mutating func put(_ entry: YAMLTree.Entry, _ origin: Origin, _ visit: Int, overrides: Bool) {
    let rule = dialect.table.keys
    let identity = tree.identity(of: entry.keyNode, in: dialect, by: rule == .text ? .value : rule)
    let merged = YAMLTree.MergedEntry(entry: entry, alias: origin.alias, merge: origin.merge)
    guard let place = places[identity] else {
      places[identity] = (result.entries.count, visit)
      result.entries.append(merged)
      return
    }
    if overrides || place.visit == visit && dialect.repeatedKeys == .lastWins {
      result.entries[place.index] = merged
      places[identity] = (place.index, visit)
    }
  }

  private mutating func count() -> Bool {
    work += 1
    if work > 100_000 { result.isComplete = false }
    return work <= 100_000
  }
}
