import Detection
import Dockerfile
import SourceText

/// What the parser saw of a Dockerfile, for `ashlar parse`.
public struct DockerfileDump: Sendable {
  private let tree: DockerfileTree
  private let lines: LineIndex
  private let mask: Mask

  public init(_ bytes: [UInt8]) {
    tree = DockerfileTree(parsing: bytes)
    lines = LineIndex(bytes)
    mask = Mask(bytes)
  }

  /// `line:column: error: message`, in the order of the file.
  public var errors: [String] {
    tree.diagnostics.filter(\.isError).map { diagnostic in
      let start = lines.position(at: diagnostic.range.start)
      return "\(start.line):\(start.column): error: \(Display.escaped(mask.masked(diagnostic.message)))"
    }
  }

  /// A line a node, indented by depth: kind, place, text.
  public var text: String {
    var text = ""
    for directive in tree.directives {
      text += line(0, "directive \(directive.name.rawValue)", directive.range, tree.text(directive.valueRange))
    }
    for (index, instruction) in tree.instructions.enumerated() {
      if let stage = tree.stages.first(where: { $0.instructions.lowerBound == index }) {
        text += "stage \(stage.index)\(stage.name.map { " `\(Display.escaped($0.text.string))`" } ?? "")\n"
      }
      text += write(instruction, tree.stages.contains { $0.instructions.contains(index) } ? 1 : 0)
    }
    return text
  }

  private func write(_ instruction: DockerfileInstruction, _ depth: Int) -> String {
    var text = line(depth, instruction.keyword.rawValue, instruction.range, nil)
    for flag in instruction.flags { text += line(depth + 1, "flag \(flag.name)", flag.range, flag.value?.text.string) }
    for (name, range, value) in parts(of: instruction) { text += line(depth + 1, name, range, value) }
    if let trigger = instruction.trigger { text += write(trigger, depth + 1) }
    for heredoc in instruction.heredocs { text += line(depth + 1, "heredoc \(heredoc.name)", heredoc.bodyRange, heredoc.body.string) }
    return text
  }

  private func parts(of instruction: DockerfileInstruction) -> [(String, SourceRange, String)] {
    func word(_ name: String, _ word: DockerfileWord) -> (String, SourceRange, String) { (name, word.range, word.text.string) }
    switch instruction.arguments {
    case .base(let image, let name): return [word("image", image)] + (name.map { [word("name", $0)] } ?? [])
    case .command(let command), .healthcheck(let command):
      switch command.form {
      case .shell(let text): return [("shell", command.range, text.string)]
      case .script(let text, _): return [("script", text.hostRange, text.string)]
      case .exec(let words): return words.map { word("exec", $0) }
      }
    case .copy(let sources, let destination, _): return sources.map { word("source", $0) } + [word("destination", destination)]
    case .variables(let variables, _):
      return variables.map { ("variable \($0.name.text.string)", $0.range, $0.value?.text.string ?? "") }
    case .words(let words, _): return words.map { word("word", $0) }
    case .text(let argument): return [word("text", argument)]
    case .noHealthcheck: return [("none", instruction.headRange, "")]
    case .trigger, .unread: return []
    }
  }

  private func line(_ depth: Int, _ name: String, _ range: SourceRange, _ value: String?) -> String {
    let start = lines.position(at: range.start)
    let end = lines.position(at: range.end)
    return String(repeating: "  ", count: depth) + "\(Display.escaped(name)) \(start.line):\(start.column)-\(end.line):\(end.column)"
      + (value.map { " `\(Display.escaped(mask.masked($0)))`" } ?? "") + "\n"
  }

  public var json: String {
    var json = JSONWriter()
    json.object { json in
      json.value("kind", "Dockerfile")
      json.array("directives") { json in
        for directive in tree.directives {
          json.object { node(directive.name.rawValue, directive.range, tree.text(directive.valueRange), &$0) }
        }
      }
      json.array("instructions") { json in
        for instruction in tree.instructions { json.object { write(instruction, &$0) } }
      }
      json.array("diagnostics") { json in
        for diagnostic in tree.diagnostics {
          json.object { json in
            place(diagnostic.range, &json)
            json.value("message", mask.masked(diagnostic.message))
          }
        }
      }
    }
    return json.text + "\n"
  }

  private func write(_ instruction: DockerfileInstruction, _ json: inout JSONWriter) {
    json.value("keyword", instruction.keyword.rawValue)
    place(instruction.range, &json)
    json.array("flags") { json in
      for flag in instruction.flags { json.object { node(flag.name, flag.range, flag.value?.text.string, &$0) } }
    }
    json.array("arguments") { json in
      for (name, range, value) in parts(of: instruction) { json.object { node(name, range, value, &$0) } }
    }
    json.array("heredocs") { json in
      for heredoc in instruction.heredocs { json.object { node(heredoc.name, heredoc.bodyRange, heredoc.body.string, &$0) } }
    }
    if let trigger = instruction.trigger { json.object("trigger") { write(trigger, &$0) } }
  }

  private func node(_ name: String, _ range: SourceRange, _ value: String?, _ json: inout JSONWriter) {
    json.value("name", name)
    place(range, &json)
    if let value { json.value("text", mask.masked(value)) }
  }

  private func place(_ range: SourceRange, _ json: inout JSONWriter) {
    for (key, position) in [("start", lines.position(at: range.start)), ("end", lines.position(at: range.end))] {
      json.object(key) { json in
        json.value("line", position.line)
        json.value("column", position.column)
        json.value("offset", position.offset)
      }
    }
  }
}
