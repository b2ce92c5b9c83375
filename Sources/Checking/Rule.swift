/// One thing that can be wrong, with all there is to say about it. Its file holds everything: what it is, why, the
/// examples that are its tests and its documentation, the check and the fix.
public struct Rule: Sendable, Identifiable {
  /// `section/what-is-wrong`. Never changes; a renamed rule keeps its old name in `formerIDs`.
  public let id: String
  /// The first is the primary one.
  public let clauses: [Clause]
  /// The nominal severity: a finding may be lower or higher where the rationale says so.
  public let severity: Severity
  public let aliases: [Alias]
  /// One sentence with a full stop: what is wrong.
  public let summary: String
  /// Why it matters, and what is done instead.
  public let rationale: String
  /// Shown in the reference. The first bad one is the reference's example.
  public let examples: [Example]
  /// Rarely met corners: tested, not shown.
  public let moreExamples: [Example]
  /// Off unless selected: taste, policy that needs configuration, or more noise than worth.
  public let isOptIn: Bool
  /// The ids of rules that say less about the same subject: silent where this one speaks.
  public let supersedes: [String]
  /// The version that brought it.
  public let since: String
  public let maturity: Maturity
  public let formerIDs: [String]
  public let check: Check

  public enum Maturity: Hashable, Sendable {
    case stable
    /// Off unless `preview: true`.
    case preview
    /// Still runs; the id of what replaces it.
    case deprecated(by: String)
  }

  public init(
    _ id: String, _ clauses: [Clause], _ severity: Severity, aliases: [Alias] = [], optIn: Bool = false, summary: String,
    rationale: String, supersedes: [String] = [], since: String = "0.1", maturity: Maturity = .stable, formerIDs: [String] = [],
    examples: [Example], moreExamples: [Example] = [], check: Check
  ) {
    self.id = id
    self.clauses = clauses
    self.severity = severity
    self.aliases = aliases
    self.summary = summary
    self.rationale = rationale
    self.examples = examples
    self.moreExamples = moreExamples
    self.isOptIn = optIn
    self.supersedes = supersedes
    self.since = since
    self.maturity = maturity
    self.formerIDs = formerIDs
    self.check = check
  }

  /// `container`
  public var section: Substring { id.prefix { $0 != "/" } }
}

/// A text that shows a rule at work, and is run as its test.
public struct Example: Sendable {
  /// The file or files, `«` and `»` around each range that is found. Several files stand under `-- path --` headings;
  /// a single one is a Dockerfile.
  public let text: String
  public let isBad: Bool
  /// The severity expected where it is not the rule's own.
  public let severity: Severity?
  /// What the rule's first fix makes of the text; nil where it offers none.
  public let fixed: String?
  public let options: OptionValues

  public static func bad(_ text: String, as severity: Severity? = nil, fixed: String? = nil, options: OptionValues = [:]) -> Example {
    Example(text: text, isBad: true, severity: severity, fixed: fixed, options: options)
  }

  public static func good(_ text: String, options: OptionValues = [:]) -> Example {
    Example(text: text, isBad: false, severity: nil, fixed: nil, options: options)
  }
}
