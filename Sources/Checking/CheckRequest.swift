import Detection
import Documents
import SourceText

/// A run as a user asks for it.
public struct CheckRequest: Sendable {
  /// Absolute: what relative paths start from.
  public let currentDirectory: String
  /// Files or folders to report on; empty stands for the current folder.
  public var paths: [String] = []
  /// Reads the paths themselves and no more.
  public var isDocumentOnly = false
  /// Where not empty, only these rules run.
  public var select: [String] = []
  public var ignore: [String] = []
  /// A file of known fingerprints.
  public var baseline: String?
  /// Reads the index, and reports the paths, or what differs from HEAD.
  public var isStaged = false
  /// Leaves out what was there at the merge base with this revision.
  public var since: String?
  /// With `since`: reports only findings on changed lines.
  public var changedLinesOnly = false
  /// Takes configuration, baseline and suppressions from this revision.
  public var policyFrom: String?
  public var measuresTime = false
  /// A text that stands for the file of a path.
  public var standardInput: (path: String, bytes: [UInt8])?

  public init(currentDirectory: String) { self.currentDirectory = currentDirectory }
}

/// Why a run could not be carried out: what was attempted, what answered, what to do.
public struct CheckFailure: Error, Sendable {
  public let message: String
}

extension CheckRequest {
  public func run(rules: RuleSet) async throws(CheckFailure) -> CheckResult {
    let project = try open()
    var options = try await options(project)
    let source = try source(project)
    if isStaged, paths.isEmpty { options.paths = try projectErrors { () throws(Project.Failure) in try project.stagedPaths() } }
    // Nothing staged is nothing to report, not everything.
    let isEmpty = isStaged && paths.isEmpty && options.paths.isEmpty
    if let since { options.lines = try await changedLines(project, source, since) }
    var session = try await makeSession(source, project, rules, options)
    await session.load()
    var result = try await checked(&session)
    result.session = session
    if isEmpty { result.findings = [] }
    if let since {
      var before = try await makeSession(try treeSource(project, at: since), project, rules, try await self.options(project))
      await before.load()
      // The branch's own errors in its configuration were thrown above; an earlier one that cannot be read has no findings.
      if let earlier = try? await before.check() {
        let known = Set(earlier.findings.map(\.fingerprint))
        result.findings.removeAll { known.contains($0.fingerprint) }
      }
    }
    return result
  }

  /// A session that has read and judged everything, for `fix`.
  ///
  /// - Parameter recovers: whether what an interrupted run left behind is cleared first.
  func prepared(_ rules: RuleSet, recovers: Bool) async throws(CheckFailure) -> (project: Project, session: Session, recovery: String?) {
    let project = try open()
    let recovery = recovers ? try projectErrors { () throws(Project.Failure) in try project.recover() } : nil
    var session = try await makeSession(try source(project), project, rules, try await options(project))
    await session.load()
    return (project, session, recovery)
  }

  private func open() throws(CheckFailure) -> Project {
    let names = standardInput.map { [$0.path] } ?? paths
    return try projectErrors { () throws(Project.Failure) in
      try Project.open(names, from: currentDirectory, mayBeMissing: standardInput != nil)
    }
  }

  private func source(_ project: Project) throws(CheckFailure) -> any Source {
    try projectErrors { () throws(Project.Failure) in
      if isStaged { return try project.indexSource() }
      let source = isDocumentOnly && standardInput == nil ? try project.partialSource() : try project.folderSource()
      guard let standardInput, let path = project.paths.first else { return source }
      return project.overlay([path: standardInput.bytes], on: source)
    }
  }

  private func options(_ project: Project) async throws(CheckFailure) -> CheckOptions {
    var options = CheckOptions()
    options.select = select
    options.ignore = ignore
    options.isDocumentOnly = isDocumentOnly
    options.measuresTime = measuresTime
    options.paths = project.paths.contains(where: \.isRoot) ? [] : project.paths
    if let policyFrom {
      let source = try projectErrors { () throws(Project.Failure) in try project.treeSource(policyFrom) }
      options.policyFrom = try await EarlierPolicy(source)
    }
    if let baseline { options.baseline = try readBaseline(baseline, project, options.policyFrom?.source) }
    return options
  }

