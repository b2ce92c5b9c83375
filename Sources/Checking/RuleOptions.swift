public import Documents

/// The options a configuration gives one rule, by name.
public typealias OptionValues = [String: ConfigurationValue]

/// The settings of one rule, typed. Schema, reference and error messages are generated from `keys`.
///
///     struct Options: RuleOptions {
///       var allow: [String] = []
///       static let keys = [OptionKey("allow", "names that are no secrets", \.allow)]
///     }
public protocol RuleOptions: Sendable {
  init()
  static var keys: [OptionKey<Self>] { get }
}

/// One option: its name in `ashlar.yaml`, its meaning, and where it goes.
public struct OptionKey<Options: RuleOptions>: Sendable {
  public let description: OptionDescription
  let apply: @Sendable (ConfigurationValue, inout Options) -> Bool

  public init(_ name: String, _ meaning: String, _ path: any WritableKeyPath<Options, [String]> & Sendable) {
    description = OptionDescription(name: name, meaning: meaning, type: .strings)
    apply = { value, options in
      guard case .list(let items) = value else { return false }
      options[keyPath: path] = items.map(\.text)
      return true
    }
  }

  public init(_ name: String, _ meaning: String, _ path: any WritableKeyPath<Options, Bool> & Sendable) {
    description = OptionDescription(name: name, meaning: meaning, type: .boolean)
    apply = { value, options in
      guard case .scalar(let text) = value, text == "true" || text == "false" else { return false }
      options[keyPath: path] = text == "true"
      return true
    }
  }
}

/// What the schema and the reference say of an option.
public struct OptionDescription: Sendable, Hashable {
  public enum ValueType: String, Sendable { case strings, boolean }
  public let name: String
  public let meaning: String
  public let type: ValueType
}

extension RuleOptions {
  /// The defaults, changed by what is given. Values of the wrong type were refused when the configuration was read.
  init(_ values: OptionValues) {
    self.init()
    if values.isEmpty { return }
    for key in Self.keys {
      if let value = values[key.description.name] { _ = key.apply(value, &self) }
    }
  }
}

/// The options of a rule that has none.
public struct NoOptions: RuleOptions {
  public init() {}
  public static var keys: [OptionKey<NoOptions>] { [] }
}
