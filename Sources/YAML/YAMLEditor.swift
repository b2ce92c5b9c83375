import SourceText

/// Finds out what the bytes of an edit are. Each edit answers nil where it would say more or less than was asked.
struct YAMLEditor {
  let tree: YAMLTree
  let bytes: [UInt8]
  let readers: [YAMLDialect]
  /// What ends an inserted line: the file's first line break.
  let lineBreak: String

  typealias NodeID = YAMLTree.NodeID

  init(_ tree: YAMLTree, _ readers: [YAMLDialect]) {
    self.tree = tree
    self.readers = readers
    let bytes = tree.bytes
    self.bytes = bytes
    let first = bytes.firstIndex { $0 == 0x0A || $0 == 0x0D }
    lineBreak = first.map { bytes[$0] == 0x0A ? "\n" : $0 + 1 < bytes.count && bytes[$0 + 1] == 0x0A ? "\r\n" : "\r" } ?? "\n"
  }

  /// An entry or item: what stands in a collection at one place.
  struct Unit {
    /// The key, or the item.
    let node: NodeID
    /// The value, or the item.
    let value: NodeID
    /// From the dash, `?`, anchor, tag or key on.
    let start: Int
    /// Behind the value; behind the indicator of an empty one.
    let end: Int
  }

  // MARK: Places in the tree

  /// What holds a node, from the document down to its parent.
  func ancestors(of id: NodeID) -> [NodeID] {
    var path: [NodeID] = []
    var level = Array(tree.documents.prefix { $0 < id }.suffix(1))
    while let holder = level.first, holder != id {
      path.append(holder)
      level = []
      for child in tree.children(of: holder) {
        if child > id { break }
        if id.index < Int(tree[child].next) { level = [child] }
      }
    }
    return path
  }

  func isInFlow(_ path: [NodeID]) -> Bool { path.contains { tree[$0].kind == .flowMapping || tree[$0].kind == .flowSequence } }

  /// Whether a flow mapping has braces: a single pair in a sequence has none.
  func isBraced(_ id: NodeID) -> Bool {
    let node = tree[id]
    if node.kind != .flowMapping { return true }
    guard node.range.count > 1, bytes[node.range.start] == 0x7B else { return false }
    let child = tree.children(of: id).first { _ in true }
    return child.map { tree.rangeWithProperties(of: $0).start > node.range.start } ?? true
  }

  /// The entries or items of a collection; nil where one cannot be told from its surroundings.
  func units(of collection: NodeID) -> [Unit]? {
    switch tree[collection].kind {
    case .blockMapping:
      return tree.entries(of: collection).map {
        let range = tree.range(of: $0)
        return Unit(node: $0.keyNode, value: $0.value, start: range.start, end: range.end)
      }
    case .blockSequence:
      var units: [Unit] = []
      for item in tree.items(of: collection) {
        guard let dash = tree.dash(of: item) else { return nil }
        units.append(Unit(node: item, value: item, start: dash.start, end: max(dash.end, tree.rangeWithProperties(of: item).end)))
      }
      return units
    case .flowMapping, .flowSequence:
      return flowLayout(of: collection)?.units
    default: return nil
    }
  }

  // MARK: What cannot be edited

  /// Whether a diagnostic lies on the lines of a range, so that what is there may be another thing than it seems.
  func isDamaged(_ range: SourceRange) -> Bool {
    if tree.diagnostics.isEmpty { return false }
    let lines = SourceRange(lineStart(range.start), lineEnd(range.end))
    return tree.diagnostics.contains {
      switch $0.kind {
      case .tooManyProblems, .fileTooLarge, .tooDeep: true
      default: $0.range.start <= lines.end && $0.range.end >= lines.start
      }
    }
  }

  /// Whether a template's action stands on a line of its own, or before a key, in a range.
  func hasActionLine(_ range: SourceRange) -> Bool {
    tree.actions.contains { $0.role != .inline && $0.role != .silent && $0.range.start < range.end && range.start < $0.range.end }
  }

