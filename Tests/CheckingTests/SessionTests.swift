import Checking
import Documents
import Infrastructure
import SourceText
import Standards
import Synchronization
import Testing

/// What holds from the first byte to the finding, whatever rules there are.
@Suite struct SessionTests {
  private func check(
    _ files: [RepositoryPath: String], rules: RuleSet = .all, options: CheckOptions = CheckOptions()
  ) async throws -> CheckResult {
    let source = MemorySource(files.mapValues { Array($0.utf8) })
    var session = try await Session(workspace: Workspace(source: source, workers: 1), rules: rules, options: options)
    await session.load()
    return try await session.check()
  }

  private func check(_ dockerfile: String, rules: RuleSet = .all) async throws -> CheckResult {
    try await check(["Dockerfile": dockerfile], rules: rules)
  }

  private func fixed(_ dockerfile: String, includesUnsafe: Bool) async throws -> String {
    let source = MemorySource(["Dockerfile": Array(dockerfile.utf8)])
    var session = try await Session(workspace: Workspace(source: source, workers: 1), rules: .all)
    await session.load()
    return try await session.fix(includesUnsafe: includesUnsafe).files["Dockerfile"]?.new.asString ?? dockerfile
  }

  private func rule(_ check: Check) -> RuleSet {
    RuleSet([Rule("container/made-up", [], .warning, summary: "S.", rationale: "R.", examples: [], check: check)])
  }

  @Test(arguments: [
    // A new tag, as a bot brings it every week.
    "FROM node:22\nADD a /a\nCMD [\"x\"]\n",
    // A stage that has nothing to do with it.
    "FROM node:20\nUSER node\nRUN npm ci\n\nFROM node:20\nADD a /a\nCMD [\"x\"]\n",
    // A variable that has nothing to do with it.
    "FROM node:20\nENV DB_PASSWORD=node\nADD a /a\nCMD [\"x\"]\n",
  ])
  func `an unrelated change keeps every fingerprint`(_ changed: String) async throws {
    let before = try await check("FROM node:20\nADD a /a\nCMD [\"x\"]\n").findings.map(\.fingerprint)
    #expect(Set(before).isSubset(of: try await check(changed).findings.map(\.fingerprint)))
  }

  @Test func `silencing one finding keeps the fingerprint of its neighbour`() async throws {
    let before = try await check("FROM scratch\nUSER 1\nADD b /x\nADD b /y\n").findings
    let after = try await check("FROM scratch\nUSER 1\n# ashlar: ignore[container/add-instead-of-copy] x\nADD b /x\nADD b /y\n").findings
    #expect(after.last?.fingerprint == before.last?.fingerprint)
  }

