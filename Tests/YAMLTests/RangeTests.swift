import SourceText
import Testing

@testable import YAML

/// Where things stand.
@Suite struct RangeTests {
  @Test func `a node is 16 bytes`() {
    #expect(MemoryLayout<YAMLTree.Node>.stride == 16)
    #expect(MemoryLayout<YAMLTree.NodeID>.stride == 4)
  }

  /// `«…»` encloses the value of the only entry of the root.
  @Test(arguments: [
    "a: «b»", "a: «b c»  # d\n", "a:   «'b'» \n", "a: «[b, c]» # d\n", "a: «\"b\n  c\"»\n", "a: «b\n\n  c»\n\n# d\n", "a:«»\n",
    "a:«» # b\n",
    "a: &x «b»\n", "a: !t &x «{}»\n", "a: &x\n  «b: c»\n", "a:\n  «- b\n  - c» # d\n\n", "a:\n«- b»\n", "a: «*x»\n", "? a\n: «b»\n",
    "a: «|\n  b\n  c»\n\n\n", "a: «|+\n  b\n\n»", "a: «>-  # c\n\n  b»\n# d\n", "a: «|»\n", "a:\r\n  «b: c»\r\n",
  ])
  func `a value is what is written of it`(_ marked: String) {
    let text = marked.replacing("«", with: "").replacing("»", with: "")
    let start = marked.utf8.distance(from: marked.startIndex, to: marked.firstIndex(of: "«")!)
    let end = marked.utf8.distance(from: marked.startIndex, to: marked.firstIndex(of: "»")!) - "«".utf8.count
    let tree = tree(text)
    let entry = Array(tree.entries(of: tree.root(of: NodeID(0)))).first!
    #expect(tree[entry.value].range == SourceRange(start, end))
  }

  private typealias NodeID = YAMLTree.NodeID

  @Test func `an entry holds its question mark, anchors and tags`() {
    let tree = tree("x: 1\n? !t k\n: &v w # c\n&k key: [a]\n")
    let entries = tree.entries(of: tree.root(of: NodeID(0)))
    #expect(entries.map { tree.text(tree.range(of: $0)) } == ["x: 1", "? !t k\n: &v w", "&k key: [a]"])
    #expect(entries.map { tree.questionMark(of: $0.keyNode)?.start } == [nil, 5, nil])
  }

  @Test func `a collection begins with its first key or dash, and ends with its last line`() {
    let tree = tree("a:\n  b: c # d\n  e:\n    - f\n\n    - g\n# h\ni: j\n")
    let root = tree.root(of: NodeID(0))
    let a = tree.value("a", in: root)!
    #expect(tree.text(tree[a].range) == "b: c # d\n  e:\n    - f\n\n    - g")
    #expect(tree.text(tree[tree.value("e", in: a)!].range) == "- f\n\n    - g")
  }

  @Test func `keys of the table are numbers, in quotes, in brackets and with escapes too`() {
    let keys = KeyTable(["name", "image", "x"])
    let tree = YAMLTree(
      parsing: Array("name: 1\n'image': 2\n\"n\\x61me\": 3\n? image\n: 4\nother: {x: 5, \"x\":6}\nl: [x: 7]\n".utf8), keys: keys)
    let found = tree.nodes.filter { $0.flags.contains(.isKey) }.map { keys.name(of: $0.key) }
    #expect(found == ["name", "image", "name", "image", "", "x", "x", "", "x"])
    #expect(keys["image"].index == 1 && keys["none"] == .none && keys[""] == .none)
    #expect(tree.value(of: keys["image"], in: tree.root(of: NodeID(0))).map { tree.string($0) } == "2")
  }

  @Test func `a table of a thousand keys finds each of them, and nothing else`() {
    let names = (0..<1_000).map { "key\($0)" }
    let keys = KeyTable(names + ["key7"])
    for (index, name) in names.enumerated() { #expect(keys[name].index == index) }
    for name in ["key", "key1000", "kez7", "yek7"] { #expect(keys[name] == .none) }
  }

  @Test func `text inside a text is placed in its host`() {
    let host = tree("data: |\n  a:\n    b: \"c\\td\"\n")
    let text = host.mappedText(host.value("data", in: host.root(of: NodeID(0)))!)
    let tree = YAMLTree(parsing: text)
    let b = tree.value("b", in: tree.value("a", in: tree.root(of: NodeID(0)))!)!
    #expect(host.text(tree.hostRange(of: tree[b].range)) == "\"c\\td\"")
    #expect(tree.string(b) == "c\td")
    let value = tree.mappedText(b)
    #expect(host.text(value.hostRange(of: SourceRange(1, 2))) == "\\t")
    #expect(host.text(value.hostRange(of: SourceRange(2, 3))) == "d")
  }

  @Test func `an alias is a reference to the nearest anchor above`() {
    let tree = tree("- &a 1\n- *a\n- &a [*a]\n- *a\n---\n- *a\n")
    let aliases = tree.nodes.indices.map { NodeID($0) }.filter { tree[$0].kind == .alias }
    #expect(aliases.map { tree.target(of: $0).map { tree.text(tree[$0].range) } } == ["1", "[*a]", "[*a]", nil])
    #expect(tree.diagnostics.map(\.kind) == [.unknownAnchor])
  }

  @Test func `comments and directives are recorded`() {
    let tree = tree("# a\n%YAML 1.2 # b\n---\nc: d # e\n# f")
    #expect(tree.comments.map { tree.text($0) } == ["# a", "# b", "# e", "# f"])
    #expect(tree.directives.map { tree.text($0.range) } == ["%YAML 1.2"])
  }

  @Test func `dashes, colons and columns are found from ranges`() {
    let tree = tree("a :\n  - &x b: c # -\n    'd':\n      e\n  - # f\n    - g\n  -\n? h\n# :\n: i\nj: {k, l: m}\n")
    let root = tree.root(of: NodeID(0))
    let entries = Array(tree.entries(of: root))
    #expect(entries.map { tree.colon(of: $0)?.start } == [2, 65, 70])
    let items = Array(tree.items(of: entries[0].value))
    #expect(items.map { tree.dash(of: $0)?.start } == [6, 39, 55])
    #expect(items.map { tree.column(of: $0) } == [4, 4, 3])
    #expect(tree.column(of: entries[0].value) == 2)
    #expect(tree.entries(of: items[0]).map { tree.colon(of: $0).map { tree.text($0) } } == [":", ":"])
    #expect(tree.entries(of: entries[2].value).map { tree.colon(of: $0)?.isEmpty } == [nil, false])
  }
}
