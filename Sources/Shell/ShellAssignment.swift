public import SourceText

/// `name=value`, `name+=value` or `name=( … )` before a command's name or alone.
public struct ShellAssignment: Sendable {
  public let tree: ShellTree
  public let id: ShellTree.NodeID
  public let name: String
  public let nameRange: SourceRange
  /// `+=`
  public let appends: Bool
  /// nil for an empty value and for an array.
  public let value: ShellWord?
  public let isArray: Bool

  init?(_ tree: ShellTree, _ id: ShellTree.NodeID, _ moment: ShellWord.Moment?) {
    guard tree[id].kind == .assignment, let nameNode = tree.child(.name, of: id) else { return nil }
    self.tree = tree
    self.id = id
    nameRange = tree[nameNode].range
    name = tree.text(nameRange)
    appends = tree.child(.operator, of: id).map { tree[$0].operator == .append } ?? false
    value = tree.child(.word, of: id).map { ShellWord(tree, $0, moment) }
    isArray = tree.child(.arrayValue, of: id) != nil || tree.child(.arrayIndex, of: id) != nil
  }

  public var range: SourceRange { tree[id].range }
  public var hostRange: SourceRange { tree.source.hostRange(of: range) }
  public var editableHostRange: SourceRange? { tree.source.editableHostRange(of: range) }
}

/// `2>file`, `<<EOF`
public struct ShellRedirection: Sendable {
  public let tree: ShellTree
  public let id: ShellTree.NodeID
  public let `operator`: ShellRedirectionOperator
  /// As written; nil where none is, and for `{name}>`.
  public let writtenDescriptor: Int?
  /// The file, descriptor or delimiter; nil where it is missing.
  public let target: ShellWord?

  init?(_ tree: ShellTree, _ id: ShellTree.NodeID, _ moment: ShellWord.Moment?) {
    guard let operation = tree[id].redirection, tree[id].kind == .redirection else { return nil }
    self.tree = tree
    self.id = id
    self.operator = operation
    writtenDescriptor = tree.child(.fileDescriptor, of: id).flatMap { Int(tree.text(tree[$0].range)) }
    target = tree.child(.word, of: id).map { ShellWord(tree, $0, moment) }
  }

  /// The descriptor that is redirected: as written, or 0 for what reads and 1 for what writes.
  public var descriptor: Int {
    if let writtenDescriptor { return writtenDescriptor }
    return self.operator.isOutput ? 1 : 0
  }

  /// The here-document that it opens.
  public var heredoc: ShellTree.Heredoc? { tree.heredoc(of: id) }

  public var range: SourceRange { tree[id].range }
  public var hostRange: SourceRange { tree.source.hostRange(of: range) }
  public var editableHostRange: SourceRange? { tree.source.editableHostRange(of: range) }
}