  /// Whether actions decide which entries of a collection there are: then nobody knows what is its first or last.
  func isTemplated(_ collection: NodeID, _ units: [Unit]) -> Bool {
    guard !tree.actions.isEmpty, let first = units.first, let last = units.last else { return false }
    var position = collection.index > 0 ? behind(collection) : 0
    for unit in units {
      if hasActionLine(SourceRange(min(position, unit.start), unit.start)) { return true }
      position = unit.end
    }
    return hasActionLine(SourceRange(last.end, startOfNext(collection) ?? bytes.count))
      || hasActionLine(SourceRange(lineStart(first.start), first.start))
  }

  /// Where the content ends that stands before a collection: its key, its dash or what is above it.
  private func behind(_ collection: NodeID) -> Int {
    let before = tree[NodeID(collection.index - 1)]
    return before.kind.isCollection || before.kind == .document ? before.range.start : before.range.end
  }

  private func startOfNext(_ collection: NodeID) -> Int? {
    let next = Int(tree[collection].next)
    return next < tree.nodes.count ? tree[NodeID(next)].range.start : nil
  }

  /// Whether an alias outside some nodes stands for one of them.
  func isReferenced(_ nodes: Range<Int>) -> Bool {
    tree.storage.aliases.contains { nodes.contains(Int($0.target)) && !nodes.contains(Int($0.alias)) }
  }

  /// Whether a file is read by JSON's rules: no comment may stand in it.
  func isJSON(_ path: [NodeID]) -> Bool {
    guard path.count > 1, tree.comments.isEmpty else { return false }
    let root = tree[path[1]].kind
    if root != .flowMapping && root != .flowSequence { return false }
    return !tree.nodes.contains { $0.flags.contains(.isKey) && $0.kind != .doubleQuoted }
  }

  /// The entry of a mapping that has a value.
  func entry(_ value: NodeID, in mapping: NodeID) -> YAMLTree.Entry? { tree.entries(of: mapping).first { $0.value == value } }

  /// Whether a mapping has a key, by itself.
  func hasKey(_ key: String, _ mapping: NodeID) -> Bool { tree.value(key, in: mapping) != nil }

  /// Whether a merge key gives a mapping an entry that one of its own hides.
  func isMerged(_ key: NodeID, into mapping: NodeID) -> Bool {
    guard tree[key].kind.isScalar else { return false }
    let name = tree.string(key)
    for entry in tree.entries(of: mapping) where tree[entry.keyNode].kind == .plain && tree.equals(entry.keyNode, "<<") {
      let sources = tree[entry.value].kind.isSequence ? Array(tree.items(of: entry.value)) : [entry.value]
      for source in sources {
        let target = tree[source].kind == .alias ? tree.target(of: source) : source
        guard let target, !hasKey(name, target), !tree.entries(of: target).contains(where: { tree.equals($0.keyNode, "<<") }) else {
          return true
        }
      }
    }
    return false
  }

  // MARK: Hosts

  /// The edits in the outermost host; nil where they are no edits of it.
  func hosted(_ edits: [TextEdit]?) -> [TextEdit]? {
    guard let edits, let source = tree.storage.source else { return edits }
    let isWhole = source.editableHostRange(of: SourceRange(0, bytes.count)) != nil && bytes.contains { $0 == 0x0A || $0 == 0x0D }
    var hosted: [TextEdit] = []
    for edit in edits {
      // In a text with indentation taken off, or in a host's quotes, a line break or quote is not what it is in the host.
      if !isWhole {
        if edit.replacement.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D || $0 == 0x22 || $0 == 0x27 || $0 == 0x5C }) { return nil }
        if bytes[edit.range.indices].contains(where: { $0 == 0x0A || $0 == 0x0D }) { return nil }
      }
      guard let range = source.editableHostRange(of: edit.range) else { return nil }
      hosted.append(TextEdit(range, with: edit.replacement))
    }
    return hosted
  }
}
