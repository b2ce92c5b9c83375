import SourceText
import TestSupport
import Testing

@testable import Shell

@Suite struct PropertyTests {
  private static let tokens = [
    "a", "b", " ", "  ", "\n", "\t", ";", ";;", ";&", "&", "&&", "|", "||", "|&", "(", ")", "((", "))", "{", "}", "[[", "]]",
    "[", "]", "<", ">", ">>", "<<", "<<-", "<<<", "&>", ">&", "<(", ">(", "'", "\"", "`", "\\", "\\\n", "$", "$(", "$((",
    "${", "$'", "$\"", "$[", "${{", "}}", "!", "#", " # c\n", "*", "?", "~", "=", "+=", "x=", "x=(", ",", "{a,b}", "{1..3}",
    "if ", "then ", "elif ", "else ", "fi", "for x in ", "do ", "done", "while ", "until ", "case x in ", "esac", "function f ",
    "f() ", "select ", "time ", "coproc ", "EOF\n", "<<EOF\n", "<<'EOF'\n", "\r\n", "\r", "\0", "é", "sh -c ", "sudo ", "eval ",
    "bash <<EOF\n", "cd x", "set -e", "export ", "2>", "=~", "@(", "-o", "--x=", "env ", "find -exec ", "${#", ":-", "\\`",
  ]

  private static let snippets = [
    "set -eux; apt-get update && apt-get install -y --no-install-recommends \"curl\" wget=1.2 && rm -rf /var/lib/apt/lists/*",
    "if [ -f /x ]; then cat <<EOF >f\n$(whoami) ${x:-$(y \"z\")}\nEOF\nelif a; then b; else c; fi",
    "for i in $(seq 1 3) `ls \\`pwd\\``; do echo \"$i\" 2>&1 | tee -a {log,out}.txt; done < <(cat)",
    "case \"$1\" in a|b*) f;; (c) sh -c 'd \"$1\"' _ x ;& *) exit 1; esac; f() { local x=$((1 + (2 << 3))); }",
    "[[ $a =~ ^(x|y z)$ && -f b ]] || { sudo -E bash -euo pipefail <<-'E'\n\ta | b\n\tE\n}",
    "a=(1 '2 3' $(x)) b[1]+=$'\\n' c=${d//[a-z]/$e} env -i F=1 xargs -0 -n1 timeout 5 g {} @(x|y)",
  ]

  @Test(arguments: 0..<40)
  func `any tokens make a tree that nests and covers`(round: Int) {
    var generator = SeededGenerator(seed: UInt64(round))
    for number in 0..<50 {
      var text = ""
      for _ in 0..<generator.below(40) { text += generator.pick(Self.tokens) }
      check(Array(text.utf8), "seed \(round), text \(number): \(text.debugDescription)")
    }
  }

  @Test(arguments: 0..<20)
  func `any bytes make a tree that nests and covers`(round: Int) {
    var generator = SeededGenerator(seed: UInt64(1_000 + round))
    for number in 0..<50 {
      let bytes = (0..<generator.below(80)).map { _ in UInt8(generator.below(256)) }
      check(bytes, "seed \(1_000 + round), text \(number): \(bytes)")
    }
  }

  @Test(arguments: 0..<30)
  func `any mutation makes a tree that nests and covers`(round: Int) {
    var generator = SeededGenerator(seed: UInt64(2_000 + round))
    for number in 0..<40 {
      var bytes = Array(generator.pick(Self.snippets).utf8)
      for _ in 0...generator.below(4) {
        let start = generator.below(bytes.count + 1)
        let end = min(bytes.count, start + generator.below(6))
        let token = Array(generator.pick(Self.tokens).utf8)
        switch generator.below(3) {
        case 0: bytes.removeSubrange(start..<end)
        case 1: bytes.insert(contentsOf: token, at: start)
        default: bytes.replaceSubrange(start..<end, with: token)
        }
      }
      check(bytes, "seed \(2_000 + round), text \(number): \(bytes.asString.debugDescription)")
    }
  }

  @Test(arguments: snippets)
  func `every beginning of a text is read`(text: String) {
    let bytes = Array(text.utf8)
    for end in 0...bytes.count { check(Array(bytes[..<end]), text) }
  }

  /// Each would cost its square, or worse, if something were looked at again and again.
  @Test(arguments: [
    "((", "$((", "$(", "(", "{ ", "`", "\\`", "\"$(", "\"${x:-", "${", "${{", "\"$[", "[[ ", "[", "a[", "a[b]", "a[ ", "{a,", "{", "}",
    "{a,b}", "<<A\n", "<<A ", "<<-A\nA\n", "$(cat <<A\n", "if ", "if a; then ", "case x in ", "case x in a) ", "for x in a; do ",
    "f() ", "f(", "function f ", "! ", "time ", "coproc ", "sudo ", "sh -c ", "sh -c '", "eval ", "eval a;", "\\", "\\\n", "'", "\"",
    "$'", "\"$x\"", "x=1;", "x=$x$x;", "x+=a;", "cd a;", "cd ..;", "set -e;", "a || ", "a && ", "[ a ] && ", "a | ", "a & ", "(a);", "fi ",
    "fi;", "esac ", ") ", ";; ", "; ", "& ", "| ", "a (", "a ((b) ", "#\n", "a #\n", "@(", "@(a|", "!(", "=~ (", "[[ a =~ (", "-aaaa",
    "find -exec ",
    "export x=1;", ". f; x $x;", "x=(", "x=(a ", "<(", ">(", "2>", "{x}>", "$(( 1 + ", "a=(b)c", "trap 'a';", "bash <<A\na\nA\n", "~",
    "~a:", "?*",
    "echo $(a `b` \"$(c)\");",
  ])
  func `work grows with the length of the text`(piece: String) {
    for prefix in ["", "x "] {
      let bytes = Array((prefix + String(repeating: piece, count: 1_000)).utf8)
      let tree = ShellTree(parsing: MappedText(bytes), dialect: .bash)
      #expect(tree.work <= 80 * bytes.count + 20_000, "\(piece.debugDescription): \(tree.work) steps for \(bytes.count) bytes")
      let commands = tree.commands
      let parsed = commands.trees.reduce(0) { $0 + $1.source.count }
      #expect(parsed <= 20 * bytes.count, "\(piece.debugDescription): \(parsed) bytes parsed of \(bytes.count)")
      for command in commands.prefix(20) { _ = command.arguments.map { $0.value() } }
    }
  }

