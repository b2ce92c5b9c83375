import TestSupport
import Testing

@testable import Globs

private func excludes(_ file: String, _ path: String) -> DockerIgnore.Verdict {
  DockerIgnore(Array(file.utf8)).excludes(Array(path.utf8).span)
}

struct DockerIgnoreTests {
  @Test func `agrees with BuildKit on generated files`() {
    let answers = RecordedAnswers.bits(RecordedAnswers.dockerIgnore)
    var next = 0
    for (index, test) in GeneratedCases.dockerIgnore().enumerated() {
      let seed: Comment = "seed \(GeneratedCases.dockerIgnoreSeed), case \(index)"
      var file: [UInt8] = []
      for (number, line) in test.lines.enumerated() {
        // A byte order mark counts in the first line only.
        let isTaken = DockerIgnore(number == 0 ? line : [0x0A] + line).problems.isEmpty
        #expect(isTaken == answers[next], seed)
        if answers[next] { file += line }
        file.append(0x0A)
        next += 1
      }
      let ignore = DockerIgnore(file)
      for path in test.paths {
        #expect(ignore.excludes(path.span).isExcluded == answers[next], seed)
        next += 1
      }
    }
    #expect(answers.count - next < 4)
  }

  @Test(
    arguments: [
      ("*.log", "a.log", 1), ("*.log", "dir/a.log", nil), ("**/*.log", "dir/a.log", 1), ("**/*.log", "a.log", 1),
      ("node_modules", "node_modules/left-pad/index.js", 1), ("node_modules", "web/node_modules", nil),
      ("/secret/", "secret/key", 1), ("./secret", "secret", 1), ("a/../secret", "secret", 1),
      ("# secret", "secret", nil),
      ("docs/**", "docs", nil), ("docs/**", "docs/a/b", 1), ("**/temp*", "a/b/temporary", 1), ("temp?", "temp1", 1),
      ("temp?", "temp", nil), ("\u{FEFF}secret", "secret", 1), ("secret\r\n", "secret", 1), ("  secret  ", "secret", 1),
      ("*", "a/b", 1), ("**", "a/b", 1), (".", "a", nil), ("/", "a", nil), ("", "a", nil),
    ] as [(String, String, Int?)])
  func `tells the line that leaves a path out`(file: String, path: String, line: Int?) {
    let verdict = excludes(file, path)
    #expect(verdict.isExcluded == (line != nil))
    #expect(verdict.line == line)
  }

  @Test func `takes the last line that matters`() {
    let file = "*\n!src\nsrc/*.tmp\n"
    #expect(excludes(file, "README.md") == .init(isExcluded: true, line: 1))
    #expect(excludes(file, "src/main.c") == .init(isExcluded: false, line: 2))
    #expect(excludes(file, "src/main.tmp") == .init(isExcluded: true, line: 3))
  }

  @Test func `keeps the oddities of the translation to a regular expression`() {
    #expect(excludes("x\\d", "x7").isExcluded, "an escaped letter is a class of regular expressions")
    #expect(excludes("[[:alpha:]]{2}", "ab").isExcluded, "braces repeat")
    #expect(excludes("*.c|b", "zb").isExcluded, "a bar separates alternatives, the second of which has no start")
    #expect(!excludes("[*]", "*").isExcluded, "a star ends the class")
    #expect(!excludes("a{2}", "aa").isExcluded, "without wildcards the text is compared as it stands")
  }

  @Test func `never leaves out the context itself`() {
    #expect(!excludes("**\n.", ".").isExcluded)
    #expect(!excludes("**\n.", "").isExcluded)
  }

  @Test(arguments: [
    ("a\n!\n", [2]), ("[", [1]), ("[a-", [1]), ("a\\", [1]), ("bin\\Release", [1]), ("*{2}", [1]), ("*[b-a]", [1]),
    ("! ", [1]), ("!/", [1]), ("ok\n", []),
  ])
  func `names the lines that stop a build`(file: String, lines: [Int]) {
    #expect(DockerIgnore(Array(file.utf8)).problems.map(\.line) == lines)
  }

  @Test func `refuses a line that BuildKit cannot read`() {
    let long = [UInt8](repeating: 0x61, count: 64 * 1024)
    #expect(DockerIgnore(long).problems.map(\.problem) == [.lineTooLong])
    #expect(DockerIgnore(Array(long.dropLast())).problems.isEmpty)
  }

  @Test func `reads any bytes`() {
    for seed in 0..<300 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let alphabet = Array("*?[]\\!/{}|^$-:ab01,.\n\r #".utf8) + [0x00, 0xC3, 0xA9, 0xFF]
      let file = (0..<generator.below(200)).map { _ in generator.pick(alphabet) }
      let path = (0..<generator.below(40)).map { _ in generator.pick(alphabet) }
      _ = DockerIgnore(file).excludes(path.span)
    }
  }

  @Test func `limits the size of all expressions together`() {
    let line = String(repeating: "[a]{1000}", count: 8) + "\n"
    let ignore = DockerIgnore(Array(String(repeating: line, count: 5).utf8))
    #expect(ignore.rules.count == 2)
    #expect(ignore.problems.map(\.line) == [3, 4, 5])
    #expect(ignore.problems.allSatisfy { $0.problem == .tooCostly })
  }
}
