import Dockerfile
import Documents
import Infrastructure
import SourceText
import Testing

@testable import Checking

/// Which rules run where, and how severely.
@Suite struct PolicyTests {
  static let rules = RuleSet([
    .finds(
      .env, as: "alpha/env", .warning, [.G3(1), .G9], aliases: [.same("hadolint:DL9001"), .part("trivy:DS-0900")],
      formerIDs: ["old/env", "older/env"]),
    .finds(.arg, as: "alpha/arg", .error, [.G3(2)], aliases: [.near("hadolint:DL9002")]),
    .finds(.label, as: "beta/label", .note, [.G4(1)], aliases: [.same("hadolint:DL9001")], optIn: true),
    .finds(.user, as: "beta/user", maturity: .preview),
    .finds(.workdir, as: "beta/workdir", maturity: .deprecated(by: "alpha/env")),
    .artificial("graph/final", check: .each(FinalStage.self) { stage, report in report.found("is final", at: stage.imageRange) }),
    .artificial(
      "options/words", optIn: true,
      check: .dockerfile(need: .document, options: Words.self) { document, report in
        let options = report.options(Words.self)
        report.found("\(options.words) \(options.isLoud)", at: .at(0))
      }),
  ])

  struct Words: RuleOptions {
    var words: [String] = ["none"]
    var isLoud = false
    static var keys: [OptionKey<Words>] { [OptionKey("words", "words", \.words), OptionKey("loud", "loud", \.isLoud)] }
  }

  private static let text = "FROM a\nENV A=1\nARG B\nLABEL c=d\nUSER e\nWORKDIR /f\n"
  private static let usual: Set<String> = ["alpha/env", "alpha/arg", "beta/workdir", "graph/final"]

  private func found(
    _ configuration: String, _ options: CheckOptions = CheckOptions(), at path: String = "Dockerfile", nested: [String: String] = [:]
  ) async throws -> CheckResult {
    var files = nested
    files["ashlar.yaml"] = configuration
    files[path] = Self.text
    return try await check(files, rules: Self.rules, options: options)
  }

  /// A configuration, and what it switches on and off.
  private static let configurations: [(text: String, on: [String], off: [String])] = [
    ("", [], []), ("select: [beta/label]\n", ["beta/label"], []), ("select: [G4]\n", ["beta/label"], []),
    ("select: [beta]\n", ["beta/label"], []),
    ("select: ['hadolint:DL9001']\n", ["beta/label"], []), ("select: [DL9001]\n", ["beta/label"], []),
    ("preview: true\n", ["beta/user"], []),
    ("preview: true\nselect: [beta]\n", ["beta/label", "beta/user"], []), ("select: [beta/user]\n", ["beta/user"], []),
    ("ignore: [alpha/env]\n", [], ["alpha/env"]), ("ignore: [old/env]\n", [], ["alpha/env"]),
    ("ignore: [alpha]\n", [], ["alpha/env", "alpha/arg"]),
    ("ignore: [G3]\n", [], ["alpha/env", "alpha/arg"]), ("ignore: [G3.1]\n", [], ["alpha/env"]), ("ignore: [G9]\n", [], ["alpha/env"]),
    ("ignore: [hadolint:DL9001]\n", [], ["alpha/env"]), ("ignore: [Hadolint:dl9001]\n", [], ["alpha/env"]),
    ("ignore: [DL9001]\n", [], ["alpha/env"]),
    ("ignore: [trivy:DS-0900]\n", [], ["alpha/env"]), ("select: [beta/label]\nignore: [beta]\n", [], ["beta/workdir"]),
    ("ignore: [graph/final]\n", [], ["graph/final"]), ("paths:\n  Dockerfile:\n    ignore: [alpha]\n", [], ["alpha/env", "alpha/arg"]),
    ("paths:\n  '*.dev':\n    ignore: [alpha]\n", [], []), ("paths:\n  '**':\n    ignore: [graph/final]\n", [], ["graph/final"]),
  ]

  @Test(arguments: configurations)
  func `runs what the configuration says`(_ configuration: (text: String, on: [String], off: [String])) async throws {
    let found = Set(try await found(configuration.text).findings.map(\.rule.id))
    #expect(found == Self.usual.union(configuration.on).subtracting(configuration.off))
  }

  private static let requests: [(select: [String], ignore: [String], configuration: String, expected: Set<String>)] = [
    (["alpha/env"], [], "", ["alpha/env"]), (["beta"], [], "", ["beta/label", "beta/workdir"]), (["G4"], [], "", ["beta/label"]),
    (["DL9001"], ["beta"], "", ["alpha/env"]), (["hadolint:DL9002"], [], "", ["alpha/arg"]),
    (["old/env"], [], "ignore: [alpha]\n", ["alpha/env"]),
    (["alpha"], ["G3.2"], "", ["alpha/env"]), ([], ["alpha", "graph"], "", ["beta/workdir"]), (["beta/user"], [], "", ["beta/user"]),
    (["alpha/env"], [], "paths:\n  '**':\n    ignore: [alpha]\n", ["alpha/env"]), (["graph/final"], [], "", ["graph/final"]),
  ]