  private func check(_ bytes: [UInt8], _ comment: String) {
    let others: [ShellDialect] = bytes.count % 4 == 0 ? [.posix, .cmd, .powershell] : []
    for dialect in [.bash] + others {
      let tree = ShellTree(parsing: MappedText(bytes), dialect: dialect)
      let commands = tree.commands
      for tree in commands.trees {
        if let problem = nestingProblem(tree) ?? coverageProblem(tree) { Issue.record("\(problem) in \(dialect) \(comment)") }
        #expect(tree.work <= 80 * bytes.count + 20_000, "\(comment)")
      }
      for command in commands {
        let whole = command.tree[command.node].range
        if !whole.encloses(command.range) { Issue.record("command \(command.range) leaves \(whole) in \(comment)") }
        for word in command.words {
          if !command.range.encloses(word.range) { Issue.record("word \(word.range) leaves \(command.range) in \(comment)") }
          if word.hostRange.end > bytes.count { Issue.record("word \(word.hostRange) leaves the host in \(comment)") }
          _ = word.value { _ in "v w*" }
          _ = word.literalPrefix + word.literalSuffix
          if let literal = word.literal, word.text?.string != literal { Issue.record("two values of \(word.source) in \(comment)") }
        }
        _ = command.arguments(ShellProgramSyntax(valueOptions: ["-o", "--x"], hasVerb: true))
        if let outer = command.outer, outer.index >= command.index { Issue.record("outer after inner in \(comment)") }
        _ = (command.pipesInto, command.pipesFrom, command.inner, command.redirections, command.assignments)
      }
    }
  }

  /// Children lie in their parents, in order, and every node's `next` is where its subtree ends.
  private func nestingProblem(_ tree: ShellTree) -> String? {
    let nodes = tree.nodes
    guard let root = nodes.first, root.kind == .script, root.range == SourceRange(0, tree.source.count) else { return "root" }
    var stack: [(node: ShellTree.Node, position: Int)] = []
    for (index, node) in nodes.enumerated() {
      while let top = stack.last, Int(top.node.next) <= index { stack.removeLast() }
      if node.start > node.end || Int(node.next) <= index || Int(node.next) > nodes.count { return "node \(index) \(node)" }
      if node.range.isEmpty, node.kind == .simpleCommand || node.kind == .word { return "empty \(node.kind) at \(node.start)" }
      if let top = stack.indices.last {
        let parent = stack[top]
        if !parent.node.range.encloses(node.range) || Int(node.start) < parent.position || node.next > parent.node.next {
          return "\(node.kind) \(node.range) in \(parent.node.kind) \(parent.node.range) after \(parent.position)"
        }
        stack[top].position = Int(node.end)
      }
      stack.append((node, Int(node.start)))
    }
    return nil
  }

  /// What lies in no leaf is a blank, line break or continuation, or belongs to the brackets of an expansion.
  private func coverageProblem(_ tree: ShellTree) -> String? {
    let bytes = tree.source.bytes
    var isCovered = Array(repeating: false, count: bytes.count)
    func cover(_ range: SourceRange) { for offset in range.indices { isCovered[offset] = true } }
    for (index, node) in tree.nodes.enumerated() {
      let range = node.range
      let bracket: (Int, Int)? =
        switch node.kind {
        case .doubleQuoted, .backtickSubstitution: (1, 1)
        case .localeQuoted, .commandSubstitution, .processSubstitution: (2, 1)
        case .parameter: range.count > 1 && bytes[range.start + 1] == UInt8(ascii: "{") ? (2, 1) : (1, 0)
        case .arithmeticExpansion: bytes[range.start + 1] == UInt8(ascii: "[") ? (2, 1) : (3, 2)
        default: nil
        }
      if let bracket {
        cover(SourceRange(range.start, min(range.end, range.start + bracket.0)))
        cover(SourceRange(max(range.start, range.end - bracket.1), range.end))
        if node.kind == .backtickSubstitution, Int(node.next) == index + 1 { cover(range) }
      } else if Int(node.next) == index + 1, !Self.structural.contains(node.kind) {
        cover(range)
      }
    }
    for offset in bytes.indices where !isCovered[offset] {
      let byte = bytes[offset]
      let isTrivia = byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || !tree.dialect.isPOSIXLike && byte.isASCIISpace
      let isContinuation =
        byte == UInt8(ascii: "\\") && offset + 1 < bytes.count && (bytes[offset + 1] == 0x0A || bytes[offset + 1] == 0x0D)
      if !isTrivia && !isContinuation { return "byte \(offset) is in no leaf" }
    }
    return nil
  }

  private static let structural: Set<ShellTree.Kind> = [
    .script, .list, .andOr, .pipeline, .simpleCommand, .group, .subshell, .ifClause, .whileClause, .untilClause, .forClause,
    .selectClause, .caseClause, .caseItem, .functionDefinition, .conditional, .arithmeticCommand, .assignment, .arrayValue,
    .redirection,
  ]
}
