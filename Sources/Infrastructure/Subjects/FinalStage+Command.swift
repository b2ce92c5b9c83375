import Dockerfile
import Documents
import Shell
public import SourceText

extension FinalStage {
  /// A CMD or ENTRYPOINT that the image ends with and that a shell runs.
  public struct ShellFormCommand: Sendable {
    /// The command, without its keyword.
    public let range: SourceRange
    /// The program that the shell starts, where one can be named.
    public let program: String?
    /// Whether the text begins with `[` and is no JSON array.
    public let isFailedJSON: Bool
    /// `exec program …`
    public let replacesShell: Bool
    /// Whether a SHELL instruction of the chain chose the shell.
    public let isShellChosen: Bool
    public let jsonForm: JSONForm?

    public struct JSONForm: Sendable {
      public let text: String
      /// Whether it starts the same program with the same words.
      public let isSafe: Bool
    }
  }

  public var shellFormCommands: [ShellFormCommand] {
    // The Windows shells have rules of their own.
    if build.document.tree.escape != UInt8(ascii: "\\") || stage.settings.operatingSystem.value == "windows" { return [] }
    return [stage.settings.entrypoint.origin, stage.settings.command.origin].compactMap { origin in
      guard let origin, !origin.isTrigger else { return nil }
      let instruction = instructionOf(origin)
      guard [.cmd, .entrypoint].contains(instruction.keyword), let command = instruction.command, case .shell(let text) = command.form,
        !text.bytes.allSatisfy(\.isASCIISpace)
      else { return nil }
      let commands = build.document.commands(ofInstruction: origin.instruction).map(Array.init) ?? []
      let isShellChosen = stage.settings.shell.origin != nil
      let outermost = commands.first
      let replaces = outermost?.name == "exec"
      let program = (outermost?.innermost ?? outermost)?.name
      return ShellFormCommand(
        range: command.range, program: program, isFailedJSON: command.isFailedJSON, replacesShell: replaces, isShellChosen: isShellChosen,
        jsonForm: isShellChosen || command.isFailedJSON ? nil : jsonForm(text, commands))
    }
  }

  /// As the exec form is written.
  private static func jsonArray(_ items: [String]) -> String { "[" + items.map { JSONString.quoted($0) }.joined(separator: ", ") + "]" }

  private func jsonForm(_ text: MappedText, _ commands: [ShellCommand]) -> ShellFormCommand.JSONForm? {
    guard let first = commands.first, first.origin == .written, first.assignments.isEmpty, first.redirections.isEmpty,
      first.preceding == nil,
      first.following == nil, first.pipelineCount == 1, first.nesting.isEmpty,
      commands.allSatisfy({ $0.index == 0 || $0.origin == .wrapped }),
      first.range == SourceRange(first.range.start, text.bytes.trimmedEnd), !first.words.isEmpty
    else { return nil }
    let words = first.name == "exec" ? Array(first.words.dropFirst()) : Array(first.words)
    guard let program = words.first else { return nil }
    let values = words.map(\.literal)
    if let name = program.literal, !ShellBuiltins.names.contains(name), !values.contains(nil) {
      return .init(text: Self.jsonArray(values.compactMap(\.self)), isSafe: true)
    }
    if let name = program.literal, ShellBuiltins.names.contains(name) { return nil }
    let written = text.bytes[..<text.bytes.trimmedEnd].asString
    guard !written.contains("\n"), first.name != "exec" else { return nil }
    return .init(text: Self.jsonArray(["/bin/sh", "-c", "exec " + written]), isSafe: false)
  }
}

/// Commands that only a shell has: no program of that name is sure to exist.
enum ShellBuiltins {
  static let names: Set<String> = [
    ".", ":", "[[", "alias", "bg", "break", "cd", "command", "continue", "declare", "eval", "exec", "exit", "export", "fg", "getopts",
    "hash", "jobs",
    "let", "local", "read", "readonly", "return", "set", "shift", "shopt", "source", "time", "trap", "type", "ulimit", "umask", "unalias",
    "unset", "wait",
  ]
}

extension [UInt8] {
  /// Where the text ends when trailing white space is left out.
  fileprivate var trimmedEnd: Int { (lastIndex { !$0.isASCIISpace } ?? -1) + 1 }
}
