import Shell
import SourceText
import Testing

@Suite struct CommandTests {
  @Test
  func `commands come in the order of the text, those that run others before them`() {
    #expect(lines("a; (b | c) && if d; then e $(f); fi < <(g)") == ["a", "b", "c", "d", "e ?$(f)", "f", "g"])
    #expect(lines("for x in $(a); do b; done; case $(c) in $(d)) e;; esac") == ["a", "b", "c", "d", "e"])
    #expect(lines("x=`a` >$(b) c <<E\n$(d)\nE\ne") == ["c", "a", "b", "d", "e"])
    #expect(lines("[[ $(a) ]] && (( $(b) )); f() { c; }") == ["a", "b", "c"])
    #expect(lines("echo \"${x:-$(a \"$(b)\")}\"") == ["echo ?\"${x:-$(a \"$(b)\")}\"", "a ?\"$(b)\"", "b"])
  }

  @Test
  func `operators around a command are its own list's`() throws {
    let all = commands("a && b || c; { d; e & } | f\ng")
    func operators(_ name: String) -> [ShellOperator?] { command(name, in: all).map { [$0.preceding, $0.following] } ?? [] }
    #expect(operators("a") == [nil, .and])
    #expect(operators("b") == [.and, .or])
    #expect(operators("c") == [.or, .semicolon])
    #expect(operators("d") == [nil, .semicolon])
    #expect(operators("e") == [.semicolon, .background])
    #expect(operators("f") == [.semicolon, .newline])
    #expect(operators("g") == [.newline, nil])
  }

  @Test
  func `a pipeline's elements know each other`() throws {
    let all = commands("curl x | sudo tee y | (cd z; tar x) | cat; d | while read l; do e; done")
    let curl = try #require(command("curl", in: all))
    #expect(curl.pipelineIndex == 0)
    #expect(curl.pipelineCount == 4)
    #expect(curl.pipesInto?.name == "sudo")
    #expect(curl.pipesInto?.innermost.name == "tee")
    #expect(command("tee", in: all)?.pipesInto?.name == "cd")
    #expect(command("tee", in: all)?.pipesFrom?.name == "curl")
    #expect(command("cat", in: all)?.pipesInto == nil)
    #expect(command("cat", in: all)?.pipesFrom == nil)
    #expect(command("tar", in: all)?.pipelineCount == 1)
    #expect(command("d", in: all)?.pipesInto?.name == "read")
  }

  @Test
  func `nesting says under what a command runs`() {
    let all = commands(
      """
      if a; then b; fi; while c; do d; done; (e); { f; }; ! g; h && i; x() { j; }; k &
      [ l ] && m; n || o; $(p)
      """)
    func nesting(_ name: String) -> ShellNesting? { command(name, in: all)?.nesting }
    #expect(nesting("a") == .condition)
    #expect(nesting("b") == .branch)
    #expect(nesting("c") == [.condition, .loop])
    #expect(nesting("d") == .loop)
    #expect(nesting("e") == .subshell)
    #expect(nesting("f") == .group)
    #expect(nesting("g") == .negated)
    #expect(nesting("h") == .guarded)
    #expect(nesting("i") == [])
    #expect(nesting("j") == [.function, .group])
    #expect(nesting("k") == .background)
    #expect(nesting("m") == .alternative)
    #expect(nesting("o") == .alternative)
    #expect(nesting("p") == .substitution)
  }

  @Test
  func `assignments and redirections are the command's`() throws {
    let all = commands("A=1 B+=$x make -j >log 2>&1 <<E; C=(1 2)\nbody\nE\n")
    let make = try #require(all.first)
    #expect(make.assignments.map(\.name) == ["A", "B"])
    #expect(make.assignments.map { $0.value?.source } == ["1", "$x"])
    #expect(make.assignments.map(\.appends) == [false, true])
    #expect(make.redirections.map(\.operator) == [.output, .duplicateOutput, .heredoc])
    #expect(make.redirections.map(\.descriptor) == [1, 2, 0])
    #expect(make.redirections.map { $0.target?.source } == ["log", "1", "E"])
    let heredoc = try #require(make.redirections[2].heredoc)
    #expect(make.tree.text(of: heredoc).string == "body\n")
    #expect(all[1].assignments.map(\.isArray) == [true])
    #expect(all[1].name == nil)
  }

  @Test
  func `a name is the last part of a path that is known`() {
    #expect(commands("/usr/bin/apt-get x; a=apt; $a y; \"$b\" z; ./ w; x*").map(\.name) == ["apt-get", nil, "apt", nil, nil, nil])
    #expect(commands("\"$d/x\"; ${d}bin/y z; $d/$e; $d").map(\.name) == ["x", "y", nil, nil])
    #expect(commands("f() { a; }; f; g").map(\.callsFunction) == [false, true, false])
  }

  @Test
  func `escaped backticks are programs of their own`() throws {
    let all = commands("echo \"`a \\`b\\` \\\"c\\\"`\"")
    #expect(lines(all) == [#"echo ?"`a \`b\` \"c\"`""#, "a ?`b` c", "b"])
    #expect(all.trees.count == 2)
  }

  @Test
  func `an exec form is one command with the words as they are`() throws {
    let host = Array(#"CMD ["sh", "-c", "cd x && make $y"]"#.utf8)
    let words = [SourceRange(6, 8), SourceRange(12, 14), SourceRange(18, 33)].map { MappedText(host, $0) }
    let all = ShellTree.commands(forExecForm: words)
    #expect(lines(all) == ["sh -c cd x && make $y", "cd x", "make ?$y"])
    let make = try #require(all.last)
    #expect(host[make.hostRange.indices].asString == "make $y")
    #expect(make.outer?.name == "sh")
    #expect(make.editableHostRange == make.hostRange)
    #expect(all.first?.words.first?.hostRange == SourceRange(6, 8))
    let plain = ShellTree.commands(forExecForm: ["a b", "*", "$x", "", "{a,b}"].map { MappedText(Array($0.utf8)) })
    #expect(plain.first?.words.map(\.literal) == ["a b", "*", "$x", "", "{a,b}"])
    #expect(ShellTree.commands(forExecForm: []).first?.name == nil)
  }

  @Test
  func `other shells' texts yield names only`() {
    #expect(commands(#"cd \x && "C:\a b\y.exe" /z | find "a|b" & set X=1"#, .cmd).map(\.name) == ["cd", "y.exe", "find", "set"])
    #expect(
      commands("$x = 1; Invoke-WebRequest 'a;b' -OutFile c | Out-Null\n& 'C:\\p\\q.exe' -r", .powershell).map(\.name)
        == [nil, "Invoke-WebRequest", "Out-Null", "q.exe"])
  }

  @Test
  func `a shebang names dialect and options`() throws {
    let tree = ShellTree(parsing: MappedText(Array("#!/usr/bin/env -S bash -eu\na".utf8)))
    let shebang = try #require(tree.shebang)
    #expect(shebang.program == "bash")
    #expect(shebang.dialect == .bash)
    #expect(shebang.flags == [.errexit, .nounset])
    #expect(ShellShebang("#!/bin/sh")?.dialect == .posix)
    #expect(ShellShebang("#!/usr/bin/python3")?.dialect == nil)
    #expect(ShellShebang("# no") == nil)
    #expect(tree.comments.count == 1)
  }
}
