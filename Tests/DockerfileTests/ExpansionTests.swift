import Dockerfile
import SourceText
import TestSupport
import Testing

private let environment: [String: String] = [
  "NAME": "api", "EMPTY": "", "PATHS": "/usr/bin:/usr/local/bin", "FILE": "app.tar.gz", "TWO": "one two", "STAR": "a*b",
]

private func expansion(
  _ word: String, _ options: DockerfileExpansion.Options = .init(), unknown: Set<String> = []
) -> DockerfileExpansion {
  DockerfileExpansion(Array(word.utf8), options: options) { name in
    if unknown.contains(name.asString) { return .unknown }
    return environment[name.asString].map { .set(Array($0.utf8)) } ?? .unset
  }
}

private func expanded(_ word: String, _ options: DockerfileExpansion.Options = .init()) -> String? {
  expansion(word, options).value?.asString
}

private func failure(_ word: String) -> DockerfileExpansionError? {
  if case .failed(let error) = expansion(word).outcome { error } else { nil }
}

@Suite struct ExpansionTests {
  @Test(arguments: [
    ("plain", "plain"), ("$NAME", "api"), ("${NAME}", "api"), ("a$NAME-b", "aapi-b"), ("$NAMEX", ""), ("$MISSING.", "."),
    ("$", "$"), ("a$ b", "a$ b"), ("$$NAME", "NAME"), ("$1x", "x"), ("${12}", ""),
  ])
  func `puts the value for a name`(word: String, value: String) { #expect(expanded(word) == value) }

  @Test(arguments: [
    ("${MISSING-d}", "d"), ("${EMPTY-d}", ""), ("${EMPTY:-d}", "d"), ("${NAME:-d}", "api"),
    ("${MISSING+d}", ""), ("${EMPTY+d}", "d"), ("${EMPTY:+d}", ""), ("${NAME:+<$NAME>}", "<api>"),
    ("${MISSING:-${EMPTY:-$NAME}}", "api"), ("${MISSING:-'a}b'}", "a}b"), ("${NAME?no}", "api"), ("${EMPTY?no}", ""),
  ])
  func `chooses by whether a name is set`(word: String, value: String) { #expect(expanded(word) == value) }

  @Test(arguments: [
    ("${PATHS#*/}", "usr/bin:/usr/local/bin"), ("${PATHS##*/}", "bin"), ("${PATHS%/*}", "/usr/bin:/usr/local"),
    ("${PATHS%%:*}", "/usr/bin"), ("${FILE%.gz}", "app.tar"), ("${FILE%.zip}", "app.tar.gz"), ("${FILE#a??}", ".tar.gz"),
    ("${STAR#a\\*}", "b"), ("${FILE#.}", "app.tar.gz"), ("${MISSING%x}", ""), ("${FILE%%$NAME}", "app.tar.gz"),
  ])
  func `trims a pattern at either end`(word: String, value: String) { #expect(expanded(word) == value) }

  @Test(arguments: [
    ("${PATHS/usr/opt}", "/opt/bin:/usr/local/bin"), ("${PATHS//usr/opt}", "/opt/bin:/opt/local/bin"),
    ("${PATHS/\\//-}", "-usr/bin:/usr/local/bin"), ("${FILE/.*/}", "app"), ("${FILE//./$NAME}", "appapitarapigz"),
    ("${STAR/\\*/+}", "a+b"), ("${MISSING/*/x}", "x"), ("${FILE//a?/<\\$0>}", "<\\ap>p.t<\\ar>.gz"),
  ])
  func `replaces a pattern`(word: String, value: String) { #expect(expanded(word) == value) }

  @Test(arguments: [
    ("'$NAME'", "$NAME"), ("\"$NAME\"", "api"), ("\"a'b\"", "a'b"), ("'a\"b'", "a\"b"), (#"\$NAME"#, "$NAME"),
    (#""\$NAME \x \\ \"""#, #"$NAME \x \ ""#), (#"a\b"#, "ab"), (#"a\"#, "a"), ("''", ""), (#"'\'"#, "\\"),
  ])
  func `obeys quotes and escapes`(word: String, value: String) { #expect(expanded(word) == value) }

  @Test func `takes the file's escape character`() {
    let options = DockerfileExpansion.Options(escape: UInt8(ascii: "`"))
    #expect(expanded(#"C:\app\`$NAME"#, options) == #"C:\app\$NAME"#)
    #expect(expanded("\"`\"$NAME`\"\"", options) == "\"api\"")
  }

  @Test func `keeps quotes, escapes and unset names where asked`() {
    var options = DockerfileExpansion.Options()
    options.keepsQuotes = true
    #expect(expanded(#"'a' "$NAME""#, options) == #"'a' "api""#)
    options = .init()
    options.keepsEscapes = true
    #expect(expanded(#"\a\$"#, options) == #"\a\$"#)
    options = .init()
    options.readsQuotes = false
    #expect(expanded(#"it's "$NAME""#, options) == #"it's "api""#)
    options = .init()
    options.keepsUnset = true
    #expect(expanded("$MISSING ${MISSING} ${MISSING:-$NAME} $NAME", options) == "$MISSING ${MISSING} ${MISSING:-api} api")
  }

  @Test(arguments: [
    ("${", DockerfileExpansionError.missingBrace), ("${NAME:-x", .missingBrace), ("${}", .badSubstitution),
    ("${{a}}", .badSubstitution), ("${:a}", .badSubstitution), ("${NAME", .unsupportedModifier("\u{FFFD}")),
    ("${NAME=x}", .unsupportedModifier("=")), ("${NAME:#x}", .unsupportedModifier(":#")), ("${NAME/x}", .missingSlash),
    ("'a", .unclosedSingleQuote), ("\"a", .unclosedDoubleQuote), ("${NAME#\\a}", .invalidPattern("\\a")),
    ("${MISSING?}", .required(name: "MISSING", message: "is not allowed to be unset")),
    ("${EMPTY:?set $NAME}", .required(name: "EMPTY", message: "set api")),
  ])
  func `fails as BuildKit fails`(word: String, error: DockerfileExpansionError) { #expect(failure(word) == error) }

  @Test func `splits words at space outside quotes, after expansion`() {
    #expect(expansion("80 $TWO '3 4'").words.map(\.asString) == ["80", "one", "two", "3 4"])
    #expect(expansion("  plain  words ").words.map(\.asString) == ["plain", "words"])
    #expect(expansion("\"$TWO\"").words.map(\.asString) == ["one two"])
  }

  @Test func `loses what stands before a default when splitting, as BuildKit does`() {
    #expect(expansion("80${MISSING:-80}").words.map(\.asString) == ["80"])
    #expect(expanded("80${MISSING:-80}") == "8080")
  }

  @Test func `says where each name stands and what became of it`() {
    let found = expansion("a $NAME ${MISSING:-$EMPTY}").references
    #expect(found.map(\.name) == ["NAME", "MISSING", "EMPTY"])
    #expect(found.map(\.range) == [SourceRange(2, 7), SourceRange(8, 26), SourceRange(19, 25)])
    #expect(found.map(\.nameRange) == [SourceRange(3, 7), SourceRange(10, 17), SourceRange(20, 25)])
    #expect(found.map(\.modifier) == [nil, ":-", nil])
    #expect(found.map(\.state) == [.set, .unset, .set])
    #expect(found.map(\.toleratesUnset) == [false, true, false])
  }

  @Test(arguments: ["$U", "a${U}b", "${U:-x}", "${U+x}", "${U?x}", "${U#x}", "${U//a/b}", "${MISSING:-$U}", "${NAME#$U}"])
  func `does not pretend to know what depends on an unknown name`(word: String) {
    #expect(expansion(word, unknown: ["U"]).outcome == .unknown)
    #expect(expansion(word, unknown: ["U"]).words.isEmpty)
  }

  @Test func `knows what an unknown name cannot change`() {
    #expect(expansion("${NAME:-$U}", unknown: ["U"]).value?.asString == "api")
    #expect(expansion("${U:+}x", unknown: ["U"]).value?.asString == "x")
    #expect(expansion("'$U'", unknown: ["U"]).value?.asString == "$U")
    #expect(expansion("$U${", unknown: ["U"]).outcome == .failed(.missingBrace))
  }

  @Test func `looks names up in upper case where asked`() {
    var options = DockerfileExpansion.Options()
    options.ignoresNameCase = true
    #expect(expanded("$name", options) == "api")
  }

  @Test func `shows bytes that are no text as replacement characters, one each`() {
    let word: [UInt8] = [0x61, 0xE2, 0x82, 0x24, 0x62]
    let result = DockerfileExpansion(word) { _ in .unset }
    #expect(result.value?.asString == "a\u{FFFD}\u{FFFD}")
  }

  @Test func `stops at nesting and growth without end`() {
    let deep = String(repeating: "${A:-", count: 1000) + String(repeating: "}", count: 1000)
    #expect(failure(deep) == .tooComplex)
    let long = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 16)
    let growing = DockerfileExpansion(Array(String(repeating: "$L", count: 100).utf8)) { _ in .set(long) }
    #expect(growing.outcome == .failed(.tooComplex))
    let pattern = Array(("${L//" + String(repeating: "?", count: 1000) + "/}").utf8)
    #expect(DockerfileExpansion(pattern) { _ in .set(long) }.outcome == .failed(.tooComplex))
  }
}

@Suite struct ExpansionPropertyTests {
  private static let pieces = [
    "$", "${", "}", ":-", "+", "#", "%", "/", "a", "NAME", "MISSING", "\\", "'", "\"", " ", "<<", "*", "?", "é", "`", "${NAME}",
  ]

  @Test(arguments: 0..<40)
  func `answers for any word, with ranges inside it`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let word = (0..<random.below(10)).map { _ in random.pick(Self.pieces) }.joined()
      let result = expansion(word, unknown: ["MISSING"])
      let whole = SourceRange(0, word.utf8.count)
      for reference in result.references {
        let isPlaced = whole.encloses(reference.range) && reference.range.encloses(reference.nameRange)
        #expect(isPlaced, "seed \(seed), word \(word)")
        #expect(Array(word.utf8)[reference.nameRange.indices].asString == reference.name, "seed \(seed), word \(word)")
      }
      if result.references.contains(where: { $0.state == .unknown && $0.modifier == nil }), !word.contains("${") {
        #expect(result.value == nil, "seed \(seed), word \(word)")
      }
    }
  }

  @Test(arguments: 0..<10)
  func `leaves words without quotes, escapes and dollars as they are`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let word = (0..<random.below(12)).map { _ in random.pick(["a", "B", "0", " ", "/", "<", "<<", "}", "é", ":", "한"]) }.joined()
      #expect(expanded(word) == word, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<10)
  func `takes a quoted word for itself`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let word = (0..<random.below(12)).map { _ in random.pick(Self.pieces.filter { $0 != "'" }) }.joined()
      #expect(expanded("'" + word + "'") == word, "seed \(seed)")
    }
  }
}
