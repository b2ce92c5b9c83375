public import SourceText

/// A RUN `--mount` as written: variables are not replaced, and nothing is said of what the options mean together.
///
/// Source: moby/buildkit `instructions/commands_runmount.go`.
public struct DockerfileMount: Sendable {
  public enum Kind: String, Sendable, CaseIterable { case bind, cache, tmpfs, secret, ssh }

  public enum Key: String, Sendable, CaseIterable {
    case type, from, source, target, readonly, readwrite, id, sharing, required, size, mode, uid, gid, env

    /// By any spelling, in lower case: `src`, `dst`, `destination`, `ro` and `rw` too.
    init?(spelling: String) {
      switch spelling {
      case "src": self = .source
      case "dst", "destination": self = .target
      case "ro": self = .readonly
      case "rw": self = .readwrite
      default: self.init(rawValue: spelling)
      }
    }
  }

  /// One `key=value` or bare `key`.
  public struct Option: Sendable {
    /// Nil for an unknown one.
    public let key: Key?
    /// As written.
    public let name: String
    public let nameRange: SourceRange
    /// Nil without `=`.
    public let value: DockerfileWord?
    public let range: SourceRange
  }

  /// In source order, repeated ones included: the last of a key counts.
  public let options: [Option]
  /// The flag's value.
  public let range: SourceRange

  /// Nil where the list cannot be read (a diagnostic says so).
  init?(_ value: DockerfileWord) {
    guard let fields = CommaSeparatedValues.fields(value.text) else { return nil }
    options = fields.map(Option.init)
    range = value.range
  }
}

extension DockerfileMount.Option {
  init(_ field: MappedText) {
    let equals = field.bytes.firstIndex(of: UInt8(ascii: "="))
    let nameRange = SourceRange(0, equals ?? field.count)
    name = field.bytes[nameRange.indices].asString
    key = DockerfileMount.Key(spelling: GoText.lowercased(field.bytes[nameRange.indices]).asString)
    self.nameRange = field.hostRange(of: nameRange)
    range = field.hostRange
    value = equals.map { DockerfileWord(field, SourceRange($0 + 1, field.count)) }
  }
}

extension DockerfileMount {
  /// The last option of a key.
  public func option(_ key: Key) -> Option? { options.last { $0.key == key } }

  /// `bind` where none is given; nil for an unknown one or a variable.
  public var kind: Kind? {
    guard let type = option(.type) else { return .bind }
    return type.value.flatMap { Kind(rawValue: GoText.lowercased($0.text.bytes).asString) }
  }

  public var source: DockerfileWord? { option(.source)?.value }
  public var target: DockerfileWord? { option(.target)?.value }
  public var from: DockerfileWord? { option(.from)?.value }
  public var id: DockerfileWord? { option(.id)?.value }
  public var sharing: DockerfileWord? { option(.sharing)?.value }
  public var env: DockerfileWord? { option(.env)?.value }

  /// Whether a missing secret or agent fails the build; nil for a value that is a variable or no boolean.
  public var isRequired: Bool? { option(.required).map(Self.boolean) ?? false }

  /// What the kind and the options say, the last of `readonly` and `readwrite` counting; nil for a value that is a
  /// variable or no boolean, or an unknown kind.
  public var isReadOnly: Bool? {
    guard let option = options.last(where: { $0.key == .readonly || $0.key == .readwrite }) else {
      return kind.map { $0 != .cache && $0 != .tmpfs }
    }
    return Self.boolean(option).map { $0 == (option.key == .readonly) }
  }

  private static func boolean(_ option: Option) -> Bool? {
    guard let value = option.value else { return true }
    return goBoolean(value.text.bytes)
  }
}

/// Go's `strconv.ParseBool`
func goBoolean(_ bytes: [UInt8]) -> Bool? {
  switch bytes.asString {
  case "1", "t", "T", "TRUE", "true", "True": true
  case "0", "f", "F", "FALSE", "false", "False": false
  default: nil
  }
}
