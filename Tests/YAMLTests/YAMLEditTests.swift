import SourceText
import TestSupport
import Testing
import YAML

/// What an edit makes of a text; nil where it is refused.
private func edited(
  _ text: String, _ templates: TemplateSyntax = [], _ edit: (YAMLTree, (String) -> YAMLTree.NodeID) -> [TextEdit]?
) -> String? {
  let tree = tree(text, templates)
  let edits = edit(tree) { path in
    var id = tree.root(of: YAMLTree.NodeID(0))
    for step in path.split(separator: "/").map(String.init) {
      id = Int(step).map { Array(tree.items(of: id))[$0] } ?? tree.value(step, in: id) ?? id
    }
    return id
  }
  var group = TextEdits()
  guard let edits, group.insert(edits) else { return nil }
  return group.applied(to: tree.bytes).asString
}

/// The key of the entry that holds a value.
private func key(_ tree: YAMLTree, _ value: YAMLTree.NodeID) -> YAMLTree.NodeID { YAMLTree.NodeID(value.index - 1) }

@Suite struct YAMLReplaceTests {
  @Test(
    arguments: [
      ("a: old # c\nb: 1\n", "new", "a: new # c\nb: 1\n"),
      ("a: \"old\"\n", "new", "a: \"new\"\n"),
      ("a: 'old'\n", "it's", "a: 'it''s'\n"),
      ("a: old\n", "yes", "a: \"yes\"\n"),
      ("a: old\nb: 'c'\n", "1.10", "a: '1.10'\nb: 'c'\n"),
      ("a: &x !!str old\n", "8080", "a: &x !!str 8080\n"),
      ("a: # c\nb: 1\n", "new", "a: new # c\nb: 1\n"),
      ("a: old # c\r\n", "x\ny\n", "a: | # c\r\n  x\r\n  y\r\n"),
      ("a: \"old\"\n", "x\ny", "a: \"x\\ny\"\n"),
      ("a: |\n    old\n    text\n\nb: 1\n", "x\n\ny", "a: |-\n    x\n\n    y\n\nb: 1\n"),
      ("a: >2-\n   old\nb: 1\n", "one line", "a: >-\n  one line\nb: 1\n"),
      ("{\"a\": 1}\n", "x", "{\"a\": \"x\"}\n"),
      ("{a, b}\n", "x", "{a: x, b}\n"),
      ("a: old", "x\n", "a: |\n  x\n"),
    ] as [(String, String, String)])
  func `replaces a scalar`(_ text: String, _ new: String, _ expected: String) {
    #expect(edited(text) { $0.replacing($1("a"), with: .text(new)) } == expected)
  }

  @Test func `replaces a scalar by a collection in the style of the file`() {
    let value: YAMLNewValue = ["path": "/x", "ports": [80, "81"]]
    #expect(
      edited("a:\n    b: old # c\n    d:\n    - e\n") { $0.replacing($1("a/b"), with: value) }
        == "a:\n    b: # c\n        path: /x\n        ports:\n        - 80\n        - \"81\"\n    d:\n    - e\n")
    #expect(
      edited("- old # c\n- next\n") { $0.replacing($1("0"), with: value) } == "- path: /x # c\n  ports:\n    - 80\n    - \"81\"\n- next\n")
    #expect(edited("a: {b: old}\n") { $0.replacing($1("a/b"), with: value) } == "a: {b: {path: /x, ports: [80, \"81\"]}}\n")
    #expect(edited("a: &x old\nb: 1\n") { $0.replacing($1("a"), with: ["c": 1]) } == "a: &x\n  c: 1\nb: 1\n")
    #expect(edited("a: &x old\nb: 1\n") { $0.replacing($1("a"), with: ["c": 1], keepingProperties: false) } == "a:\n  c: 1\nb: 1\n")
  }

  @Test func `writes what is no text as it is`() {
    #expect(edited("a: \"80\"\n") { $0.replacing($1("a"), with: 81) } == "a: 81\n")
    #expect(edited("a: 1\n") { $0.replacing($1("a"), with: .bare("x: y")) } == nil)
  }

  @Test func `refuses what it cannot do faithfully`() {
    #expect(edited("a: &x 1\nb: *x\n") { $0.replacing($1("b"), with: 2) } == nil)
    #expect(edited("a: {{ x }}\n", .helm) { $0.replacing($1("a"), with: 2) } == nil)
    #expect(edited("a: b: c\n") { $0.replacing($1("a"), with: 2) } == nil)
    #expect(edited("a: !!int 1\n") { $0.replacing($1("a"), with: ["b": 1]) } == nil)
    #expect(edited("a: &x 1\nb: *x\n") { $0.replacing($1("a"), with: 2, keepingProperties: false) } == nil)
  }

  @Test func `renames a key`() {
    #expect(edited("a: 1\n'b': 2\n") { $0.renaming(key($0, $1("b")), to: "c") } == "a: 1\n'c': 2\n")
    #expect(edited("a: 1 # c\n") { $0.renaming(key($0, $1("a")), to: "on") } == "\"on\": 1 # c\n")
    #expect(edited("a: 1\nb: 2\n") { $0.renaming(key($0, $1("b")), to: "a") } == nil)
    #expect(edited("x: &x {a: 1}\ny:\n  <<: *x\n  a: 2\n") { $0.renaming(key($0, $1("y/a")), to: "b") } == nil)
  }
}

