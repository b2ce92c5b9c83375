public import Documents
public import SourceText

/// Another place that belongs to a finding.
public struct RelatedPlace: Sendable, Hashable {
  /// Nil is the subject's own file.
  public let path: RepositoryPath?
  public let range: SourceRange
  /// Lower case, no full stop: what is there.
  public let message: String

  public init(_ message: String, at range: SourceRange, in path: RepositoryPath? = nil) {
    self.path = path
    self.range = range
    self.message = message
  }
}

/// What a rule found, in ranges: not yet placed in lines, suppressed, or numbered.
struct Observation: Sendable {
  let rule: Int
  let path: RepositoryPath
  let range: SourceRange
  let severity: Severity
  let certainty: Certainty
  let message: String
  let related: [RelatedPlace]
  let fix: Fix?
}

/// Where a rule reports what it finds. One rule and one document, or one rule and the graph, at a time.
public struct Report: Sendable {
  private let rule: Int
  private let severity: Severity
  private let policy: Policy
  private var path = RepositoryPath.root
  private var certainty = Certainty.certain
  private(set) var observations: [Observation] = []

  init(rule: Int, policy: Policy) {
    self.rule = rule
    severity = policy.rules.rules[rule].severity
    self.policy = policy
  }

  /// Reports one finding.
  ///
  /// - Parameters:
  ///   - message: *what is wrong: why here; what instead*. One sentence, lower case, no full stop, code in backticks,
  ///     never a secret's value.
  ///   - range: in the subject's own file, where the user would put the cursor.
  ///   - severity: where this case differs from the rule's nominal severity.
  ///   - isCertain: false where the file alone cannot tell: a note then, whatever the configuration says.
  ///   - related: the evidence, in this file or another.
  public mutating func found(
    _ message: String, at range: SourceRange, severity: Severity? = nil, isCertain: Bool = true, related: [RelatedPlace] = [],
    fix: Fix? = nil
  ) {
    // What a convention led to is never more than a note.
    let certainty = isCertain ? certainty : .conventional
    let ceiling = certainty == .conventional ? Severity.note : .error
    observations.append(
      Observation(
        rule: rule, path: path, range: range, severity: min(severity ?? self.severity, ceiling), certainty: certainty,
        message: message, related: related, fix: fix))
  }

  @usableFromInline
  mutating func begin(_ path: RepositoryPath, _ certainty: Certainty) {
    self.path = path
    self.certainty = certainty
  }

  @usableFromInline
  func options<O: RuleOptions>(_: O.Type) -> O { O(policy[path].options[rule]) }
}
