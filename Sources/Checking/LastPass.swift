import Detection
import Documents
import Files
import SourceText

/// Reads again the files that something was found in, and there turns ranges into findings: policy, suppressions,
/// lines, excerpts, edits, fingerprints.
struct LastPass {
  let workspace: Workspace
  let policy: Policy
  let options: CheckOptions

  private var files: [RepositoryPath: PlacedFile] = [:]
  private var fingerprintCounts: [String: Int] = [:]

  init(workspace: Workspace, policy: Policy, options: CheckOptions) {
    self.workspace = workspace
    self.policy = policy
    self.options = options
  }

  mutating func place(_ observations: [Observation]) throws(CheckError) -> CheckResult {
    let judged = withoutRepeats(withoutSuperseded(observations.compactMap(underPolicy)))
    var filter = SuppressionFilter(workspace: workspace, rules: policy.rules, earlier: options.policyFrom?.source)
    var reported = judged.filter { !filter.suppresses($0) }
    reported += filter.complaints(hasRun: hasRun, judgesPeers: judgesPeers).compactMap(underPolicy)
    reported += unreadFiles().compactMap(underPolicy)
    reported.sort(by: Self.order)

    var findings: [Finding] = []
    for observation in reported { findings.append(try finding(observation)) }
    let all = findings.count
    let known = options.baseline
    let fingerprints = Set(findings.map(\.fingerprint))
    findings.removeAll { known?.contains($0.fingerprint) ?? false }
    let baselined = all - findings.count
    for observation in staleEntries(found: fingerprints).compactMap(underPolicy) { findings.append(try finding(observation)) }
    findings.removeAll { !isAskedFor($0) }
    return CheckResult(
      findings: findings, fileCount: workspace.documents.count,
      notChecked: workspace.unread.sorted { $0.key < $1.key }.map { ($0.key, $0.value.reason) },
      suppressedCount: filter.suppressedCount, baselinedCount: baselined,
      documents: workspace.documents.values.sorted { $0.path < $1.path }.map { ($0.path, $0.classification, $0.provenance) },
      timings: [])
  }

  /// By path, range, rule.
  private static func order(_ left: Observation, _ right: Observation) -> Bool {
    if left.path != right.path { return left.path < right.path }
    if left.range != right.range { return left.range < right.range }
    return left.rule != right.rule ? left.rule < right.rule : left.message < right.message
  }

  /// What configuration and provenance make of it; nil where they silence it.
  private func underPolicy(_ observation: Observation) -> Observation? {
    let settings = policy[observation.path]
    guard settings.isEnabled[observation.rule] else { return nil }
    var severity = observation.severity
    if let configured = settings.severity[observation.rule], observation.certainty != .conventional { severity = configured }
    switch workspace.documents[observation.path]?.provenance.kind ?? .own {
    case .own: break
    case .example: severity = .note
    case .vendored, .generated: return nil
    }
    return observation.with(severity: severity)
  }

  private func withoutSuperseded(_ observations: [Observation]) -> [Observation] {
    let superseding = policy.rules.rules.indices.filter { !policy.rules.rules[$0].supersedes.isEmpty }
    guard !superseding.isEmpty else { return observations }
    var silent: Set<Superseded> = []
    for observation in observations where superseding.contains(observation.rule) {
      for id in policy.rules.rules[observation.rule].supersedes {
        if let rule = policy.rules.index(ofRule: id) { silent.insert(Superseded(rule: rule, path: observation.path, range: observation.range)) }
      }
    }
    return observations.filter { !silent.contains(Superseded(rule: $0.rule, path: $0.path, range: $0.range)) }
  }

  private struct Superseded: Hashable {
    let rule: Int
    let path: RepositoryPath
    let range: SourceRange
  }

  /// One defect, one finding: a rule that comes to the same place by two ways (two builds of one file) says it once.
  private func withoutRepeats(_ observations: [Observation]) -> [Observation] {
    var result: [Observation] = []
    for observation in observations.sorted(by: Self.order) {
      if let last = result.last, last.path == observation.path, last.range == observation.range, last.rule == observation.rule { continue }
      result.append(observation)
    }
    return result
  }

  private func hasRun(_ rule: Int, on path: RepositoryPath) -> Bool {
    policy[path].isEnabled[rule] && options.allows(policy.rules.rules[rule].check.need)
  }

