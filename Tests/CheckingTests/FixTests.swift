import Dockerfile
import Documents
import Infrastructure
import SourceText
import Testing

@testable import Checking

/// Fixes are applied whole or not at all, together where they can be, and until nothing is left to mend.
@Suite struct FixTests {
  private func rule(_ keyword: DockerfileKeyword, _ id: String, _ fix: @escaping @Sendable (DockerfileInstruction) -> Fix?) -> Rule {
    .finds(keyword, as: id, fix: fix)
  }

  private func fix(
    _ files: [String: String], _ rules: [Rule], includesUnsafe: Bool = false
  ) async throws -> (
    files: [String: String], fixedCount: Int, remaining: CheckResult, rounds: Int
  ) {
    var session = try await session(files, rules: RuleSet(rules))
    let parsed = session.workspace.parsedCount
    let outcome = try await session.fix(includesUnsafe: includesUnsafe)
    let changed = Dictionary(outcome.files.map { ($0.key.description, $0.value.new.asString) }) { one, _ in one }
    return (changed, outcome.fixedCount, outcome.remaining, session.workspace.parsedCount - parsed)
  }

  private func plan(
    _ files: [String: String], _ rules: [Rule], includesUnsafe: Bool = false
  ) async throws -> (files: [String: String], fixedCount: Int) {
    var session = try await session(files, rules: RuleSet(rules))
    let findings = try await session.check().findings
    let workspace = session.workspace
    let plan = FixPlan(findings, includesUnsafe: includesUnsafe) { try? workspace.read($0) }
    return (Dictionary(plan.files.map { ($0.key.description, $0.value.asString) }) { one, _ in one }, plan.fixedCount)
  }

  @Test func `lets the second of two that conflict wait for the next round`() async throws {
    let rules = [
      rule(.expose, "a/once") { $0.text.string == "80" ? .safe("", .replace($0.range, with: "EXPOSE 81")) : nil },
      rule(.expose, "b/other") { $0.text.string.hasPrefix("8") ? .safe("", .replace($0.range, with: "EXPOSE 9" + $0.text.string)) : nil },
    ]
    let first = try await plan(["Dockerfile": "FROM a\nEXPOSE 80\n"], rules)
    #expect(first.files == ["Dockerfile": "FROM a\nEXPOSE 81\n"] && first.fixedCount == 1)
    let outcome = try await fix(["Dockerfile": "FROM a\nEXPOSE 80\n"], rules)
    #expect(outcome.files == ["Dockerfile": "FROM a\nEXPOSE 981\n"] && outcome.fixedCount == 2 && outcome.rounds == 2)
  }

  @Test func `takes two that touch different places of one line together`() async throws {
    let rules = [
      rule(.workdir, "a/keyword") { .safe("", .replace($0.keywordRange, with: "workdir")) },
      rule(.workdir, "b/place") { .safe("", .replace(SourceRange($0.range.end - 1, $0.range.end), with: "b")) },
    ]
    let plan = try await plan(["Dockerfile": "FROM a\nWORKDIR /a\n"], rules)
    #expect(plan.files == ["Dockerfile": "FROM a\nworkdir /b\n"] && plan.fixedCount == 2)
  }

  @Test func `does not put two groups of lines in at one place`() async throws {
    let rules = ["a/a", "b/b"].map { id in rule(.workdir, id) { .safe("", .insertLineAbove($0.range, "# \(id)")) } }
    let plan = try await plan(["Dockerfile": "FROM a\nWORKDIR /a\n"], rules)
    #expect(plan.files == ["Dockerfile": "FROM a\n# a/a\nWORKDIR /a\n"] && plan.fixedCount == 1)
  }

  @Test func `changes several files, or none of them`() async throws {
    let twoFiles = rule(.workdir, "a/two") {
      .safe("", .replace($0.keywordRange, with: "workdir"), .removeLines(SourceRange(0, 1), in: "other.txt"))
    }
    let first = try await plan(["Dockerfile": "FROM a\nWORKDIR /a\n", "other.txt": "one\ntwo\n"], [twoFiles])
    #expect(first.files == ["Dockerfile": "FROM a\nworkdir /a\n", "other.txt": "two\n"] && first.fixedCount == 1)
    // The second conflicts in one file only, and is left out of the other too.
    let second = try await plan(["Dockerfile": "FROM a\nWORKDIR /a\nWORKDIR /b\n", "other.txt": "one\ntwo\n"], [twoFiles])
    #expect(second.files == ["Dockerfile": "FROM a\nworkdir /a\nWORKDIR /b\n", "other.txt": "two\n"] && second.fixedCount == 1)
    // A file that is not there cannot be changed.
    let third = try await plan(["Dockerfile": "FROM a\nWORKDIR /a\n"], [twoFiles])
    #expect(third.files.isEmpty && third.fixedCount == 0)
  }

  @Test func `creates a file once, and only where there is none`() async throws {
    let creating = rule(.workdir, "a/create") {
      .safe("", .replace($0.keywordRange, with: "workdir"), .create("new.txt", content: "new\n"))
    }
    let first = try await plan(["Dockerfile": "FROM a\nWORKDIR /a\nWORKDIR /b\n"], [creating])
    #expect(first.files == ["Dockerfile": "FROM a\nworkdir /a\nWORKDIR /b\n", "new.txt": "new\n"] && first.fixedCount == 1)
    let second = try await plan(["Dockerfile": "FROM a\nWORKDIR /a\n", "new.txt": "old\n"], [creating])
    #expect(second.files.isEmpty && second.fixedCount == 0)
  }

