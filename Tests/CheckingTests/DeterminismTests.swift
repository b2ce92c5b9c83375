import Documents
import Reporting
import SourceText
import TestSupport
import Testing

@testable import Checking

/// The same answer, byte for byte, however many cores there are.
@Suite struct DeterminismTests {
  private func files(seed: Int) -> [RepositoryPath: [UInt8]] {
    var generator = RepositoryGenerator(seed: seed)
    var files: [RepositoryPath: [UInt8]] = [:]
    var number = 0
    while files.count < 60 {
      let path = generator.pick(RepositoryGenerator.all.filter { !RepositoryGenerator.configurations.contains($0) })
      files[RepositoryPath("part\(number % 20)/\(path)")] = generator.content(of: path)
      number += 1
    }
    files["part3/ashlar.yaml"] = Array("ignore: [test/command]\nseverity:\n  test/env: error\n".utf8)
    files["ashlar.yaml"] = Array("select: [test/opt-in]\npaths:\n  'part4/**':\n    ignore: [test]\n".utf8)
    return files
  }

  @Test(arguments: 0..<4)
  func `is the same with one worker and with several`(_ seed: Int) async throws {
    let files = files(seed: seed)
    var answers: [[String]] = []
    var reports: [String] = []
    for workers in [1, 2, 4] {
      var session = try await session(MemorySource(files), workers: workers)
      let result = try await session.check()
      answers.append(result.facts)
      reports.append(ReportFormat.json.render(result, ReportContext(version: "0", today: "2026-01-01")))
    }
    #expect(answers[0].count > 60)
    #expect(answers[0] == answers[1], "seed \(seed)\n\(difference(answers[0], answers[1]))")
    #expect(answers[0] == answers[2], "seed \(seed)\n\(difference(answers[0], answers[2]))")
    #expect(Array(reports[0].utf8) == Array(reports[1].utf8) && Array(reports[0].utf8) == Array(reports[2].utf8))
  }

  @Test func `is ordered by path, place and rule`() async throws {
    let findings = try await check(files(seed: 9)).findings
    let keys = findings.map { ($0.place.path, $0.place.range, $0.rule.id) }
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 <= $1 })
  }

  private func check(_ files: [RepositoryPath: [UInt8]]) async throws -> CheckResult {
    var session = try await session(MemorySource(files))
    return try await session.check()
  }
}
