import Dockerfile
import Documents
import Reporting
import SourceText
import TestSupport
import Testing

@testable import Checking

/// A fingerprint names a finding for as long as what it is about stays.
@Suite struct FingerprintTests {
  @Test(arguments: 0..<200)
  func `stays while unrelated text comes`(_ seed: Int) async throws {
    var generator = RepositoryGenerator(seed: seed)
    let path: RepositoryPath = "api/Dockerfile"
    var files: [RepositoryPath: [UInt8]] = [path: generator.dockerfile(), ".dockerignore": generator.content(of: ".dockerignore")]
    for manifest in RepositoryGenerator.manifests where generator.random.oneIn(2) { files[manifest] = [] }
    let before = try await check(files)
    #expect(Set(before.fingerprints).count == before.findings.count, "seed \(seed)")

    let insertion = Insertion(files[path] ?? [], &generator)
    if let insertion { files[path] = insertion.text } else { files["unrelated/Dockerfile"] = Array("FROM scratch\nUSER 1\n".utf8) }
    let after = try await check(files)
    #expect(Set(after.fingerprints).count == after.findings.count, "seed \(seed)")
    // What is found in the new text itself may take a number from others at an equal address.
    let own = Set(
      after.findings.filter { $0.place.path == path && insertion?.range.contains($0.place.range.start) ?? false }.map(\.address))
    let kept = Set(after.findings.map(\.identity))
    for finding in before.findings where !own.contains(finding.address) {
      #expect(kept.contains(finding.identity), "seed \(seed): \(finding.fingerprint), \(insertion?.what ?? "a file") came")
    }
  }

  private func check(_ files: [RepositoryPath: [UInt8]]) async throws -> CheckResult {
    var session = try await session(MemorySource(files))
    return try await session.check()
  }

  @Test(arguments: [
    ("FROM a\n# ashlar: ignore[container/root-user] x\nRUN b\n", "ashlar/unused-suppression Dockerfile ignore[container/root-user] #1"),
    ("FROM a\n# ashlar: ignore[test/env] x\n\nRUN b\n", "ashlar/malformed-suppression Dockerfile ignore[test/env] #1"),
    ("FROM a AS b\nWORKDIR c\n", "test/workdir Dockerfile b/WORKDIR c #1"),
    ("FROM a\nWORKDIR c\nWORKDIR c\n", "test/workdir Dockerfile a/WORKDIR c #2"),
    ("FROM a\nRUN A=1 B=\"x y\" C=$(x y) make all\n", "test/command Dockerfile a/RUN make #1"),
    ("ARG A=1\nFROM a\n", "test/variable Dockerfile ARG A #1"),
    ("FROM a\nONBUILD ADD b /b\n", "container/add-instead-of-copy Dockerfile a/ONBUILD ADD b #1"),
    ("FROM a\nFROM a\nWORKDIR b\n", "test/workdir Dockerfile a/WORKDIR b #1"),
  ])
  func `says rule, file, place and number`(_ text: String, _ expected: String) async throws {
    let fingerprints = try await check(["Dockerfile": Array(text.utf8)]).fingerprints
    #expect(fingerprints.contains(expected), "\(fingerprints)")
  }

  @Test(arguments: 0..<60)
  func `holds no part of a secret`(_ seed: Int) async throws {
    var generator = RepositoryGenerator(seed: seed)
    var secrets: [String] = []
    var lines = ["FROM scratch AS build"]
    for template in Self.secretLines where generator.random.oneIn(2) {
      var line = ""
      for (index, part) in template.split(separator: "§", omittingEmptySubsequences: false).enumerated() {
        if index > 0 {
          // Letters that no other text here holds side by side.
          secrets.append(String((0..<(4 + generator.random.below(8))).map { _ in generator.pick(Array("QZXJV79")) }))
          line += secrets.last ?? ""
        }
        line += part
      }
      lines.append(line)
    }
    let result = try await check(["Dockerfile": Array((lines.joined(separator: "\n") + "\n").utf8)])
    let shown = result.fingerprints.joined(separator: "\n")
    for secret in secrets {
      let bytes = Array(secret.utf8)
      for start in 0...(bytes.count - 3) {
        let part = bytes[start..<(start + 3)].asString
        #expect(!shown.contains(part), "seed \(seed): `\(secret)` in\n\(result.fingerprints.filter { $0.contains(part) })")
      }
    }
  }