  @Test func `leaves what may change behaviour, unless it is asked for`() async throws {
    let rules = [rule(.workdir, "a/unsafe") { .unsafe("", .removeLines($0.range)) }]
    let files = ["Dockerfile": "FROM a\nWORKDIR /a\n"]
    #expect(try await fix(files, rules).files.isEmpty)
    let outcome = try await fix(files, rules, includesUnsafe: true)
    #expect(outcome.files == ["Dockerfile": "FROM a\n"] && outcome.remaining.findings.isEmpty)
  }

  @Test func `ends where two undo each other, and then has changed nothing`() async throws {
    let rules = [
      rule(.label, "a/there") { $0.text.string == "a=b" ? .safe("", .replace($0.range, with: "LABEL c=d")) : nil },
      rule(.label, "b/back") { $0.text.string == "c=d" ? .safe("", .replace($0.range, with: "LABEL a=b")) : nil },
    ]
    let outcome = try await fix(["Dockerfile": "FROM a\nLABEL a=b\n"], rules)
    #expect(outcome.rounds == Session.fixRounds && outcome.files.isEmpty)
  }

  @Test func `ends where a fix never mends`() async throws {
    let outcome = try await fix(
      ["Dockerfile": "FROM a\nLABEL a=b\n"], [rule(.label, "a/grow") { .safe("", .insertLineAbove($0.range, "# more")) }])
    #expect(
      outcome.rounds == Session.fixRounds
        && outcome.files == ["Dockerfile": "FROM a\n" + String(repeating: "# more\n", count: 10) + "LABEL a=b\n"])
  }

  @Test func `changes nothing that others or programs wrote`() async throws {
    let reaching = rule(.workdir, "a/reach") { _ in .safe("", .removeLines(SourceRange(0, 1), in: "vendor/x/Dockerfile")) }
    var session = try await session(["Dockerfile": "FROM a\nWORKDIR /a\n", "vendor/x/Dockerfile": "FROM a\n"], rules: RuleSet([reaching]))
    #expect(try await session.check().findings.map { $0.fix == nil ? 0 : 1 } == [0])
  }

  private struct LineEnds: Sendable, CustomTestStringConvertible {
    let isCRLF: Bool, hasMark: Bool, endsInBreak: Bool

    func applied(to text: String) -> String {
      let body = endsInBreak ? text : String(text.dropLast())
      let broken = isCRLF ? body.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n") : body
      return hasMark ? "\u{FEFF}" + broken : broken
    }

    var testDescription: String { "\(isCRLF ? "CRLF" : "LF")\(hasMark ? ", BOM" : "")\(endsInBreak ? "" : ", no break at the end")" }
    static let all = (0..<8).map { LineEnds(isCRLF: $0 & 1 != 0, hasMark: $0 & 2 != 0, endsInBreak: $0 & 4 != 0) }
  }

  @Test(arguments: LineEnds.all)
  private func `keeps line ends and byte order mark`(_ ends: LineEnds) async throws {
    typealias Change = @Sendable (DockerfileInstruction) -> Fix.Change
    let cases: [(change: Change, before: String, after: String)] = [
      ({ .replace($0.range, with: "USER b\nUSER c") }, "FROM a\nUSER a\nCMD d\n", "FROM a\nUSER b\nUSER c\nCMD d\n"),
      ({ .replace($0.range, with: "USER b") }, "USER a\n", "USER b\n"),
      ({ .insertLineAbove($0.range, "# one\n# two") }, "FROM a\n  USER a\nCMD d\n", "FROM a\n  # one\n  # two\n  USER a\nCMD d\n"),
      ({ .insertLineAbove($0.range, "# one") }, "  USER a\nCMD d\n", "  # one\n  USER a\nCMD d\n"),
      ({ .insertLineBelow($0.range, "# one\n# two") }, "FROM a\n\tUSER a\nCMD d\n", "FROM a\n\tUSER a\n\t# one\n\t# two\nCMD d\n"),
      ({ .insertLineBelow($0.range, "# one") }, "FROM a\n USER a\n", "FROM a\n USER a\n # one\n"),
      ({ .removeLines($0.range) }, "FROM a\nUSER a\nCMD d\n", "FROM a\nCMD d\n"),
      ({ .removeLines($0.range) }, "USER a\nCMD d\n", "CMD d\n"),
    ]
    for (change, before, after) in cases {
      let rules = [rule(.user, "a/user") { .safe("", change($0)) }]
      let plan = try await plan(["Dockerfile": ends.applied(to: before)], rules)
      // The text has to be compared by its bytes: CR LF is one character.
      #expect(plan.files["Dockerfile"].map { Array($0.utf8) } == Array(ends.applied(to: after).utf8), "\(before.debugDescription)")
    }
  }

  @Test(arguments: [
    ("FROM a\nUSER b\n", "FROM a\n"), ("FROM a\nUSER b", "FROM a\n"), ("\u{FEFF}USER b", "\u{FEFF}"),
    ("\u{FEFF}USER b\r\nFROM a", "\u{FEFF}FROM a"), ("USER b", ""),
  ])
  func `removes a line with its break`(_ before: String, _ after: String) async throws {
    let plan = try await plan(["Dockerfile": before], [rule(.user, "a/user") { .safe("", .removeLines($0.range)) }])
    #expect(plan.files["Dockerfile"].map { Array($0.utf8) } == Array(after.utf8))
  }

  @Test func `mends each of very many`() async throws {
    let count = 400
    let text = "FROM scratch AS a\n" + String(repeating: "workdir /a\n", count: count)
    let outcome = try await fix(
      ["Dockerfile": text],
      [rule(.workdir, "a/case") { $0.keywordText == "workdir" ? .safe("", .replace($0.keywordRange, with: "WORKDIR")) : nil }])
    #expect(outcome.fixedCount == count && outcome.rounds == 1)
  }
}
