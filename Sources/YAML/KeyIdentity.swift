import SourceText

/// What two keys share that are one to a program.
enum KeyIdentity: Hashable {
  case null
  case bool(Bool)
  case int(YAMLInteger)
  /// The bits, so that what is no number equals itself, as objects do in Python and Ruby.
  case float(UInt64)
  case timestamp(YAMLTimestamp)
  case text([UInt8])
  case binary([UInt8])
  case symbol([UInt8])
  /// A collection, or what a template decides: equal to no other.
  case node(YAMLTree.NodeID)
}

extension YAMLTree {
  /// A key's identity; of an alias, that of what it stands for.
  func identity(of key: NodeID, in dialect: YAMLDialect, by rule: YAMLDialect.KeyRule) -> KeyIdentity {
    let id = self[key].kind == .alias ? target(of: key) ?? key : key
    let value = value(of: id, in: dialect)
    let isScalar = self[id].kind.isScalar || self[id].kind == .empty
    guard isScalar, value != .unknown else { return .node(key) }
    if rule == .text { return .text(decoded(id)) }
    switch value {
    case .null: return .null
    case .bool(let value):
      switch rule {
      case .number: return .int(YAMLInteger(value ? 1 : 0))
      case .json: return .text(Array((value ? "true" : "false").utf8))
      default: return .bool(value)
      }
    case .int(let value): return rule == .json ? .text(Array(value.description.utf8)) : .int(value)
    case .float(let value):
      if rule == .number || rule == .json, let whole = Int64(exactly: value) {
        let integer = YAMLInteger(isNegative: whole < 0, magnitude: whole.magnitude)
        return rule == .json ? .text(Array(integer.description.utf8)) : .int(integer)
      }
      return .float((value == 0 ? 0 : value).bitPattern)
    case .timestamp(let value): return .timestamp(value)
    case .binary: return .binary(decoded(id))
    case .symbol: return .symbol(decoded(id))
    default: return .text(decoded(id))
    }
  }

  /// Whether a key is `<<` and brings in the entries of its value.
  func isMerge(_ key: NodeID, in dialect: YAMLDialect) -> Bool {
    guard let rules = dialect.table.merges else { return false }
    let node = self[key]
    // Of a key without quotes the text is at hand, and almost never begins with `<`.
    if !node.flags.contains(.hasProperties), node.kind == .plain {
      return node.range.count == 2 && storage.bytes[Int(node.start)] == 0x3C && storage.bytes[Int(node.start) + 1] == 0x3C
    }
    guard node.kind.isScalar else { return false }
    if !rules.mergesQuoted { return value(of: key, in: dialect) == .merge }
    return equals(key, "<<") && resolvedTag(of: key)?.equals("tag:yaml.org,2002:str") != true
  }
}
