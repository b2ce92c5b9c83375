import SourceText

/// Word expansion in the order of POSIX.1-2024 XCU 2.6, as far as it can be done without running anything.
struct WordExpander {
  struct Field {
    var bytes: [UInt8] = []
    /// Offsets in `bytes` of the bytes that are pattern, not text.
    var active: [Int] = []

    /// What the field is, where it is a pattern with quoted bytes escaped.
    func value(isWritten: Bool) -> ShellValue {
      if active.isEmpty { return isWritten ? .literal(bytes.asString) : .known(bytes.asString) }
      var pattern: [UInt8] = []
      var next = 0
      for (offset, byte) in bytes.enumerated() {
        if next < active.count, active[next] == offset {
          next += 1
        } else if byte.isPatternByte || byte == UInt8(ascii: "\\") {
          pattern.append(UInt8(ascii: "\\"))
        }
        pattern.append(byte)
      }
      return .pattern(pattern.asString)
    }
  }

  let tree: ShellTree
  /// Whether unquoted values are split: not in an assignment.
  let splits: Bool
  let lookup: (String) -> String?

  private var fields: [Field] = []
  private var current: Field?
  private var isKnown = true
  private(set) var isWritten = true

  /// Longer values are unknown, so that `a=$a$a` cannot grow without bound.
  private static let maximumLength = 16_384
  private static let maximumAlternatives = 64

  init(_ tree: ShellTree, splits: Bool, lookup: @escaping (String) -> String?) {
    self.tree = tree
    self.splits = splits
    self.lookup = lookup
  }

  /// The fields that the word becomes, or nil.
  mutating func fields(of word: ShellTree.NodeID) -> [Field]? {
    let traits = tree[word].traits
    guard !traits.contains(.array) else { return nil }
    if traits.isEmpty { return [Field(bytes: Array(tree.source.bytes[tree[word].range.indices]))] }
    let sequences: [[Piece]]
    if splits, traits.contains(.brace), tree.dialect.expandsBraces {
      let parts = tree.children(of: word).map(Piece.node)
      guard let alternatives = alternatives(of: parts[...]) else { return nil }
      sequences = alternatives
      isWritten = false
    } else {
      sequences = [tree.children(of: word).map(Piece.node)]
    }
    for sequence in sequences {
      for piece in sequence {
        switch piece {
        case .node(let id): _ = tree.visit(id, false) { add($0) }
        case .text(let bytes): append(bytes)
        }
        if !isKnown { return nil }
      }
      finishField()
    }
    return fields
  }

  private enum Piece {
    case node(ShellTree.NodeID)
    case text([UInt8])
  }

  private mutating func add(_ piece: WordPiece) -> Bool {
    switch piece {
    case .verbatim(let range, _): append(tree.source.bytes[range.indices])
    case .decoded(let bytes, _): append(bytes)
    case .glob(let range):
      let start = current?.bytes.count ?? 0
      append(tree.source.bytes[range.indices])
      if splits { current?.active += start..<(start + range.count) }
    case .brace(let range): append(tree.source.bytes[range.indices])
    case .tilde(let range):
      guard range.count == 1, let home = lookup("HOME") else {
        isKnown = false
        return false
      }
      isWritten = false
      append(Array(home.utf8))
    case .expansion(let id, let isQuoted):
      isWritten = false
      guard tree[id].kind == .parameter, let value = value(of: id) else {
        isKnown = false
        return false
      }
      if isQuoted || !splits { append(Array(value.utf8)) } else { split(Array(value.utf8)) }
    case .array:
      isKnown = false
      return false
    }
    if (current?.bytes.count ?? 0) > Self.maximumLength { isKnown = false }
    return isKnown
  }

  private mutating func append(_ bytes: some Collection<UInt8>) {
    if current == nil { current = Field() }
    current?.bytes += bytes
  }

  private mutating func finishField() {
    if let current { fields.append(current) }
    current = nil
  }

  /// POSIX.1-2024 XCU 2.6.5, with the default `IFS`; what is left may be a pattern.
  private mutating func split(_ value: [UInt8]) {
    for byte in value {
      if byte.isBlank || byte == 0x0A {
        finishField()
        continue
      }
      append(CollectionOfOne(byte))
      if byte.isPatternByte, let count = current?.bytes.count { current?.active.append(count - 1) }
    }
  }

