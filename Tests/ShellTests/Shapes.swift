import Shell
import SourceText

/// A tree in one line: simple commands in `<…>`, compound ones as they are written, words as written.
func shape(_ text: String, _ dialect: ShellDialect = .bash) -> String {
  let tree = ShellTree(parsing: MappedText(Array(text.utf8)), dialect: dialect)
  let diagnostics = tree.diagnostics.map { " !\($0.message)" }.joined()
  return shape(tree, tree.root) + diagnostics
}

func shape(_ tree: ShellTree, _ id: ShellTree.NodeID) -> String {
  let node = tree[id]
  let children = Array(tree.children(of: id))
  func inner(_ separator: String = " ") -> String { children.map { shape(tree, $0) }.filter { !$0.isEmpty }.joined(separator: separator) }
  switch node.kind {
  case .script: return inner()
  case .list, .andOr: return inner()
  case .pipeline: return children.count > 1 ? "[\(inner())]" : inner()
  case .simpleCommand: return "<\(inner())>"
  case .operator: return node.operator == .newline ? "⏎" : tree.text(node.range)
  case .word: return parts(tree, id)
  case .heredocBody: return "⟪\(tree.text(node.range).replacing("\n", with: "⏎"))⟫"
  case .assignment, .redirection: return inner("")
  case .ifClause, .whileClause, .untilClause, .forClause, .selectClause, .caseClause, .caseItem, .functionDefinition,
    .group, .subshell, .conditional, .arrayValue:
    return inner()
  case .arithmeticCommand: return tree.text(node.range)
  case .unexpected: return "✗\(tree.text(node.range))"
  case .opaque: return "…"
  default: return tree.text(node.range)
  }
}

/// The parts of a word, one in brackets after its kind unless it is literal.
private func parts(_ tree: ShellTree, _ word: ShellTree.NodeID) -> String {
  let children = Array(tree.children(of: word))
  if children.isEmpty { return tree.text(tree[word].range) }
  return children.map { id in
    let node = tree[id]
    switch node.kind {
    case .commandSubstitution, .processSubstitution, .backtickSubstitution:
      let list = tree.children(of: id).map { shape(tree, $0) }.joined()
      return "\(node.kind)(\(list))"
    case .doubleQuoted where tree.descendants(of: id).contains { tree[$0].kind == .list }:
      return "\"\(parts(tree, id))\""
    default: return tree.text(node.range)
    }
  }.joined()
}

/// The kinds of a word's parts.
func kinds(_ text: String, _ dialect: ShellDialect = .bash) -> [ShellTree.Kind] {
  let tree = ShellTree(parsing: MappedText(Array(text.utf8)), dialect: dialect)
  guard let word = tree.nodes.indices.first(where: { tree.nodes[$0].kind == .word }).map({ tree.id($0) }) else { return [] }
  return tree.children(of: word).map { tree[$0].kind }
}

extension ShellTree {
  func id(_ index: Int) -> NodeID { index == 0 ? root : Array(descendants(of: root))[index - 1] }
}

func commands(
  _ text: String, _ dialect: ShellDialect = .bash, in state: ShellState = ShellState()
) -> ShellCommands {
  ShellCommands(of: ShellTree(parsing: MappedText(Array(text.utf8)), dialect: dialect), startingIn: state)
}

/// The commands, each with its words' values; an unknown one as it is written, after `?`.
func lines(_ commands: ShellCommands) -> [String] {
  commands.map { command in
    command.words.map { word in
      switch word.value() {
      case .literal(let text), .known(let text): text
      case .pattern(let text): "*" + text
      case .unknown: "?" + word.source
      }
    }.joined(separator: " ")
  }
}

func lines(_ text: String, _ dialect: ShellDialect = .bash) -> [String] { lines(commands(text, dialect)) }

func command(_ name: String, in commands: ShellCommands) -> ShellCommand? { commands.first { $0.name == name } }
