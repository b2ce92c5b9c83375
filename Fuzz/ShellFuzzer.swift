import Shell
import SourceText

/// Any bytes as a shell program: nodes nest, and each command answers whatever it is asked. The first byte chooses the
/// dialect.
enum ShellFuzzer: Fuzzer {
  static func problem(in bytes: [UInt8]) -> String? {
    guard let first = bytes.first else { return nil }
    let dialects = ShellDialect.allCases
    let text = Array(bytes.dropFirst())
    let tree = ShellTree(parsing: MappedText(text), dialect: dialects[Int(first) % dialects.count])
    return problem(in: tree, host: text) ?? commandProblem(in: tree.commands, host: text)
  }

  static func problem(in tree: ShellTree, host: [UInt8]) -> String? {
    let whole = SourceRange(0, tree.source.count)
    var seen = 1
    for id in [tree.root] + Array(tree.descendants(of: tree.root)) {
      let node = tree[id]
      let children = Array(tree.children(of: id))
      seen += children.count
      if let problem = tree.source.problem(of: node.range, in: host, "\(node.kind) \(id.index)")
        ?? children.map({ tree[$0].range }).problemOfOrder("children of \(node.kind) \(id.index)")
      {
        return problem
      }
      for child in children {
        if let problem = tree[child].range.problem(outside: node.range, "\(tree[child].kind) in \(node.kind) \(id.index)") {
          return problem
        }
      }
    }
    if seen != tree.nodes.count { return "\(seen) nodes of \(tree.nodes.count) are somebody's child" }
    for diagnostic in tree.diagnostics {
      if let problem = diagnostic.range.problem(outside: whole, diagnostic.message)
        ?? diagnostic.hostRange.problem(outside: SourceRange(0, host.count), diagnostic.message)
      {
        return problem
      }
    }
    for embedded in tree.embedded {
      if let problem = self.problem(in: embedded.tree, host: host) { return "embedded: " + problem }
    }
    return nil
  }

  static func commandProblem(in commands: ShellCommands, host: [UInt8]) -> String? {
    for command in commands {
      if let problem = command.range.problem(outside: SourceRange(0, command.tree.source.count), "command \(command.index)")
        ?? command.hostRange.problem(outside: SourceRange(0, host.count), "command \(command.index)")
      {
        return problem
      }
      if let outer = command.outer, outer.index >= command.index { return "command \(command.index) comes before the one that runs it" }
      for word in command.words {
        if let problem = command.tree.source.problem(of: word.range, in: host, "word") { return problem }
        if let literal = word.literal, !word.equals(literal), !literal.unicodeScalars.contains("\u{FFFD}") {
          return "`\(literal)` is not itself"
        }
        _ = (word.value, word.splits, word.literalPrefix, word.literalSuffix, word.text?.string)
      }
      _ = (command.name, command.assignments, command.redirections, command.editableHostRange, command.innermost.index)
      _ = (command.pipesInto?.index, command.stopsOnFailure, command.directory, command.variable("x"))
      _ = command.arguments(ShellProgramSyntax(valueOptions: ["-t", "--target"], hasVerb: true))
    }
    return nil
  }
}
