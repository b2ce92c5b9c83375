import Detection
import SourceText
public import YAML

/// What the parser saw of a YAML or JSON file, for `ashlar parse`, with no value of a credential in it.
public struct YAMLDump: Sendable {
  private let tree: YAMLTree
  private let lines: LineIndex
  private let secrets: [SourceRange]
  private let mask: Mask
  private let templates: TemplateSyntax

  public init(_ bytes: [UInt8], templates: TemplateSyntax) {
    let tree = YAMLTree(parsing: bytes, templates: templates)
    self.tree = tree
    lines = LineIndex(bytes)
    let scalars = tree.secretScalars
    secrets = scalars.map { tree[$0].range }
    mask = Mask(bytes, ranges: secrets, decoded: scalars.map(tree.decoded))
    self.templates = templates
  }

  /// `line:column: error: message`, in the order of the file.
  public var errors: [String] {
    tree.diagnostics.map { diagnostic in
      let start = lines.position(at: diagnostic.range.start)
      return "\(start.line):\(start.column): error: \(diagnostic.message)"
    }
  }

  /// A line a node, indented by depth: kind, place, and of a scalar its text.
  public var text: String {
    var text = ""
    var open: [Int] = []
    // A scalar for a scalar: the nodes are the same.
    let shown = shown
    let isSame = shown.nodes.count == tree.nodes.count
    for (index, node) in tree.nodes.enumerated() {
      while let end = open.last, end <= index { open.removeLast() }
      let start = lines.position(at: node.range.start)
      let end = lines.position(at: node.range.end)
      text += String(repeating: "  ", count: open.count) + (node.flags.contains(.isKey) ? "key " : "") + "\(node.kind)"
      text += " \(start.line):\(start.column)-\(end.line):\(end.column)"
      let id = YAMLTree.NodeID(index)
      if let properties = tree.properties(of: id) { text += " " + Display.escaped(mask.masked(tree.text(properties.range))) }
      if node.kind.isScalar {
        text += " `\(Display.escaped(isSame ? mask.masked(shown.string(id)) : Mask.replacement))`"
      } else if node.kind == .alias || node.kind == .action {
        text += " `\(Display.escaped(mask.masked(tree.text(node.range))))`"
      }
      text += "\n"
      open.append(tree.descendants(of: id).upperBound.index)
    }
    return text
  }

  /// In the notation of the yaml-test-suite.
  public var events: String { mask.masked(shown.events.asString) }

  /// The documents, one a line, scalars resolved by the core schema; nil where aliases make one of them endless.
  public var json: String? {
    var text = ""
    for document in shown.documents {
      guard let json = shown.json(of: document) else { return nil }
      text += mask.masked(json.asString) + "\n"
    }
    return text
  }

  /// The tree of the text with `***` for each credential: what is made of the whole text cannot leak a part of one.
  private var shown: YAMLTree {
    if mask.ranges.isEmpty { return tree }
    var bytes: [UInt8] = []
    var position = 0
    func replace(_ range: SourceRange, with text: String) {
      bytes += tree.bytes[position..<range.start]
      bytes += text.utf8
      position = range.end
    }
    // Masks are made without a tree and may reach over brackets: only what lies in a scalar is one.
    var masks = mask.ranges[...]
    for node in tree.nodes where node.kind.isScalar {
      while let first = masks.first, first.end <= node.range.start { masks.removeFirst() }
      let hidden = masks.prefix { $0.start < node.range.end }
      guard let first = hidden.first, let last = hidden.last else { continue }
      let inside = node.kind.isQuoted ? SourceRange(node.range.start + 1, max(node.range.start + 1, node.range.end - 1)) : node.range
      // A scalar that is one, or begins with one, or whose lines one spans, is replaced whole, so that YAML is left.
      let isWhole =
        secrets.contains(node.range) || !node.kind.isQuoted && first.start <= node.range.start
        || hidden.contains { tree.bytes[max($0.start, inside.start)..<min($0.end, inside.end)].contains(0x0A) }
      if isWhole {
        replace(node.range, with: "\"\(Mask.replacement)\"")
      } else {
        for range in hidden where max(range.start, inside.start) < min(range.end, inside.end) {
          replace(SourceRange(max(range.start, inside.start), min(range.end, inside.end)), with: Mask.replacement)
        }
      }
      if last.end <= node.range.end { masks = masks.dropFirst(hidden.count) }
    }
    return YAMLTree(parsing: bytes + tree.bytes[position...], templates: templates)
  }
}

extension YAMLTree {
  /// The scalars that their keys call credentials: `password: x`, `tokens: [x, y]`.
  fileprivate var secretScalars: [NodeID] {
    var found: [NodeID] = []
    for index in nodes.indices where nodes[index].kind.isMapping {
      for entry in entries(of: NodeID(index)) where SecretName.mayMatch(decoded(entry.keyNode)[...]) {
        if self[entry.value].kind.isScalar { found.append(entry.value) }
        for item in items(of: entry.value) where self[item].kind.isScalar { found.append(item) }
      }
    }
    return found.sorted()
  }
}
