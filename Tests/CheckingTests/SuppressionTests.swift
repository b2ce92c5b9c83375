import Dockerfile
import Documents
import Infrastructure
import SourceText
import Standards
import Testing

@testable import Checking

/// Comments that ask for silence, ours and the peers'.
@Suite struct SuppressionTests {
  static let rules = RuleSet(
    [
      .finds(
        .workdir, as: "test/workdir",
        aliases: [.same("hadolint:DL3000"), .same("buildkit:WorkdirRelativePath"), .same("tally:relative-workdir")]),
      .finds(
        .env, as: "test/env",
        aliases: [
          .part("hadolint:DL3044"), .near("hadolint:DL3001"), .same("trivy:DS-0031"), .same("checkov:CKV_DOCKER_9"),
          .part("buildkit:SecretsUsed"),
        ],
        formerIDs: ["old/env"]),
      .finds(.label, as: "test/label", aliases: [.same("semgrep:bad-label"), .same("kics:12345678")], optIn: true),
      .artificial(
        "test/final",
        check: .graph(need: .graph, options: NoOptions.self) { graph, report in
          FinalStage.forEach(in: graph) { stage in
            report.begin(stage.path, stage.certainty)
            report.found("is final", at: stage.imageRange)
          }
        }),
      .artificial(
        "test/heredoc",
        check: .instructions { instruction, report in
          for heredoc in instruction.heredocs { report.found("is a heredoc", at: heredoc.bodyRange) }
        }),
    ] + RuleSet.all.rules.filter { $0.section == "ashlar" })

  /// `line rule` of each finding.
  private func found(
    _ text: String, _ options: CheckOptions = CheckOptions(), path: String = "Dockerfile", configuration: String = "ignore: [test/final]\n"
  ) async throws -> [String] {
    try await check([path: text, "ashlar.yaml": configuration], rules: Self.rules, options: options).findings.map {
      "\($0.place.start.line) \($0.rule.id.split(separator: "/").last ?? "")"
    }
  }

