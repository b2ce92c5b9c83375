public import SourceText

/// What `ashlar.yaml` says. With no file everything has its default.
public struct Configuration: Sendable, Equatable {
  /// The nearest folder with `root: true` is the root of what is read.
  public var isRoot = false
  /// Rules, sections, clauses or peers' ids switched on in addition to the default ones.
  public var select: [String] = []
  /// Rules, sections, clauses or peers' ids switched off.
  public var ignore: [String] = []
  /// Severity by rule: `error`, `warning`, `note`.
  public var severity: [String: String] = [:]
  /// Options by rule, then by option.
  public var rules: [String: [String: ConfigurationValue]] = [:]
  /// Overrides for files that match a pattern (as in `.gitignore`).
  public var paths: [PathOverride] = []
  /// Patterns (as in `.gitignore`) of files that are not looked at.
  public var exclude: [String] = []
  /// Whether rules in preview run.
  public var preview = false

  public struct PathOverride: Sendable, Equatable {
    public var pattern: String
    public var ignore: [String] = []
    public var severity: [String: String] = [:]

    public init(pattern: String, ignore: [String] = [], severity: [String: String] = [:]) {
      self.pattern = pattern
      self.ignore = ignore
      self.severity = severity
    }
  }

  public init() {}

  /// The keys there are, with the meaning that schema and reference print.
  public enum Key: String, CaseIterable, Sendable {
    case root, select, ignore, severity, rules, paths, exclude, preview

    public var meaning: String {
      switch self {
      case .root: "`true` makes this folder the root of what is read"
      case .select: "rules, sections, clauses or peers' ids to run in addition to the default ones"
      case .ignore: "rules, sections, clauses or peers' ids to switch off"
      case .severity: "severity by rule: `error`, `warning` or `note`"
      case .rules: "options by rule"
      case .paths: "`ignore` and `severity` for the files that match a pattern"
      case .exclude: "patterns, as in `.gitignore`, of files that are not looked at"
      case .preview: "`true` runs rules in preview"
      }
    }

    public enum Shape: Sendable { case boolean, strings, severities, options, overrides }

    public var shape: Shape {
      switch self {
      case .root, .preview: .boolean
      case .select, .ignore, .exclude: .strings
      case .severity: .severities
      case .rules: .options
      case .paths: .overrides
      }
    }
  }

  /// The ranges of names that only the rules can judge, for the errors about them.
  public struct Names: Sendable, Equatable {
    public struct Use: Sendable, Equatable {
      public let name: String
      public let range: SourceRange
    }
    /// Selectors in `select`, `ignore` and `paths`.
    public var selectors: [Use] = []
    /// Rule ids under `severity` and `rules`.
    public var rules: [Use] = []
    /// Options by rule.
    public var options: [(rule: String, entry: ConfigurationEntry)] = []

    public static func == (left: Names, right: Names) -> Bool { left.selectors == right.selectors && left.rules == right.rules }
  }

  /// Reads the file. What is wrong is collected, not thrown: a caller that wants to go on cannot, as every problem here
  /// would silently change what is checked.
  public static func read(_ bytes: [UInt8]) -> (configuration: Configuration, names: Names, problems: [ConfigurationProblem]) {
    var reader = ConfigurationReader(bytes)
    let entries = reader.read()
    var result = Interpreter(problems: reader.problems)
    result.interpret(entries)
    return (result.configuration, result.names, result.problems.sorted { $0.range < $1.range })
  }

  /// A nested file's values on top of this one's: lists add, maps merge, the nearer wins.
  public func overridden(by inner: Configuration) -> Configuration {
    var result = self
    result.isRoot = inner.isRoot
    result.select += inner.select
    result.ignore += inner.ignore
    result.exclude += inner.exclude
    result.paths += inner.paths
    result.preview = preview || inner.preview
    result.severity.merge(inner.severity) { $1 }
    for (rule, options) in inner.rules { result.rules[rule, default: [:]].merge(options) { $1 } }
    return result
  }
}

