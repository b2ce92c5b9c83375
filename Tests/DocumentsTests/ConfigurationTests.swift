import Documents
import SourceText
import Testing

@Suite struct ConfigurationTests {
  private func read(_ text: String) -> (Configuration, [String]) {
    let bytes = Array(text.utf8)
    let (configuration, _, problems) = Configuration.read(bytes)
    let lines = LineIndex(bytes)
    return (
      configuration,
      problems.map { "\(lines.position(at: $0.range.start).line):\(lines.position(at: $0.range.start).column) \($0.message)" }
    )
  }

  @Test func `reads every key`() {
    let (configuration, problems) = read(
      """
      # ours
      root: true
      select: [a/b, "G3"]   # both
      ignore:
        - c/d
        - 'hadolint:DL3006'
      severity:
        a/b: error
      rules:
        a/b:
          allow: [X, Y]
          strict: true
      exclude:
      - third_party/
      paths:
        "legacy/**":
          ignore: [G3]
          severity:
            a/b: note
      preview: false
      """)
    #expect(problems == [])
    #expect(configuration.isRoot && !configuration.preview)
    #expect(configuration.select == ["a/b", "G3"] && configuration.ignore == ["c/d", "hadolint:DL3006"])
    #expect(configuration.severity == ["a/b": "error"] && configuration.exclude == ["third_party/"])
    #expect(configuration.rules == ["a/b": ["allow": ["X", "Y"], "strict": true]])
    #expect(configuration.paths == [.init(pattern: "legacy/**", ignore: ["G3"], severity: ["a/b": "note"])])
  }

  @Test(arguments: [
    ("ignored: [a]\n", "1:1 unknown key `ignored`; did you mean `ignore`?"),
    ("ignore: [a]\nroot: maybe\n", "2:7 `root` takes `true` or `false`"),
    ("severity:\n  a/b: fatal\n", "2:8 `a/b` takes `error`, `warning` or `note`"),
    ("ignore: {a: b}\n", "1:9 `ignore` takes a list"),
    ("ignore:\n  a: b\n", "2:3 `ignore` takes a list"), ("root: true\nroot: true\n", "2:1 the key `root` stands here twice"),
    ("\tignore: [a]\n", "1:1 a tab cannot indent"), ("just text\n", "1:1 `just text` is no configuration"),
    ("ignore: [a,\n  b: {c: d}]\n", "2:3 `b: {c: d}` is no text"), ("root: *x\n", "1:7 no anchor of this name"),
    ("root: true\n---\nroot: false\n", "2:1 one document is read"), ("? [a]\n: b\n", "1:3 `[a]` is no name of a key"),
  ])
  func `says what is wrong and where`(_ text: String, _ expected: String) {
    let problems = read(text).1
    #expect(problems.first?.hasPrefix(expected) ?? false, "\(problems)")
  }

  @Test func `reads all of YAML that means something here`() {
    let (configuration, problems) = read(
      """
      %YAML 1.2
      ---
      ignore: &taste [
        a/b,   # one a line
        "c\\x2Fd",
      ]
      exclude: !!seq
      - >-
        third
        party/
      - 'it''s/'
      paths:
        "legacy/**": {ignore: *taste}
      severity: {? a/b : note}
      select: ~
      ...
      """)
    #expect(problems == [])
    #expect(configuration.ignore == ["a/b", "c/d"] && configuration.exclude == ["third party/", "it's/"])
    #expect(configuration.paths == [.init(pattern: "legacy/**", ignore: ["a/b", "c/d"])] && configuration.severity == ["a/b": "note"])
  }

  @Test func `places each name of a list`() {
    let bytes = Array("ignore: [a/b, \"c/d\"]\n".utf8)
    let uses = Configuration.read(bytes).names.selectors
    #expect(uses.map { bytes[$0.range.indices].asString } == ["a/b", "\"c/d\""])
  }

  @Test func `adds lists and merges maps of a nested file`() {
    let outer = read("ignore: [a/b]\nseverity:\n  a/b: error\n  c/d: note\n").0
    let inner = read("ignore: [e/f]\nseverity:\n  a/b: note\n").0
    let both = outer.overridden(by: inner)
    #expect(both.ignore == ["a/b", "e/f"] && both.severity == ["a/b": "note", "c/d": "note"])
  }
}

/// A configuration is a file of the repository, and so may be anything.
@Suite struct HostileConfigurationTests {
  private func problems(_ text: String) -> [ConfigurationProblem] { Configuration.read(Array(text.utf8)).problems }

  @Test func `is read in one pass however often its indentation is wrong`() {
    let problems = problems(String(repeating: "a: 1\n   b: 2\n", count: 20_000))
    #expect(problems.count { $0.message.hasPrefix("a value cannot hold `: `") } > 900)
  }

  @Test func `may hold any number of keys`() {
    let text = (0..<20_000).map { "k\($0): 1\n" }.joined()
    #expect(problems(text).count == 20_000)
  }

  @Test func `may be nested and quoted at will`() {
    let deep = (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
    #expect(problems(deep).contains { $0.message.contains("nested deeper") })
    for text in [
      "'", "\"", "[", "[]", "a: [", "a: ['", "a: ]", "- ", "-", ":", ": :", "a:\n- b\n-\n- 'c", "\u{FEFF}", "\u{FEFF}---\na: b", "a: \"b\n",
      "#", "a:#", "\0", "a: - b",
    ] {
      _ = problems(text)
    }
  }

  @Test func `counts what aliases stand for`() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<8 { text += "a\(level): &a\(level) {b: *a\(level - 1), c: *a\(level - 1), d: *a\(level - 1), e: *a\(level - 1), f: *a\(level - 1)}\n" }
    #expect(problems(text).contains { $0.message.contains("its aliases stand for more") })
    #expect(problems("a: &a {b: *a}\n").contains { $0.message.contains("nested deeper") })
  }

  @Test func `goes on behind what is indented wrong`() {
    let read = Configuration.read(Array("root: true\n  x: y\nignore: [a/b]\n".utf8))
    #expect(read.problems.contains { $0.message.hasPrefix("a value cannot hold `: `") })
    #expect(read.configuration.isRoot && read.configuration.ignore == ["a/b"])
  }
}