  @Test(arguments: [
    // The next instruction, with its continuations and heredocs.
    ("FROM a\n# ashlar: ignore[test/env] why\nENV A=1\nENV B=1\n", ["4 env"]),
    ("FROM a\n# ashlar: ignore[test/env] why\nENV A=1 \\\n# between\n  B=2\n", []),
    ("FROM a\n#ashlar:ignore[test/env]\nENV A=1\n", []), ("FROM a\n  # ashlar: ignore[test/env]\n  ENV A=1\n", []),
    ("FROM a\r\n# ashlar: ignore[test/env] why\r\nENV A=1\r\n", []), ("FROM a\n# ashlar: ignore[test/env]\n# more to say\nENV A=1\n", []),
    ("FROM a\n# ashlar: ignore[test/env]\n# ashlar: ignore[test/workdir]\nENV A=1\n", ["3 unused-suppression"]),
    ("FROM a\n# ashlar: ignore[test/workdir, test/env] why\nENV A=1\n", []), ("FROM a\n# ashlar: ignore[old/env]\nENV A=1\n", []),
    ("FROM a\n# ashlar: ignore[hadolint:DL3044]\nENV A=1\n", []),
    ("FROM a\n# ashlar: ignore[test/heredoc] why\nRUN <<A <<B\nx\nA\ny\nB\nRUN <<A\nx\nA\n", ["9 heredoc"]),
    ("# ashlar: ignore[test/env]\nFROM a\nENV A=1\n", ["1 unused-suppression", "3 env"]),
    // Above nothing.
    ("FROM a\n# ashlar: ignore[test/env]\n\nENV A=1\n", ["2 malformed-suppression", "4 env"]),
    ("FROM a\nENV A=1 \\\n# ashlar: ignore[test/env]\n  B=2\n", ["2 env", "3 malformed-suppression"]),
    ("FROM a\nENV A=1\n# ashlar: ignore[test/env]\n", ["2 env", "3 malformed-suppression"]),
    ("FROM a\nENV A=1\n# ashlar: ignore[test/env]", ["2 env", "3 malformed-suppression"]),
    ("FROM a\nENV A=1 # ashlar: ignore[test/env]\n", ["2 env"]),
    ("FROM a\nRUN <<EOF\n# ashlar: ignore[test/heredoc]\nEOF\n", ["3 heredoc"]),
    // The file.
    ("# ashlar: ignore-file[test/env] why\nFROM a\nENV A=1\nENV B=2\nWORKDIR c\n", ["5 workdir"]),
    ("FROM a\nENV A=1\n\n# ashlar: ignore-file[test/env] why\n", []),
    // Mistakes.
    ("FROM a\n# ashlar: ignore\nENV A=1\n", ["2 malformed-suppression", "3 env"]),
    ("FROM a\n# ashlar: ignore[]\nENV A=1\n", ["2 malformed-suppression", "3 env"]),
    ("FROM a\n# ashlar: ignore[test/env\nENV A=1\n", ["2 malformed-suppression", "3 env"]),
    ("FROM a\n# ashlar: ignore[test/evn]\nENV A=1\n", ["2 malformed-suppression", "3 env"]),
    ("FROM a\n# ashlar: ignore[test/env, no/rule]\nENV A=1\n", ["2 malformed-suppression"]),
    ("FROM a\n# ashlar: ignore[test]\nENV A=1\n", ["2 malformed-suppression", "3 env"]),
    // In vain.
    ("FROM a\n# ashlar: ignore[test/env]\nWORKDIR a\n", ["2 unused-suppression", "3 workdir"]),
    ("FROM a\n# ashlar: ignore-file[test/env]\n", ["2 unused-suppression"]),
    // A rule that is off cannot tell.
    ("FROM a\n# ashlar: ignore[test/label]\nLABEL a=b\n", []),
    ("FROM a\n# ashlar: ignore[test/label, test/env]\nWORKDIR a\n", ["3 workdir"]),
    ("FROM a\n# ashlar: ignore[test/final]\nUSER a\n", []),
  ])
  func `obeys ours`(_ text: String, _ expected: [String]) async throws { #expect(try await found(text) == expected) }

  @Test(arguments: [
    ("# hadolint ignore=DL3000\nWORKDIR a\nWORKDIR b\n", ["4 workdir"]), ("# hadolint ignore = DL3000 , DL3044 # why\nWORKDIR a\n", []),
    ("# hadolint ignore=DL3000 for good reason\nWORKDIR a\n", []), ("# hadolint ignore=DL3000\n# more\nWORKDIR a\n", []),
    ("# hadolint ignore=DL3044\nENV A=1\n", []),
    ("# hadolint global ignore=DL3000\nUSER a\nWORKDIR a\n", []), ("# Hadolint ignore=DL3000\nWORKDIR a\n", ["3 workdir"]),
    // What is near says something else.
    ("# hadolint ignore=DL3001\nENV A=1\n", ["3 env"]),
    ("# ashlar: ignore[hadolint:DL3001]\nENV A=1\n", ["2 malformed-suppression", "3 env"]),
    // BuildKit's parts come in any order, and blank lines do not matter to it.
    ("# check=skip=WorkdirRelativePath\nWORKDIR a\nWORKDIR b\n", ["4 workdir"]),
    ("# check=error=true;skip=WorkdirRelativePath\nWORKDIR a\n", []),
    ("# check=skip=WorkdirRelativePath\n\nWORKDIR a\n", []), ("# check=skip=X,WorkdirRelativePath;error=true\nWORKDIR a\n", []),
    ("# check=skip=all\nWORKDIR a\nENV B=1\n", ["4 env"]),
    ("# check=skip=workdirrelativepat\nWORKDIR a\n", ["3 workdir"]), ("# check=error=true\nWORKDIR a\n", ["3 workdir"]),
    ("# CHECK = skip=WorkdirRelativePath\nWORKDIR a\n", []),
    // tally's rules with the tool's name or without.
    ("# tally ignore=hadolint/DL3000;reason=x\nWORKDIR a\n", []), ("# tally ignore=DL3000\nWORKDIR a\n", []),
    ("# TALLY ignore=buildkit/WorkdirRelativePath\nWORKDIR a\n", []),
    ("# tally ignore=WorkdirRelativePath\nWORKDIR a\n", []), ("# tally ignore=tally/relative-workdir\nWORKDIR a\n", []),
    ("# tally ignore=relative-workdir\nWORKDIR a\n", []),
    ("# tally ignore=all\nWORKDIR a\n", []), ("# tally global ignore=all;reason=x\nWORKDIR a\nENV B=1\n", []),
    // trivy's ids have had several forms.
    ("USER x\n# trivy:ignore:DS-0031\nENV A=1\nENV B=1\n", ["5 env"]), ("USER x\n# trivy:ignore:AVD-DS-0031\nENV A=1\n", []),
    ("USER x\n# trivy:ignore:ds031\nENV A=1\n", []),
    ("USER x\n# trivy:ignore:DS-0001 trivy:ignore:DS-0031\nENV A=1\n", []),
    ("USER x\n# trivy:ignore:DS-0031:exp:2030-01-01\nENV A=1\n", []), ("USER x\n# trivy:ignore:*\nENV A=1\n", []),
    // checkov's are for the file.
    ("ENV A=1\nENV B=1\n# checkov:skip=CKV_DOCKER_2,CKV_DOCKER_9:why\n", []), ("# bridgecrew:skip=CKV_DOCKER_9\nENV B=1\n", []),
    ("# cortex:skip=CKV_DOCKER_9:x y\nENV B=1\n", []),
  ])
  func `obeys the peers'`(_ text: String, _ expected: [String]) async throws { #expect(try await found("FROM a\n" + text) == expected) }

  @Test(arguments: [
    ("# nosemgrep: bad-label\nLABEL a=b\nLABEL c=d\n", ["4 label"]),
    ("# nosemgrep: dockerfile.security.bad-label.bad-label, x.y\nLABEL a=b\n", []),
    ("# nosemgrep\nLABEL a=b\n", []), ("# nosem\nLABEL a=b\n", []), ("# nosemgrep: other\nLABEL a=b\n", ["3 label"]),
    ("# kics-scan ignore-line\nLABEL a=b\n", []), ("# kics-scan ignore-block\nLABEL a=b\n", []),
    ("LABEL a=b\n# kics-scan disable=12345678-aa0d-41d8-be61-3271e056f36b\nLABEL c=d\n", []),
  ])
  func `obeys the peers' by name or without`(_ text: String, _ expected: [String]) async throws {
    #expect(try await found("FROM a\n" + text, configuration: "ignore: [test/final]\nselect: [test/label]\n") == expected)
  }

  @Test(arguments: [
    ("# hadolint ignore=DL3000\nUSER a\n", ["3 unused-suppression"]),
    ("# trivy:ignore:DS-0031\n# more\nUSER a\n", ["3 unused-suppression"]),
    // What else they would find there nobody here can see.
    ("# hadolint ignore=DL3044\nUSER a\n", []), ("# hadolint ignore=DL3000,DL9999\nUSER a\n", []),
    ("# check=skip=SecretsUsed\nUSER a\n", []), ("# nosemgrep\nUSER a\n", []),
    ("# tally ignore=all\nUSER a\n", []), ("# check=skip=all\nUSER a\n", []), ("# kics-scan ignore-line\nUSER a\n", []),
    ("# hadolint ignore=DL3001\nUSER a\n", []),
  ])
  func `calls a peer's comment unused only where it can know`(_ text: String, _ expected: [String]) async throws {
    // A comment above, so that trivy's is not the file's first.
    let lines = try await found(
      "# first\nFROM a\n" + text, configuration: "ignore: [test/final]\nrules:\n  ashlar/unused-suppression:\n    peers: true\n")
    #expect(lines == expected)
  }

  @Test func `obeys what stands at the head of a file or stage`() async throws {
    #expect(try await found("# check=skip=WorkdirRelativePath;error=true\nFROM a\nWORKDIR a\nENV A=1\n") == ["4 env"])
    #expect(try await found("# syntax=x\n# CHECK=error=true;skip=WorkdirRelativePath\nFROM a\nWORKDIR a\n") == [])
    #expect(
      try await found("FROM x\nWORKDIR a\n# hadolint stage ignore=DL3000\nFROM a\nWORKDIR a\nUSER a\nWORKDIR b\nFROM c\nWORKDIR d\n") == [
        "2 workdir", "9 workdir",
      ])
    #expect(try await found("FROM a\n# hadolint stage ignore=DL3000\nWORKDIR a\n") == ["3 workdir"])
    // trivy has no way to silence what is missing.
    #expect(try await found("# trivy:ignore:DS-0031\nFROM a\nENV A=1\nENV B=1\n") == [])
    #expect(try await found("# ashlar: ignore[test/final] why\nFROM a\n", configuration: "") == [])
    #expect(
      try await found("FROM b\n# ashlar: ignore[test/final] why\nFROM a\nFROM c\n", configuration: "") == [
        "2 unused-suppression", "4 final",
      ])
  }