private struct Interpreter {
  var configuration = Configuration()
  var names = Configuration.Names()
  var problems: [ConfigurationProblem]

  mutating func interpret(_ entries: [ConfigurationEntry]) {
    for entry in entries {
      guard let key = Configuration.Key(rawValue: entry.key) else {
        unknownKey(entry, among: Configuration.Key.allCases.map(\.rawValue))
        continue
      }
      switch key {
      case .root: configuration.isRoot = boolean(entry)
      case .preview: configuration.preview = boolean(entry)
      case .select: configuration.select = selectors(entry)
      case .ignore: configuration.ignore = selectors(entry)
      case .exclude: configuration.exclude = strings(entry)
      case .severity: configuration.severity = severities(entry)
      case .rules:
        for rule in map(entry) {
          names.rules.append(.init(name: rule.key, range: rule.keyRange))
          for option in map(rule) {
            names.options.append((rule.key, option))
            configuration.rules[rule.key, default: [:]][option.key] = option.value
          }
        }
      case .paths:
        for pattern in map(entry) {
          var override = Configuration.PathOverride(pattern: pattern.key)
          for inner in map(pattern) {
            switch inner.key {
            case "ignore": override.ignore = selectors(inner)
            case "severity": override.severity = severities(inner)
            default: unknownKey(inner, among: ["ignore", "severity"])
            }
          }
          configuration.paths.append(override)
        }
      }
    }
  }

  private mutating func unknownKey(_ entry: ConfigurationEntry, among keys: [String]) {
    // A hostile file may hold any number of them.
    let near = problems.count < 20 ? nearest(to: entry.key, among: keys) : nil
    let hint = near.map { "; did you mean `\($0)`?" } ?? ""
    problems.append(ConfigurationProblem(entry.keyRange, "unknown key `\(entry.key)`\(hint) (keys here: \(keys.joined(separator: ", ")))"))
  }

  private mutating func boolean(_ entry: ConfigurationEntry) -> Bool {
    if case .scalar(let text) = entry.value, text == "true" || text == "false" { return text == "true" }
    expected("`true` or `false`", entry)
    return false
  }

  private mutating func strings(_ entry: ConfigurationEntry) -> [String] { items(entry).map(\.text) }

  private mutating func items(_ entry: ConfigurationEntry) -> [ConfigurationItem] {
    switch entry.value {
    case .list(let items): return items
    case .scalar(let text): return text.isEmpty ? [] : [ConfigurationItem(text: text, range: entry.valueRange)]
    default:
      expected("a list", entry)
      return []
    }
  }

  private mutating func selectors(_ entry: ConfigurationEntry) -> [String] {
    let items = items(entry)
    names.selectors += items.map { .init(name: $0.text, range: $0.range) }
    return items.map(\.text)
  }

  private mutating func severities(_ entry: ConfigurationEntry) -> [String: String] {
    var result: [String: String] = [:]
    for rule in map(entry) {
      guard case .scalar(let level) = rule.value, ["error", "warning", "note"].contains(level) else {
        expected("`error`, `warning` or `note`", rule)
        continue
      }
      names.rules.append(.init(name: rule.key, range: rule.keyRange))
      result[rule.key] = level
    }
    return result
  }

  private mutating func map(_ entry: ConfigurationEntry) -> [ConfigurationEntry] {
    switch entry.value {
    case .map(let entries): return entries
    case .scalar(""): return []
    default:
      expected("keys, one a line, indented below", entry)
      return []
    }
  }

  private mutating func expected(_ what: String, _ entry: ConfigurationEntry) {
    let range = entry.valueRange.isEmpty ? entry.keyRange : entry.valueRange
    problems.append(ConfigurationProblem(range, "`\(entry.key)` takes \(what)"))
  }
}
