public import Documents
import Files
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
      guard let fix = finding.fix, includesUnsafe || fix.kind == .safe, !fix.edits.isEmpty || !fix.creates.isEmpty else {
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
    var changed: [RepositoryPath: TextEdits] = [:]
    for (path, group) in Dictionary(grouping: fix.edits, by: \.path) {
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
  /// - Returns: the files' texts before (nil for a new file) and after, how many findings were mended, what was found at
  ///   first and what is still found.
  /// - Throws: `CheckError.changedWhileReading` where a file is not what it was when it was checked.
  public mutating func fix(
    includesUnsafe: Bool
  ) async throws(CheckError) -> (
    files: [RepositoryPath: (old: [UInt8]?, new: [UInt8])], fixedCount: Int, before: CheckResult, remaining: CheckResult
  ) {
    var changed: [RepositoryPath: (old: [UInt8]?, new: [UInt8])] = [:]
    var fixed = 0
    let before = try await check()
    var result = before
    for _ in 0..<Self.fixRounds {
      let plan = FixPlan(result.findings, includesUnsafe: includesUnsafe) { try? workspace.read($0) }
      if plan.files.isEmpty { break }
      for (path, new) in plan.files {
        let old = try? workspace.read(path)
        // The plan's offsets are those of the text that was checked.
        if let old, let document = workspace.documents[path], ContentDigest(old) != document.digest { throw .changedWhileReading(path) }
        changed[path] = (changed[path].map(\.old) ?? old, new)
      }
      fixed += plan.fixedCount
      try? await update(plan.files.map { .wrote($0.key, $0.value) })
      result = try await check()
    }
    // Two fixes that undo each other change nothing in the end.
    return (changed.filter { $0.value.old != $0.value.new }, fixed, before, result)
  }
}