  @Test func `deletes what is unused, and nothing that a peer may need`() async throws {
    func kinds(_ comment: String) async throws -> [String] {
      try await check(
        ["Dockerfile": "FROM a\n\(comment)\nUSER a\n", "ashlar.yaml": "rules:\n  ashlar/unused-suppression:\n    peers: true\n"],
        rules: Self.rules
      ).findings
        .filter { $0.rule.id == "ashlar/unused-suppression" }.flatMap { ($0.fix.map { [$0.kind.rawValue] } ?? []) + ["found"] }
    }
    #expect(try await kinds("# ashlar: ignore[test/env] why") == ["safe", "found"])
    #expect(try await kinds("# hadolint ignore=DL3000") == ["found"])
    #expect(try await kinds("# check=skip=WorkdirRelativePath;error=true") == ["found"])
  }

  @Test func `calls nothing unused that did not run`() async throws {
    let text = "FROM a\n# ashlar: ignore[test/env]\n# ashlar: ignore[test/final]\nUSER a\n"
    #expect(try await found(text, configuration: "") == ["1 final", "2 unused-suppression", "3 unused-suppression"])
    var options = CheckOptions()
    options.select = ["test/env", "ashlar"]
    #expect(try await found(text, options, configuration: "") == ["2 unused-suppression"])
    options = CheckOptions()
    options.ignore = ["test/env"]
    #expect(try await found(text, options, configuration: "") == ["1 final", "3 unused-suppression"])
    options = CheckOptions()
    options.isDocumentOnly = true
    #expect(try await found(text, options, configuration: "") == ["2 unused-suppression"])
    // Vendored files are silent in this too, and those of examples say it as notes.
    #expect(try await found(text, path: "vendor/x/Dockerfile", configuration: "") == [])
  }

