import SourceText

extension YAMLTree {
  /// A document as JSON, scalars resolved by the core schema (YAML 1.2.2 section 10.3), aliases by what they stand for.
  ///
  /// nil where an alias holds itself, or where aliases make more than `limit` bytes of it.
  public func json(of document: NodeID, limit: Int = 64 << 20) -> [UInt8]? {
    var writer = JSONWriter(tree: self, limit: limit)
    return writer.write(root(of: document)) ? writer.output : nil
  }
}

private struct JSONWriter {
  let tree: YAMLTree
  let limit: Int
  var output: [UInt8] = []
  private var stack: [Step] = []

  init(tree: YAMLTree, limit: Int) {
    self.tree = tree
    self.limit = limit
  }

  private struct Step {
    var next: Int
    let end: Int
    let isMapping: Bool
    var isKey: Bool
    var isFirst = true
  }

  /// False where it would not end.
  mutating func write(_ root: YAMLTree.NodeID) -> Bool {
    guard begin(root, isKey: false) else { return false }
    while var step = stack.popLast() {
      guard step.next < step.end else {
        output.append(step.isMapping ? 0x7D : 0x5D)
        continue
      }
      if !step.isMapping || step.isKey {
        if !step.isFirst { output.append(0x2C) }
      } else {
        output.append(0x3A)
      }
      let id = YAMLTree.NodeID(step.next)
      let isKey = step.isMapping && step.isKey
      step.next = Int(tree[id].next)
      step.isFirst = false
      if step.isMapping { step.isKey.toggle() }
      stack.append(step)
      guard stack.count < 2_048, output.count < limit, begin(id, isKey: isKey) else { return false }
    }
    return true
  }

  private mutating func begin(_ written: YAMLTree.NodeID, isKey: Bool) -> Bool {
    var id = written
    if tree[id].kind == .alias {
      guard let target = tree.target(of: id) else {
        output += "null".utf8
        return true
      }
      id = target
    }
    let node = tree[id]
    if node.kind.isCollection {
      if isKey {
        // JSON has no such key: its text stands for it.
        string(Array(tree.bytes[node.range.indices]))
        return true
      }
      output.append(node.kind.isMapping ? 0x7B : 0x5B)
      stack.append(Step(next: id.index + 1, end: Int(node.next), isMapping: node.kind.isMapping, isKey: true))
      return true
    }
    let value = isKey ? .string : tree.value(of: id, in: .core)
    switch value {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .int(let value) where value.radix == 10: output += value.description.utf8
    case .float(let value): number(value, tree.decoded(id))
    default: string(tree.decoded(id))
    }
    return true
  }

  /// A float of the core schema, with its digits as they are written. JSON wants one on both sides of the point, and no
  /// zero before others.
  private mutating func number(_ value: Double, _ text: [UInt8]) {
    let hasPrefix = text.contains { $0 == 0x6F || $0 == 0x78 }
    guard text.contains(where: \.isASCIIDigit), !hasPrefix || value.isFinite else {
      // JSON has no word for infinity.
      string(text)
      return
    }
    // An octal or hexadecimal integer under `!!float`.
    if hasPrefix {
      output += value.description.utf8
      return
    }
    if text.first == 0x2D { output.append(0x2D) }
    let unsigned = text.drop { $0 == 0x2B || $0 == 0x2D }
    let digits = unsigned.prefix { $0.isASCIIDigit }
    let whole = digits.drop { $0 == 0x30 }
    output += whole.isEmpty ? [0x30] : Array(whole)
    var rest = unsigned.dropFirst(digits.count)
    if rest.first == 0x2E {
      let fraction = rest.dropFirst().prefix { $0.isASCIIDigit }
      if !fraction.isEmpty { output += [0x2E] + fraction }
      rest = rest.dropFirst(fraction.count + 1)
    }
    output += rest
  }

  private mutating func string(_ text: [UInt8]) { output += JSONString.quoted(text.asString).utf8 }
}
