public import SourceText

extension YAMLTree {
  @inlinable public subscript(id: NodeID) -> Node { storage.nodes[id.index] }

  /// The text of a range as it is written; invalid sequences as U+FFFD.
  public func text(_ range: SourceRange) -> String { storage.bytes[range.indices].asString }

  /// A range of the outermost text; the same where the tree was parsed from bytes.
  public func hostRange(of range: SourceRange) -> SourceRange { storage.source?.hostRange(of: range) ?? range }

  /// What was parsed, as text that knows where it comes from.
  public var source: MappedText { storage.source ?? MappedText(storage.bytes) }

  /// The documents, in the order of the text.
  @inlinable public var documents: Children { Children(self, at: 0, end: storage.nodes.count) }

  /// The content of a document.
  @inlinable public func root(of document: NodeID) -> NodeID { NodeID(document.index + 1) }

  /// The document that a node belongs to: O(documents).
  public func document(of id: NodeID) -> NodeID {
    var found = NodeID(0)
    for document in documents where document <= id { found = document }
    return found
  }

  /// The nodes directly below: a document's root, a sequence's items, a mapping's keys and values in turn.
  @inlinable public func children(of id: NodeID) -> Children {
    Children(self, at: id.index + 1, end: Int(storage.nodes[id.index].next))
  }

  /// All nodes inside one, itself left out, in the order of the text.
  @inlinable public func descendants(of id: NodeID) -> Range<NodeID> {
    NodeID(id.index + 1)..<NodeID(max(id.index + 1, Int(storage.nodes[id.index].next)))
  }

  /// The entries of a mapping, in the order of the text; none for any other node.
  @inlinable public func entries(of id: NodeID) -> Entries {
    let node = storage.nodes[id.index]
    return Entries(Children(self, at: id.index + 1, end: node.kind.isMapping ? Int(node.next) : 0))
  }

  /// The items of a sequence, in the order of the text; none for any other node.
  @inlinable public func items(of id: NodeID) -> Children {
    let node = storage.nodes[id.index]
    return Children(self, at: id.index + 1, end: node.kind.isSequence ? Int(node.next) : 0)
  }

  /// The value of the first entry with a key of the table.
  @inlinable public func value(of key: KeyTable.Key, in id: NodeID) -> NodeID? {
    for entry in entries(of: id) where entry.key == key { return entry.value }
    return nil
  }

  /// The value of the first entry whose key is written so, in quotes or not.
  public func value(_ name: String, in id: NodeID) -> NodeID? {
    for entry in entries(of: id) where equals(entry.keyNode, name) { return entry.value }
    return nil
  }

  public struct Children: Sequence, IteratorProtocol, Sendable {
    @usableFromInline let storage: Storage
    @usableFromInline var index: Int
    @usableFromInline let end: Int

    @inlinable
    init(_ tree: YAMLTree, at index: Int, end: Int) {
      storage = tree.storage
      self.index = index
      self.end = end
    }

    @inlinable
    public mutating func next() -> NodeID? {
      guard index < end else { return nil }
      defer { index = Int(storage.nodes[index].next) }
      return NodeID(index)
    }
  }

  /// A key with its value.
  public struct Entry: Sendable {
    public let keyNode: NodeID
    public let value: NodeID
    /// The key's number in the `KeyTable`.
    public let key: KeyTable.Key

    @inlinable
    init(keyNode: NodeID, value: NodeID, key: KeyTable.Key) {
      self.keyNode = keyNode
      self.value = value
      self.key = key
    }
  }

  /// A mapping's keys and values alternate among its children.
  public struct Entries: Sequence, IteratorProtocol, Sendable {
    @usableFromInline var children: Children

    @inlinable
    init(_ children: Children) { self.children = children }

    @inlinable
    public mutating func next() -> Entry? {
      guard let key = children.next(), let value = children.next() else { return nil }
      return Entry(keyNode: key, value: value, key: children.storage.nodes[key.index].key)
    }
  }
}

/// Lets a range of ids be walked.
extension YAMLTree.NodeID: Strideable {
  @inlinable public func distance(to other: YAMLTree.NodeID) -> Int { other.index - index }
  @inlinable public func advanced(by distance: Int) -> YAMLTree.NodeID { YAMLTree.NodeID(index + distance) }
}
