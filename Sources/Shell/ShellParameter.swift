public import SourceText

/// `$x`, `${x:-word}`: one use of a parameter.
public struct ShellParameter: Sendable {
  public let tree: ShellTree
  public let id: ShellTree.NodeID
  /// A variable's name, a digit, or one of `@*#?-$!`.
  public let name: String
  public let nameRange: SourceRange
  /// `:-`, `%%`, `//` …, as written after the name; `#` or `!` for one before it.
  public let `operator`: String?
  public let operand: ShellWord?

  /// nil for a node that is no parameter, and for one without a name (`${}`).
  public init?(_ tree: ShellTree, _ id: ShellTree.NodeID) {
    guard tree[id].kind == .parameter, let nameNode = tree.child(.name, of: id) else { return nil }
    self.tree = tree
    self.id = id
    nameRange = tree[nameNode].range
    name = tree.text(nameRange)
    self.operator = tree.child(.parameterOperator, of: id).map { tree.text(tree[$0].range) }
    operand = tree.child(.word, of: id).map { ShellWord(tree, $0) }
  }

  /// Whether it is not split: in double quotes, a here-document, or arithmetic.
  public var isQuoted: Bool { tree[id].isQuoted }
  public var range: SourceRange { tree[id].range }
  public var hostRange: SourceRange { tree.source.hostRange(of: range) }
  public var editableHostRange: SourceRange? { tree.source.editableHostRange(of: range) }
}

extension ShellTree {
  /// Every use of a parameter inside a node, in the order of the text.
  public func parameters(in id: NodeID) -> [ShellParameter] {
    descendants(of: id).compactMap { ShellParameter(self, $0) }
  }
}

extension ShellWord {
  /// The parameters that it uses, those in its substitutions included.
  public var parameters: [ShellParameter] { hasExpansion ? tree.parameters(in: id) : [] }
}
