import Detection
public import Dockerfile
public import Shell
import SourceText

/// A Dockerfile with all that is read from it: its tree, and the commands its instructions run.
///
/// One object, since every subject made of it holds it.
public final class DockerfileDocument: Sendable {
  public let path: RepositoryPath
  public let tree: DockerfileTree
  /// By the position of the instruction in the tree; empty for one that runs nothing. An ONBUILD has its trigger's.
  private let commandsByInstruction: [ShellCommands?]

  init(path: RepositoryPath, bytes: [UInt8]) {
    self.path = path
    let tree = DockerfileTree(parsing: bytes)
    self.tree = tree
    commandsByInstruction = tree.instructions.map { ($0.trigger ?? $0).shellCommands }
  }

  /// The commands that an instruction of `tree.instructions` runs, in the order of their text.
  public func commands(ofInstruction index: Int) -> ShellCommands? { commandsByInstruction[index] }

  /// Values that the file's own words call credentials, where only the tree can tell: `ENV NAME value`.
  var secretRanges: [SourceRange] {
    tree.instructions.flatMap { instruction -> [SourceRange] in
      guard case .variables(let variables, _) = instruction.arguments else { return [] }
      return variables.compactMap { SecretName.matches($0.name.text.bytes) ? $0.value?.range : nil }
    }
  }

  /// Where a range stands, in words that outlive unrelated changes: `build/COPY package.json`. Empty for what stands in no
  /// instruction, and for the file as a whole: the empty range at its start.
  ///
  /// - Parameter isSecret: whether a word must not be shown; it is left out then.
  func address(of range: SourceRange, isSecret: (String) -> Bool) -> String {
    guard range != .at(0), let index = tree.instruction(at: range.start) else { return "" }
    let instruction = tree.instructions[index]
    let word = [instruction.keywordText(in: tree.bytes), instruction.firstOperand].filter { !isSecret($0) }.filter { !$0.isEmpty }.joined(
      separator: " ")
    guard let stage = tree.stage(containing: index) else { return word }
    return label(of: stage) + "/" + word
  }

  /// A stage by its name, else by its base image without its version. Equal ones are not numbered: one more of them would
  /// rename the others.
  private func label(of stage: DockerfileStage) -> String {
    if let name = stage.name { return name.text.string }
    guard case .base(let image, _) = tree.instructions[stage.instructions.lowerBound].arguments else { return "" }
    return Self.repository(image)
  }

  /// An image without what changes with every release.
  private static func repository(_ image: DockerfileWord) -> String {
    let name = image.text.bytes.prefix { $0 != UInt8(ascii: "@") }
    let start = name.lastIndex(of: UInt8(ascii: "/")) ?? name.startIndex
    return name[..<(name[start...].firstIndex(of: UInt8(ascii: ":")) ?? name.endIndex)].asString
  }
}

extension DockerfileInstruction {
  /// A SHELL instruction names a shell and runs nothing.
  fileprivate var shellCommands: ShellCommands? {
    guard keyword != .shell, let command else { return nil }
    switch command.form {
    case .shell(let text): return ShellTree(parsing: text).commands
    case .script(let text, let shebang):
      return shebang.map(Self.isShell) ?? true ? ShellTree(parsing: text).commands : nil
    case .exec(let words): return ShellTree.commands(forExecForm: words.map(\.text))
    }
  }

  static func isShell(_ shebang: String) -> Bool {
    shebang.split(separator: " ").prefix(2).contains { ["sh", "bash", "dash", "ash"].contains($0.split(separator: "/").last ?? $0) }
  }

  fileprivate func keywordText(in bytes: [UInt8]) -> String {
    keyword == .unknown ? bytes[keywordRange.indices].asString : keyword.rawValue.uppercased()
  }

  /// What tells this instruction from its neighbours, and never a value.
  fileprivate var firstOperand: String {
    switch arguments {
    case .base: ""
    case .command(let command):
      switch command.form {
      case .exec(let words): words.first?.text.string ?? ""
      case .shell(let text), .script(let text, _): Self.firstWord(of: text.bytes)
      }
    case .copy(let sources, _, _): sources.first?.text.string ?? ""
    case .variables(let variables, _): variables.first?.name.text.string ?? ""
    case .words(let words, _): words.first?.text.string ?? ""
    case .text(let word): keyword == .maintainer ? "" : word.text.string
    case .trigger(let triggers): triggers.first.map { $0.keyword.rawValue.uppercased() + " " + $0.firstOperand } ?? ""
    case .healthcheck, .noHealthcheck, .unread: ""
    }
  }

  /// The first word of a command line that is no assignment: `TOKEN="a b" make` begins with a value. Quotes and
  /// substitutions hold a word together.
  private static func firstWord(of text: [UInt8]) -> String {
    var position = 0
    while position < text.count {
      while position < text.count, text[position].isASCIISpace { position += 1 }
      let start = position
      var quote: UInt8?
      var depth = 0
      var isAssignment = false
      while position < text.count {
        let byte = text[position]
        if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
          position += 1
        } else if let open = quote {
          if byte == open { quote = nil }
        } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`") {
          quote = byte
        } else if byte == UInt8(ascii: "("), depth > 0 || position > start && text[position - 1] == UInt8(ascii: "$") {
          depth += 1
        } else if byte == UInt8(ascii: ")"), depth > 0 {
          depth -= 1
        } else if byte == UInt8(ascii: "=") {
          isAssignment = true
        } else if byte.isASCIISpace, depth == 0 {
          break
        }
        position += 1
      }
      position = min(position, text.count)
      if position > start, !isAssignment { return text[start..<position].asString }
    }
    return ""
  }
}
