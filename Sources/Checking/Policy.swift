import Documents
import SourceText

/// Which rules run where, and how severely: the command line over the configuration files over the defaults.
struct Policy: Sendable {
  /// What holds for one file.
  struct Settings: Sendable {
    var isEnabled: [Bool]
    var severity: [Severity?]
    var options: [OptionValues]
  }

  let rules: RuleSet
  private let documents: [ConfigurationDocument]
  private let selected: [String]
  private let ignored: [String]
  private var root: Settings

  /// - Parameters:
  ///   - documents: the configuration files, the root's first.
  ///   - selected: where not empty, only these rules run, opt-in or not: the command line's `--select`.
  ///   - ignored: the command line's `--ignore`.
  /// - Throws: a name on the command line that no rule answers to.
  init(
    rules: RuleSet, documents: [ConfigurationDocument] = [], selected: [String] = [], ignored: [String] = []
  ) throws(CheckError) {
    for selector in selected + ignored where rules.indices(selectedBy: selector) == nil {
      throw .unknownSelector(selector, nearest: nearest(to: selector, among: rules.selectors))
    }
    self.rules = rules
    self.documents = documents.sorted { $0.folder < $1.folder }
    self.selected = selected
    self.ignored = ignored
    root = Settings(isEnabled: [], severity: [], options: [])
    root = settings(for: .root)
  }

  /// What holds for a file.
  subscript(path: RepositoryPath) -> Settings { isUniform ? root : settings(for: path) }

  /// Whether a rule may run on any file at all.
  func isEnabledSomewhere(_ index: Int) -> Bool { !isUniform || root.isEnabled[index] }

  /// Whether every file has the same settings: no nested configuration, no overrides by path.
  private var isUniform: Bool { documents.allSatisfy { $0.folder.isRoot && $0.configuration.paths.isEmpty } }

  /// What a configuration says of rules that do not exist, or in values they do not take.
  static func problems(of names: Configuration.Names, rules: RuleSet) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    for use in names.selectors where rules.indices(selectedBy: use.name) == nil {
      problems.append(unknown(use.name, use.range, rules.selectors))
    }
    for use in names.rules where rules.rule(use.name) == nil {
      problems.append(unknown(use.name, use.range, rules.rules.map(\.id)))
    }
    for (id, entry) in names.options {
      guard let rule = rules.rule(id) else { continue }
      guard let option = rule.check.options.first(where: { $0.name == entry.key }) else {
        problems.append(unknown(entry.key, entry.keyRange, rule.check.options.map(\.name)))
        continue
      }
      if !rule.check.accepts(entry.key, entry.value) {
        let type = option.type == .strings ? "a list" : "`true` or `false`"
        problems.append(ConfigurationProblem(entry.valueRange.isEmpty ? entry.keyRange : entry.valueRange, "`\(entry.key)` takes \(type)"))
      }
    }
    return problems
  }

  private static func unknown(_ name: String, _ range: SourceRange, _ known: [String]) -> ConfigurationProblem {
    let hint = nearest(to: name, among: known).map { "; did you mean `\($0)`?" } ?? ""
    return ConfigurationProblem(range, "`\(name)` is no rule, section, clause, option or peer's id\(hint)")
  }

  private func settings(for path: RepositoryPath) -> Settings {
    var configuration = Configuration()
    for document in documents where path.isInside(document.folder) { configuration = configuration.overridden(by: document.configuration) }
    for document in documents {
      guard let relative = path.relative(to: document.folder) else { continue }
      for override in document.configuration.paths where relative.matches(override.pattern) {
        configuration.ignore += override.ignore
        configuration.severity.merge(override.severity) { $1 }
      }
    }
    let count = rules.rules.count
    var settings = Settings(
      isEnabled: rules.rules.map { !$0.isOptIn && ($0.maturity != .preview || configuration.preview) },
      severity: Array(repeating: nil, count: count), options: Array(repeating: [:], count: count))
    for selector in configuration.select { set(selector, true, &settings) }
    for selector in configuration.ignore { set(selector, false, &settings) }
    if !selected.isEmpty {
      settings.isEnabled = Array(repeating: false, count: count)
      for selector in selected { set(selector, true, &settings) }
    }
    for selector in ignored { set(selector, false, &settings) }
    for (id, level) in configuration.severity {
      if let index = rules.index(ofRule: id) { settings.severity[index] = Severity(rawValue: level) }
    }
    for (id, values) in configuration.rules {
      if let index = rules.index(ofRule: id) { settings.options[index] = values }
    }
    return settings
  }

  private func set(_ selector: String, _ value: Bool, _ settings: inout Settings) {
    for index in rules.indices(selectedBy: selector) ?? [] { settings.isEnabled[index] = value }
  }
}
