/// What an edit writes: a small value, in the style of the place that it comes to.
///
///     ["httpGet": ["path": "/health", "port": 8080]]
public enum YAMLNewValue: Sendable, Hashable {
  /// A text: quoted where it would be read as something else.
  case text(String)
  /// A number, a boolean, null: written as it is, never in quotes.
  case bare(String)
  case list([YAMLNewValue])
  /// In order; keys are texts.
  case map([Entry])

  public struct Entry: Sendable, Hashable {
    public let key: String
    public let value: YAMLNewValue

    public init(_ key: String, _ value: YAMLNewValue) {
      self.key = key
      self.value = value
    }
  }

  var isCollection: Bool {
    switch self {
    case .text, .bare: false
    case .list, .map: true
    }
  }
}

extension YAMLNewValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral {
  public init(stringLiteral text: String) { self = .text(text) }
  public init(integerLiteral number: Int) { self = .bare(String(number)) }
  public init(booleanLiteral flag: Bool) { self = .bare(flag ? "true" : "false") }
  public init(nilLiteral: ()) { self = .bare("null") }
}

extension YAMLNewValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  public init(arrayLiteral items: YAMLNewValue...) { self = .list(items) }
  public init(dictionaryLiteral entries: (String, YAMLNewValue)...) { self = .map(entries.map { Entry($0.0, $0.1) }) }
}
