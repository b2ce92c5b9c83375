/// What a node is for the program that reads it.
///
/// Texts are not copied into it: `tree.string(id)` gives them.
public enum YAMLValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case int(YAMLInteger)
  case float(Double)
  case timestamp(YAMLTimestamp)
  case string
  /// Base64 under `!!binary`.
  case binary
  /// Ruby's `:name`.
  case symbol
  /// `<<` where the dialect merges. It means something as a key alone: as a value it is a text for Go, an error for PyYAML.
  case merge
  /// `=`, YAML 1.1's default key. As a value it is an error for PyYAML, and so is it nothing but a trap.
  case value
  /// A scalar with a tag of the application's own, such as `!reference`: what it means is not YAML's to say.
  case tagged
  case sequence, mapping
  /// The consumer refuses it: text that its tag does not allow, a day that is none, infinity in JSON.
  case invalid
  /// A template decides it, or it could not be parsed.
  case unknown

  @inlinable
  public var kind: YAMLKind {
    switch self {
    case .null: .null
    case .bool: .bool
    case .int: .int
    case .float: .float
    case .timestamp: .timestamp
    case .string: .string
    case .binary: .binary
    case .symbol: .symbol
    case .merge: .merge
    case .value: .value
    case .tagged: .tagged
    case .sequence: .sequence
    case .mapping: .mapping
    case .invalid: .invalid
    case .unknown: .unknown
    }
  }

  /// As `==`, except that what is no number equals itself.
  public func isSame(as other: YAMLValue) -> Bool {
    if case .float(let left) = self, case .float(let right) = other { return left == right || left.isNaN && right.isNaN }
    return self == other
  }
}

/// A `YAMLValue` without its content.
public enum YAMLKind: UInt8, Sendable, CaseIterable {
  case null, bool, int, float, timestamp, string, binary, symbol, merge, value, tagged, sequence, mapping, invalid, unknown
}