  /// `$x`, `${x}`, and `${x:-w}` where x is known and not empty.
  private func value(of parameter: ShellTree.NodeID) -> String? {
    var name: String?
    for child in tree.children(of: parameter) {
      let node = tree[child]
      switch node.kind {
      case .name: name = tree.text(node.range)
      case .parameterOperator where name != nil:
        let text = tree.source.bytes[node.range.indices]
        guard text.equals(":-") || text.equals(":=") || text.equals(":?"), let found = name.flatMap(lookup) else {
          return nil
        }
        return found.isEmpty ? nil : found
      default: return nil
      }
    }
    return name.flatMap(lookup)
  }
}

/// Braces (bash manual 3.5.1).
extension WordExpander {
  private func alternatives(of parts: ArraySlice<Piece>) -> [[Piece]]? {
    guard let open = parts.firstIndex(where: { brace($0) == UInt8(ascii: "{") }) else { return [Array(parts)] }
    var choices: [ArraySlice<Piece>] = []
    var depth = 0
    var start = open + 1
    var end: Int?
    for index in open..<parts.endIndex {
      switch brace(parts[index]) {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 {
          choices.append(parts[start..<index])
          end = index
        }
      case UInt8(ascii: ",") where depth == 1:
        choices.append(parts[start..<index])
        start = index + 1
      default: break
      }
      if end != nil { break }
    }
    guard let end else { return nil }
    var middles: [[Piece]] = []
    if choices.count == 1 {
      guard let sequence = sequence(choices[0]) else { return nil }
      middles = sequence.map { [.text(Array(String($0).utf8))] }
    } else {
      for choice in choices {
        guard let expanded = alternatives(of: choice) else { return nil }
        middles += expanded
      }
    }
    guard let tails = alternatives(of: parts[(end + 1)...]), middles.count * tails.count <= Self.maximumAlternatives
    else { return nil }
    let head = parts[..<open]
    return middles.flatMap { middle in tails.map { head + middle + $0 } }
  }

  private func brace(_ piece: Piece) -> UInt8? {
    guard case .node(let id) = piece, tree[id].kind == .brace else { return nil }
    return tree.source.bytes[tree[id].range.start]
  }

  /// `{1..9}` with whole numbers; letters, steps and leading zeros are left unknown.
  private func sequence(_ parts: ArraySlice<Piece>) -> [Int]? {
    guard parts.count == 1, case .node(let id)? = parts.first else { return nil }
    let text = tree.text(tree[id].range)
    let ends = text.split(separator: ".", omittingEmptySubsequences: false)
    guard ends.count == 3, ends[1].isEmpty, let first = Int(ends[0]), let last = Int(ends[2]),
      String(first) == ends[0], String(last) == ends[2], first.distance(to: last).magnitude < 64
    else { return nil }
    return first <= last ? Array(first...last) : (last...first).reversed()
  }
}

extension UInt8 {
  var isPatternByte: Bool { self == UInt8(ascii: "*") || self == UInt8(ascii: "?") || self == UInt8(ascii: "[") }
}

extension ShellWord {
  /// The words that this one becomes (none, one or several), or nil where only the running shell knows.
  ///
  /// What an assignment earlier in the text says counts before `resolving`, and makes unknown what it sets to
  /// something unknown.
  public func values(resolving: (String) -> String? = { _ in nil }) -> [ShellValue]? {
    if let literal { return [.literal(literal)] }
    return withoutActuallyEscaping(resolving) { resolving in
      var expander = WordExpander(tree, splits: true) { lookup($0, resolving) }
      guard let fields = expander.fields(of: id) else { return nil }
      return fields.map { $0.value(isWritten: expander.isWritten) }
    }
  }

  /// The value, where the word becomes exactly one.
  public func value(resolving: (String) -> String? = { _ in nil }) -> ShellValue {
    guard let values = values(resolving: resolving), values.count == 1 else { return .unknown }
    return values[0]
  }

  private func lookup(_ name: String, _ resolving: (String) -> String?) -> String? {
    guard let moment else { return resolving(name) }
    switch moment.storage.variables.lookup(name, version: moment.version, scope: moment.scope) {
    case .known(let value): return value
    case .uncertain: return nil
    case .unassigned: return resolving(name)
    }
  }
}
