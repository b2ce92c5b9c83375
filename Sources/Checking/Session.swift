public import Documents
import Infrastructure

/// One workspace under check. The command line makes one and asks once; an editor or an agent keeps it and tells it of
/// changes.
///
/// What was found in single documents is kept by document; the graph and its findings are made anew at every question.
public struct Session: Sendable {
  public private(set) var workspace: Workspace
  public let rules: RuleSet
  public let options: CheckOptions
  private var syntactic: [RepositoryPath: [Observation]] = [:]
  private var policy: Policy
  private var problems: [CheckError.Configuration] = []
  private var timings: [Int]

  /// Reads nothing yet.
  ///
  /// - Throws: a selector of the options that no rule answers to.
  public init(workspace: Workspace, rules: RuleSet, options: CheckOptions = CheckOptions()) throws(CheckError) {
    self.workspace = workspace
    self.workspace.earlierConfigurations = options.policyFrom?.configurations
    self.rules = rules
    self.options = options
    timings = Array(repeating: 0, count: rules.rules.count)
    policy = try Policy(rules: rules, selected: options.select, ignored: options.ignore)
  }

  /// Reads and judges every document.
  public mutating func load() async {
    await workspace.load()
    configure()
    judge(workspace.documents.keys.sorted())
  }

  /// Takes up changes: reads what they name, and nothing else, again.
  public mutating func update(_ changes: [Workspace.Change]) async throws(SourceError) {
    let before = workspace.configurations
    let parsed = try await workspace.update(changes)
    for path in syntactic.keys where workspace.documents[path] == nil { syntactic[path] = nil }
    let isSameConfiguration = workspace.configurations.elementsEqual(before) { $0.path == $1.path && $0.bytes == $1.bytes }
    if !isSameConfiguration {
      configure()
      judge(workspace.documents.keys.sorted())
    } else {
      judge(parsed)
    }
  }

  /// Runs the rules over the graph, and places everything that was found.
  ///
  /// - Throws: what is wrong with the configuration, or a file that is not what it was when it was judged.
  public mutating func check() async throws(CheckError) -> CheckResult {
    if !problems.isEmpty { throw .configuration(problems) }
    let graph = Graph(workspace: workspace)
    var observations: [Observation] = []
    for path in syntactic.keys.sorted() { observations += syntactic[path] ?? [] }
    for (index, rule) in rules.rules.enumerated() {
      guard case .graph(let run) = rule.check.run, policy.isEnabledSomewhere(index), options.allows(rule.check.need) else { continue }
      // Options by folder would need a subject's path before it is asked for: the root's hold for the graph.
      var report = Report(rule: index, severity: rule.severity, options: policy[.root].options[index], path: .root)
      measure(index) { run(graph, &report) }
      observations += report.observations
    }
    var pass = LastPass(workspace: workspace, policy: policy, options: options)
    var result = try pass.place(observations)
    if options.measuresTime {
      result.timings = zip(rules.rules, timings).map { ($0.id, $1) }.filter { $0.nanoseconds > 0 }
    }
    return result
  }

  /// The policy that the configuration files make: this source's, or those of the revision that sets it.
  private mutating func configure() {
    let documents = workspace.configurations
    problems = documents.flatMap { document in
      (document.problems + Policy.problems(of: document.names, rules: rules)).map {
        CheckError.Configuration(path: document.path, bytes: document.bytes, problem: $0)
      }
    }
    if problems.isEmpty, let made = try? Policy(rules: rules, documents: documents, selected: options.select, ignored: options.ignore) {
      policy = made
    }
  }

  private mutating func judge(_ paths: [RepositoryPath]) {
    for path in paths {
      guard let document = workspace.documents[path] else { continue }
      let settings = policy[path]
      var found: [Observation] = []
      switch document.content {
      case .dockerfile(let dockerfile):
        for (index, rule) in rules.rules.enumerated() where settings.isEnabled[index] {
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
    let duration = ContinuousClock().measure(body).components
    timings[rule] += Int(duration.seconds) * 1_000_000_000 + Int(duration.attoseconds / 1_000_000_000)
  }
}
