import SourceText

/// The rules there are, and the names they answer to.
public struct RuleSet: Sendable {
  /// In the order of their ids.
  public let rules: [Rule]
  private let byID: [String: Int]
  private let byPeer: [String: [Int]]

  public init(_ rules: [Rule]) {
    self.rules = rules.sorted { $0.id < $1.id }
    var byID: [String: Int] = [:]
    var byPeer: [String: [Int]] = [:]
    for (index, rule) in self.rules.enumerated() {
      for id in [rule.id] + rule.formerIDs { byID[id] = index }
      for alias in rule.aliases { byPeer[alias.check.description.lowercased(), default: []].append(index) }
    }
    self.byID = byID
    self.byPeer = byPeer
  }

  public func rule(_ id: String) -> Rule? { byID[id].map { rules[$0] } }

  func index(ofRule id: String) -> Int? { byID[id] }

  /// The rules a selector means: a rule's id (a former one too), a section, a clause, a peer's id with or without its
  /// prefix. Nil where nothing answers to it.
  func indices(selectedBy selector: String) -> [Int]? {
    if let index = byID[selector] { return [index] }
    if let clause = Clause(selector) {
      let found = rules.indices.filter { rules[$0].clauses.contains { clause.covers($0) } }
      return found.isEmpty ? nil : found
    }
    if let found = byPeer[selector.lowercased()] { return found }
    let found = rules.indices.filter { index in
      rules[index].section == selector || rules[index].aliases.contains { $0.check.id == selector }
    }
    return found.isEmpty ? nil : found
  }

  /// The rules that a suppression by this name silences: the rule of the id, or those that say the same as the peer's check
  /// or a part of it. `hadolint:*` is every check of the peer.
  func indices(suppressedBy name: String) -> [Int] {
    if let index = byID[name] { return [index] }
    if name.hasSuffix(":*") { return indices(ofPeer: String(name.dropLast(2))) }
    let wanted = name.lowercased()
    if let found = byPeer[wanted] {
      return found.filter { index in
        rules[index].aliases.contains { $0.check.description.lowercased() == wanted && $0.relation != .near }
      }
    }
    // semgrep takes a rule's whole dotted path or its last part.
    guard wanted.hasPrefix("semgrep:"), let dot = name.lastIndex(of: ".") else { return [] }
    return indices(suppressedBy: "semgrep:" + name[name.index(after: dot)...])
  }

  /// Whether rules of ours say all that a peer's check says.
  func isEquivalent(toPeerCheck name: String) -> Bool {
    let wanted = name.lowercased()
    return (byPeer[wanted] ?? []).contains { index in
      rules[index].aliases.contains { $0.check.description.lowercased() == wanted && $0.relation == .same }
    }
  }

  /// The rules with an alias of this peer.
  func indices(ofPeer peer: String) -> [Int] {
    rules.indices.filter { index in rules[index].aliases.contains { $0.check.peer == peer && $0.relation != .near } }
  }

  /// Every name a selector may be, for the nearest one to a mistyped name.
  var selectors: [String] {
    var names = Set(rules.map(\.id))
    for rule in rules {
      names.insert(String(rule.section))
      names.formUnion(rule.clauses.map(\.description))
    }
    return names.sorted()
  }
}

extension RuleSet {
  /// The rules that a selector means, in the order of their ids; nil where nothing answers to it.
  public func rules(selectedBy selector: String) -> [Rule]? { indices(selectedBy: selector)?.map { rules[$0] } }

  public func nearestSelector(to name: String) -> String? { nearest(to: name, among: selectors) }
}
