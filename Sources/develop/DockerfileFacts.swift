import Dockerfile
import Foundation
import SourceText

/// `develop dockerfile-facts [--list FILE | PATH…]`: one JSON object a line and file, in the shape of the oracle's, which
/// shows BuildKit's own syntax tree.
enum DockerfileFacts {
  static func run(_ arguments: [String]) throws {
    var paths = arguments
    if let list = try Develop.option("--list", from: &paths) {
      paths += try Develop.read(list).split(separator: 0x0A).map(\.asString)
    }
    for path in paths {
      guard let bytes = try? Develop.read(path) else {
        FileHandle.standardError.write(Data("develop: cannot read `\(path)`\n".utf8))
        continue
      }
      FileHandle.standardOutput.write(Data(line(bytes, of: path)))
    }
  }

  /// The object of one file, with its line break.
  static func line(_ bytes: [UInt8], of path: String) -> [UInt8] {
    var out = JSONText()
    write(DockerfileTree(parsing: bytes), of: path, to: &out)
    return out.bytes
  }

  private static func write(_ tree: DockerfileTree, of path: String, to out: inout JSONText) {
    let lines = LineIndex(tree.bytes)
    // BuildKit looks at values only where it can read every instruction.
    let evaluation = tree.hasErrors ? nil : EvaluationFacts(tree)
    out.object { out in
      out.key("file")
      out.string(path)
      out.key("errors")
      out.array { out in
        for diagnostic in tree.diagnostics where diagnostic.isError {
          out.object { out in
            out.key("line")
            out.number(line(of: diagnostic, in: tree, lines))
            out.key("phase")
            out.string(diagnostic.phase == .parser ? "parse" : "instructions")
            out.key("message")
            out.string(diagnostic.message)
          }
        }
        evaluation?.writeErrors(lines, to: &out)
      }
      out.key("image")
      if let evaluation { evaluation.writeImage(to: &out) } else { out.null() }
      out.key("escape")
      out.string([tree.escape])
      out.key("instructions")
      out.array { out in
        for instruction in tree.instructions { InstructionFacts(instruction).write(tree.bytes, lines, to: &out) }
      }
    }
    out.endLine()
  }

  /// The line BuildKit names.
  private static func line(of diagnostic: DockerfileDiagnostic, in tree: DockerfileTree, _ lines: LineIndex) -> Int {
    switch diagnostic.kind {
    case .noInstruction:
      return tree.bytes.count(where: { $0 == 0x0A }) + (tree.bytes.last == 0x0A || tree.bytes.isEmpty ? 0 : 1)
    // BuildKit counts a line only after it has read it: these two are one line late in its words.
    case .lineTooLong, .repeatedDirective, .badEscape: return lines.line(at: diagnostic.range.start) - 1
    default:
      let instruction = diagnostic.instruction.map { tree.instructions[$0].range.start }
      return lines.line(at: instruction ?? diagnostic.range.start)
    }
  }
}

/// One instruction as a node of BuildKit's tree: its name, flags, and the chain of its arguments.
struct InstructionFacts {
  let instruction: DockerfileInstruction
  private var arguments: [[UInt8]] = []
  private var isJSON = false

  init(_ instruction: DockerfileInstruction) {
    self.instruction = instruction
    readArguments()
  }

  private var operands: ArraySlice<UInt8> { instruction.text.bytes[instruction.operandRange.indices] }

  private mutating func readArguments() {
    switch instruction.keyword {
    case .unknown: arguments = [[]]
    case .onbuild: break
    case .from, .expose: arguments = words(operands)
    case .copy, .add, .volume:
      if !readArray(operands) { arguments = words(operands) }
    case .run, .cmd, .entrypoint, .shell:
      if !readArray(operands), !operands.isEmpty { arguments = [Array(operands)] }
    case .healthcheck: readHealthcheck()
    case .user, .workdir, .stopsignal, .maintainer:
      if !operands.isEmpty { arguments = [Array(operands)] }
    case .env, .label: readPairs()
    case .arg:
      guard case .variables(let variables, _) = instruction.arguments else { return }
      arguments = variables.map { $0.name.text.bytes + ($0.value.map { [UInt8(ascii: "=")] + $0.text.bytes } ?? []) }
    }
  }