  /// Entries of the baseline that match nothing, where everything they could match was judged.
  private func staleEntries(found: Set<String>) -> [Observation] {
    guard let baseline = options.baseline, let path = baseline.path, !options.isDocumentOnly, let rule = policy.rules.index(ofRule: "ashlar/stale-baseline") else { return [] }
    return baseline.entries.filter { entry in
      let id = String(entry.fingerprint.prefix { $0 != " " })
      return !found.contains(entry.fingerprint) && (policy.rules.index(ofRule: id).map(policy.isEnabledSomewhere) ?? true)
    }.map { entry in
      Observation(
        rule: rule, path: path, range: entry.range, severity: policy.rules.rules[rule].severity, certainty: .certain,
        message: "nothing like this is found any more; delete the line, or it hides the next one", related: [],
        fixes: [.safe("delete the line", .removeLines(entry.range))])
    }
  }

  private func judgesPeers(on path: RepositoryPath) -> Bool {
    guard let rule = policy.rules.index(ofRule: "ashlar/unused-suppression") else { return false }
    return UnusedSuppressionOptions(policy[path].options[rule]).peers
  }

  private func unreadFiles() -> [Observation] {
    guard let rule = policy.rules.index(ofRule: "ashlar/not-checked") else { return [] }
    return workspace.unread.map { path, error in
      Observation(
        rule: rule, path: path, range: .at(0), severity: policy.rules.rules[rule].severity, certainty: .certain,
        message: "\(error.reason): nothing in this file was checked", related: [], fixes: [])
    }
  }

  private func isAskedFor(_ finding: Finding) -> Bool {
    let path = finding.place.path
    if !options.paths.isEmpty, !options.paths.contains(where: path.isInside) { return false }
    guard let lines = options.lines else { return true }
    let last = max(finding.place.start.line, finding.place.end.line)
    return lines[path]?.contains { $0.overlaps(finding.place.start.line...last) } ?? false
  }

  private mutating func finding(_ observation: Observation) throws(CheckError) -> Finding {
    let rule = policy.rules.rules[observation.rule]
    let file = try file(observation.path)
    var related: [Finding.Related] = []
    for place in observation.related {
      let other = try self.file(place.path ?? observation.path)
      related.append(Finding.Related(message: shown(place.message, other), place: other.place(place.range)))
    }
    var fixes: [PlacedFix] = []
    for fix in observation.fixes { fixes.append(try placed(fix, in: observation.path)) }
    let subject = shown(workspace.documents[observation.path]?.address(of: observation.range) ?? "", file)
    let key = [rule.id, Display.escaped(observation.path.description), subject]
      .filter { !$0.isEmpty }.joined(separator: " ")
    let occurrence = fingerprintCounts[key, default: 0] + 1
    fingerprintCounts[key] = occurrence
    return Finding(
      rule: rule, severity: observation.severity, certainty: observation.certainty, message: shown(observation.message, file),
      place: file.place(observation.range), subject: subject, related: related, fixes: fixes, fingerprint: "\(key) #\(occurrence)")
  }

  private func shown(_ message: String, _ file: PlacedFile) -> String { Display.escaped(file.mask.masked(message)) }

  private mutating func placed(_ fix: Fix, in path: RepositoryPath) throws(CheckError) -> PlacedFix {
    var edits: [PlacedFix.FileEdit] = []
    var creates: [PlacedFix.NewFile] = []
    for change in fix.changes {
      if case .create(let path, let content) = change {
        creates.append(PlacedFix.NewFile(path: path, text: content))
        continue
      }
      let file = try file(change.path ?? path)
      guard let edit = file.edit(for: change) else { continue }
      edits.append(
        PlacedFix.FileEdit(
          path: file.path, edit: edit, start: file.lines.position(at: edit.range.start), end: file.lines.position(at: edit.range.end),
          shownText: file.mask.masked(edit.replacement)))
    }
    return PlacedFix(kind: fix.kind, description: fix.description, edits: edits, creates: creates)
  }

  /// The file as it is now, which must be as it was.
  private mutating func file(_ path: RepositoryPath) throws(CheckError) -> PlacedFile {
    if let known = files[path] { return known }
    let document = workspace.documents[path]
    var bytes: [UInt8] = []
    do throws(SourceError) {
      bytes = try workspace.read(path)
    } catch {
      // A file that could not be read the first time has no text to show.
      if document != nil { throw .changedWhileReading(path) }
    }
    if let document, ContentDigest(bytes) != document.digest { throw .changedWhileReading(path) }
    let file = PlacedFile(path: path, bytes: bytes, secrets: document?.secretRanges ?? [])
    files[path] = file
    return file
  }
}

extension Observation {
  func with(severity: Severity) -> Observation {
    Observation(
      rule: rule, path: path, range: range, severity: severity, certainty: certainty, message: message, related: related, fixes: fixes)
  }
}

extension Fix.Change {
  fileprivate var path: RepositoryPath? {
    switch self {
    case .replace(_, _, let path), .insertLineAbove(_, _, let path), .insertLineBelow(_, _, let path), .removeLines(_, let path): path
    case .create: nil
    }
  }
}
