import Dockerfile
import Documents
import Infrastructure
import SourceText
import Testing

@testable import Checking

/// Files are read again where something was found in them, and must be what they were.
@Suite struct LastPassTests {
  private static let finding = Rule.finds(.workdir, as: "test/workdir")
  private static let reaching = Rule.artificial(
    "test/reaching",
    check: .each(ContextCopy.self) { copy, report in
      report.found("is copied", at: copy.range, related: [.init("here", at: .at(0), in: copy.context.folder.appending(copy.file.bytes))])
    })

  private func answer(_ rules: [Rule], changing path: RepositoryPath, to bytes: [UInt8]?) async throws -> [String] {
    let disk = Disk([
      "Dockerfile": Array("FROM a\nWORKDIR b\nCOPY package.json go.mod ./\n".utf8), "clean/Dockerfile": Array("FROM a\n".utf8),
      "package.json": [], "go.mod": [],
      ".dockerignore": Array("x\n".utf8),
    ])
    var session = try await session(disk, rules: RuleSet(rules))
    disk[path] = bytes.map { .init(bytes: $0) }
    return await session.answer().filter { $0.hasPrefix("refused") }
  }

  @Test func `refuses a file that changed since it was judged`() async throws {
    let refusal = ["refused: Dockerfile changed while it was read; run the check again"]
    #expect(
      try await answer([Self.finding], changing: "Dockerfile", to: Array("FROM a\nWORKDIR c\nCOPY package.json go.mod ./\n".utf8))
        == refusal)
    #expect(try await answer([Self.finding], changing: "Dockerfile", to: []) == refusal)
    #expect(try await answer([Self.finding], changing: "Dockerfile", to: nil) == refusal)
    #expect(
      try await answer([Self.finding], changing: "Dockerfile", to: Array("FROM a\nWORKDIR b\nCOPY package.json go.mod ./\n".utf8)) == [])
  }

  @Test func `refuses a file that is named beside`() async throws {
    let excluding = Rule.artificial(
      "test/beside",
      check: .each(FinalStage.self) { stage, report in
        report.found("x", at: stage.imageRange, related: [.init("here", at: .at(0), in: ".dockerignore")])
      })
    #expect(
      try await answer([excluding], changing: ".dockerignore", to: Array("y\n".utf8)) == [
        "refused: .dockerignore changed while it was read; run the check again"
      ])
    // What was only listed has nothing to be compared with.
    #expect(try await answer([Self.reaching], changing: "package.json", to: Array("{}".utf8)) == [])
    #expect(try await answer([Self.reaching], changing: "package.json", to: nil) == [])
  }

  @Test func `does not look again at what nothing was found in`() async throws {
    #expect(try await answer([Self.finding], changing: "clean/Dockerfile", to: []) == [])
    #expect(try await answer([Self.finding], changing: ".dockerignore", to: []) == [])
    let disk = Disk(["Dockerfile": Array("FROM a\nWORKDIR b\nWORKDIR c\n".utf8), "clean/Dockerfile": Array("FROM a\n".utf8)])
    var session = try await session(disk, rules: RuleSet([Self.finding]))
    _ = disk.takeReads()
    _ = try await session.check()
    #expect(disk.takeReads() == ["Dockerfile"])
  }

  @Test func `answers again once it is told`() async throws {
    let disk = Disk(["Dockerfile": Array("FROM a\nWORKDIR b\n".utf8)])
    var session = try await session(disk, rules: RuleSet([Self.finding]))
    disk["Dockerfile"]?.bytes = Array("FROM a\n\nWORKDIR b\n".utf8)
    #expect(await session.answer().count == 1)
    try await session.update([.wrote("Dockerfile")])
    #expect(try await session.check().places == ["Dockerfile:3:1 warning test/workdir"])
  }

  @Test func `shows no text of files unmasked or unescaped`() async throws {
    let telling = Rule.artificial(
      "test/telling",
      check: .document { document, report in
        let text = document.tree.bytes.asString
        report.found(
          "says \(text)", at: .at(0), related: [.init("says \(text)", at: .at(0), in: ".dockerignore")],
          fix: .safe("write \(text)", .replace(.at(0), with: "\(text)")))
      })
    let crossing = Rule.artificial(
      "test/crossing",
      check: .document { _, report in
        // A message that quotes another file's secret.
        report.found("has elsewhere4you", at: .at(0), related: [.init("here", at: .at(0), in: ".dockerignore")])
      })
    let files = [
      "Dockerfile": "FROM a\nENV PASSWORD=hunter2hunter2\nLABEL a=\u{1B}[31m\u{202E}\n", ".dockerignore": "password=elsewhere4you\n",
    ]
    for finding in try await check(files, rules: RuleSet([telling, crossing])).findings {
      let shown = [finding.message] + finding.related.map(\.message) + (finding.fix.map { [$0.description] } ?? [])
      for text in shown {
        #expect(!text.unicodeScalars.contains(where: Display.mustBeEscaped), "\(text.debugDescription)")
      }
      for text in shown + (finding.fix?.edits ?? []).map(\.shownText) {
        #expect(!text.contains("hunter2") && !text.contains("elsewhere4you"), "\(text.debugDescription)")
      }
    }
  }

  private static let lineCases: [(lines: [ClosedRange<Int>], expected: [String])] = [
    ([2...2], ["2"]), ([1...1], ["1-2"]), ([3...9], ["3", "4-6"]), ([5...5], ["4-6"]), ([7...7], []), ([1...1, 6...7], ["1-2", "4-6"]),
    ([], []),
  ]

  @Test(arguments: lineCases)
  func `reports what touches the lines asked for`(_ lines: [ClosedRange<Int>], _ expected: [String]) async throws {
    // A range that ends with its line break does not touch the next line.
    let rule = Rule.artificial(
      "test/range",
      check: .document { document, report in
        let index = LineIndex(document.tree.bytes)
        for (first, last, name) in [(1, 1, "1-2"), (2, 2, "2"), (3, 3, "3"), (4, 6, "4-6")] {
          report.found(name, at: index.fullRange(ofLine: first).union(index.fullRange(ofLine: last)))
        }
      })
    var options = CheckOptions()
    options.lines = ["Dockerfile": lines]
    let result = try await check(
      ["Dockerfile": "FROM a\nRUN b\nRUN c\nRUN d \\\n e \\\n f\nRUN g\n"], rules: RuleSet([rule]), options: options)
    #expect(result.findings.map(\.message) == expected)
  }

  @Test func `reports only on the paths asked for, and counts what the baseline knows`() async throws {
    let files = ["Dockerfile": "FROM a\nWORKDIR b\n", "api/Dockerfile": "FROM a\nWORKDIR b\n", "api-2/Dockerfile": "FROM a\nWORKDIR b\n"]
    var options = CheckOptions()
    options.paths = ["api"]
    #expect(try await check(files, rules: RuleSet([Self.finding]), options: options).places == ["api/Dockerfile:2:1 warning test/workdir"])
    options.paths = []
    options.baseline = Baseline(parsing: Array("# known\r\ntest/workdir Dockerfile a/WORKDIR b #1\r\n\r\ntest/workdir gone #1".utf8))
    let result = try await check(files, rules: RuleSet([Self.finding]), options: options)
    #expect(result.findings.map(\.place.path) == ["api-2/Dockerfile", "api/Dockerfile"] && result.baselinedCount == 1)
  }
}