  @Test(arguments: [
    "RUN adduser -S app && echo \"app:Sup3rS3cret\" | chpasswd", "RUN PGPASSWORD=Sup3rS3cret psql && adduser -S app",
    "RUN MYSQL_PWD=Sup3rS3cret mysql && adduser -S app", "RUN ID_TOKEN=Sup3rS3cret x && adduser -S app",
    "RUN DB_PASSWORD=${X:-Sup3rS3cret} x && adduser -S app", "RUN curl -u me:Sup3rS3cret https://x && adduser -S app",
  ])
  func `no excerpt shows a secret`(_ run: String) async throws {
    for finding in try await check("FROM alpine:3.20\n\(run)\nCMD [\"x\"]\n").findings {
      for line in finding.place.excerpt + finding.related.flatMap(\.place.excerpt) { #expect(!line.text.contains("Sup3rS3cret")) }
    }
  }

  @Test func `a fix's description holds no control characters`() async throws {
    let found = try await check("FROM alpine:3.20\nRUN adduser -S ap\u{1B}[31mp\nCMD [\"x\"]\n").findings
    #expect(found.compactMap(\.fix).allSatisfy { !$0.description.unicodeScalars.contains("\u{1B}") })
  }

  @Test(arguments: [
    "# nosemgrep", "# kics-scan ignore-line", "# trivy:ignore:DS-0002", "# checkov:skip=CKV_DOCKER_2,CKV_DOCKER_3",
    "# tally ignore=all,DL3020",
  ])
  func `another tool's comment is not deleted as safe`(_ comment: String) async throws {
    let text = "FROM node:20\nUSER node\n\(comment)\nRUN curl http://x | sh\n"
    #expect(try await fixed(text, includesUnsafe: false) == text)
  }

  @Test(arguments: [
    "# nosemgrep: dockerfile.security.missing-user.missing-user", "# trivy:ignore:AVD-DS-0002", "# trivy:ignore:DS002",
  ])
  func `a peer's comment counts in the form the peer documents`(_ comment: String) async throws {
    #expect(try await check("# syntax=docker/dockerfile:1\n\(comment)\nFROM node:20\nCMD [\"x\"]\n").findings.isEmpty)
  }

  @Test func `BuildKit's check directive counts whatever the order of its parts`() async throws {
    #expect(try await check("# check=error=true;skip=WorkdirRelativePath\nFROM node:20\nUSER node\nWORKDIR app\n").findings.isEmpty)
  }

  @Test func `a line goes above the comments of the instruction it stands before`() async throws {
    let text = try await fixed("FROM alpine:3.20\nRUN adduser -S app\n# hadolint ignore=DL3025\nCMD /app\n", includesUnsafe: true)
    #expect(text == "FROM alpine:3.20\nRUN adduser -S app\nUSER app\n# hadolint ignore=DL3025\nCMD /app\n")
  }

  /// Its third read answers another text than the two before.
  private final class ChangingSource: Source {
    let reads = Mutex(0)
    func list() -> FileListing { FileListing([.init("Dockerfile")]) }
    func read(_ path: RepositoryPath) -> [UInt8] {
      let count = reads.withLock {
        $0 += 1
        return $0
      }
      return Array((count < 3 ? "FROM scratch\nUSER 1\nADD a /a\n" : "FROM debian AS somebody-wrote-this\n").utf8)
    }
  }

  @Test func `a file that changed since it was checked is not rewritten`() async throws {
    let source = ChangingSource()
    var session = try await Session(workspace: Workspace(source: source, workers: 1), rules: .all)
    await session.load()
    let files = try? await session.fix(includesUnsafe: false).files
    #expect(files?["Dockerfile"] == nil)
  }

  @Test func `two manifests that one pattern names are two findings`() async throws {
    let found = try await check([
      "Dockerfile": "FROM node:20\nCOPY package*.json ./\nRUN npm ci\nUSER node\n", ".dockerignore": "package*\n", "package.json": "{}",
      "package-lock.json": "{}",
    ]).findings
    #expect(found.count { $0.rule.id == "container/ignore-file-excludes-manifest" } == 2)
  }

  @Test func `of two findings at one place the graver one stays`() async throws {
    let made = rule(
      .each(FinalStage.self) { stage, report in
        report.found("a lesser thing", at: stage.imageRange, severity: .note)
        report.found("b graver thing", at: stage.imageRange, severity: .error)
      })
    #expect(try await check("FROM scratch\n", rules: made).findings.map(\.severity).max() == .error)
  }

  @Test func `a configured severity makes nothing certain`() async throws {
    let found = try await check([
      "Dockerfile": "FROM registry.example.com/base:4\nCMD [\"x\"]\n", "ashlar.yaml": "severity:\n  container/missing-user: error\n",
    ]).findings
    #expect(found.map(\.severity) == [.note])
  }

  private struct Options: RuleOptions {
    var names: [String] = []
    static let keys = [OptionKey("names", "names", \Self.names)]
  }

  @Test func `a nested configuration gives options to rules over the graph too`() async throws {
    let made = rule(
      .each(FinalStage.self, options: Options.self) { stage, options, report in
        report.found("names are \(options.names)", at: stage.imageRange)
      })
    let found = try await check(
      [
        "api/Dockerfile": "FROM scratch\n", "api/ashlar.yaml": "rules:\n  container/made-up:\n    names: [here]\n",
      ], rules: made
    ).findings
    #expect(found.map(\.message) == ["names are [\"here\"]"])
  }

  @Test func `a word inside a command does not make a file generated`() async throws {
    #expect(try await check("FROM node:20\nRUN protoc --out /src/@generated\nADD a /a\n").findings.count == 2)
  }

  @Test func `prose that names a program drops no privilege`() async throws {
    #expect(try await check("FROM ubuntu:24.04\nRUN echo \"no gosu here\"\nCMD [\"x\"]\n").findings.map(\.severity) == [.warning])
  }
}
