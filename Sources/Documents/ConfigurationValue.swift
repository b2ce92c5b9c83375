public import SourceText

/// A value in `ashlar.yaml`.
public indirect enum ConfigurationValue: Hashable, Sendable {
  case scalar(String)
  case list([ConfigurationItem])
  case map([ConfigurationEntry])
}

/// One text of a list.
public struct ConfigurationItem: Hashable, Sendable {
  public let text: String
  public let range: SourceRange

  /// Equal where they say the same, wherever they stand.
  public static func == (left: ConfigurationItem, right: ConfigurationItem) -> Bool { left.text == right.text }
  public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

public struct ConfigurationEntry: Hashable, Sendable {
  public let key: String
  public let keyRange: SourceRange
  public let value: ConfigurationValue
  /// Empty where no value is written.
  public let valueRange: SourceRange
}

extension ConfigurationValue: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByBooleanLiteral {
  public init(stringLiteral value: String) { self = .scalar(value) }
  public init(arrayLiteral elements: String...) { self = .list(elements.map { ConfigurationItem(text: $0, range: .at(0)) }) }
  public init(booleanLiteral value: Bool) { self = .scalar(value ? "true" : "false") }
}

/// What is wrong with `ashlar.yaml`, and where.
public struct ConfigurationProblem: Diagnostic, Hashable {
  public let range: SourceRange
  public let message: String

  public init(_ range: SourceRange, _ message: String) {
    self.range = range
    self.message = message
  }
}
