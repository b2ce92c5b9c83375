import Dockerfile
import SourceText
import TestSupport
import Testing

/// What holds of any bytes.
struct DockerfilePropertyTests {
  private static let pieces: [String] = [
    "FROM a", "FROM b AS c", "RUN ", "COPY ", "ENV ", "ONBUILD ", "HEALTHCHECK CMD ", "CMD ", "SHELL ", "LABEL ", "ARG ", "FOO ", "a=b",
    "a", "\"", "'",
    "\\", "`", "\\\n", "\n", "\r\n", "\r", " ", "\t", "\u{A0}", "# c", "# escape=`\n", "# syntax=x\n", "[\"a\", \"b\"]", "[", "]", ",", "1",
    "\\u00e9", "<<E",
    "<<-E", "<<'E'", "E", "\nE\n", "\n\tE\n", "E ", "--from=a", "--mount=type=cache,id=a", "--mount='a,\"b'", "--", "--x", "=", "$", "${",
    "}", "${a:-b}", "é",
    "\u{FEFF}", "\u{0}", "NONE", "--interval=1s",
  ]

  private static func text(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    let count = random.below(40)
    for _ in 0..<count {
      bytes += Array(random.pick(pieces).utf8)
      if random.oneIn(30) { bytes.append(UInt8(random.below(256))) }
    }
    return bytes
  }

  @Test func `ranges nest, and follow one another`() {
    for seed in UInt64(0)..<3_000 {
      var random = SeededGenerator(seed: seed)
      let bytes = Self.text(&random)
      let tree = DockerfileTree(parsing: bytes)
      let whole = SourceRange(0, bytes.count)
      var end = 0
      for instruction in tree.instructions {
        #expect(instruction.range.start >= end && whole.encloses(instruction.range), "seed \(seed)")
        end = instruction.range.end
        check(instruction, seed)
        #expect(instruction.documentation.upperBound <= tree.comments.count, "seed \(seed)")
        #expect(instruction.rangeIncludingLineBreak(in: tree).encloses(instruction.range), "seed \(seed)")
      }
      end = 0
      for comment in tree.comments {
        #expect(comment.start >= end && whole.encloses(comment), "seed \(seed)")
        #expect(tree.text(comment).first == "#", "seed \(seed)")
        end = comment.end
      }
      for diagnostic in tree.diagnostics {
        #expect(whole.encloses(diagnostic.range) && !diagnostic.message.isEmpty, "seed \(seed)")
        if let index = diagnostic.instruction {
          #expect(tree.instructions[index].range.encloses(diagnostic.range), "seed \(seed): \(diagnostic)")
        }
      }
      for line in tree.emptyContinuationLines { #expect(whole.encloses(line), "seed \(seed)") }
      #expect(tree.stages.map(\.instructions.count).reduce(0, +) <= tree.instructions.count, "seed \(seed)")
    }
  }

  private func check(_ instruction: DockerfileInstruction, _ seed: UInt64) {
    let range = instruction.range
    #expect(range.encloses(instruction.headRange) && instruction.headRange.encloses(instruction.keywordRange), "seed \(seed)")
    #expect(instruction.operandRange.end <= instruction.text.count, "seed \(seed)")
    checkMap(instruction.text, in: instruction.headRange, seed)
    for flag in instruction.flags {
      #expect(instruction.headRange.encloses(flag.range), "seed \(seed)")
      if let value = flag.value { checkWord(value, in: flag.range, seed) }
    }
    for mount in instruction.mounts {
      for option in mount.options { #expect(range.encloses(option.range), "seed \(seed)") }
    }
    for heredoc in instruction.heredocs {
      #expect(range.start <= heredoc.openingRange.start && heredoc.openingRange.end <= heredoc.bodyRange.start, "seed \(seed)")
      #expect(heredoc.bodyRange.end <= heredoc.terminatorRange.start, "seed \(seed)")
      checkMap(heredoc.body, in: heredoc.bodyRange, seed)
    }
    switch instruction.arguments {
    case .base(let image, let name):
      checkWord(image, in: range, seed)
      if let name { checkWord(name, in: range, seed) }
    case .command(let command), .healthcheck(let command):
      #expect(instruction.headRange.encloses(command.range), "seed \(seed)")
      switch command.form {
      case .shell(let text), .script(let text, _): checkMap(text, in: range, seed)
      case .exec(let words): for word in words { checkWord(word, in: range, seed) }
      }
    case .copy(let sources, let destination, _): for word in sources + [destination] { checkWord(word, in: range, seed) }
    case .variables(let variables, _):
      for variable in variables {
        checkWord(variable.name, in: variable.range, seed)
        if let value = variable.value { checkWord(value, in: variable.range, seed) }
      }
    case .words(let words, _): for word in words { checkWord(word, in: range, seed) }
    case .text(let word): checkWord(word, in: range, seed)
    case .trigger(let triggers):
      for trigger in triggers {
        #expect(range.encloses(trigger.range), "seed \(seed)")
        check(trigger, seed)
      }
    case .noHealthcheck, .unread: break
    }
  }

  private func checkWord(_ word: DockerfileWord, in range: SourceRange, _ seed: UInt64) {
    #expect(range.encloses(word.range), "seed \(seed): \(word.range) in \(range)")
    checkMap(word.text, in: word.range, seed)
  }

  /// Every byte comes from inside, in order.
  private func checkMap(_ text: MappedText, in range: SourceRange, _ seed: UInt64) {
    var last = range.start
    for offset in 0..<text.count {
      let place = text.hostRange(of: SourceRange(offset, offset + 1))
      #expect(range.encloses(place) && place.start >= last, "seed \(seed): byte \(offset) at \(place) in \(range)")
      last = place.start
    }
  }

  @Test func `CRLF changes no meaning`() {
    for seed in UInt64(0)..<1_000 {
      var random = SeededGenerator(seed: seed)
      let bytes = Self.text(&random).filter { $0 != 0x0D }
      let windows = bytes.flatMap { $0 == 0x0A ? [0x0D, $0] : [$0] }
      let one = DockerfileTree(parsing: bytes)
      let other = DockerfileTree(parsing: windows)
      #expect(one.instructions.map(\.text.bytes) == other.instructions.map(\.text.bytes), "seed \(seed)")
      #expect(one.diagnostics.map(\.kind) == other.diagnostics.map(\.kind), "seed \(seed)")
      #expect(one.comments.count == other.comments.count, "seed \(seed)")
    }
  }

  @Test func `a byte order mark changes no meaning`() {
    for seed in UInt64(0)..<1_000 {
      var random = SeededGenerator(seed: seed)
      let bytes = Self.text(&random)
      if SourceText.byteOrderMarkLength(bytes) > 0 { continue }
      let one = DockerfileTree(parsing: bytes)
      let other = DockerfileTree(parsing: [0xEF, 0xBB, 0xBF] + bytes)
      #expect(one.instructions.map { $0.range.shifted(by: 3) } == other.instructions.map(\.range), "seed \(seed)")
      #expect(one.diagnostics.map(\.kind) == other.diagnostics.map(\.kind), "seed \(seed)")
    }
  }

  @Test func `any bytes are read`() {
    for seed in UInt64(0)..<2_000 {
      var random = SeededGenerator(seed: seed)
      let count = random.below(80)
      let bytes = (0..<count).map { _ in UInt8(random.below(256)) }
      let tree = DockerfileTree(parsing: Array("RUN <<".utf8) + bytes)
      #expect(!tree.instructions.isEmpty, "seed \(seed)")
    }
  }
}