  private func words(_ text: ArraySlice<UInt8>) -> [[UInt8]] { text.split(whereSeparator: \.isASCIISpace).map(Array.init) }

  private mutating func readHealthcheck() {
    func isSpace(_ byte: UInt8) -> Bool { byte.isASCIISpace || byte == 0x85 || byte == 0xA0 }
    let kind = operands.prefix { !isSpace($0) }
    guard !kind.isEmpty else { return }
    let rest = operands[kind.endIndex...].drop(while: isSpace)
    if !readArray(rest), !rest.isEmpty { arguments = [Array(rest)] }
    arguments.insert(Array(kind), at: 0)
  }

  private mutating func readPairs() {
    guard case .variables(let variables, let isLegacy) = instruction.arguments else { return }
    for variable in variables {
      arguments += [variable.name.text.bytes, variable.value?.text.bytes ?? [], isLegacy ? [] : [UInt8(ascii: "=")]]
    }
  }

  /// Whether the text is a JSON array of strings: as the parser under test says of it as a CMD.
  private mutating func readArray(_ text: ArraySlice<UInt8>) -> Bool {
    // Else a character that ends it might be taken for a continuation.
    guard text.last == UInt8(ascii: "]") else { return false }
    let tree = DockerfileTree(parsing: Array("CMD ".utf8) + text)
    guard let command = tree.instructions.first?.command, case .exec(let words) = command.form,
      tree.instructions[0].flags.isEmpty
    else { return false }
    arguments = words.map(\.text.bytes)
    isJSON = true
    return true
  }

  func write(_ bytes: [UInt8], _ lines: LineIndex, to out: inout JSONText) {
    out.object { out in
      out.key("line")
      out.number(lines.line(at: instruction.range.start))
      out.key("end")
      out.number(lines.line(at: instruction.range.end))
      writeNode(heredocs: instruction.heredocs, bytes, to: &out)
      out.key("child")
      if let trigger = instruction.trigger {
        out.object { InstructionFacts(trigger).writeNode(heredocs: [], bytes, to: &$0) }
      } else {
        out.null()
      }
    }
  }

  private func writeNode(heredocs: [DockerfileHeredoc], _ bytes: [UInt8], to out: inout JSONText) {
    out.key("name")
    out.string(Self.lowercased(instruction.keywordText))
    out.key("flags")
    out.array { out in
      for flag in instruction.flags {
        out.string(Array("--\(flag.name)".utf8) + (flag.value.map { [UInt8(ascii: "=")] + $0.text.bytes } ?? []))
      }
    }
    out.key("json")
    out.boolean(isJSON)
    out.key("args")
    out.array { out in for argument in arguments { out.string(argument) } }
    out.key("heredocs")
    out.array { out in for heredoc in heredocs { write(heredoc, bytes, to: &out) } }
  }

  private func write(_ heredoc: DockerfileHeredoc, _ bytes: [UInt8], to out: inout JSONText) {
    out.object { out in
      out.key("name")
      out.string(heredoc.name)
      out.key("content")
      out.string(bytes[heredoc.bodyRange.indices])
      out.key("expand")
      out.boolean(heredoc.expands)
      out.key("chomp")
      out.boolean(heredoc.stripsTabs)
      out.key("fd")
      // Go's ParseUint gives its greatest number for what is too great; the tree's is an Int.
      let digits = bytes[heredoc.openingRange.indices].prefix { $0 != UInt8(ascii: "<") }.filter(\.isASCIIDigit)
      let descriptor = heredoc.fileDescriptor
      out.number(descriptor == .max ? UInt64(digits.asString) ?? .max : UInt64(descriptor))
    }
  }

  /// Go's `strings.ToLower`: scalar by scalar.
  private static func lowercased(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let mapping = scalar.properties.lowercaseMapping.unicodeScalars
      result.append(scalar == "\u{130}" ? "i" : mapping.count == 1 ? mapping[mapping.startIndex] : scalar)
    }
    return String(result)
  }
}