  private func readBaseline(_ name: String, _ project: Project, _ earlier: (any Source)?) throws(CheckFailure) -> Baseline {
    let place = try projectErrors { () throws(Project.Failure) in try Project.open([name], from: currentDirectory) }
    guard let path = place.paths.first else { throw CheckFailure(message: "`\(name)` is no file") }
    do throws(SourceError) {
      let isInside = place.hasSameRoot(as: project)
      let bytes = if isInside, let earlier { try earlier.read(path) } else { try place.read(path) }
      return Baseline(parsing: bytes, path: isInside ? path : nil)
    } catch {
      throw CheckFailure(message: "the baseline `\(name)` \(error.reason)")
    }
  }

  private func makeSession(
    _ source: any Source, _ project: Project, _ rules: RuleSet, _ options: CheckOptions
  ) async throws(CheckFailure) -> Session {
    do throws(SourceError) {
      let workspace = try await Workspace(source: source, base: Self.commonFolder(project))
      do throws(CheckError) {
        return try Session(workspace: workspace, rules: rules, options: options)
      } catch {
        throw SourceError.unreadable(error.message)
      }
    } catch {
      throw CheckFailure(message: error.reason)
    }
  }

  private func checked(_ session: inout Session) async throws(CheckFailure) -> CheckResult {
    do throws(CheckError) {
      return try await session.check()
    } catch {
      throw CheckFailure(message: error.message)
    }
  }

  /// The folder all named paths lie in: provenance is judged from there.
  private static func commonFolder(_ project: Project) -> RepositoryPath {
    guard var folder = project.paths.first else { return .root }
    if project.paths.count == 1, !project.isFolder(folder) { folder = folder.directory }
    while !folder.isRoot, !project.paths.allSatisfy({ $0.isInside(folder) }) { folder = folder.directory }
    return folder
  }

  private func treeSource(_ project: Project, at revision: String) throws(CheckFailure) -> any Source {
    try projectErrors { () throws(Project.Failure) in try project.treeSource(try project.mergeBase(with: revision)) }
  }

  /// With `--changed-lines`, the lines of each file that differ from the merge base; a new file's lines all do.
  private func changedLines(
    _ project: Project, _ source: any Source, _ revision: String
  ) async throws(CheckFailure) -> [RepositoryPath: [ClosedRange<Int>]]? {
    guard changedLinesOnly else { return nil }
    let earlier = try treeSource(project, at: revision)
    guard let files = try? await source.list() else { return nil }
    var lines: [RepositoryPath: [ClosedRange<Int>]] = [:]
    for entry in files.entries where entry.kind == .file && Classifier.mayBeDocument(entry.path) {
      guard let new = try? source.read(entry.path) else { continue }
      guard let old = try? earlier.read(entry.path) else {
        lines[entry.path] = [1...max(1, LineIndex(new).lineCount)]
        continue
      }
      if old != new { lines[entry.path] = Project.changedLines(old: old, new: new) }
    }
    return lines
  }
}

/// Turns the error of a project into that of a run.
func projectErrors<T>(_ body: () throws(Project.Failure) -> T) throws(CheckFailure) -> T {
  do throws(Project.Failure) {
    return try body()
  } catch {
    throw CheckFailure(message: Display.escaped(error.message))
  }
}

extension EarlierPolicy {
  /// The configuration files of a revision.
  init(_ source: any Source) async throws(CheckFailure) {
    var configurations: [ConfigurationDocument] = []
    do throws(SourceError) {
      for entry in try await source.list().entries where entry.kind == .file && entry.path.name.equals("ashlar.yaml") {
        configurations.append(ConfigurationDocument(path: entry.path, bytes: try source.read(entry.path)))
      }
    } catch {
      throw CheckFailure(message: "the revision that sets the policy could not be read: \(error.reason)")
    }
    self.init(source: source, configurations: configurations)
  }
}

extension CheckError {
  /// What the user is told: for a configuration, a line a problem.
  var message: String {
    var lines = LineIndex([])
    return switch self {
    case .unknownSelector(let name, let near):
      "`\(Display.escaped(name))` is no rule, section, clause or peer's id"
        + (near.map { "; did you mean `\($0)`?" } ?? "; `ashlar rules` lists all there are")
    case .configuration(let problems):
      problems.indices.map { index in
        let problem = problems[index]
        // Those of one file stand together.
        if index == 0 || problems[index - 1].path != problem.path { lines = LineIndex(problem.bytes) }
        let place = lines.position(at: problem.problem.range.start)
        let message = Mask(problem.bytes).masked(problem.problem.message)
        return "\(Display.escaped(problem.path.description)):\(place.line):\(place.column): \(Display.escaped(message))"
      }.joined(separator: "\nashlar: ")
    case .changedWhileReading(let path):
      "\(Display.escaped(path.description)) changed while it was read; run the check again"
    }
  }
}
