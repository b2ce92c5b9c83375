public import SourceText

/// Every simple command of a text in the order of the text, with those that others run: behind `sudo`, in the text of
/// `sh -c`, in substitutions and here-documents. A command that runs others comes directly before them.
///
/// Cost: one walk over the tree, and a parse of each embedded program. Keep it; do not ask `ShellTree.commands` twice.
public struct ShellCommands: Sendable {
  let storage: Storage

  final class Storage: Sendable {
    let trees: [ShellTree]
    let records: [Record]
    /// Nodes of words; a record has a range of them.
    let words: [ShellTree.NodeID]
    let directories: [ShellDirectory]
    let variables: ShellVariables
    let functions: Set<String>

    init(_ interpreter: ShellInterpreter) {
      trees = interpreter.trees
      records = interpreter.records
      words = interpreter.words
      directories = interpreter.directories
      variables = interpreter.variables
      functions = interpreter.functions
    }
  }

  struct Record: Sendable {
    let tree: Int32
    /// The `simpleCommand`.
    let node: ShellTree.NodeID
    /// Into `Storage.words`.
    var words: Range<Int32>
    /// The command that runs this one, or -1.
    let outer: Int32
    /// The index after this command and all that it runs.
    var next: Int32
    let origin: ShellCommand.Origin
    let name: String?
    let place: Place
    let moment: Moment
  }

  /// Where in the grammar a command stands.
  struct Place: Sendable {
    var nesting: ShellNesting = []
    var preceding: ShellOperator?
    var following: ShellOperator?
    var pipeline = ShellTree.NodeID(0)
    var pipelineIndex: Int32 = 0
    var pipelineCount: Int32 = 1
  }

  /// What the shell is like when a command begins.
  struct Moment: Sendable {
    var directory: Int32 = 0
    /// In force whatever happened before.
    var flags: ShellFlags = []
    /// In force, or in force on some way through the text.
    var possibleFlags: ShellFlags = []
    var version: Int32 = 0
    var scope: Int32 = 0
  }

  /// The commands of a parsed text.
  public init(of tree: ShellTree, startingIn state: ShellState = ShellState()) {
    var interpreter = ShellInterpreter(state)
    interpreter.run(tree)
    storage = Storage(interpreter)
  }

  /// The one command of an exec form, whose words no shell reads, and those that it runs: the program of
  /// `["sh", "-c", "…"]` is parsed like any other text.
  /// - Parameter words: the values, each mapped to the same outermost host, in its order.
  public init(execForm words: [MappedText], startingIn state: ShellState = ShellState()) {
    self.init(of: ShellTree(execForm: words), startingIn: state)
  }

  /// The parsed text, then those inside it, each with ranges of its own and mapped to the same host.
  public var trees: [ShellTree] { storage.trees }
  /// The functions that the text defines.
  public var functions: Set<String> { storage.functions }
}

extension ShellCommands: RandomAccessCollection {
  public var startIndex: Int { 0 }
  public var endIndex: Int { storage.records.count }
  public subscript(index: Int) -> ShellCommand { ShellCommand(storage, index) }
}

extension ShellTree {
  /// See `ShellCommands`.
  public var commands: ShellCommands { ShellCommands(of: self) }

  /// See `ShellCommands.init(execForm:startingIn:)`.
  public static func commands(forExecForm words: [MappedText]) -> ShellCommands { ShellCommands(execForm: words) }

  /// A tree of one command whose words are the bytes as they are.
  init(execForm words: [MappedText]) {
    let source = MappedText.joined(words, separator: 0x20)
    let end = source.count
    let wordNodes = words.count * 2
    var nodes: [Node] = []
    for (index, kind) in [Kind.script, .list, .andOr, .pipeline, .simpleCommand].enumerated() {
      nodes.append(Node(kind, detail: 0, start: 0, end: end, next: 5 + wordNodes))
      assert(nodes.count == index + 1)
    }
    var position = 0
    for word in words {
      let wordEnd = position + word.count
      nodes.append(
        Node(.word, detail: WordTraits.quoted.rawValue, start: position, end: wordEnd, next: nodes.count + 2))
      nodes.append(Node(.verbatim, detail: 0, start: position, end: wordEnd, next: nodes.count + 1))
      position = wordEnd + 1
    }
    self.init(Storage(source: source, dialect: .posix, nodes: nodes))
  }
}