  @Test(arguments: requests)
  func `runs what the command line says, whatever the configuration`(
    _ request: (select: [String], ignore: [String], configuration: String, expected: Set<String>)
  ) async throws {
    var options = CheckOptions()
    options.select = request.select
    options.ignore = request.ignore
    #expect(Set(try await found(request.configuration, options).findings.map(\.rule.id)) == request.expected)
  }

  @Test(arguments: ["Dockerfile", "api/Dockerfile"])
  func `judges severities, the nearer file's before the outer ones'`(_ path: String) async throws {
    func severity(_ configuration: String, _ nested: [String: String] = [:]) async throws -> Severity? {
      try await found(configuration, at: path, nested: nested).findings.first { $0.rule.id == "alpha/env" }?.severity
    }
    #expect(try await severity("") == .warning)
    #expect(try await severity("severity:\n  alpha/env: error\n") == .error)
    #expect(try await severity("severity:\n  old/env: note\n") == .note)
    #expect(try await severity("severity:\n  alpha/env: error\npaths:\n  'Dockerfile':\n    severity:\n      alpha/env: note\n") == .note)
    guard path != "Dockerfile" else { return }
    #expect(try await severity("severity:\n  alpha/env: error\n", ["api/ashlar.yaml": "severity:\n  alpha/env: note\n"]) == .note)
    // A former id in one file and the current one in another are one rule.
    for (outer, inner) in [("old/env", "alpha/env"), ("alpha/env", "old/env"), ("old/env", "older/env")] {
      #expect(try await severity("severity:\n  \(outer): error\n", ["api/ashlar.yaml": "severity:\n  \(inner): note\n"]) == .note)
    }
    #expect(
      try await severity(
        "paths:\n  'api/**':\n    severity:\n      alpha/env: error\n", ["api/ashlar.yaml": "severity:\n  alpha/env: note\n"]) == .note)
  }

  @Test func `gives rules their options`() async throws {
    func message(_ rules: String, _ nested: String = "") async throws -> String? {
      try await found("select: [options/words]\n" + rules, at: "api/Dockerfile", nested: ["api/ashlar.yaml": nested]).findings
        .first { $0.rule.id == "options/words" }?.message
    }
    #expect(try await message("") == "[\"none\"] false")
    #expect(try await message("rules:\n  options/words:\n    words: [a, b]\n    loud: true\n") == "[\"a\", \"b\"] true")
    #expect(
      try await message("rules:\n  options/words:\n    words: [a, b]\n", "rules:\n  options/words:\n    loud: true\n")
        == "[\"a\", \"b\"] true")
  }

  @Test(arguments: [
    ("select: [alfa/env]\n", "ashlar.yaml:1:10: `alfa/env` is no rule, section, clause, option or peer's id; did you mean `alpha/env`?"),
    ("ignore: [G15]\n", "ashlar.yaml:1:10: `G15` is no rule"), ("ignore: [G03]\n", "ashlar.yaml:1:10: `G03` is no rule"),
    ("ignore: [G3.9]\n", "ashlar.yaml:1:10: `G3.9` is no rule"), ("severity:\n  alpha: error\n", "ashlar.yaml:2:3: `alpha` is no rule"),
    (
      "rules:\n  options/words:\n    word: [a]\n",
      "ashlar.yaml:3:5: `word` is no rule, section, clause, option or peer's id; did you mean `words`?"
    ),
    ("rules:\n  options/words:\n    words: yes\n", "ashlar.yaml:3:12: `words` takes a list"),
    ("rules:\n  options/words:\n    loud: yes\n", "ashlar.yaml:3:11: `loud` takes `true` or `false`"),
    ("paths:\n  '**':\n    ignore: [nothing]\n", "ashlar.yaml:3:14: `nothing` is no rule"),
  ])
  func `refuses a configuration that names what does not exist`(_ configuration: String, _ expected: String) async throws {
    var session = try await session(["ashlar.yaml": configuration, "Dockerfile": Self.text], rules: Self.rules)
    let answer = await session.answer()
    #expect(answer.first?.hasPrefix("refused: " + expected) ?? false, "\(answer)")
  }

  @Test func `refuses a selector that nothing answers to`() async throws {
    for isSelected in [true, false] {
      var options = CheckOptions()
      if isSelected { options.select = ["alpha", "alpha/enf"] } else { options.ignore = ["alpha/enf"] }
      do {
        _ = try await session([:], rules: Self.rules, options: options)
        Issue.record("was taken")
      } catch let error as CheckError {
        #expect(error.message == "`alpha/enf` is no rule, section, clause or peer's id; did you mean `alpha/env`?")
      }
    }
  }

  @Test func `adds up nested files, and leaves a nested root alone`() async throws {
    let files = [
      "ashlar.yaml": "ignore: [graph]\n", "a/ashlar.yaml": "ignore: [alpha/env]\n", "a/b/ashlar.yaml": "select: [beta/label]\n",
      "a-b/ashlar.yaml": "ignore: [beta]\n",
      "c/ashlar.yaml": "root: true\nignore: [no/such/rule]\n", "Dockerfile": Self.text, "a/Dockerfile": Self.text,
      "a/b/Dockerfile": Self.text,
      "a-b/Dockerfile": Self.text, "c/Dockerfile": Self.text, "c/d/ashlar.yaml": "exclude: ['**']\nselect: [nothing]\n",
    ]
    let found = Dictionary(grouping: try await check(files, rules: Self.rules).findings, by: \.place.path.description)
    #expect(
      found.mapValues { $0.map(\.rule.id).sorted() } == [
        "Dockerfile": ["alpha/arg", "alpha/env", "beta/workdir"], "a/Dockerfile": ["alpha/arg", "beta/workdir"],
        "a/b/Dockerfile": ["alpha/arg", "beta/label", "beta/workdir"], "a-b/Dockerfile": ["alpha/arg", "alpha/env"],
      ])
  }

  @Test func `heeds a configuration whose own patterns name it`() async throws {
    let files = [
      "ashlar.yaml": "exclude: ['/*', '!/web']\nignore: [alpha]\n", "Dockerfile": Self.text, "web/Dockerfile": Self.text,
      "web/ashlar.yaml": "ignore: [beta]\nexclude: ['*.yaml']\n", "api/ashlar.yaml": "broken\n",
    ]
    #expect(try await check(files, rules: Self.rules).places == ["web/Dockerfile:1:6 warning graph/final"])
  }
}

