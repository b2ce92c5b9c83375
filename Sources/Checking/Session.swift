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
  /// Of the last question; kept, since taking it apart costs as much as a rule.
  private var graph: Graph?

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
    await judge(workspace.documents.keys.sorted())
  }

  /// Takes up changes: reads what they name, and nothing else, again.
  public mutating func update(_ changes: [Workspace.Change]) async throws(SourceError) {
    let before = workspace.configurations
    let parsed = try await workspace.update(changes)
    for path in syntactic.keys where workspace.documents[path] == nil { syntactic[path] = nil }
    let after = workspace.configurations
    if before.map(\.path) == after.map(\.path), before.map(\.bytes) == after.map(\.bytes) {
      await judge(parsed)
    } else {
      configure()
      await judge(workspace.documents.keys.sorted())
    }
  }

  /// Runs the rules over the graph, and places everything that was found.
  ///
  /// - Throws: what is wrong with the configuration, or a file that is not what it was when it was judged.
  public mutating func check() async throws(CheckError) -> CheckResult {
    if !problems.isEmpty { throw .configuration(problems) }
    var observations: [Observation] = []
    for path in syntactic.keys.sorted() { observations += syntactic[path] ?? [] }
    let graph = await Graph(workspace: workspace)
    self.graph = graph
    observations += await judge(graph)
    var pass = LastPass(workspace: workspace, policy: policy, options: options)
    var result = try await pass.place(observations)
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

  private mutating func judge(_ paths: [RepositoryPath]) async {
    let documents = paths.compactMap { workspace.documents[$0] }
    if options.measuresTime {
      for document in documents { syntactic[document.path] = Self.judge(document, policy) { measure($0, $1) } }
      return
    }
    let policy = policy
    let found = await inParallel(documents, workers: workspace.workers) { Self.judge($0, policy) { $1() } }
    for (document, observations) in zip(documents, found) { syntactic[document.path] = observations }
  }

  private mutating func judge(_ graph: Graph) async -> [Observation] {
    let policy = policy
    var checks: [(rule: Int, run: @Sendable (borrowing Graph, inout Report) -> Void)] = []
    for (index, rule) in rules.rules.enumerated() where policy.isEnabledSomewhere(index) && options.allows(rule.check.need) {
      if case .graph(let run) = rule.check.run { checks.append((index, run)) }
    }
    @Sendable func judged(_ rule: Int, _ run: (borrowing Graph, inout Report) -> Void) -> [Observation] {
      var report = Report(rule: rule, policy: policy)
      run(graph, &report)
      return report.observations
    }
    if options.measuresTime {
      return checks.flatMap { rule, run in
        var found: [Observation] = []
        measure(rule) { found = judged(rule, run) }
        return found
      }
    }
    // A small repository is done before a second thread is there.
    return await inParallel(checks, workers: workspace.documents.count > 8 ? workspace.workers : 1) { judged($0.rule, $0.run) }.flatMap(
      \.self)
  }

  /// - Parameter run: runs a rule, by its index.
  private static func judge(_ document: Document, _ policy: Policy, run: (Int, () -> Void) -> Void) -> [Observation] {
    guard case .dockerfile(let dockerfile) = document.content else { return [] }
    let settings = policy[document.path]
    var found: [Observation] = []
    for (index, rule) in policy.rules.rules.enumerated() where settings.isEnabled[index] {
      guard case .dockerfile(let check) = rule.check.run else { continue }
      var report = Report(rule: index, policy: policy)
      run(index) { check(dockerfile, &report) }
      found += report.observations
    }
    return found
  }

  private mutating func measure(_ rule: Int, _ body: () -> Void) {
    guard options.measuresTime else { return body() }
    let duration = ContinuousClock().measure(body).components
    timings[rule] += Int(duration.seconds) * 1_000_000_000 + Int(duration.attoseconds / 1_000_000_000)
  }
}
