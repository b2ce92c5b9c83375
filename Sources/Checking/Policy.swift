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
  /// The configuration files, outer ones first.
  private let layers: [Layer]
  private let selected: [String]
  private let ignored: [String]
  private var root: Settings

  private struct Layer: Sendable {
    let folder: RepositoryPath
    let configuration: Configuration
  }

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
    layers = documents.sorted { $0.folder < $1.folder }.map {
      Layer(folder: $0.folder, configuration: $0.configuration.byCurrentIDs(rules))
    }
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
  private var isUniform: Bool { layers.allSatisfy { $0.folder.isRoot && $0.configuration.paths.isEmpty } }

  /// What a configuration says of rules that do not exist, or in values they do not take.
  static func problems(of names: Configuration.Names, rules: RuleSet) -> [ConfigurationProblem] {
    var problems: [ConfigurationProblem] = []
    let selectors = rules.selectors
    let ids = rules.rules.map(\.id)
    func unknown(_ name: String, _ range: SourceRange, _ known: [String]) {
      let near = problems.count < hintLimit ? nearest(to: name, among: known) : nil
      let hint = near.map { "; did you mean `\($0)`?" } ?? ""
      problems.append(ConfigurationProblem(range, "`\(name)` is no rule, section, clause, option or peer's id\(hint)"))
    }
    for use in names.selectors where rules.indices(selectedBy: use.name) == nil { unknown(use.name, use.range, selectors) }
    for use in names.rules where rules.rule(use.name) == nil { unknown(use.name, use.range, ids) }
    for (id, entry) in names.options {
      guard let rule = rules.rule(id) else { continue }
      guard let option = rule.check.options.first(where: { $0.name == entry.key }) else {
        unknown(entry.key, entry.keyRange, rule.check.options.map(\.name))
        continue
      }
      if !rule.check.accepts(entry.key, entry.value) {
        let type = option.type == .strings ? "a list" : "`true` or `false`"
        problems.append(ConfigurationProblem(entry.valueRange.isEmpty ? entry.keyRange : entry.valueRange, "`\(entry.key)` takes \(type)"))
      }
    }
    return problems
  }

  /// How many mistyped names of a file are compared with all there are: the cost of one is no small matter.
  private static let hintLimit = 20

  private func settings(for path: RepositoryPath) -> Settings {
    var configuration = Configuration()
    for layer in layers {
      guard let relative = path.relative(to: layer.folder) else { continue }
      configuration = configuration.overridden(by: layer.configuration)
      // Before what lies deeper: the nearer file wins over an override for many.
      for override in layer.configuration.paths where relative.matches(override.pattern) {
        configuration.ignore += override.ignore
        configuration.severity.merge(override.severity) { $1 }
      }
    }
    let count = rules.rules.count
    var settings = Settings(
      isEnabled: rules.rules.map { !$0.isOptIn && ($0.maturity != .preview || configuration.preview) },
      severity: Array(repeating: nil, count: count), options: Array(repeating: [:], count: count))
    for selector in configuration.select { enable(selector, configuration.preview, &settings) }
    for selector in configuration.ignore { disable(selector, &settings) }
    if !selected.isEmpty {
      settings.isEnabled = Array(repeating: false, count: count)
      for selector in selected { enable(selector, configuration.preview, &settings) }
    }
    for selector in ignored { disable(selector, &settings) }
    for (id, level) in configuration.severity {
      if let index = rules.index(ofRule: id) { settings.severity[index] = Severity(rawValue: level) }
    }
    for (id, values) in configuration.rules {
      if let index = rules.index(ofRule: id) { settings.options[index] = values }
    }
    return settings
  }

  /// A rule in preview is switched on by its own name alone: else a new one would break whoever selects its section.
  private func enable(_ selector: String, _ preview: Bool, _ settings: inout Settings) {
    for index in rules.indices(selectedBy: selector) ?? []
    where preview || rules.rules[index].maturity != .preview || rules.index(ofRule: selector) == index {
      settings.isEnabled[index] = true
    }
  }

  private func disable(_ selector: String, _ settings: inout Settings) {
    for index in rules.indices(selectedBy: selector) ?? [] { settings.isEnabled[index] = false }
  }
}

extension Configuration {
  /// With the rules' current ids for their former ones, so that two files that use both speak of one rule.
  fileprivate func byCurrentIDs(_ rules: RuleSet) -> Configuration {
    func current<Value>(_ values: [String: Value]) -> [String: Value] {
      var result: [String: Value] = [:]
      // In one file the current id wins.
      for (id, value) in values.sorted(by: { $0.key < $1.key }) {
        let name = rules.rule(id)?.id ?? id
        if name == id || values[name] == nil && result[name] == nil { result[name] = value }
      }
      return result
    }
    var result = self
    result.severity = current(severity)
    result.rules = current(self.rules)
    for index in paths.indices { result.paths[index].severity = current(paths[index].severity) }
    return result
  }
}
