import SourceText

extension YAMLTree {
  /// The tree as the yaml-test-suite writes it: one event a line.
  public var events: [UInt8] {
    var writer = EventWriter(tree: self)
    writer.write()
    return writer.output
  }
}

/// Writes events. What ends stands on a stack, so that depth costs no machine stack.
private struct EventWriter {
  let tree: YAMLTree
  var output: [UInt8] = []

  init(tree: YAMLTree) { self.tree = tree }

  mutating func write() {
    output += "+STR\n".utf8
    var open: [(end: Int, event: String)] = []
    for index in tree.nodes.indices {
      while let last = open.last, last.end <= index { close(&open) }
      let id = YAMLTree.NodeID(index)
      let node = tree.nodes[index]
      switch node.kind {
      case .document:
        output += node.flags.contains(.isExplicit) ? "+DOC ---\n".utf8 : "+DOC\n".utf8
        open.append((Int(node.next), node.flags.contains(.endsExplicitly) ? "-DOC ...\n" : "-DOC\n"))
      case .blockMapping, .flowMapping:
        // A single pair in a sequence has no braces, but is a flow mapping all the same.
        begin(node.kind == .blockMapping ? "+MAP" : "+MAP {}", id)
        output.append(0x0A)
        open.append((Int(node.next), "-MAP\n"))
      case .blockSequence, .flowSequence:
        begin(node.kind == .blockSequence ? "+SEQ" : "+SEQ []", id)
        output.append(0x0A)
        open.append((Int(node.next), "-SEQ\n"))
      case .alias:
        output += "=ALI ".utf8
        output += tree.bytes[node.range.indices]
        output.append(0x0A)
      default:
        begin("=VAL", id)
        output += " ".utf8
        output.append(Self.sign(of: node.kind))
        escape(node.kind == .action ? Array(tree.bytes[node.range.indices]) : tree.decoded(id))
        output.append(0x0A)
      }
    }
    while !open.isEmpty { close(&open) }
    output += "-STR\n".utf8
  }

  private mutating func close(_ open: inout [(end: Int, event: String)]) {
    if let last = open.popLast() { output += last.event.utf8 }
  }

  private mutating func begin(_ event: String, _ id: YAMLTree.NodeID) {
    output += event.utf8
    guard let properties = tree.properties(of: id) else { return }
    if !properties.anchor.isEmpty {
      output.append(0x20)
      output += tree.bytes[properties.anchor.indices]
    }
    if let tag = tree.resolvedTag(of: id) {
      output += " <".utf8
      output += tag
      output.append(0x3E)
    }
  }

  private static func sign(of kind: YAMLTree.Kind) -> UInt8 {
    switch kind {
    case .singleQuoted: 0x27
    case .doubleQuoted: 0x22
    case .literal: 0x7C
    case .folded: 0x3E
    default: 0x3A
    }
  }

  private mutating func escape(_ text: [UInt8]) {
    for byte in text {
      switch byte {
      case 0x5C: output += "\\\\".utf8
      case 0x00: output += "\\0".utf8
      case 0x07: output += "\\a".utf8
      case 0x08: output += "\\b".utf8
      case 0x09: output += "\\t".utf8
      case 0x0A: output += "\\n".utf8
      case 0x0B: output += "\\v".utf8
      case 0x0C: output += "\\f".utf8
      case 0x0D: output += "\\r".utf8
      case 0x1B: output += "\\e".utf8
      default: output.append(byte)
      }
    }
  }
}
