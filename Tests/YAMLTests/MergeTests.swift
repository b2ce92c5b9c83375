import SourceText
import Testing

@testable import YAML

/// What mappings are to a program. As seen with the versions that `DialectTests` names, 4 000 generated documents each.
struct MergeTests {
  /// `key=value` for each entry of the mapping `t` at the root.
  private func entries(_ text: String, _ dialect: YAMLDialect) throws -> [String] {
    let tree = tree(text)
    let id = try #require(tree.value("t", in: tree.root(of: YAMLTree.NodeID(0))))
    return tree.entries(of: id, in: dialect).entries.map { "\(tree.string($0.keyNode))=\(tree.string($0.value))" }.sorted()
  }

  @Test func `own keys win over merged ones, but for programs that go by the order of the text`() throws {
    let text = "b: &b {x: 1, y: 2}\nt: {x: 3, <<: *b}\n"
    #expect(try entries(text, .goV3) == ["x=3", "y=2"])
    #expect(try entries(text, .pyYAML) == ["x=3", "y=2"])
    #expect(try entries(text, .kubernetes) == ["x=1", "y=2"])
    #expect(try entries(text, .psych) == ["x=1", "y=2"])
    #expect(try entries(text, .core) == ["<<=", "x=3"])
    for dialect in YAMLDialect.all.dropFirst() {
      #expect(try entries("b: &b {x: 1, y: 2}\nt: {<<: *b, x: 3}\n", dialect) == ["x=3", "y=2"])
    }
  }

  @Test func `of a sequence of maps the earlier wins, of several merges the later`() throws {
    for dialect in YAMLDialect.all.dropFirst() {
      #expect(try entries("t: {<<: [{x: 1, y: 1}, {x: 2, z: 2}]}\n", dialect) == ["x=1", "y=1", "z=2"])
    }
    for dialect in [YAMLDialect.kubernetes, .psych, .pyYAML] {
      #expect(try entries("t: {<<: {x: 1}, <<: {x: 2}}\n", dialect) == ["x=2"])
    }
  }

  @Test func `a quoted key merges for Ruby alone, and what is no mapping is refused by others`() throws {
    #expect(try entries("t: {\"<<\": {x: 1}}\n", .psych) == ["x=1"])
    #expect(try entries("t: {\"<<\": {x: 1}}\n", .pyYAML) == ["<<="])
    let tree = tree("t: {<<: text, x: 1}\n")
    let mapping = YAMLTree.NodeID(3)
    for dialect in [YAMLDialect.kubernetes, .goV3, .pyYAML] {
      #expect(tree.entries(of: mapping, in: dialect).refused.map { tree.string($0) } == ["text"])
    }
    #expect(tree.entries(of: mapping, in: .psych).refused.isEmpty)
    #expect(try entries("t: {<<: text, x: 1}\n", .psych) == ["<<=text", "x=1"])
    let sequence = "s: &s [{x: 1}]\nt: {<<: *s}\n"
    #expect(try entries(sequence, .pyYAML) == ["x=1"])
    #expect(try entries(sequence, .goV3) == [])
  }

  @Test func `an entry says where it stands and how it comes`() throws {
    let tree = tree("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nt: {<<: *b, z: 3}\n")
    let id = try #require(tree.value("t", in: tree.root(of: YAMLTree.NodeID(0))))
    let lines = tree.entries(of: id, in: .goV3).entries.map {
      "\(tree.string($0.keyNode)) at \(tree[$0.keyNode].range) by \($0.alias.map { tree.text(tree[$0].range) } ?? "itself")"
    }
    #expect(lines == ["z at 46..<47 by itself", "y at 28..<29 by *b", "x at 7..<8 by *b"])
  }

  @Test func `merges that hold themselves, or grow without end, end`() throws {
    let loop = tree("t: &t\n  x: 1\n  <<: *t\n")
    let merged = loop.entries(of: YAMLTree.NodeID(3), in: .pyYAML)
    #expect(!merged.isComplete)
    #expect(merged.entries.count == 1)

    var bomb = "a0: &a0 {x: 1}\n"
    for level in 1...40 { bomb += "a\(level): &a\(level) {<<: [*a\(level - 1), *a\(level - 1), *a\(level - 1)]}\n" }
    let tree = tree(bomb + "t: *a40\n")
    for dialect in YAMLDialect.all.dropFirst() {
      let id = try #require(tree.value("t", in: tree.root(of: YAMLTree.NodeID(0))))
      #expect(!tree.entries(of: id, in: dialect).isComplete)
    }
  }

  private func duplicates(_ text: String, _ dialect: YAMLDialect) -> [String] {
    let tree = tree(text)
    return tree.duplicateKeys(of: YAMLTree.NodeID(1), in: dialect).map {
      "\(tree.text(tree[$0.first].range)) \(tree.text(tree[$0.repeated].range))"
    }
  }

  @Test func `keys are compared as the program compares them`() {
    let text = "{a: 1, \"a\": 2, 1: 3, \"1\": 4, 0x1: 5, 1.0: 6, true: 7, 'true': 8, ~: 9, null: 10}"
    #expect(duplicates(text, .core) == ["a \"a\"", "1 0x1", "~ null"])
    #expect(duplicates(text, .psych) == ["a \"a\"", "1 0x1", "~ null"])
    #expect(duplicates(text, .pyYAML) == ["a \"a\"", "1 0x1", "1 1.0", "1 true", "~ null"])
    #expect(duplicates(text, .goV3) == ["a \"a\"", "1 \"1\"", "true 'true'"])
    #expect(duplicates(text, .kubernetes) == ["a \"a\"", "1 \"1\"", "1 0x1", "1 1.0", "true 'true'", "~ null"])
    #expect(duplicates("{<<: {}, <<: {}}", .pyYAML) == [])
    #expect(duplicates("{<<: {}, <<: {}}", .goV3) == ["<< <<"])
    #expect(duplicates("{on: 1, yes: 2}", .kubernetes) == ["on yes"])
    #expect(duplicates("{on: 1, yes: 2}", .goV3) == [])
  }

  @Test func `all repetitions of many keys are found`() {
    let text = (0..<20_000).map { "k\($0 % 15_000): \($0)\n" }.joined()
    #expect(duplicates(text, .kubernetes).count == 5_000)
    #expect(duplicates((0..<20).map { "k\($0): 1\n" }.joined() + "k3: 2\n", .goV3) == ["k3 k3"])
  }

  @Test func `of a repeated key the last counts, or the first where it is an error`() throws {
    #expect(try entries("t: {a: 1, a: 2}\n", .pyYAML) == ["a=2"])
    #expect(try entries("t: {a: 1, a: 2}\n", .core) == ["a=1"])
  }
}
