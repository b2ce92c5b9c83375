public import Documents

public struct CheckFailure: Error, Sendable { public let message: String }
public struct CheckRequest: Sendable {
  public let currentDirectory: String
  public var paths: [String] = []
  public var isDocumentOnly = false
  public var select: [String] = []
  public var ignore: [String] = []
  public var baseline: String?
  public var isStaged = false
  public var since: String?
  public var changedLinesOnly = false
  public var policyFrom: String?
  public var measuresTime = false
  public var standardInput: (path: String, bytes: [UInt8])?
  public init(currentDirectory: String) { self.currentDirectory = currentDirectory }
  public func run(rules: RuleSet) async throws(CheckFailure) -> CheckResult { throw CheckFailure(message: "stub") }
  public func fix(rules: RuleSet, includesUnsafe: Bool, writes: Bool) async throws(CheckFailure) -> FixOutcome { throw CheckFailure(message: "stub") }
}
public struct FixOutcome: Sendable {
  public struct File: Sendable { public let path: RepositoryPath; public let old: [UInt8]?; public let new: [UInt8] }
  public let files: [File]
  public let fixedCount: Int
  public let before: CheckResult
  public let remaining: CheckResult
}
