public import Documents

/// What `fix` did, or would do.
public struct FixOutcome: Sendable {
  public struct File: Sendable {
    public let path: RepositoryPath
    /// Nil for a file that is created.
    public let old: [UInt8]?
    public let new: [UInt8]
  }

  /// In the order of their paths.
  public let files: [File]
  public let fixedCount: Int
  public let before: CheckResult
  public let remaining: CheckResult
  /// What became of an interrupted run's changes; nil where there was none.
  public let recovery: String?
}

extension CheckRequest {
  /// Mends what the fixes mend, in memory, and writes it where that is asked for: all files or none.
  public func fix(rules: RuleSet, includesUnsafe: Bool, writes: Bool) async throws(CheckFailure) -> FixOutcome {
    let (project, session, recovery) = try await prepared(rules, recovers: writes)
    var trial = session
    let outcome: (files: [RepositoryPath: (old: [UInt8]?, new: [UInt8])], fixedCount: Int, before: CheckResult, remaining: CheckResult)
    do throws(CheckError) {
      outcome = try await trial.fix(includesUnsafe: includesUnsafe)
    } catch {
      throw CheckFailure(message: error.message)
    }
    let files = outcome.files.sorted { $0.key < $1.key }.map { FixOutcome.File(path: $0.key, old: $0.value.old, new: $0.value.new) }
    if writes, !files.isEmpty {
      try projectErrors { () throws(Project.Failure) in
        try project.replace(files.map { ($0.path, $0.old, $0.new) })
      }
    }
    return FixOutcome(
      files: files, fixedCount: outcome.fixedCount, before: outcome.before, remaining: outcome.remaining, recovery: recovery)
  }
}
