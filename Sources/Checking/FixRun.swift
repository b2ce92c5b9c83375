public import Documents
import SourceText

/// Chooses the fixes that can be applied together, and makes the new texts. Writes nothing.
public struct FixPlan: Sendable {
  /// The new content of each file that changes; a file that is created has no old content.
  public private(set) var files: [RepositoryPath: [UInt8]] = [:]
  /// Findings whose fix is part of the plan.
  public private(set) var fixedCount = 0
  private var edits: [RepositoryPath: TextEdits] = [:]

  /// Takes fixes in the order of the findings; one that conflicts with an earlier one waits for the next round.
  ///
  /// - Parameters:
  ///   - findings: all of one `CheckResult`.
  ///   - includesUnsafe: whether fixes that may change behaviour are taken.
  ///   - bytes: the content of a file as it was checked; nil where it is not there.
  public init(_ findings: [Finding], includesUnsafe: Bool, bytes: (RepositoryPath) -> [UInt8]?) {
    for finding in findings {
      guard let fix = finding.fixes.first(where: { includesUnsafe || $0.kind == .safe }), !fix.edits.isEmpty || !fix.creates.isEmpty else {
        continue
      }
      if add(fix, bytes: bytes) { fixedCount += 1 }
    }
    for (path, edits) in edits {
      if let old = bytes(path) { files[path] = edits.applied(to: old) }
    }
  }

  /// A fix applies whole or not at all, over several files too.
  private mutating func add(_ fix: PlacedFix, bytes: (RepositoryPath) -> [UInt8]?) -> Bool {
    if fix.creates.contains(where: { files[$0.path] != nil || bytes($0.path) != nil }) { return false }
    let groups = Dictionary(grouping: fix.edits, by: \.path)
    var changed: [RepositoryPath: TextEdits] = [:]
    for (path, group) in groups {
      var trial = edits[path] ?? TextEdits()
      guard edits[path] != nil || bytes(path) != nil, trial.insert(group.map(\.edit)) else { return false }
      changed[path] = trial
    }
    edits.merge(changed) { $1 }
    for file in fix.creates { files[file.path] = Array(file.text.utf8) }
    return true
  }
}

extension Session {
  /// How often fixes are followed by a new check before what is left is left: two fixes that undo each other would go
  /// on for ever.
  public static let fixRounds = 10

  /// Applies fixes in memory until none is left, and answers with the new content of each changed file.
  ///
  /// - Returns: what changed, how many findings were mended, and what is still found.
  public mutating func fix(includesUnsafe: Bool) async throws(CheckError) -> (
    files: [RepositoryPath: [UInt8]], fixedCount: Int, remaining: CheckResult
  ) {
    var changed: [RepositoryPath: [UInt8]] = [:]
    var original: [RepositoryPath: [UInt8]] = [:]
    var fixed = 0
    var result = try await check()
    for _ in 0..<Self.fixRounds {
      let plan = FixPlan(result.findings, includesUnsafe: includesUnsafe) { try? workspace.read($0) }
      if plan.files.isEmpty { break }
      fixed += plan.fixedCount
      for path in plan.files.keys where changed[path] == nil { original[path] = try? workspace.read(path) }
      changed.merge(plan.files) { $1 }
      try? await update(plan.files.map { .wrote($0.key, $0.value) })
      result = try await check()
    }
    // Two fixes that undo each other change nothing in the end.
    return (changed.filter { original[$0.key] != $0.value }, fixed, result)
  }
}