  @Test func `counts what is silenced`() async throws {
    let result = try await check(
      ["Dockerfile": "# ashlar: ignore-file[test/env]\nFROM a\nENV A=1\nENV B=1\nWORKDIR c\n"], rules: Self.rules)
    #expect(result.suppressedCount == 2)
  }

  @Test func `is silent where a rule that says more speaks, suppressed or not`() async throws {
    let rules = RuleSet([
      .finds(.env, as: "test/more", supersedes: ["test/less"]), .finds(.env, as: "test/less"),
      .artificial(
        "test/severe", .note,
        check: .instructions { instruction, report in
          guard instruction.keyword == .env else { return }
          // The same words twice, as two builds of one file would bring them.
          report.found("a", at: instruction.keywordRange)
          report.found("a", at: instruction.keywordRange, severity: .error)
          report.found("a", at: instruction.keywordRange)
        }),
    ])
    func found(_ text: String, _ ignored: [String] = []) async throws -> [String] {
      var options = CheckOptions()
      options.ignore = ignored
      return try await check(["Dockerfile": text], rules: rules, options: options).findings.map { "\($0.severity) \($0.rule.id)" }
    }
    #expect(try await found("FROM a\nENV A=1\n") == ["warning test/more", "error test/severe"])
    #expect(try await found("FROM a\nENV A=1\n", ["test/more"]) == ["warning test/less", "error test/severe"])
    #expect(try await found("FROM a\n# ashlar: ignore[test/more]\nENV A=1\n", ["test/severe"]) == [])
  }
}

