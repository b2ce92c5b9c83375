import Detection
import Documents
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
    let judged = withoutRepeats(withoutSuperseded(underPolicy(observations.sorted(by: Self.order))))
    let filter = SuppressionFilter(workspace: workspace, rules: policy.rules, earlier: options.policyFrom?.source, observations: judged)
    var reported = judged.filter { !filter.suppresses($0) }
    let suppressed = judged.count - reported.count
    reported += underPolicy(filter.complaints(hasRun: hasRun(on:)).sorted(by: Self.order))
    reported += underPolicy(unreadFiles())
    reported.sort(by: Self.order)

    var findings: [Finding] = []
    for observation in reported { findings.append(try finding(observation)) }
    let all = findings.count
    let known = options.baseline
    findings.removeAll { known?.contains($0.fingerprint) ?? false }
    let baselined = all - findings.count
    findings.removeAll { !isAskedFor($0) }
    return CheckResult(
      findings: findings, fileCount: workspace.documents.count,
      notChecked: workspace.unread.sorted { $0.key < $1.key }.map { ($0.key, $0.value.reason) },
      suppressedCount: suppressed, baselinedCount: baselined,
      documents: workspace.documents.values.sorted { $0.path < $1.path }.map { ($0.path, $0.classification, $0.provenance) },
      timings: [])
  }

  /// By path, range, rule.
  private static func order(_ left: Observation, _ right: Observation) -> Bool {
    if left.path != right.path { return left.path < right.path }
    if left.range != right.range { return left.range < right.range }
    return left.rule != right.rule ? left.rule < right.rule : left.message < right.message
  }

  /// What configuration and provenance make of them, without those that they silence.
  private func underPolicy(_ observations: [Observation]) -> [Observation] {
    // They stand file by file, and what holds for a file is asked for once.
    var path: RepositoryPath?
    var settings = policy[.root]
    var kind = Provenance.Kind.own
    return observations.compactMap { observation in
      if path != observation.path {
        path = observation.path
        settings = policy[observation.path]
        kind = provenance(of: observation.path).kind
      }
      guard settings.isEnabled[observation.rule] else { return nil }
      var severity = observation.severity
      if let configured = settings.severity[observation.rule], observation.certainty != .conventional { severity = configured }
      switch kind {
      case .own: break
      case .example: severity = .note
      case .vendored, .generated, .template: return nil
      }
      return observation.with(severity: severity)
    }
  }

  /// Of a file that could not be read, its path still tells.
  private func provenance(of path: RepositoryPath) -> Provenance {
    workspace.documents[path]?.provenance ?? Provenance(path: path, below: workspace.base)
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

  /// One defect, one finding: a rule that comes to the same place by two ways (two builds of one file) says it once, as
  /// severely as the worse of them.
  private func withoutRepeats(_ observations: [Observation]) -> [Observation] {
    var result: [Observation] = []
    for observation in observations {
      if let last = result.last, last.path == observation.path, last.range == observation.range, last.rule == observation.rule {
        if last.severity < observation.severity { result[result.count - 1] = observation }
        continue
      }
      result.append(observation)
    }
    return result
  }

  /// Which rules were judged on a file.
  private func hasRun(on path: RepositoryPath) -> [Bool] {
    zip(policy[path].isEnabled, policy.rules.rules).map { $0 && options.allows($1.check.need) }
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
    return lines[path]?.contains { $0.overlaps(finding.place.lines) } ?? false
  }

  private mutating func finding(_ observation: Observation) throws(CheckError) -> Finding {
    let rule = policy.rules.rules[observation.rule]
    let file = try file(observation.path)
    var related: [Finding.Related] = []
    var involved = [file]
    for place in observation.related {
      let other = try self.file(place.path ?? observation.path)
      related.append(Finding.Related(message: shown(place.message, [other, file]), place: other.place(place.range)))
      if other.path != file.path { involved.append(other) }
    }
    var fixes: [PlacedFix] = []
    for fix in observation.fixes {
      if let placed = try placed(fix, in: observation.path, involved) { fixes.append(placed) }
    }
    let address = workspace.documents[observation.path].map { shownAddress($0.address(of: observation.range), file) } ?? ""
    let key = [rule.id, Display.escaped(observation.path.description), address].filter { !$0.isEmpty }.joined(separator: " ")
    let occurrence = fingerprintCounts[key, default: 0] + 1
    fingerprintCounts[key] = occurrence
    return Finding(
      rule: rule, severity: observation.severity, certainty: observation.certainty, message: shown(observation.message, involved),
      place: file.place(observation.range), related: related, fixes: fixes, fingerprint: "\(key) #\(occurrence)")
  }

  /// A text made of files: without their secrets, and fit for a terminal.
  private func shown(_ text: String, _ files: [PlacedFile]) -> String {
    Display.escaped(files.reduce(text) { $1.mask.masked($0) })
  }

  /// An address is words of the file, so that a value too short to be told from other text still stands in its own words.
  private func shownAddress(_ address: String, _ file: PlacedFile) -> String {
    let bytes = Array(file.mask.masked(address).utf8)
    var shown = ""
    var position = 0
    for range in Mask(bytes).ranges {
      shown += bytes[position..<range.start].asString + Mask.replacement
      position = range.end
    }
    return Display.escaped(shown + bytes[position...].asString)
  }

  /// A fix as edits; nil where it would change what somebody else or a program wrote.
  private mutating func placed(_ fix: Fix, in path: RepositoryPath, _ involved: [PlacedFile]) throws(CheckError) -> PlacedFix? {
    var edits: [PlacedFix.FileEdit] = []
    var creates: [PlacedFix.NewFile] = []
    var involved = involved
    for change in fix.changes {
      if case .create(let path, let content) = change {
        creates.append(PlacedFix.NewFile(path: path, text: content))
        continue
      }
      let file = try file(change.path ?? path)
      switch provenance(of: file.path).kind {
      case .own, .example: break
      case .vendored, .generated, .template: return nil
      }
      guard let edit = file.edit(for: change) else { continue }
      if !involved.contains(where: { $0.path == file.path }) { involved.append(file) }
      edits.append(
        PlacedFix.FileEdit(
          path: file.path, edit: edit, start: file.lines.position(at: edit.range.start), end: file.lines.position(at: edit.range.end),
          shownText: involved.reduce(edit.replacement) { $1.mask.masked($0) }))
    }
    return PlacedFix(kind: fix.kind, description: shown(fix.description, involved), edits: edits, creates: creates)
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
