import Dockerfile
import Documents
import SourceText
import Standards
import Synchronization
import Testing

@testable import Checking

/// What a session reads and judges again when it is told of a change, one change at a time.
@Suite struct UpdateDetailTests {
  private static let text = Array("FROM a\nWORKDIR b\n".utf8)

  private func disk() -> Disk {
    Disk([
      "Dockerfile": Self.text, "api/Dockerfile": Self.text, "web/Dockerfile": Self.text,
      "Dockerfile.notes": Array("These are notes.\n".utf8), ".dockerignore": [],
      "package.json": [], "ashlar.yaml": [], "api/ashlar.yaml": Array("ignore: [G9]\n".utf8), "a-b/ashlar.yaml": [],
    ])
  }

  /// A rule that keeps count of the files it judges.
  private func counting() -> (rules: RuleSet, take: @Sendable () -> [RepositoryPath]) {
    let judged = Judged()
    let rule = Rule.artificial(
      "test/count", .note, [.G9], check: .document { document, _ in judged.paths.withLock { $0.append(document.path) } })
    return (
      RuleSet([rule, .finds(.workdir, as: "test/workdir", .warning, [.G9])]),
      {
        judged.paths.withLock { paths in
          defer { paths = [] }
          return paths.sorted()
        }
      }
    )
  }

  private final class Judged: Sendable {
    let paths = Mutex<[RepositoryPath]>([])
  }

  @Test func `reads and judges what was named, and nothing else`() async throws {
    let disk = disk()
    let (rules, judged) = counting()
    var session = try await session(disk, rules: rules)
    #expect(judged() == ["Dockerfile", "web/Dockerfile"])
    let cases: [(changes: [Workspace.Change], reads: [RepositoryPath], judged: [RepositoryPath])] = [
      ([.wrote("Dockerfile")], ["Dockerfile"], ["Dockerfile"]), ([.wrote("package.json")], [], []),
      ([.wrote("README.md"), .removed("README.md")], [], []),
      ([.wrote("Dockerfile", Self.text + Self.text)], [], ["Dockerfile"]), ([.wrote("Dockerfile.notes")], ["Dockerfile.notes"], []),
      ([.wrote(".dockerignore")], [".dockerignore"], []), ([.removed("web/Dockerfile")], [], []),
      ([.relisted], ["web/Dockerfile"], ["web/Dockerfile"]), ([.relisted], [], []),
      ([], [], []), ([.wrote("ashlar.yaml")], ["ashlar.yaml"], []),
      ([.wrote("ashlar.yaml", Array("exclude: [web]\n".utf8))], [], ["Dockerfile"]),
      // Only what is newly let in is read.
      ([.wrote("ashlar.yaml")], ["ashlar.yaml", "web/Dockerfile"], ["Dockerfile", "web/Dockerfile"]),
    ]
    _ = disk.takeReads()
    for (changes, reads, expected) in cases {
      try await session.update(changes)
      #expect(disk.takeReads() == reads, "\(changes)")
      #expect(judged() == expected, "\(changes)")
    }
  }

  @Test func `judges no more where another revision sets the policy`() async throws {
    let (rules, judged) = counting()
    var options = CheckOptions()
    options.policyFrom = EarlierPolicy(source: MemorySource([:]), configurations: [])
    var session = try await session(disk(), rules: rules, options: options)
    _ = judged()
    try await session.update([.wrote("Dockerfile")])
    #expect(judged() == ["Dockerfile"])
    try await session.update([.wrote("ashlar.yaml", Array("exclude: ['**']\n".utf8))])
    #expect(judged() == [])
  }

  @Test func `keeps what an editor holds`() async throws {
    let disk = disk()
    var session = try await session(disk, rules: counting().rules)
    func places() async throws -> [String] { try await session.check().findings.map { "\($0.place.path):\($0.place.start.line)" } }
    try await session.update([.wrote("Dockerfile", Array("FROM a\n\n\nWORKDIR b\n".utf8)), .wrote("new/Dockerfile", Self.text)])
    #expect(try await places() == ["Dockerfile:4", "new/Dockerfile:2", "web/Dockerfile:2"])
    // Neither a new listing nor being left out for a while loses it.
    try await session.update([.relisted])
    #expect(try await places() == ["Dockerfile:4", "new/Dockerfile:2", "web/Dockerfile:2"])
    try await session.update([.wrote("ashlar.yaml", Array("exclude: [Dockerfile]\n".utf8))])
    #expect(try await places() == [])
    try await session.update([.removed("ashlar.yaml")])
    #expect(try await places() == ["Dockerfile:4", "new/Dockerfile:2", "web/Dockerfile:2"])
    // Until the source is to be read, or the file is gone.
    try await session.update([.wrote("Dockerfile"), .removed("new/Dockerfile")])
    #expect(try await places() == ["Dockerfile:2", "web/Dockerfile:2"])
  }

  @Test func `says what could not be read, until it can be or is excluded`() async throws {
    let disk = disk()
    disk["Dockerfile"]?.isReadable = false
    var session = try await session(disk, rules: RuleSet(RuleSet.all.rules + counting().rules.rules))
    func unread() async throws -> [String] { try await session.check().notChecked.map { "\($0.path) \($0.reason)" } }
    #expect(try await unread() == ["Dockerfile permission denied"])
    try await session.update([.wrote("ashlar.yaml", Array("exclude: [/Dockerfile]\n".utf8))])
    #expect(try await unread() == [])
    try await session.update([.wrote("ashlar.yaml", [])])
    #expect(try await unread() == ["Dockerfile permission denied"])
    disk["Dockerfile"]?.isReadable = true
    try await session.update([.relisted])
    #expect(try await unread() == [])
  }

  @Test func `sees a file become a link, and a link a file`() async throws {
    let disk = disk()
    var session = try await session(disk, rules: counting().rules)
    func places() async throws -> [String] { try await session.check().findings.map { "\($0.place.path)" } }
    disk["web/Dockerfile"]?.kind = .symbolicLink
    try await session.update([.relisted])
    #expect(try await places() == ["Dockerfile"])
    disk["web/Dockerfile"]?.kind = .file
    try await session.update([.relisted])
    #expect(try await places() == ["Dockerfile", "web/Dockerfile"])
  }

  @Test func `refuses what a fresh session refuses, and is healed like one`() async throws {
    var session = try await session(disk(), rules: counting().rules)
    try await session.update([
      .wrote("api/ashlar.yaml", Array("ignored: [x]\n".utf8)), .wrote("ashlar.yaml", Array("b\n".utf8)),
      .wrote("a-b/ashlar.yaml", Array("c\n".utf8)),
    ])
    let answer = await session.answer()
    // The root's first.
    let files = answer.joined(separator: "\n").split(separator: "\n").compactMap { $0.split(separator: " ").dropFirst().first }
    #expect(files == ["ashlar.yaml:1:1:", "a-b/ashlar.yaml:1:1:", "api/ashlar.yaml:1:1:"], "\(answer)")
    try await session.update([.wrote("Dockerfile", Array("FROM a\nWORKDIR b\nWORKDIR c\n".utf8))])
    try await session.update([.wrote("api/ashlar.yaml", []), .removed("ashlar.yaml"), .wrote("a-b/ashlar.yaml", [])])
    #expect(
      try await session.check().places == [
        "Dockerfile:2:1 warning test/workdir", "Dockerfile:3:1 warning test/workdir", "api/Dockerfile:2:1 warning test/workdir",
        "web/Dockerfile:2:1 warning test/workdir",
      ])
  }
}
