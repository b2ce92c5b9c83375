import Checking
import Dockerfile
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
  ///
  /// - Parameter selected: the rule that is switched on, where it is another.
  func findings(in source: MemorySource, selecting selected: Rule? = nil) async throws -> [Finding] {
    // The rule among all that are on by default, so that suppressions and superseding rules count.
    let configuration = example.configuration(for: selected ?? rule)
    let files = MemorySource(source.files.merging(configuration.files) { $1 })
    var session = try await Session(workspace: Workspace(source: files, workers: 1), rules: .all)
    await session.load()
    return try await session.check().findings.filter { $0.rule.id == rule.id }
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
    if example.example.fixed == nil { #expect(found.allSatisfy { $0.fix == nil || example.number > 1 }) }
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

  @Test(arguments: RuleExample.bad)
  func `finds the same behind a byte order mark and behind a comment in another script`(_ example: RuleExample) async throws {
    let source = ExampleFiles(example.example.text).source
    let before = try await example.findings(in: source).map { "\($0.place.path) \($0.place.range)" }
    for insertion in ["\u{FEFF}", "# é 漢 🚀\n"] {
      let shifted = MemorySource(
        source.files.mapValues { bytes in
          let isMark = insertion == "\u{FEFF}"
          let place = isMark ? 0 : headLength(bytes)
          return Array(bytes[..<place]) + Array(insertion.utf8) + Array(bytes[place...])
        })
      let after = try await example.findings(in: shifted).map { finding in
        let place = insertion == "\u{FEFF}" ? 0 : headLength(source.files[finding.place.path] ?? [])
        // What is said of the file as a whole stays at its start.
        let isBehind = finding.place.range.start >= place && finding.place.range != .at(0)
        return "\(finding.place.path) \(isBehind ? finding.place.range.shifted(by: -insertion.utf8.count) : finding.place.range)"
      }
      #expect(after == before, "\(insertion.debugDescription)")
    }
  }

  /// The lines that must stay at the head: directives.
  private func headLength(_ bytes: [UInt8]) -> Int {
    var length = 0
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      guard line.asString.lowercased().contains(/^#\s*(syntax|escape|check)\s*=/) else { break }
      length += line.count + 1
    }
    return min(length, bytes.count)
  }

  @Test(arguments: RuleExample.bad.filter { $0.rule.section != "ashlar" })
  func `is silenced by a comment above the construct, and the comment is not called unused`(_ example: RuleExample) async throws {
    let source = ExampleFiles(example.example.text).source
    var files = source.files
    for (path, findings) in Dictionary(grouping: try await example.findings(in: source), by: \.place.path) {
      guard let bytes = files[path] else { continue }
      let tree = DockerfileTree(parsing: bytes)
      let starts = Set(
        findings.filter { $0.place.range != .at(0) }.compactMap {
          tree.instruction(at: $0.place.range.start).map { tree.instructions[$0].range.start }
        })
      var text = bytes
      if findings.contains(where: { $0.place.range == .at(0) }) {
        text = Array("# ashlar: ignore-file[\(example.rule.id)] tested\n".utf8) + text
      }
      for start in starts.sorted(by: >) {
        let line = (bytes[..<start].lastIndex(of: 0x0A) ?? -1) + 1
        text.insert(contentsOf: Array("# ashlar: ignore[\(example.rule.id)] tested\n".utf8), at: line)
      }
      files[path] = text
    }
    #expect(try await example.findings(in: MemorySource(files)).isEmpty)
    let unused = RuleExample(rule: try #require(RuleSet.all.rule("ashlar/unused-suppression")), example: example.example, number: 0)
    #expect(try await unused.findings(in: MemorySource(files), selecting: example.rule).isEmpty)
  }

  /// What a failure can show.
  private func texts(_ source: MemorySource) -> [String] {
    source.files.sorted { $0.key < $1.key }.map { "\($0): \($1.asString)" }
  }
}
