public import SourceText

extension YAMLTree {
  /// Anchor and tag of a node; nil where it has neither.
  public func properties(of id: NodeID) -> Properties? {
    guard self[id].flags.contains(.hasProperties) else { return nil }
    let all = storage.properties
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle].node < id { low = middle + 1 } else { high = middle }
    }
    return low < all.count && all[low].node == id ? all[low] : nil
  }

  /// The node with its anchor and tag.
  public func rangeWithProperties(of id: NodeID) -> SourceRange {
    let range = self[id].range
    return properties(of: id).map { $0.range.union(range) } ?? range
  }

  /// The node that an alias stands for: a reference, never a copy. nil where no anchor has its name.
  public func target(of alias: NodeID) -> NodeID? {
    let all = storage.aliases
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if Int(all[middle].alias) < alias.index { low = middle + 1 } else { high = middle }
    }
    guard low < all.count, Int(all[low].alias) == alias.index else { return nil }
    return NodeID(Int(all[low].target))
  }

  /// The place of the `?` before a key; nil for the usual key without one.
  public func questionMark(of key: NodeID) -> SourceRange? {
    guard self[key].flags.contains(.isKey), self[key].flags.contains(.isExplicit) else { return nil }
    let mark = storage.marks.first { Int($0.node) == key.index }
    return mark.map { SourceRange(Int($0.position), Int($0.position) + 1) }
  }

  /// The whole of an entry: from its `?`, anchor, tag or key to the end of its value.
  public func range(of entry: Entry) -> SourceRange {
    let key = rangeWithProperties(of: entry.keyNode)
    let range = key.union(rangeWithProperties(of: entry.value))
    return questionMark(of: entry.keyNode)?.union(range) ?? range
  }

  /// A tag without its shorthand: `tag:yaml.org,2002:str` for `!!str`, `!local` for `!local`, what `%TAG` says for a
  /// handle. A handle that is declared nowhere stays as it is written.
  public func resolvedTag(of id: NodeID) -> [UInt8]? {
    guard let tag = properties(of: id)?.tag, !tag.isEmpty else { return nil }
    let bytes = storage.bytes
    guard let handle = TagText.handle(in: bytes, tag) else { return Array(bytes[(tag.start + 2)..<max(tag.start + 2, tag.end - 1)]) }
    let suffix = TagText.unescaped(bytes[handle.end..<tag.end])
    // A `!` alone is the non-specific tag.
    if suffix.isEmpty { return Array(bytes[tag.indices]) }
    let declared = storage.directives.isEmpty ? nil : declaredPrefix(of: handle, for: id)
    if let declared { return TagText.unescaped(bytes[declared.indices]) + suffix }
    return handle.count == 2 ? Array("tag:yaml.org,2002:".utf8) + suffix : Array(bytes[handle.indices]) + suffix
  }

  private func declaredPrefix(of handle: SourceRange, for id: NodeID) -> SourceRange? {
    let directives = storage.directives
    var low = 0
    var high = directives.count
    while low < high {
      let middle = (low + high) / 2
      if directives[middle].document <= id { low = middle + 1 } else { high = middle }
    }
    // The last directives before the node are its document's, or that has none.
    guard low > 0, id.index < Int(self[directives[low - 1].document].next) else { return nil }
    for directive in directives[..<low].reversed() {
      guard directive.document == directives[low - 1].document else { return nil }
      guard let declared = TagText.declaration(in: storage.bytes, directive.range) else { continue }
      if storage.bytes[declared.handle.indices].elementsEqual(storage.bytes[handle.indices]) { return declared.prefix }
    }
    return nil
  }
}
