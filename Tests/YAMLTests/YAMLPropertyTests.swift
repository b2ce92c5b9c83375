import SourceText
import TestSupport
import Testing

@testable import YAML

/// What holds of any bytes.
struct YAMLPropertyTests {
  private static let pieces: [String] = [
    "a", "b", "key", "name", ": ", ":", ":\n", "- ", "-", "? ", "\n", "\n", "\n  ", "\n    ", "\n ", "  ", " ", "\t", "\r\n", "\r", "# c",
    "#",
    "'", "\"", "''", "\\n", "\\", "\\\n", "[", "]", "{", "}", ", ", ",", "&a ", "*a", "!t ", "!!str ", "!<u> ", "!e!x ", "|\n", ">\n",
    "|-2\n", "|+\n",
    "> x", "---\n", "--- ", "...\n", "%YAML 1.2\n", "%TAG !e! x\n", "{{ x }}", "{{- if x }}\n", "{{ end }}", "{{ \"}}\" }}", "{{", "}}",
    "{% if %}",
    "${a: b}", "é", "\u{FEFF}", "\u{0}", "a: b\n", "- c\n", "@", "`", "%", "key: value\n", "  key: value\n", "nindent 4",
  ]

  private static func text(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<random.below(40) {
      bytes += Array(random.pick(pieces).utf8)
      if random.oneIn(60) { bytes.append(UInt8(random.below(256))) }
    }
    return bytes
  }

  @Test func `nodes nest, and follow one another`() {
    for seed in UInt64(0)..<20_000 {
      var random = SeededGenerator(seed: seed)
      let bytes = Self.text(&random)
      let tree = YAMLTree(parsing: bytes, templates: TemplateSyntax(rawValue: UInt8(random.below(8))))
      if let problem = Self.problem(in: tree) {
        Issue.record("seed \(seed): \(problem) in \(String(decoding: bytes, as: UTF8.self).debugDescription)")
        if seed > 19_000 { return }
      }
    }
  }

  @Test func `a scalar decodes to the same text by every way`() {
    for seed in UInt64(0)..<5_000 {
      var random = SeededGenerator(seed: seed)
      let bytes = Self.text(&random)
      let tree = YAMLTree(parsing: bytes)
      for index in tree.nodes.indices where tree.nodes[index].kind.isScalar {
        let id = YAMLTree.NodeID(index)
        #expect(tree.mappedText(id).bytes == tree.decoded(id), "seed \(seed)")
        if let raw = tree.rawRange(id) { #expect(Array(bytes[raw.indices]) == tree.decoded(id), "seed \(seed)") }
      }
      #expect(tree.events.starts(with: "+STR\n".utf8))
    }
  }

  @Test func `line breaks do not matter to what is read`() {
    for seed in UInt64(0)..<3_000 {
      var random = SeededGenerator(seed: seed)
      let bytes = Self.text(&random).filter { $0 != 0x0D }
      let windows = Array(bytes.map { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }.joined())
      #expect(YAMLTree(parsing: bytes).events == YAMLTree(parsing: windows).events, "seed \(seed): \(bytes.asString.debugDescription)")
    }
  }

  @Test func `work is linear in any text`() {
    for seed in UInt64(0)..<2_000 {
      var random = SeededGenerator(seed: seed)
      let unit = Self.text(&random)
      let bytes = Array(repeatElement(unit, count: 40).joined())
      let tree = YAMLTree(parsing: bytes, templates: .helm)
      #expect(tree.work <= 16 * bytes.count + 64, "seed \(seed): \(tree.work) for \(bytes.count)")
    }
  }

  /// What is wrong with a tree, whatever it was read from.
  static func problem(in tree: YAMLTree) -> String? {
    let whole = SourceRange(0, tree.bytes.count)
    for node in tree.nodes where node.start < 0 || node.start > node.end { return "\(node.kind) from \(node.start) to \(node.end)" }
    var seen = 0
    var open = Array(tree.documents)
    while let id = open.popLast() {
      seen += 1
      let node = tree[id]
      if !whole.encloses(node.range) { return "\(node.kind) at \(node.range) is outside" }
      let children = Array(tree.children(of: id))
      if node.kind == .document, children.isEmpty { return "a document without root" }
      if node.kind.isMapping, children.count % 2 != 0 { return "\(children.count) children in a mapping" }
      var end = 0
      for (index, child) in children.enumerated() {
        let range = tree.rangeWithProperties(of: child)
        if range.start < end { return "\(tree[child].kind) at \(range) begins before \(end)" }
        end = range.end
        if node.kind != .document, !node.range.encloses(range) {
          return "\(tree[child].kind) at \(range) is outside \(node.kind) at \(node.range)"
        }
        let isKey = node.kind.isMapping && index % 2 == 0
        if tree[child].flags.contains(.isKey) != isKey { return "\(tree[child].kind) at \(range) is a key, or is none" }
      }
      open += children
    }
    if seen != tree.nodes.count { return "\(seen) nodes of \(tree.nodes.count) are somebody's child" }
    for diagnostic in tree.diagnostics where !whole.encloses(diagnostic.range) { return "\(diagnostic) is outside" }
    var end = 0
    for comment in tree.comments {
      if comment.start < end || tree.bytes[comment.start] != 0x23 { return "comment at \(comment)" }
      end = comment.end
    }
    return nil
  }
}
