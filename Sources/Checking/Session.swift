public import Documents
import Infrastructure

/// One workspace under check. The command line makes one and asks once; an editor or an agent keeps it and tells it of
/// changes.
///
/// What was found in single documents is kept by document; the graph and its findings are made anew at every question.
public struct Session: Sendable {
  public private(set) var workspace: Workspace
  public let policy: Policy
  public let options: CheckOptions
  private var syntactic: [RepositoryPath: [Observation]] = [:]
  private var settings: SettingsCache
  private var timings: [Int]

  /// Reads nothing yet.
  public init(workspace: Workspace, policy: Policy, options: CheckOptions = CheckOptions()) {
    self.workspace = workspace
    self.policy = policy
    self.options = options
    settings = SettingsCache(policy: policy)
    timings = Array(repeating: 0, count: policy.rules.rules.count)
  }

  /// Reads and judges every document.
  public mutating func load(where isWanted: (RepositoryPath) -> Bool = { _ in true }) async {
    judge(await workspace.load(where: isWanted))
  }

  /// Takes up changes: reads what they name, and nothing else, again.
  public mutating func update(_ changes: [Workspace.Change]) async throws(SourceError) {
    let parsed = try await workspace.update(changes)
    let gone = syntactic.keys.filter { workspace.documents[$0] == nil }
    for path in gone { syntactic[path] = nil }
    judge(parsed)
  }

  /// Runs the rules over the graph, and places everything that was found.
  ///
  /// - Throws: `CheckError.changedWhileReading` where a file is not what it was when it was judged.
  public mutating func check() async throws(CheckError) -> CheckResult {
    let graph = Graph(workspace: workspace)
    var observations: [Observation] = []
    for path in syntactic.keys.sorted() { observations += syntactic[path] ?? [] }
    for (index, rule) in policy.rules.rules.enumerated() {
      guard case .graph(let run) = rule.check.run, settings.isEnabledSomewhere(index), options.allows(rule.check.need) else { continue }
      // Options by folder would need a subject's path before it is asked for: the root's hold for the graph.
      var report = Report(rule: index, severity: rule.severity, options: settings[.root].options[index], path: .root)
      measure(index) { run(graph, &report) }
      observations += report.observations
    }
    var pass = LastPass(workspace: workspace, policy: policy, options: options, settings: settings)
    var result = try pass.place(observations)
    if options.measuresTime {
      result.timings = zip(policy.rules.rules, timings).map { ($0.id, $1) }.filter { $0.nanoseconds > 0 }
    }
    return result
  }

  private mutating func judge(_ paths: [RepositoryPath]) {
    for path in paths {
      guard let document = workspace.documents[path] else { continue }
      let settings = settings[path]
      var found: [Observation] = []
      switch document.content {
      case .dockerfile(let dockerfile):
        for (index, rule) in policy.rules.rules.enumerated() where settings.isEnabled[index] {
          guard case .dockerfile(let run) = rule.check.run else { continue }
          var report = Report(rule: index, severity: rule.severity, options: settings.options[index], path: path)
          measure(index) { run(dockerfile, &report) }
          found += report.observations
        }
      case .ignoreFile, .configuration: break
      }
      syntactic[path] = found
    }
  }

  private mutating func measure(_ rule: Int, _ body: () -> Void) {
    guard options.measuresTime else { return body() }
    let clock = ContinuousClock()
    let duration = clock.measure(body)
    timings[rule] += Int(duration.components.seconds) * 1_000_000_000 + Int(duration.components.attoseconds / 1_000_000_000)
  }
}

/// What a run is asked for beyond the configuration.
public struct CheckOptions: Sendable {
  /// Reports only findings in these files or folders; empty stands for everything.
  public var paths: [RepositoryPath] = []
  /// Runs only rules that need no more than the document.
  public var isDocumentOnly = false
  /// Honours suppressions and baselines of an earlier revision instead of the files' own; nil for their own.
  public var suppressionsFrom: (any Source)?
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

public enum CheckError: Error, Sendable {
  case changedWhileReading(RepositoryPath)
}

/// The settings of each file, made once for all files that share them.
struct SettingsCache: Sendable {
  let policy: Policy
  private let root: Policy.Settings

  init(policy: Policy) {
    self.policy = policy
    root = policy.settings(for: .root)
  }

  subscript(path: RepositoryPath) -> Policy.Settings {
    policy.isUniform ? root : policy.settings(for: path)
  }

  /// Whether a rule may run on any file at all.
  func isEnabledSomewhere(_ index: Int) -> Bool { !policy.isUniform || root.isEnabled[index] }
}
