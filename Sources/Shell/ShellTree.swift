public import SourceText

/// A shell text with every byte accounted for: what lies in no node is blanks, line breaks and continuations.
///
/// Parsing never fails: what no shell would accept is a diagnostic at its place, and reading goes on at the nearest
/// token that ends the enclosing construct. Nesting is limited to 64 constructs; deeper text is one `opaque` node.
///
/// Sources: POSIX.1-2024 XCU 2 (Shell Command Language), the bash 5.2 reference manual for what it adds.
public struct ShellTree: Sendable {
  @usableFromInline let storage: Storage

  /// One reference, so that a view of a node costs one retain.
  @usableFromInline
  final class Storage: Sendable {
    @usableFromInline let source: MappedText
    @usableFromInline let dialect: ShellDialect
    @usableFromInline let nodes: [Node]
    let diagnostics: [ShellDiagnostic]
    let heredocs: [Heredoc]
    let embedded: [Embedded]
    let work: Int

    init(
      source: MappedText, dialect: ShellDialect, nodes: [Node], diagnostics: [ShellDiagnostic] = [],
      heredocs: [Heredoc] = [], embedded: [Embedded] = [], work: Int = 0
    ) {
      self.source = source
      self.dialect = dialect
      self.nodes = nodes
      self.diagnostics = diagnostics
      self.heredocs = heredocs
      self.embedded = embedded
      self.work = work
    }
  }

  init(_ storage: Storage) { self.storage = storage }

  public init(parsing source: MappedText, dialect: ShellDialect = .posix) {
    self.init(parsing: source, dialect: dialect, depth: 0)
  }

  /// - Parameters:
  ///   - depth: how many constructs enclose the text, which is thus one of another tree.
  ///   - isWhole: false for a text with gaps that the run fills: then nothing can be said against it.
  init(parsing source: MappedText, dialect: ShellDialect, depth: Int, isWhole: Bool = true) {
    guard dialect.isPOSIXLike else {
      self.init(Storage(source: source, dialect: dialect, nodes: OpaqueDialectParser.nodes(source.bytes, dialect)))
      return
    }
    var parser = ShellParser(source.bytes, dialect, depth: depth)
    parser.script()
    var embedded: [Embedded] = []
    for hidden in parser.hiddenBackticks {
      let text = source.unescapedBackticks(hidden.range, inDoubleQuotes: hidden.isQuoted)
      let tree = ShellTree(parsing: text, dialect: dialect, depth: hidden.depth, isWhole: isWhole)
      embedded.append(Embedded(node: hidden.node, tree: tree))
    }
    self.init(
      Storage(
        source: source, dialect: dialect, nodes: parser.nodes,
        diagnostics: isWhole ? parser.diagnostics.map { $0.placed(in: source) } : [],
        heredocs: parser.heredocs.sorted { $0.redirection < $1.redirection }, embedded: embedded,
        work: parser.work))
  }

  @inlinable public var source: MappedText { storage.source }
  @inlinable public var dialect: ShellDialect { storage.dialect }
  /// In the order of the text, each before its children.
  @inlinable public var nodes: [Node] { storage.nodes }
  /// In the order in which they were noticed. Those of embedded texts are theirs.
  public var diagnostics: [ShellDiagnostic] { storage.diagnostics }
  /// In the order of their redirections.
  public var heredocs: [Heredoc] { storage.heredocs }
  /// Texts inside backticks that had to be unescaped before they could be read.
  public var embedded: [Embedded] { storage.embedded }

  /// Steps taken while parsing: what the tests hold against the length of the text.
  var work: Int { storage.embedded.reduce(storage.work) { $0 + $1.tree.work } }

  public struct Heredoc: Sendable {
    /// The `redirection`.
    public let redirection: NodeID
    /// The `heredocBody`.
    public let body: NodeID
    /// Whether the delimiter is unquoted, so that `$` and backticks are expanded.
    public let expands: Bool
    /// `<<-`: leading tabs do not count.
    public let stripsTabs: Bool
  }

  public struct Embedded: Sendable {
    public let node: NodeID
    public let tree: ShellTree
  }
}

extension ShellTree {
  @inlinable public var root: NodeID { NodeID(0) }

  @inlinable public subscript(id: NodeID) -> Node { storage.nodes[id.index] }

  /// The text of a derived range as it is written.
  public func text(_ range: SourceRange) -> String { source.bytes[range.indices].asString }

  @inlinable public func children(of id: NodeID) -> Children { Children(self, of: id) }

  /// The first child of a kind.
  public func child(_ kind: Kind, of id: NodeID) -> NodeID? { children(of: id).first { self[$0].kind == kind } }

  /// All nodes inside one, itself left out, in the order of the text.
  public func descendants(of id: NodeID) -> some RandomAccessCollection<NodeID> {
    ((id.index + 1)..<max(id.index + 1, Int(self[id].next))).lazy.map(NodeID.init)
  }

  /// The here-document that a redirection opens; nil for other redirections, and where its lines never begin.
  public func heredoc(of redirection: NodeID) -> Heredoc? {
    let index = storage.heredocs.index(of: redirection) { $0.redirection }
    return index.map { storage.heredocs[$0] }
  }

  /// The text of a node, parsed by itself.
  func embedded(in id: NodeID) -> ShellTree? {
    storage.embedded.index(of: id) { $0.node }.map { storage.embedded[$0].tree }
  }

  public struct Children: Sequence, IteratorProtocol, Sendable {
    @usableFromInline let storage: Storage
    @usableFromInline var position: Int
    @usableFromInline let end: Int

    @inlinable
    init(_ tree: ShellTree, of id: NodeID) {
      storage = tree.storage
      position = id.index + 1
      end = Int(tree.storage.nodes[id.index].next)
    }

    @inlinable
    public mutating func next() -> NodeID? {
      guard position < end else { return nil }
      let id = NodeID(position)
      position = Int(storage.nodes[position].next)
      return id
    }
  }
}

extension Array {
  /// The place of the element that belongs to a node, in an array ordered by nodes.
  fileprivate func index(of id: ShellTree.NodeID, _ key: (Element) -> ShellTree.NodeID) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if key(self[middle]) < id { low = middle + 1 } else { high = middle }
    }
    return low < count && key(self[low]) == id ? low : nil
  }
}

extension MappedText {
  /// The text inside backticks as the inner shell reads it (POSIX.1-2024 XCU 2.6.3): a backslash before `$`, a
  /// backtick or a backslash is removed, and before `"` too inside double quotes.
  func unescapedBackticks(_ range: SourceRange, inDoubleQuotes: Bool) -> MappedText {
    var builder = Builder(host: self)
    var copied = range.start
    var position = range.start
    while position + 1 < range.end {
      guard bytes[position] == UInt8(ascii: "\\") else {
        position += 1
        continue
      }
      switch bytes[position + 1] {
      case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"):
        builder.append(SourceRange(copied, position))
        copied = position + 1
      case UInt8(ascii: "\"") where inDoubleQuotes:
        builder.append(SourceRange(copied, position))
        copied = position + 1
      default: break
      }
      position += 2
    }
    builder.append(SourceRange(copied, range.end))
    return builder.finish(emptyAt: hostOffset(of: range.start))
  }
}
