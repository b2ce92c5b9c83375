public import Dockerfile
public import Shell
import Detection
import SourceText

/// A Dockerfile with all that is read from it: its tree, and the commands its instructions run.
public struct DockerfileDocument: Sendable {
  public let path: RepositoryPath
  public let tree: DockerfileTree
  /// By the position of the instruction in the tree; empty for one that runs nothing. An ONBUILD has its trigger's.
  private let commandsByInstruction: [ShellCommands?]
  /// What each stage is called in addresses.
  private let stageLabels: [String]

  init(path: RepositoryPath, bytes: [UInt8]) {
    self.path = path
    let tree = DockerfileTree(parsing: bytes)
    self.tree = tree
    stageLabels = Self.labels(of: tree)
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

  /// Where a range stands, in words that outlive unrelated changes: `build/COPY package.json`.
  func address(of range: SourceRange) -> String {
    guard let index = tree.instruction(at: range.start) else { return "" }
    let instruction = tree.instructions[index]
    let operand = instruction.firstOperand
    // An operand that holds what its own words call a credential is left out.
    let isSecret = !SecretPlaces.ranges(in: Array(operand.utf8)).isEmpty
    let word = [instruction.keywordText(in: tree.bytes), isSecret ? "" : operand].filter { !$0.isEmpty }.joined(separator: " ")
    guard let stage = tree.stage(containing: index) else { return word }
    return stageLabels[stage.index] + "/" + word
  }

  /// A stage by its name, else by its base image without its version; equal ones by their number from the end, as new
  /// stages come before the final one.
  private static func labels(of tree: DockerfileTree) -> [String] {
    var counts: [String: Int] = [:]
    return tree.stages.reversed().map { stage in
      var label = stage.name?.text.string ?? ""
      if stage.name == nil, case .base(let image, _) = tree.instructions[stage.instructions.lowerBound].arguments { label = repository(image) }
      let number = counts[label, default: 0] + 1
      counts[label] = number
      return number == 1 ? label : "\(label)~\(number)"
    }.reversed()
  }

  /// An image without what changes with every release.
  private static func repository(_ image: DockerfileWord) -> String {
    let name = image.text.string.prefix { $0 != "@" }
    let start = name.lastIndex(of: "/") ?? name.startIndex
    return String(name[..<(name[start...].firstIndex(of: ":") ?? name.endIndex)])
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
      case .shell(let text), .script(let text, _):
        // `TOKEN=x cmd` begins with a value.
        text.string.split(whereSeparator: \.isWhitespace).first { !$0.contains("=") }.map(String.init) ?? ""
      }
    case .copy(let sources, _, _): sources.first?.text.string ?? ""
    case .variables(let variables, _): variables.first?.name.text.string ?? ""
    case .words(let words, _): words.first?.text.string ?? ""
    case .text(let word): keyword == .maintainer ? "" : word.text.string
    case .trigger(let triggers): triggers.first.map { $0.keyword.rawValue.uppercased() + " " + $0.firstOperand } ?? ""
    case .healthcheck, .noHealthcheck, .unread: ""
    }
  }
}
