import SourceText

/// A regular expression over bytes, as the implementations whose scalars we read write theirs: `[a-z]`, `[^:]`, `.`,
/// `(a|b)`, `?`, `*`, `+`, `{1,2}`, `\` before a byte that is meant itself. It is held against the whole of a text.
struct ScalarPattern {
  indirect enum Node {
    case empty
    case bytes(ByteSet)
    case sequence(Node, Node)
    case either(Node, Node)
    case repeated(Node, from: Int, to: Int?)
  }

  private let text: [UInt8]
  private let ignoresCase: Bool
  private var position = 0

  private init(_ text: String, ignoresCase: Bool) {
    self.text = Array(text.utf8)
    self.ignoresCase = ignoresCase
  }

  /// Patterns are ours, so that one that cannot be read is a mistake in this module, and stops its tests.
  static func parse(_ text: String, ignoringCase: Bool = false) -> Node {
    var parser = ScalarPattern(text, ignoresCase: ignoringCase)
    let node = parser.alternatives()
    precondition(parser.position == parser.text.count, "pattern \(text)")
    return node
  }

  private var next: UInt8? { position < text.count ? text[position] : nil }

  private mutating func alternatives() -> Node {
    var node = sequence()
    while next == UInt8(ascii: "|") {
      position += 1
      node = .either(node, sequence())
    }
    return node
  }

  private mutating func sequence() -> Node {
    var node = Node.empty
    while let byte = next, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
      let part = quantified(atom(byte))
      if case .empty = node { node = part } else { node = .sequence(node, part) }
    }
    return node
  }

  private mutating func atom(_ byte: UInt8) -> Node {
    position += 1
    switch byte {
    case UInt8(ascii: "("):
      let node = alternatives()
      position += 1
      return node
    case UInt8(ascii: "["): return .bytes(set())
    case UInt8(ascii: "."): return .bytes(ByteSet([0x0A]).inverted)
    case UInt8(ascii: "\\"):
      position += 1
      return .bytes(single(text[position - 1]))
    default: return .bytes(single(byte))
    }
  }

  private func single(_ byte: UInt8) -> ByteSet {
    ignoresCase && byte.isASCIILetter ? ByteSet([byte | 0x20, byte & ~0x20]) : ByteSet([byte])
  }

  /// What stands behind `[`, up to and with `]`.
  private mutating func set() -> ByteSet {
    var bytes = ByteSet([])
    let isInverted = next == UInt8(ascii: "^")
    if isInverted { position += 1 }
    while let first = next, first != UInt8(ascii: "]") {
      position += 1
      // A `-` at the end of a set stands for itself.
      if next == UInt8(ascii: "-"), position + 1 < text.count, text[position + 1] != UInt8(ascii: "]") {
        for byte in first...text[position + 1] { bytes.insert(byte) }
        position += 2
      } else {
        bytes.insert(first)
      }
    }
    position += 1
    return isInverted ? bytes.inverted : bytes
  }

  private mutating func quantified(_ node: Node) -> Node {
    switch next {
    case UInt8(ascii: "?"):
      position += 1
      return .repeated(node, from: 0, to: 1)
    case UInt8(ascii: "*"):
      position += 1
      return .repeated(node, from: 0, to: nil)
    case UInt8(ascii: "+"):
      position += 1
      return .repeated(node, from: 1, to: nil)
    case UInt8(ascii: "{"):
      // One digit, or one digit, a comma and one digit.
      let from = Int(text[position + 1] - 0x30)
      let isRange = text[position + 2] == UInt8(ascii: ",")
      let to = isRange ? Int(text[position + 3] - 0x30) : from
      position += isRange ? 5 : 3
      return .repeated(node, from: from, to: to)
    default: return node
    }
  }
}

/// A set of bytes.
struct ByteSet: Hashable, Sendable {
  private var words: SIMD4<UInt64> = .zero

  init(_ bytes: [UInt8]) { for byte in bytes { insert(byte) } }

  func contains(_ byte: UInt8) -> Bool { words[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0 }
  mutating func insert(_ byte: UInt8) { words[Int(byte >> 6)] |= 1 << UInt64(byte & 63) }

  var inverted: ByteSet {
    var result = self
    result.words = ~words
    return result
  }
}
