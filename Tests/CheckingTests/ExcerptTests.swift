import Detection
import Dockerfile
import Documents
import SourceText
import TestSupport
import Testing

@testable import Checking

/// The lines of a file as they are shown, and what is marked in them.
@Suite struct ExcerptTests {
  /// `number|text|` of each line, the marked part between `«` and `»`.
  private func excerpt(_ bytes: [UInt8], _ range: SourceRange, secrets: [SourceRange] = []) -> [String] {
    PlacedFile(path: "Dockerfile", bytes: bytes, mask: Mask(bytes, ranges: secrets)).place(range).excerpt.map { line in
      var scalars = Array(line.text.unicodeScalars.map(String.init))
      guard line.marked.lowerBound >= 0, line.marked.upperBound <= scalars.count else {
        return "\(line.number)|\(line.text)|\(line.marked)"
      }
      scalars.insert("»", at: line.marked.upperBound)
      scalars.insert("«", at: line.marked.lowerBound)
      return "\(line.number)|\(scalars.joined())"
    }
  }

  @Test(arguments: [
    ("a «b» c\n", ["1|a «b» c"]), ("«»a\n", ["1|«»a"]), ("a«»\nb\n", ["1|a«»"]), ("a«\n»b\n", ["1|a«»"]), ("a\n«b»", ["2|«b»"]),
    ("a\n«»", ["2|«»"]),
    ("«»", ["1|«»"]), ("«a\nb»\nc", ["1|«a»", "2|«b»"]), ("«a\n»b", ["1|«a»"]), ("x «a\nb\nc\nd» y", ["1|x «a»", "2|«b»", "3|«c»"]),
    ("a «b\n\nc» d", ["1|a «b»", "2|«»", "3|«c» d"]),
    ("a «b»\r\nc\r\n", ["1|a «b»"]), ("a\r\n«b\r\n»", ["2|«b»"]),
    // Tabs are four blanks, wide characters one scalar.
    ("\ta\t«b»\n", ["1|    a    «b»"]), ("漢«字»x\n", ["1|漢«字»x"]), ("e\u{301}«👩‍👩‍👧»x\n", ["1|e\u{301}«👩‍👩‍👧»x"]),
    // Nothing that a terminal would obey.
    ("a«\u{1B}[31m»\u{7F}\n", ["1|a«\\u{1b}[31m»\\u{7f}"]), ("«\u{202E}a\u{2028}»b\n", ["1|«\\u{202e}a\\u{2028}»b"]),
    ("a\rb«c»\n", ["1|a\\rb«c»"]), ("\u{0}«a»\n", ["1|\\u{0}«a»"]),
    // The byte order mark is no text.
    ("\u{FEFF}«a» b\n", ["1|«a» b"]), ("«\u{FEFF}a» b\n", ["1|«a» b"]), ("\u{FEFF}a\n«b»\n", ["2|«b»"]), ("«\u{FEFF}»", ["1|«»"]),
    ("«»\u{FEFF}a", ["1|«»a"]),
    // Values are hidden, however much of one is marked.
    ("ENV «PASSWORD=hunter2» A=1\n", ["1|ENV «PASSWORD=***» A=1"]), ("PASSWORD=hun«ter»2 x\n", ["1|PASSWORD=«***» x"]),
    ("PASSWORD=«hunter2» x\n", ["1|PASSWORD=«***» x"]),
    ("PASSWORD=hunter2 «x»\n", ["1|PASSWORD=*** «x»"]), ("«PASS»WORD=hunter2\n", ["1|«PASS»WORD=***"]),
    ("PASSWORD=hunt«er2 x»\n", ["1|PASSWORD=«*** x»"]),
    ("PASSWORD=hunter2«»\n", ["1|PASSWORD=***«»"]), ("PASSWORD=«»hunter2\n", ["1|PASSWORD=«»***"]),
    ("PASSWORD=hunter2\n«RUN hunter2 x»\n", ["2|«RUN *** x»"]),
  ])
  func `shows the lines of a place`(_ text: String, _ expected: [String]) {
    let file = ExampleFiles(text).files[0]
    #expect(excerpt(file.bytes, file.marks[0]) == expected)
  }

