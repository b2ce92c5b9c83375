import Checking
import Documents
import SourceText
import Standards
import Testing

/// One example of one rule, as a test argument.
struct RuleExample: Sendable, CustomTestStringConvertible {
  let rule: Rule
  let example: Example
  let number: Int

  var testDescription: String { "\(rule.id) \(example.isBad ? "bad" : "good") \(number)" }

  static let all: [RuleExample] = RuleSet.all.rules.flatMap { rule in
    (rule.examples + rule.moreExamples).enumerated().map { RuleExample(rule: rule, example: $1, number: $0 + 1) }
  }

  static let bad = all.filter(\.example.isBad)
  static let fixed = all.filter { $0.example.fixed != nil }

  /// What the rule finds in files.
  func findings(in source: MemorySource) async throws -> [Finding] {
    try await session(for: source).findings.filter { $0.rule.id == rule.id }
  }

  private func session(for source: MemorySource) async throws -> CheckResult {
    // The rule among all that are on by default, so that suppressions and superseding rules count.
    let configuration = example.configuration(for: rule)
    let files = MemorySource(source.files.merging(configuration.files) { $1 })
    var session = try Session(workspace: try Workspace(source: files, workers: 1), rules: .all)
    await session.load()
    return try await session.check()
  }

  /// Applies the first fix of each finding once, whatever its kind.
  func fixed(_ source: MemorySource) async throws -> MemorySource {
    let plan = FixPlan(try await findings(in: source), includesUnsafe: true) { try? source.read($0) }
    return MemorySource(source.files.merging(plan.files) { $1 })
  }
}

@Suite struct RuleExamples {
  @Test(arguments: RuleExample.all)
  func `finds exactly what is marked`(_ example: RuleExample) async throws {
    let files = ExampleFiles(example.example.text)
    let found = try await example.findings(in: files.source)
    let expected = files.files.flatMap { file in file.marks.map { "\(file.path) \($0)" } }.sorted()
    #expect(found.map { "\($0.place.path) \($0.place.range)" }.sorted() == expected)
    #expect(example.example.isBad == !expected.isEmpty)
  }

  @Test(arguments: RuleExample.bad)
  func `reports with the stated severity and a message of the right form`(_ example: RuleExample) async throws {
    for finding in try await example.findings(in: ExampleFiles(example.example.text).source) {
      #expect(finding.severity == example.example.severity ?? example.rule.severity)
      // Code may hold anything.
      let words = finding.message.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset.isMultiple(of: 2) }.map(\.element).joined()
      #expect(!finding.message.hasSuffix(".") && !words.contains("!") && !finding.message.isEmpty)
      #expect(finding.message.first.map { !$0.isUppercase } ?? false, "\(finding.message)")
    }
  }

  @Test(arguments: RuleExample.bad)
  func `offers a fix only where the example shows what it makes`(_ example: RuleExample) async throws {
    let found = try await example.findings(in: ExampleFiles(example.example.text).source)
    if example.example.fixed == nil { #expect(found.allSatisfy { $0.fixes.isEmpty || example.number > 1 }) }
  }

  @Test(arguments: RuleExample.fixed)
  func `mends as stated, and finds nothing afterwards`(_ example: RuleExample) async throws {
    let source = ExampleFiles(example.example.text).source
    let fixed = try await example.fixed(source)
    #expect(texts(fixed) == texts(ExampleFiles(example.example.fixed ?? "").source))
    #expect(try await example.findings(in: fixed).isEmpty)
  }

  @Test(arguments: RuleExample.fixed)
  func `mends a file with CRLF alike`(_ example: RuleExample) async throws {
    func crlf(_ source: MemorySource) -> MemorySource {
      MemorySource(source.files.mapValues { $0.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] } })
    }
    let fixed = try await example.fixed(crlf(ExampleFiles(example.example.text).source))
    #expect(texts(fixed) == texts(crlf(ExampleFiles(example.example.fixed ?? "").source)))
  }

  /// What a failure can show.
  private func texts(_ source: MemorySource) -> [String] {
    source.files.sorted { $0.key < $1.key }.map { "\($0): \($1.asString)" }
  }
}
