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

  private var files: [RepositoryPath: Result<PlacedFile, CheckError>] = [:]
  private var settings: [RepositoryPath: Policy.Settings] = [:]
  private var masks: [RepositoryPath: Mask] = [:]
  private var keyCounts: [String: Int] = [:]

  /// An observation with its identity.
  private struct Numbered {
    let observation: Observation
    let subject: String
    let fingerprint: String
  }

  init(workspace: Workspace, policy: Policy, options: CheckOptions) {
    self.workspace = workspace
    self.policy = policy
    self.options = options
  }

  mutating func place(_ observations: [Observation]) async throws(CheckError) -> CheckResult {
    // Numbered before anything is silenced: silencing the first of two must not rename the second.
    let judged = await numbered(withoutRepeats(withoutSuperseded(allowed(observations))))
    let filter = SuppressionFilter(
      workspace: workspace, rules: policy.rules, earlier: options.policyFrom?.source, observations: judged.map(\.observation))
    var reported = judged.filter { !filter.suppresses($0.observation) }
    let suppressed = judged.count - reported.count
    let complaints = filter.complaints(hasRun: hasRun(on:), judgesPeers: judgesPeers(on:)).sorted(by: Self.order)
    reported += await numbered(allowed(complaints + unreadFiles()))
    let fingerprints = Set(judged.map(\.fingerprint))
    let all = reported.count
    if let known = options.baseline { reported.removeAll { known.contains($0.fingerprint) } }
    let baselined = all - reported.count
    reported += await numbered(allowed(staleEntries(found: fingerprints)))
    reported.sort { Self.order($0.observation, $1.observation) }
    reported.removeAll { !isInside($0.observation.path) }

    await prepareFiles(of: reported)
    var findings: [Finding] = []
    for numbered in reported {
      let finding = try finding(numbered)
      if touchesAskedLines(finding) { findings.append(finding) }
    }
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

  /// What configuration and provenance leave of them.
  private mutating func allowed(_ observations: [Observation]) -> [Observation] {
    var result: [Observation] = []
    for observation in observations {
      if let kept = underPolicy(observation) { result.append(kept) }
    }
    return result
  }

  /// The settings of a file, made once.
  private mutating func settings(for path: RepositoryPath) -> Policy.Settings {
    if let known = settings[path] { return known }
    let made = policy[path]
    settings[path] = made
    return made
  }

  private mutating func underPolicy(_ observation: Observation) -> Observation? {
    let settings = settings(for: observation.path)
    guard settings.isEnabled[observation.rule] else { return nil }
    var severity = observation.severity
    if let configured = settings.severity[observation.rule], observation.certainty != .conventional { severity = configured }
    switch provenance(of: observation.path) {
    case .own: break
    case .example: severity = .note
    case .vendored, .generated: return nil
    }
    return observation.with(severity: severity)
  }

  /// A file that says it is generated is believed only if it said so in the revision that sets the policy.
  private func provenance(of path: RepositoryPath) -> Provenance.Kind {
    // Of a file that could not be read, its path still tells.
    guard let document = workspace.documents[path] else { return Provenance(path: path, below: workspace.base).kind }
    if let earlier = options.policyFrom?.source, document.provenance.kind == .generated {
      let bytes = (try? earlier.read(path)) ?? []
      return Document(path: path, classification: document.classification, bytes: bytes, base: workspace.base).provenance.kind
    }
    return document.provenance.kind
  }

  private func withoutSuperseded(_ observations: [Observation]) -> [Observation] {
    let superseding = policy.rules.rules.indices.filter { !policy.rules.rules[$0].supersedes.isEmpty }
    guard !superseding.isEmpty else { return observations }
    var silent: Set<Superseded> = []
    for observation in observations where superseding.contains(observation.rule) {
      for id in policy.rules.rules[observation.rule].supersedes {
        if let rule = policy.rules.index(ofRule: id) {
          silent.insert(Superseded(rule: rule, path: observation.path, range: observation.range))
        }
      }
    }
    return observations.filter { !silent.contains(Superseded(rule: $0.rule, path: $0.path, range: $0.range)) }
  }

  private struct Superseded: Hashable {
    let rule: Int
    let path: RepositoryPath
    let range: SourceRange
  }

  /// One defect, one finding: a rule that comes to the same words at the same place by two ways (two builds of one
  /// file) says it once, as gravely as it can.
  private func withoutRepeats(_ observations: [Observation]) -> [Observation] {
    var result: [Observation] = []
    for observation in observations.sorted(by: Self.order) {
      if let last = result.last, last.path == observation.path, last.range == observation.range, last.rule == observation.rule,
        last.message == observation.message
      {
        if observation.severity > last.severity { result[result.count - 1] = observation }
        continue
      }
      result.append(observation)
    }
    return result
  }

  private mutating func mask(of path: RepositoryPath) -> Mask {
    if let known = masks[path] { return known }
    let mask = Self.mask(of: path, workspace)
    masks[path] = mask
    return mask
  }

  private static func mask(of path: RepositoryPath, _ workspace: Workspace) -> Mask {
    let document = workspace.documents[path]
    return Mask(document?.bytes ?? [], ranges: document?.secretRanges ?? [])
  }

  /// On all cores what `mask(of:)` and `file(_:)` would make one by one.
  private mutating func prepareMasks(of observations: [Observation]) async {
    let paths = Set(observations.map(\.path)).filter { masks[$0] == nil }.sorted()
    let workspace = workspace
    let made = await inParallel(paths, workers: workspace.workers) { Self.mask(of: $0, workspace) }
    for (path, mask) in zip(paths, made) { masks[path] = mask }
  }

  private mutating func prepareFiles(of reported: [Numbered]) async {
    let wanted = Array(Set(reported.map(\.observation.path))).map { ($0, mask(of: $0)) }
    let workspace = workspace
    let made = await inParallel(wanted, workers: workspace.workers) { Self.read($0, mask: $1, workspace) }
    for ((path, _), file) in zip(wanted, made) { files[path] = file }
  }

  private mutating func numbered(_ observations: [Observation]) async -> [Numbered] {
    await prepareMasks(of: observations)
    let (workspace, masks) = (workspace, masks)
    let subjects = await inParallel(observations, workers: workspace.workers) { observation in
      let mask = masks[observation.path]
      let address = workspace.documents[observation.path]?.address(of: observation.range) { mask?.masked($0) != $0 }
      return Display.escaped(address ?? "")
    }
    return zip(observations, subjects).map { observation, subject in
      let path = Display.escaped(observation.path.description)
      let key = policy.rules.rules[observation.rule].id + " " + path + (subject.isEmpty ? "" : " " + subject)
      let number = keyCounts[key, default: 0] + 1
      keyCounts[key] = number
      return Numbered(observation: observation, subject: subject, fingerprint: "\(key) #\(number)")
    }
  }

  /// Which rules were judged on a file.
  private func hasRun(on path: RepositoryPath) -> [Bool] {
    zip(policy[path].isEnabled, policy.rules.rules).map { $0 && options.allows($1.check.need) }
  }

  /// Entries of the baseline that match nothing, where everything they could match was judged.
  private func staleEntries(found: Set<String>) -> [Observation] {
    guard let baseline = options.baseline, let path = baseline.path, !options.isDocumentOnly,
      let rule = policy.rules.index(ofRule: "ashlar/stale-baseline")
    else { return [] }
    return baseline.entries.filter { entry in
      let id = String(entry.fingerprint.prefix { $0 != " " })
      return !found.contains(entry.fingerprint) && (policy.rules.index(ofRule: id).map(policy.isEnabledSomewhere) ?? true)
    }.map { entry in
      Observation(
        rule: rule, path: path, range: entry.range, severity: policy.rules.rules[rule].severity, certainty: .certain,
        message: "nothing like this is found any more; delete the line, or it hides the next one", related: [],
        fix: .safe("delete the line", .removeLines(entry.range)))
    }
  }

  private func judgesPeers(on path: RepositoryPath) -> Bool {
    guard let rule = policy.rules.index(ofRule: "ashlar/unused-suppression") else { return false }
    return UnusedSuppressionOptions(policy[path].options[rule]).peers
  }

  private func unreadFiles() -> [Observation] {
    guard let rule = policy.rules.index(ofRule: "ashlar/not-checked") else { return [] }
    return workspace.unread.sorted { $0.key < $1.key }.map { path, error in
      Observation(
        rule: rule, path: path, range: .at(0), severity: policy.rules.rules[rule].severity, certainty: .certain,
        message: "\(error.reason): nothing in this file was checked", related: [], fix: nil)
    }
  }

  private func isInside(_ path: RepositoryPath) -> Bool { options.paths.isEmpty || options.paths.contains(where: path.isInside) }

  private func touchesAskedLines(_ finding: Finding) -> Bool {
    guard let lines = options.lines else { return true }
    return lines[finding.place.path]?.contains { $0.overlaps(finding.place.lines) } ?? false
  }

  private mutating func finding(_ numbered: Numbered) throws(CheckError) -> Finding {
    let observation = numbered.observation
    let rule = policy.rules.rules[observation.rule]
    let file = try file(observation.path)
    var related: [Finding.Related] = []
    var involved = [file]
    for place in observation.related {
      let other = try self.file(place.path ?? observation.path)
      related.append(Finding.Related(message: shown(place.message, [other, file]), place: other.place(place.range)))
      if other.path != file.path { involved.append(other) }
    }
    var fix: PlacedFix?
    if let wanted = observation.fix { fix = try placed(wanted, in: file, involved) }
    return Finding(
      rule: rule, severity: observation.severity, certainty: observation.certainty, message: shown(observation.message, involved),
      place: file.place(observation.range), subject: numbered.subject, related: related, fix: fix,
      fingerprint: numbered.fingerprint)
  }

  /// A text made of files: without their secrets, and fit for a terminal.
  private func shown(_ text: String, _ files: [PlacedFile]) -> String {
    Display.escaped(files.reduce(text) { $1.mask.masked($0) })
  }

  /// A fix as edits; nil where it would change what somebody else or a program wrote.
  private mutating func placed(_ fix: Fix, in own: PlacedFile, _ involved: [PlacedFile]) throws(CheckError) -> PlacedFix? {
    var involved = involved
    var edits: [PlacedFix.FileEdit] = []
    var creates: [PlacedFix.NewFile] = []
    for change in fix.changes {
      if case .create(let path, let content) = change {
        creates.append(PlacedFix.NewFile(path: path, text: content, shownText: involved.reduce(content) { $1.mask.masked($0) }))
        continue
      }
      var file = own
      if let other = change.path { file = try self.file(other) }
      switch provenance(of: file.path) {
      case .own, .example: break
      case .vendored, .generated: return nil
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

  private mutating func file(_ path: RepositoryPath) throws(CheckError) -> PlacedFile {
    if let known = files[path] { return try known.get() }
    let file = Self.read(path, mask: mask(of: path), workspace)
    files[path] = file
    return try file.get()
  }

  /// The file as it is now, which must be as it was.
  private static func read(_ path: RepositoryPath, mask: Mask, _ workspace: Workspace) -> Result<PlacedFile, CheckError> {
    let document = workspace.documents[path]
    var bytes: [UInt8] = []
    do throws(SourceError) {
      bytes = try workspace.read(path)
    } catch {
      // A file that could not be read the first time has no text to show.
      if document != nil { return .failure(.changedWhileReading(path)) }
    }
    if let document, ContentDigest(bytes) != document.digest { return .failure(.changedWhileReading(path)) }
    return .success(PlacedFile(path: path, bytes: bytes, mask: document == nil ? Mask(bytes) : mask))
  }
}

extension Observation {
  func with(severity: Severity) -> Observation {
    Observation(
      rule: rule, path: path, range: range, severity: severity, certainty: certainty, message: message, related: related, fix: fix)
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
