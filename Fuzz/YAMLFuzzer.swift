import SourceText
import YAML

/// Any bytes as YAML: nodes nest and follow one another, mappings hold pairs, and each scalar decodes to what its parts
/// say. The first byte chooses the templates.
enum YAMLFuzzer: Fuzzer {
  static let keys = KeyTable(["a", "b", "key", "name", "image"])

  static func problem(in bytes: [UInt8]) -> String? {
    guard let first = bytes.first else { return nil }
    let text = Array(bytes.dropFirst())
    let tree = YAMLTree(parsing: text, keys: keys, templates: TemplateSyntax(rawValue: first & 7))
    return problem(in: tree) ?? problemOfTexts(in: tree)
  }

  static func problem(in tree: YAMLTree) -> String? {
    let whole = SourceRange(0, tree.bytes.count)
    var seen = 0
    var open: [YAMLTree.NodeID] = []
    for document in tree.documents { open.append(document) }
    if let problem = tree.documents.map({ tree[$0].range }).problemOfOrder("documents") { return problem }
    while let id = open.popLast() {
      seen += 1
      let node = tree[id]
      if let problem = node.range.problem(outside: whole, "\(node.kind) \(id.index)") { return problem }
      let children = Array(tree.children(of: id))
      if node.kind == .document, children.isEmpty { return "document \(id.index) has no root" }
      if node.kind.isMapping, children.count % 2 != 0 { return "mapping \(id.index) has \(children.count) children" }
      for (index, child) in children.enumerated() {
        let range = tree.rangeWithProperties(of: child)
        if node.kind != .document, let problem = range.problem(outside: node.range, "\(tree[child].kind) in \(node.kind) \(id.index)") {
          return problem
        }
        if tree[child].flags.contains(.isKey) != (node.kind.isMapping && index % 2 == 0) {
          return "\(child.index) in \(id.index): key or not"
        }
      }
      if let problem = children.map({ tree.rangeWithProperties(of: $0) }).problemOfOrder("children of \(node.kind) \(id.index)") {
        return problem
      }
      open += children
    }
    if seen != tree.nodes.count { return "\(seen) nodes of \(tree.nodes.count) are somebody's child" }
    for diagnostic in tree.diagnostics {
      if let problem = diagnostic.range.problem(outside: whole, diagnostic.message) { return problem }
    }
    for action in tree.actions {
      if let problem = action.range.problem(outside: whole, "action") { return problem }
    }
    return tree.comments.problemOfOrder("comments") ?? tree.actions.map(\.range).problemOfOrder("actions")
  }

  static func problemOfTexts(in tree: YAMLTree) -> String? {
    for index in tree.nodes.indices {
      let id = YAMLTree.NodeID(index)
      guard tree[id].kind.isScalar else { continue }
      let text = tree.mappedText(id)
      if text.bytes != tree.decoded(id) { return "\(tree[id].kind) \(index) decodes in two ways" }
      if let problem = text.problem(of: SourceRange(0, text.count), in: tree.bytes, "scalar \(index)") { return problem }
      if let raw = tree.rawRange(id), !tree.bytes[raw.indices].elementsEqual(text.bytes) { return "scalar \(index) is not its raw range" }
    }
    _ = (tree.events, tree.documents.map { tree.json(of: $0, limit: 1 << 20) })
    return nil
  }
}
