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
    let text = tree.decoded(id)
    let tag = tree.resolvedTag(of: id)
    let isPlain = node.kind == .plain || node.kind == .empty
    let isResolved = tag.map { $0.starts(with: "tag:yaml.org,2002:".utf8) && !$0.equals("tag:yaml.org,2002:str") } ?? isPlain
    if isKey || !isResolved || !scalar(text) { string(text) }
    return true
  }

  /// What the core schema makes of a plain scalar; false for a text.
  private mutating func scalar(_ text: [UInt8]) -> Bool {
    if text.isEmpty || text.equals("~") || text.equals("null") || text.equals("Null") || text.equals("NULL") {
      output += "null".utf8
    } else if text.equals("true") || text.equals("True") || text.equals("TRUE") {
      output += "true".utf8
    } else if text.equals("false") || text.equals("False") || text.equals("FALSE") {
      output += "false".utf8
    } else {
      return number(text)
    }
    return true
  }

  private mutating func number(_ text: [UInt8]) -> Bool {
    if text.count > 2, text[0] == 0x30, text[1] | 0x20 == 0x78 || text[1] == 0x6F {
      guard let value = Int(text.dropFirst(2).asString, radix: text[1] == 0x6F ? 8 : 16), text[2] != 0x2B, text[2] != 0x2D else {
        return false
      }
      output += String(value).utf8
      return true
    }
    var rest = text[...]
    var sign: [UInt8] = []
    if let first = rest.first, first == 0x2B || first == 0x2D {
      if first == 0x2D { sign = [first] }
      rest = rest.dropFirst()
    }
    let digits = rest.prefix { $0.isASCIIDigit }
    rest = rest.dropFirst(digits.count)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == 0x2E {
      fraction = rest.dropFirst().prefix { $0.isASCIIDigit }
      rest = rest.dropFirst(fraction.count + 1)
    }
    guard !digits.isEmpty || !fraction.isEmpty else { return false }
    var exponent: [UInt8] = []
    if let first = rest.first, first | 0x20 == 0x65 {
      exponent = [0x65]
      rest = rest.dropFirst()
      if let second = rest.first, second == 0x2B || second == 0x2D {
        exponent.append(second)
        rest = rest.dropFirst()
      }
      let power = rest.prefix { $0.isASCIIDigit }
      guard !power.isEmpty else { return false }
      exponent += power
      rest = rest.dropFirst(power.count)
    }
    guard rest.isEmpty else { return false }
    // JSON wants a digit on both sides, and no zero before others.
    output += sign
    output += digits.drop { $0 == 0x30 }.isEmpty ? [0x30] : Array(digits.drop { $0 == 0x30 })
    if !fraction.isEmpty { output += [0x2E] + fraction }
    output += exponent
    return true
  }

  private mutating func string(_ text: [UInt8]) {
    output.append(0x22)
    for byte in Array(text.asString.utf8) {
      switch byte {
      case 0x22: output += "\\\"".utf8
      case 0x5C: output += "\\\\".utf8
      case 0x0A: output += "\\n".utf8
      case 0x09: output += "\\t".utf8
      case 0x0D: output += "\\r".utf8
      case 0x00..<0x20: output += ((byte < 0x10 ? "\\u000" : "\\u00") + String(byte, radix: 16)).utf8
      default: output.append(byte)
      }
    }
    output.append(0x22)
  }
}