@Suite struct YAMLInsertTests {
  @Test(
    arguments: [
      ("a: 1\nb: 2\n", .last, "a: 1\nb: 2\nnew: x\n"),
      ("a: 1\nb: 2", .last, "a: 1\nb: 2\nnew: x"),
      ("a: 1\r\nb: 2\r\n", .first, "new: x\r\na: 1\r\nb: 2\r\n"),
      ("# file\na: 1\n", .first, "# file\nnew: x\na: 1\n"),
      ("---\n# about a\na: 1\n", .first, "---\nnew: x\n# about a\na: 1\n"),
      ("a: 1\n\nb: 2\n\nc: 3\n", .last, "a: 1\n\nb: 2\n\nc: 3\n\nnew: x\n"),
      ("a: 1\n\nb: 2\n\nc: 3\n", .first, "new: x\n\na: 1\n\nb: 2\n\nc: 3\n"),
      ("a: 1 # c\n  # of a\n# below\n", .last, "a: 1 # c\n  # of a\nnew: x\n# below\n"),
      ("a: |+\n  t\n\nb: |+\n  t\n\n", .last, "a: |+\n  t\n\nb: |+\n  t\n\nnew: x\n"),
      ("'a': 'b'\n", .last, "'a': 'b'\n'new': 'x'\n"),
      ("{}\n", .last, "{new: x}\n"),
      ("{ a: 1 } # c\n", .last, "{ a: 1, new: x } # c\n"),
      ("{\"a\":\"b\",\"c\":1}", .last, "{\"a\":\"b\",\"c\":1,\"new\":\"x\"}"),
      ("{\n  \"a\": 1, # one\n  \"b\": 2 # two\n}\n", .last, "{\n  \"a\": 1, # one\n  \"b\": 2, # two\n  \"new\": \"x\"\n}\n"),
      ("{\n  a: 1,\n}\n", .last, "{\n  a: 1,\n  new: x,\n}\n"),
      ("{\n  # about a\n  a: 1\n}\n", .first, "{\n  new: x,\n  # about a\n  a: 1\n}\n"),
    ] as [(String, YAMLPlace, String)])
  func `inserts an entry`(_ text: String, _ place: YAMLPlace, _ expected: String) {
    #expect(edited(text) { $0.inserting("new", "x", into: $1(""), at: place) } == expected)
  }

  @Test func `inserts before and after an entry, comments stay with theirs`() {
    let text = "a: 1 # of a\n# of b\nb: 2\n"
    #expect(edited(text) { $0.inserting("new", "x", into: $1(""), at: .after(key($0, $1("a")))) } == "a: 1 # of a\nnew: x\n# of b\nb: 2\n")
    #expect(edited(text) { $0.inserting("new", "x", into: $1(""), at: .before(key($0, $1("b")))) } == "a: 1 # of a\nnew: x\n# of b\nb: 2\n")
  }