/// Whose a file is decides how much is said of it.
@Suite struct ProvenanceTests {
  private static let text = "FROM a\nENV A=1\n"

  private func severities(
    _ path: String, _ text: String = text, configuration: String = "", base: RepositoryPath = .root
  ) async throws -> [String: Severity] {
    let source = MemorySource([RepositoryPath(path): Array(text.utf8), "ashlar.yaml": Array(configuration.utf8)])
    var session = try await Session(workspace: Workspace(source: source, base: base, workers: 1), rules: PolicyTests.rules)
    await session.load()
    return Dictionary(try await session.check().findings.map { ($0.rule.id, $0.severity) }) { one, _ in one }
  }

  @Test(arguments: ["examples/a/Dockerfile", "a/tests/Dockerfile", "testdata/Dockerfile"])
  func `makes notes of what is found in examples, whatever is configured`(_ path: String) async throws {
    #expect(try await severities(path) == ["alpha/env": .note, "graph/final": .note])
    #expect(try await severities(path, configuration: "severity:\n  alpha/env: error\n") == ["alpha/env": .note, "graph/final": .note])
    #expect(try await severities(path, base: RepositoryPath(path).directory) == ["alpha/env": .warning, "graph/final": .warning])
  }

  @Test(arguments: ["vendor/a/Dockerfile", "a/node_modules/b/Dockerfile", "generated/Dockerfile"])
  func `is silent on what others or programs wrote`(_ path: String) async throws { #expect(try await severities(path) == [:]) }

  @Test func `is silent on what says that a program wrote it`() async throws {
    #expect(try await severities("Dockerfile", "# Code generated by x; DO NOT EDIT.\n" + Self.text) == [:])
  }

  @Test func `puts what others wrote in the graph all the same`() async throws {
    let count = Rule.artificial(
      "test/count",
      check: .graph(need: .graph, options: NoOptions.self) { graph, report in
        for build in graph.builds {
          report.begin(build.document.path, .certain)
          report.found("\(graph.builds.count) builds", at: .at(0))
        }
      })
    let result = try await check(["Dockerfile": Self.text, "vendor/x/Dockerfile": Self.text], rules: RuleSet([count]))
    #expect(result.findings.map { "\($0.place.path) \($0.message)" } == ["Dockerfile 2 builds"])
  }

  @Test func `never lets a configuration raise what a convention led to`() async throws {
    let rule = Rule.artificial(
      "test/conventional", .error,
      check: .graph(need: .graph, options: NoOptions.self) { graph, report in
        report.begin("Dockerfile", .conventional)
        report.found("is guessed", at: .at(0))
      })
    let result = try await check(
      ["Dockerfile": Self.text, "ashlar.yaml": "severity:\n  test/conventional: error\n"], rules: RuleSet([rule]))
    #expect(result.findings.map(\.severity) == [.note])
  }

  @Test func `judges a file that cannot be read by its path`() async throws {
    let disk = Disk([
      "Dockerfile": [], "vendor/Dockerfile": [], "examples/Dockerfile": [], "skipped/Dockerfile": [],
      "ashlar.yaml": Array("exclude: [skipped]\n".utf8),
    ])
    for path in disk.paths where path != "ashlar.yaml" { disk[path]?.isReadable = false }
    var session = try await session(disk)
    #expect(
      try await session.check().places == ["Dockerfile:1:1 error ashlar/not-checked", "examples/Dockerfile:1:1 note ashlar/not-checked"])
  }
}