  @Test func `holds nothing of a value too short to be looked for`() async throws {
    let fingerprints = try await check(["Dockerfile": Array("FROM a\nADD https://me:Qz@example.com/x.txt ./a.txt /x\n".utf8)]).fingerprints
    #expect(fingerprints.allSatisfy { !$0.contains("Qz") }, "\(fingerprints)")
  }

  private static let secretLines = [
    "ENV PASSWORD=§", "ENV PASSWORD=\"§ §\"", "ENV API_KEY §", "ENV A=1 TOKEN='§ §' B=2", "ENV TOKEN=§\\ §", "ARG SECRET=§",
    "RUN PASSWORD=\"§ §\" make",
    "RUN TOKEN='§ §' make", "RUN TOKEN=§ make", "RUN export TOKEN=§ && make", "RUN TOKEN=$(echo §) make",
    "RUN curl -u user:§ https://example.com",
    "RUN curl https://user:§@example.com/x", "ADD https://user:§@example.com/a ./b /a", "ADD https://example.com/?token=§ ./b /a",
    "RUN mysql --password §",
    "RUN mysql --password=§", "LABEL token=§", "HEALTHCHECK CMD curl -u a:§ http://localhost", "CMD [\"PASSWORD=§\", \"x\"]",
    "RUN <<EOF\nexport PASSWORD=§\nEOF", "# password=§", "# ashlar: ignore[password=§] why", "WORKDIR /password=§", "USER token=§",
    "ONBUILD ENV TOKEN=§",
    "RUN --mount=type=secret,id=x PASSWORD=§ make", "TOKEN=§ make", "EXPOSE token=§", "COPY token=§ /x",
  ]
}

extension Finding {
  /// The fingerprint without its number.
  fileprivate var address: String { fingerprint.split(separator: " ").dropLast().joined(separator: " ") }

  /// The fingerprint with what it stands for.
  fileprivate var identity: String {
    "\(fingerprint)|\(place.excerpt.map { "\($0.text)|\($0.marked)" })"
  }
}

/// Unrelated text put between two instructions of a Dockerfile.
private struct Insertion {
  let text: [UInt8]
  let range: SourceRange
  let what: String

  /// Nil where the text has no place for it, or a file is to come instead.
  init?(_ bytes: [UInt8], _ generator: inout RepositoryGenerator) {
    let tree = DockerfileTree(parsing: bytes)
    // Behind an instruction, and so above the comments that belong to the next.
    var places: [(offset: Int, isBeforeStage: Bool)] = []
    for (index, instruction) in tree.instructions.enumerated() {
      guard let newline = bytes[instruction.range.end...].firstIndex(of: 0x0A) else { continue }
      let isBeforeStage =
        index + 1 < tree.instructions.count && tree.instructions[index + 1].keyword == .from && tree.stage(containing: index) != nil
      places.append((newline + 1, isBeforeStage))
    }
    guard !places.isEmpty, !generator.random.oneIn(6) else { return nil }
    let place = generator.pick(places)
    var choices = ["\n", "# unrelated\n", "LABEL unrelated=1\n", "  STOPSIGNAL SIGTERM\n"]
    if place.isBeforeStage {
      choices += ["FROM scratch AS unrelated\nLABEL a=b\n", "FROM node:20\nLABEL a=b\n", "FROM node:20 AS build2\nRUN npm ci\n"]
    }
    what = generator.pick(choices)
    let inserted = Array(what.utf8)
    text = bytes[..<place.offset] + inserted + bytes[place.offset...]
    range = SourceRange(place.offset, place.offset + inserted.count)
  }
}