  @Test func `inserts into compact and empty collections`() {
    #expect(edited("- a: 1\n  b: 2\n") { $0.inserting("new", "x", into: $1("0"), at: .first) } == "- new: x\n  a: 1\n  b: 2\n")
    #expect(edited("a: # c\nb: 1\n") { $0.inserting("new", "x", into: $1("a")) } == "a: # c\n  new: x\nb: 1\n")
    #expect(edited("a:\nb:\n- c\n") { $0.inserting(item: "x", into: $1("a")) } == "a:\n- x\nb:\n- c\n")
    #expect(edited("a: []\n") { $0.inserting(item: ["k": "v"], into: $1("a")) } == "a: [{k: v}]\n")
  }

  @Test func `inserts an item`() {
    #expect(edited("a:\n- b: 1\n\n- b: 2\n") { $0.inserting(item: ["b": 3], into: $1("a")) } == "a:\n- b: 1\n\n- b: 2\n\n- b: 3\n")
    #expect(
      edited("a:\n  -   b: 1\n      c: 2\n") { $0.inserting(item: ["b": 3, "c": 4], into: $1("a")) }
        == "a:\n  -   b: 1\n      c: 2\n  -   b: 3\n      c: 4\n")
    #expect(edited("a: [\"x\", \"y\"]\n") { $0.inserting(item: "z", into: $1("a")) } == "a: [\"x\", \"y\", \"z\"]\n")
    #expect(edited("a:\n- \"80:80\"\n") { $0.inserting(item: "81:81", into: $1("a"), at: .first) } == "a:\n- \"81:81\"\n- \"80:80\"\n")
  }

  @Test func `refuses where nobody knows what is there`() {
    #expect(edited("a: 1\n") { $0.inserting("a", 2, into: $1("")) } == nil)
    #expect(edited("a:\n  b: 1\n{{- if x }}\n  c: 2\n{{- end }}\n", .helm) { $0.inserting("d", 1, into: $1("a")) } == nil)
    #expect(edited("a: &x {}\nb: *x\n") { $0.inserting("d", 1, into: $1("b")) } == nil)
    #expect(edited("a: |\n  x") { $0.inserting("d", 1, into: $1("")) } == nil)
  }
}

@Suite struct YAMLRemoveTests {
  @Test(
    arguments: [
      ("# file\nb: 0\n# of a\na: 1 # too\n  # deeper\nc: 2\n", "# file\nb: 0\nc: 2\n"),
      ("# apart\n\na: 1\nc: 2\n", "# apart\n\nc: 2\n"),
      ("# file\na: 1\nc: 2\n", "# file\nc: 2\n"),
      ("c: 2\n\na: 1\n", "c: 2\n"),
      ("b: 1\n\na: 1\n\nc: 2\n", "b: 1\n\nc: 2\n"),
      ("c: 2\na: 1", "c: 2"),
      ("c: |\n  t\na: 1", "c: |\n  t\n"),
      ("a: |\n  x\n\n  # text\nc: 2\n", "c: 2\n"),
      ("b: 1\n? a\n: - x\n  - y\nc: 2\n", "b: 1\nc: 2\n"),
      ("{a: 1, b: 2}\n", "{b: 2}\n"),
      ("{ b: 2, a: 1 }\n", "{ b: 2 }\n"),
      ("{b: 2, a: 1,}\n", "{b: 2,}\n"),
      ("{\n  b: 1, # b\n  # of a\n  a: 2 # a\n}\n", "{\n  b: 1 # b\n}\n"),
      ("{\n  a: 1, # a\n  b: 2\n}\n", "{\n  b: 2\n}\n"),
      ("a: 1 # c\n", "{}\n"),
      ("{ a: 1 }\n", "{}\n"),
    ] as [(String, String)])
  func `removes an entry`(_ text: String, _ expected: String) {
    #expect(edited(text) { $0.removing(key($0, $1("a"))) } == expected)
  }

  @Test func `keeps the dash of an item whose first entry goes`() {
    #expect(edited("- a: 1 # c\n  # of b\n  b: 2\n") { $0.removing(key($0, $1("0/a"))) } == "- # of b\n  b: 2\n")
    #expect(edited("- a: 1\n\n  b: 2\n") { $0.removing(key($0, $1("0/a"))) } == "- b: 2\n")
  }