  @Test func `shows a value over several lines in none of them`() {
    let bytes = Array("a secret\nof three\nlines b\n".utf8)
    #expect(excerpt(bytes, SourceRange(0, 26), secrets: [SourceRange(2, 23)]) == ["1|«a ***»", "2|«***»", "3|«*** b»"])
    #expect(excerpt(bytes, SourceRange(9, 11), secrets: [SourceRange(2, 23)]) == ["2|«***»"])
  }

  @Test(arguments: [
    // A byte that continues nothing is its own, whatever stands before it.
    (" \u{20}|\u{80}| a", "1|  «\u{FFFD}» a"), ("|\u{80}|", "1|«\u{FFFD}»"), ("a|\u{80}b|", "1|a«\u{FFFD}b»"),
    ("\u{FF}|a|", "1|\u{FFFD}«a»"), ("\u{E6}\u{BC}|a|", "1|\u{FFFD}«a»"),
    ("\t|\u{BF}|", "1|    «\u{FFFD}»"),
  ])
  func `shows bytes that are no text`(_ pattern: String, _ expected: String) {
    // Each scalar up to U+00FF is a byte; `|` is where the place begins and ends.
    var bytes: [UInt8] = []
    var marks: [Int] = []
    for scalar in pattern.unicodeScalars {
      if scalar == "|" { marks.append(bytes.count) } else { bytes.append(UInt8(scalar.value)) }
    }
    #expect(excerpt(bytes, SourceRange(marks[0], marks[1])) == [expected])
  }

  @Test(arguments: 0..<60)
  func `marks a part of what is shown, wherever the place`(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let pieces: [[UInt8]] = [
      [0x80], [0xFF], [0xE6, 0xBC], [0xE6, 0xBC, 0xA2], [0xF0, 0x9F, 0x91, 0xA9], [0xF0, 0x9F], [0x0A], [0x0D, 0x0A], [0x0D], [0x09],
      [0x20], [0x1B], [0xEF, 0xBB, 0xBF],
      Array("a".utf8), Array("PASSWORD=abcd".utf8), Array("abcd".utf8), [0xED, 0xA0, 0x80], [0xC0], [0xCC, 0x81], [0xE2, 0x80, 0xAE], [],
    ]
    let bytes = (0..<random.below(14)).flatMap { _ in random.pick(pieces) }
    let file = PlacedFile(path: "a", bytes: bytes, mask: Mask(bytes, ranges: []))
    for start in 0...bytes.count {
      for end in start...bytes.count {
        let place = file.place(SourceRange(start, end))
        for line in place.excerpt {
          let scalars = line.text.unicodeScalars
          let isInside = line.marked.lowerBound >= 0 && line.marked.upperBound <= scalars.count
          #expect(isInside, "seed \(seed), \(start)..<\(end) of \(bytes)")
          #expect(!scalars.contains(where: Display.mustBeEscaped) && !line.text.contains("PASSWORD=abcd"), "seed \(seed)")
          // What lies on the line is marked.
          let range = file.lines.range(ofLine: line.number)
          let shownStart = range.start + (line.number == 1 ? SourceText.byteOrderMarkLength(bytes) : 0)
          if max(start, shownStart) < min(end, range.end) { #expect(!line.marked.isEmpty, "seed \(seed), \(start)..<\(end) of \(bytes)") }
        }
        #expect(place.start.line <= place.end.line && place.excerpt.first?.number == place.start.line)
      }
    }
  }

  @Test(arguments: ["", "\n", "\r\n", "\u{FEFF}", "\u{FEFF}\n"])
  func `has a line to show of an empty file`(_ text: String) async throws {
    let rule = Rule.artificial(
      "test/whole", check: .document { document, report in report.found("is empty", at: SourceRange(0, document.tree.bytes.count)) })
    let findings = try await check(["Dockerfile": text], rules: RuleSet([rule])).findings
    #expect(findings.map { $0.place.excerpt.map { "\($0.number)|\($0.text)|\($0.marked)" } } == [["1||0..<0"]])
    #expect(findings.first?.place.start == SourcePosition(line: 1, column: 1, utf16Column: 1, offset: 0))
  }
}
