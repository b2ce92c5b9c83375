import SourceText

/// Texts of cmd.exe and PowerShell: cut at the operators that stand outside quotes, and of each command only the
/// program's name is read. The rest of a command is one `opaque` node.
struct OpaqueDialectParser {
  typealias Node = ShellTree.Node

  private let bytes: [UInt8]
  private let isPowerShell: Bool
  private var position = 0
  private var nodes: [Node] = []

  static func nodes(_ bytes: [UInt8], _ dialect: ShellDialect) -> [Node] {
    var parser = OpaqueDialectParser(bytes, isPowerShell: dialect == .powershell)
    parser.script()
    return parser.nodes
  }

  private init(_ bytes: [UInt8], isPowerShell: Bool) {
    self.bytes = bytes
    self.isPowerShell = isPowerShell
  }

  private mutating func open(_ kind: ShellTree.Kind) -> Int {
    nodes.append(Node(kind, detail: 0, start: position, end: position, next: nodes.count + 1))
    return nodes.count - 1
  }

  private mutating func close(_ node: Int, at end: Int) {
    nodes[node].end = Int32(truncatingIfNeeded: end)
    nodes[node].next = Int32(truncatingIfNeeded: nodes.count)
  }

  private mutating func leaf(_ kind: ShellTree.Kind, to end: Int, detail: UInt8 = 0) {
    nodes.append(Node(kind, detail: detail, start: position, end: end, next: nodes.count + 1))
    position = end
  }

  private mutating func script() {
    let script = open(.script)
    let list = open(.list)
    while position < bytes.count {
      let before = position
      if let (operation, length) = operatorAtPosition() {
        leaf(.operator, to: position + length, detail: operation.rawValue)
      } else if bytes[position].isASCIISpace {
        position += 1
      } else {
        andOr()
      }
      assert(position > before)
    }
    close(list, at: bytes.count)
    close(script, at: bytes.count)
  }

  /// Commands with `&&`, `||` and `|` between.
  private mutating func andOr() {
    let andOr = open(.andOr)
    var end = pipeline()
    while let (operation, length) = operatorAtPosition(), operation == .and || operation == .or {
      leaf(.operator, to: position + length, detail: operation.rawValue)
      skipBlanks()
      end = position
      if position < bytes.count, operatorAtPosition() == nil { end = pipeline() }
    }
    close(andOr, at: end)
  }

  private mutating func pipeline() -> Int {
    let pipeline = open(.pipeline)
    var end = command()
    while let (operation, length) = operatorAtPosition(), operation == .pipe {
      leaf(.operator, to: position + length, detail: operation.rawValue)
      skipBlanks()
      end = position
      if position < bytes.count, operatorAtPosition() == nil { end = command() }
    }
    close(pipeline, at: end)
    return end
  }

  /// Answers where the command ends, without the blanks after it.
  private mutating func command() -> Int {
    let command = open(.simpleCommand)
    let start = position
    let end = commandEnd()
    // The call operator of PowerShell, the echo switch and the parentheses of cmd.
    while position < end, bytes[position].isASCIISpace || "&.@(".utf8.contains(bytes[position]) { position += 1 }
    position = nameStart(position, end) ?? start
    let nameEnd = nameEnd(position, end)
    if position > start { nodes.append(Node(.opaque, detail: 0, start: start, end: position, next: nodes.count + 1)) }
    if nameEnd > position { leaf(.word, to: nameEnd) }
    if position < end { leaf(.opaque, to: end) }
    close(command, at: end)
    position = end
    skipBlanks()
    return end
  }

  /// Where the program's name begins, behind a quote, or nil where the command begins with a variable.
  private func nameStart(_ start: Int, _ end: Int) -> Int? {
    guard start < end else { return nil }
    switch bytes[start] {
    case UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "#"), UInt8(ascii: "{"), UInt8(ascii: "}"): return nil
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return start + 1 < end ? start + 1 : nil
    default: return start
    }
  }

  private func nameEnd(_ start: Int, _ end: Int) -> Int {
    var offset = start
    if start > 0, bytes[start - 1] == UInt8(ascii: "\"") || bytes[start - 1] == UInt8(ascii: "'") {
      while offset < end, bytes[offset] != bytes[start - 1] { offset += 1 }
    } else {
      if start < end, nameStart(start, end) == nil { return start }
      while offset < end, !bytes[offset].isASCIISpace, !"\"'(){}<>,;=".utf8.contains(bytes[offset]) { offset += 1 }
    }
    return offset
  }

  private mutating func skipBlanks() {
    while position < bytes.count, bytes[position].isBlank || bytes[position] == 0x0D { position += 1 }
  }

  private func commandEnd() -> Int {
    var offset = position
    var quote: UInt8 = 0
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == (isPowerShell ? UInt8(ascii: "`") : UInt8(ascii: "^")), quote != UInt8(ascii: "'") {
        offset += 2
        continue
      }
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || isPowerShell && byte == UInt8(ascii: "'") {
        quote = byte
      } else if offset > position, operatorLength(at: offset) > 0 {
        break
      }
      offset += 1
    }
    offset = min(offset, bytes.count)
    while offset > position + 1, bytes[offset - 1].isASCIISpace { offset -= 1 }
    return offset
  }

  private func operatorLength(at offset: Int) -> Int { operation(at: offset)?.length ?? 0 }
  private func operatorAtPosition() -> (ShellOperator, Int)? { operation(at: position).map { ($0.operator, $0.length) } }

  private func operation(at offset: Int) -> (operator: ShellOperator, length: Int)? {
    guard offset < bytes.count else { return nil }
    let isDouble = offset + 1 < bytes.count && bytes[offset + 1] == bytes[offset]
    switch bytes[offset] {
    case 0x0A: return (.newline, 1)
    case UInt8(ascii: "&"):
      if isDouble { return (.and, 2) }
      // PowerShell's `&` calls what follows.
      return isPowerShell ? nil : (.semicolon, 1)
    case UInt8(ascii: "|"): return isDouble ? (.or, 2) : (.pipe, 1)
    case UInt8(ascii: ";"): return isPowerShell ? (.semicolon, 1) : nil
    default: return nil
    }
  }
}