  @Test func `leaves brackets, or nothing`() {
    let text = "a: # c\n  # of b\n  b:\n    - x # x\nd: 1\n"
    #expect(edited(text) { $0.removing($1("a/b/0")) } == "a: # c\n  # of b\n  b: []\nd: 1\n")
    #expect(edited(text) { $0.removing($1("a/b/0"), leaving: .nothing) } == "d: 1\n")
    #expect(edited("a: &x\n  b: 1\n") { $0.removing(key($0, $1("a/b"))) } == "a: &x {}\n")
    #expect(edited("- a: 1\n- b\n") { $0.removing(key($0, $1("0/a")), leaving: .nothing) } == "- b\n")
  }

  @Test func `refuses what others need`() {
    #expect(edited("a: &x 1\nb: *x\n") { $0.removing(key($0, $1("a"))) } == nil)
    #expect(edited("x: &x {a: 1}\ny:\n  <<: *x\n  a: 2\n") { $0.removing(key($0, $1("y/a"))) } == nil)
    #expect(edited("b: |+\n  t\na: 1\n\nc: 1\n") { $0.removing(key($0, $1("a"))) } == "b: |+\n  t\nc: 1\n")
    #expect(edited("b: |\n  t\na: 1\n\n    # deep\nc: 1\n") { $0.removing(key($0, $1("a"))) } == nil)
  }
}

@Suite struct YAMLCommentEditTests {
  @Test func `stands above the line of a node`() {
    #expect(edited("a:\n  - b: 1\n") { $0.commenting("x", above: $1("a/0/b")) } == "a:\n  # x\n  - b: 1\n")
    #expect(edited("a: [\n  b,\n  c]\n") { $0.commenting("x", above: $1("a/1")) } == "a: [\n  b,\n  # x\n  c]\n")
    #expect(edited("a: [\"b\n  c\", d]\n") { $0.commenting("x", above: $1("a/1")) } == nil)
    #expect(edited("{\"a\": 1}\n") { $0.commenting("x", above: $1("a")) } == nil)
  }
}

@Suite struct YAMLHostTests {
  @Test func `edits the host of an embedded text`() {
    let host = Array("# title\n---\na: 1\n---\n".utf8)
    let tree = YAMLTree(parsing: MappedText(host, SourceRange(12, 17)))
    let root = tree.root(of: YAMLTree.NodeID(0))
    #expect(tree.inserting("b", 2, into: root) == [TextEdit.insert("b: 2\n", at: 17)])
  }

  @Test func `refuses lines where the host indents them`() {
    let host = YAMLTree(parsing: Array("data:\n  x: |\n    a: 1\n    b: 2\n".utf8))
    let inner = YAMLTree(parsing: host.mappedText(host.value("x", in: host.value("data", in: host.root(of: YAMLTree.NodeID(0)))!)!))
    let root = inner.root(of: YAMLTree.NodeID(0))
    #expect(inner.replacing(inner.value("b", in: root)!, with: 3) == [TextEdit(SourceRange(29, 30), with: "3")])
    #expect(inner.inserting("c", 3, into: root) == nil)
    #expect(inner.removing(YAMLTree.NodeID(inner.value("b", in: root)!.index - 1)) == nil)
  }
}

@Suite struct YAMLEditPropertyTests {
  @Test func `an edit does what is asked, and nothing else`() {
    var tally = YAMLEditTrial.Tally()
    for seed in UInt64(0)..<400 {
      YAMLEditTrial.run(on: YAMLGenerator.text(seed: seed), seed: seed, count: 6, into: &tally)
      #expect(tally.failures == [], "seed \(seed)")
      if !tally.failures.isEmpty { return }
    }
    #expect(tally.pairs > 300)
    #expect(tally.undone > 100)
  }

  @Test func `the generator writes no wrong YAML`() {
    for seed in UInt64(0)..<2_000 { #expect(YAMLTree(parsing: YAMLGenerator.text(seed: seed)).diagnostics == [], "seed \(seed)") }
  }
}