/// A revision that sets the policy: the change under check does not write its own.
@Suite struct EarlierPolicyTests {
  private func found(_ files: [String: String], before: [String: String]) async throws -> [String] {
    let source = MemorySource(Dictionary(before.map { (RepositoryPath($0), Array($1.utf8)) }) { $1 })
    var options = CheckOptions()
    options.policyFrom = try await EarlierPolicy(source)
    return try await check(files, rules: SuppressionTests.rules, options: options).findings.map {
      "\($0.place.path):\($0.place.start.line) \($0.rule.id.split(separator: "/").last ?? "")"
    }
  }

  private static let text = "FROM a\n# ashlar: ignore[test/env] why\nENV A=1\n"

  @Test func `takes suppressions that were there, and lists new ones`() async throws {
    #expect(try await found(["Dockerfile": Self.text], before: ["Dockerfile": Self.text]) == ["Dockerfile:1 final"])
    #expect(
      try await found(["Dockerfile": Self.text], before: ["Dockerfile": "FROM a\nENV A=1\n"]) == [
        "Dockerfile:1 final", "Dockerfile:2 malformed-suppression", "Dockerfile:3 env",
      ])
    #expect(
      try await found(["Dockerfile": Self.text], before: [:]) == [
        "Dockerfile:1 final", "Dockerfile:2 malformed-suppression", "Dockerfile:3 env",
      ])
    // It may move with what it stands above.
    #expect(
      try await found(["Dockerfile": "FROM a\nUSER b\n\n# ashlar: ignore[test/env] why\nENV A=1\n"], before: ["Dockerfile": Self.text]) == [
        "Dockerfile:1 final"
      ])
    // But not to something else, nor become two.
    #expect(
      try await found(["Dockerfile": "FROM a\n# ashlar: ignore[test/env] why\nENV B=1\n"], before: ["Dockerfile": Self.text])
        == ["Dockerfile:1 final", "Dockerfile:2 malformed-suppression", "Dockerfile:3 env"])
    #expect(
      try await found(["Dockerfile": Self.text + "# ashlar: ignore[test/env] why\nENV A=2\n"], before: ["Dockerfile": Self.text])
        == ["Dockerfile:1 final", "Dockerfile:4 malformed-suppression", "Dockerfile:5 env"])
  }

  @Test func `keeps one for the file whatever becomes of its first instruction`() async throws {
    #expect(
      try await found(
        ["Dockerfile": "FROM b\nENV A=1\n# ashlar: ignore-file[test/env] why\n"],
        before: ["Dockerfile": "FROM a\nENV A=1\n# ashlar: ignore-file[test/env] why\n"])
        == ["Dockerfile:1 final"])
  }

  @Test func `takes configuration as it was, and none that is new`() async throws {
    let text = "FROM a\nENV A=1\n"
    let all = ["Dockerfile:1 final", "Dockerfile:2 env"]
    #expect(try await found(["Dockerfile": text, "ashlar.yaml": "ignore: [test]\n"], before: [:]) == all)
    #expect(try await found(["Dockerfile": text, "ashlar.yaml": "broken\n"], before: [:]) == all)
    #expect(try await found(["Dockerfile": text], before: ["ashlar.yaml": "ignore: [test/env]\n"]) == ["Dockerfile:1 final"])
    // What is looked at is policy too.
    #expect(try await found(["Dockerfile": text, "ashlar.yaml": "exclude: [Dockerfile]\n"], before: [:]) == all)
    #expect(try await found(["Dockerfile": text], before: ["ashlar.yaml": "exclude: [Dockerfile]\n"]) == [])
    #expect(try await found(["a/Dockerfile": text, "a/ashlar.yaml": "root: true\n"], before: [:]) == all.map { "a/" + $0 })
    #expect(try await found(["a/Dockerfile": text], before: ["a/ashlar.yaml": "root: true\n"]) == [])
  }

  @Test func `reads no link for a configuration`() async throws {
    let disk = Disk(["ashlar.yaml": Array("ignore: [test]\n".utf8), "a/ashlar.yaml": Array("ignore: [test/env]\n".utf8)])
    disk["ashlar.yaml"]?.kind = .symbolicLink
    #expect(try await EarlierPolicy(disk).configurations.map(\.path) == ["a/ashlar.yaml"])
  }
}
