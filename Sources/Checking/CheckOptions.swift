public import Documents

/// What a run is asked for beyond the configuration.
public struct CheckOptions: Sendable {
  /// Where not empty, only these rules run, opt-in or not.
  public var select: [String] = []
  /// Rules that do not run.
  public var ignore: [String] = []
  /// Reports only findings in these files or folders; empty stands for everything.
  public var paths: [RepositoryPath] = []
  /// Runs only rules that need no more than the document.
  public var isDocumentOnly = false
  /// The revision whose configuration and suppressions hold instead of the files' own.
  public var policyFrom: EarlierPolicy?
  /// Fingerprints that are known and not reported.
  public var baseline: Baseline?
  /// Lines, by file, that findings must touch; nil for all. A file that is absent has no such line.
  public var lines: [RepositoryPath: [ClosedRange<Int>]]?
  public var measuresTime = false

  public init() {}

  func allows(_ need: Need) -> Bool {
    switch need {
    case .document: true
    case .graph: !isDocumentOnly
    case .history, .network: false
    }
  }
}

/// A revision that sets the policy for the files under check: a pull request does not write its own.
public struct EarlierPolicy: Sendable {
  public let source: any Source
  public let configurations: [ConfigurationDocument]

  public init(source: any Source, configurations: [ConfigurationDocument]) {
    self.source = source
    self.configurations = configurations
  }
}

public enum CheckError: Error, Sendable {
  /// A selector that no rule answers to.
  case unknownSelector(String, nearest: String?)
  case configuration([Configuration])
  case changedWhileReading(RepositoryPath)

  /// What is wrong with an `ashlar.yaml`.
  public struct Configuration: Sendable {
    public let path: RepositoryPath
    public let bytes: [UInt8]
    public let problem: ConfigurationProblem
  }
}
