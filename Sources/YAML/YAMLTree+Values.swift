import SourceText

extension YAMLTree {
  /// What a node is for a program that reads the file; of an alias, what it stands for. No allocation for untagged scalars
  /// that are written on one line.
  @inlinable
  public func value(of id: NodeID, in dialect: YAMLDialect) -> YAMLValue {
    let node = storage.nodes[id.index]
    if node.flags.isDisjoint(with: [.hasProperties, .isTemplated, .needsDecoding]) {
      if node.kind == .plain {
        let limit = dialect.limits[Int(storage.bytes[Int(node.start)])]
        if limit < 255, Int(node.end) &- Int(node.start) > Int(limit) { return .string }
      } else if node.kind.isScalar {
        return .string
      }
    }
    return slowValue(of: id, in: dialect)
  }

  @usableFromInline
  func slowValue(of id: NodeID, in dialect: YAMLDialect) -> YAMLValue {
    let node = storage.nodes[id.index]
    if node.flags.contains(.hasProperties) { return propertiedValue(id, dialect) }
    switch node.kind {
    case .plain:
      if node.flags.contains(.isTemplated) { return .unknown }
      if node.flags.contains(.needsDecoding) { return foldedValue(id, dialect) }
      return dialect.table.value(storage.bytes, Int(node.start), Int(node.end))
    case .singleQuoted, .doubleQuoted, .literal, .folded: return .string
    case .empty: return dialect.table.value([], 0, 0)
    case .blockMapping, .flowMapping: return .mapping
    case .blockSequence, .flowSequence: return .sequence
    case .alias: return target(of: id).map { value(of: $0, in: dialect) } ?? .unknown
    case .document: return value(of: root(of: id), in: dialect)
    case .action, .error: return .unknown
    }
  }

  @inlinable
  public func resolvedKind(of id: NodeID, in dialect: YAMLDialect) -> YAMLKind { value(of: id, in: dialect).kind }

  /// What a node is for two programs, where that is not the same: `no` is a text for YAML 1.2 and false for PyYAML, `010` is
  /// 10 and 8. nil where they agree, for collections, and where a template decides.
  public func disagreement(at id: NodeID, between left: YAMLDialect, and right: YAMLDialect) -> (YAMLValue, YAMLValue)? {
    let node = storage.nodes[id.index]
    if node.kind.isQuoted || node.kind.isBlockScalar, !node.flags.contains(.hasProperties) { return nil }
    let first = value(of: id, in: left)
    let second = value(of: id, in: right)
    return first.isSame(as: second) ? nil : (first, second)
  }

  /// A plain scalar that goes on over a line break: it has a blank in it, or a line break.
  private func foldedValue(_ id: NodeID, _ dialect: YAMLDialect) -> YAMLValue {
    guard dialect.limits[Int(storage.bytes[Int(self[id].start)])] > 0 else { return .string }
    let text = decoded(id)
    return dialect.table.value(text, 0, text.count)
  }

  private func propertiedValue(_ id: NodeID, _ dialect: YAMLDialect) -> YAMLValue {
    let node = self[id]
    let isPlain = node.kind == .plain || node.kind == .empty
    guard node.kind.isScalar || node.kind == .empty else {
      return node.kind.isMapping ? .mapping : node.kind.isSequence ? .sequence : .unknown
    }
    if node.flags.contains(.isTemplated) { return .unknown }
    guard let tag = resolvedTag(of: id) else {
      guard isPlain else { return .string }
      let text = decoded(id)
      return dialect.table.value(text, 0, text.count)
    }
    let rule = tag == [0x21] ? dialect.table.nonSpecificTag : dialect.table.tags[tag.asString] ?? dialect.table.otherTags
    return dialect.table.value(decoded(id), isPlain: isPlain, by: rule)
  }
}

extension YAMLDialect.Table {
  /// What a scalar with a tag is.
  func value(_ text: [UInt8], isPlain: Bool, by rule: YAMLDialect.TagRule) -> YAMLValue {
    switch rule {
    case .string: return .string
    case .resolve: return value(text, 0, text.count)
    case .resolvePlain: return isPlain ? value(text, 0, text.count) : .string
    case .require(let kind):
      let found = value(text, 0, text.count)
      if kind == .float, case .int(let integer) = found { return asFloat(integer, text) }
      return found.kind == kind ? found : .invalid
    case .construct(let kind): return constructed(text, kind)
    case .check(let kind): return constructed(text, kind) == .invalid ? .invalid : .string
    case .number:
      let found = value(text, 0, text.count)
      if case .int(let integer) = found { return asFloat(integer, text) }
      return found.kind == .float ? found : found == .string ? constructed(text, .float) : .invalid
    case .symbol: return .symbol
    case .null: return .null
    case .strictBinary: return Base64.isStrict(text) ? .binary : .invalid
    case .lenientBinary: return Base64.isLenient(text) ? .binary : .invalid
    case .anyBinary: return .binary
    case .merge: return .merge
    case .value: return .value
    case .mergeOrString: return text.equals("<<") ? .merge : .string
    case .opaque: return .tagged
    }
  }

  private func asFloat(_ integer: YAMLInteger, _ text: [UInt8]) -> YAMLValue {
    if integers == .words { return integer.value.map { .float(Double($0)) } ?? .invalid }
    if let magnitude = integer.magnitude { return .float(integer.isNegative ? -Double(magnitude) : Double(magnitude)) }
    return .float(ScalarReader(bytes: text, start: 0, end: text.count).float())
  }

  private func constructed(_ text: [UInt8], _ kind: YAMLKind) -> YAMLValue {
    guard let taggedAutomaton else { return .invalid }
    var found = YAMLValue.invalid
    let row = taggedAutomaton.match(text, 0, text.count)
    if row != ScalarAutomaton.none { found = value(taggedRows[Int(row)].reading, text, 0, text.count) }
    // Python's `float()` reads `017` as decimal, whatever `int()` does.
    if kind == .float, case .int = found {
      let reader = ScalarReader(bytes: text, start: 0, end: text.count)
      return text.contains(0x3A)
        ? .float(reader.sexagesimalFloat()) : text.contains { $0.isASCIILetter } ? .invalid : .float(reader.float())
    }
    return found.kind == kind ? found : .invalid
  }
}

/// RFC 4648 section 4.
enum Base64 {
  /// As Go's `base64.StdEncoding`: padded, nothing but line breaks between.
  static func isStrict(_ text: [UInt8]) -> Bool {
    let digits = text.filter { $0 != 0x0A && $0 != 0x0D }
    let body = digits.prefix { isDigit($0) }
    let padding = digits.dropFirst(body.count)
    return digits.count % 4 == 0 && padding.count < 3 && padding.allSatisfy { $0 == 0x3D }
  }

  /// As Python's `base64.decodebytes`: what is no digit is passed over, but the padding has to be there.
  static func isLenient(_ text: [UInt8]) -> Bool {
    guard text.allSatisfy({ $0 < 0x80 }) else { return false }
    var digits = 0
    var padding = 0
    for byte in text {
      if isDigit(byte) {
        digits += 1
        padding = 0
      } else if byte == 0x3D {
        padding += 1
        if digits % 4 > 1, digits % 4 + padding >= 4 { return true }
      }
    }
    return digits % 4 == 0
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte.isASCIIDigit || byte == 0x2B || byte == 0x2F }
}
