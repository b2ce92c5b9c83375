public import SourceText

/// What encloses a command, as a set: the innermost and all around it, up to the whole text.
public struct ShellNesting: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// `( … )`, or an element of a pipeline that is a compound command.
  public static let subshell = ShellNesting(rawValue: 1)
  /// `{ … }`
  public static let group = ShellNesting(rawValue: 2)
  /// Between `if` and `then`, `while` and `do`: the status is looked at.
  public static let condition = ShellNesting(rawValue: 4)
  /// A branch of `if` or `case`: may or may not run.
  public static let branch = ShellNesting(rawValue: 8)
  /// The body of a loop: may run any number of times.
  public static let loop = ShellNesting(rawValue: 16)
  /// The body of a function: runs when it is called.
  public static let function = ShellNesting(rawValue: 32)
  /// `$( … )`, backticks, `<( … )`
  public static let substitution = ShellNesting(rawValue: 64)
  /// Left of `&&` or `||`: the status is looked at.
  public static let guarded = ShellNesting(rawValue: 128)
  /// Behind `!`
  public static let negated = ShellNesting(rawValue: 256)
  /// Before `&`
  public static let background = ShellNesting(rawValue: 512)
  /// The program of another shell: `sh -c '…'`, `bash <<EOF`.
  public static let program = ShellNesting(rawValue: 1024)
  /// Run at another time: `trap '…' EXIT`.
  public static let trap = ShellNesting(rawValue: 2048)
  /// Right of `||`, or right of `&&` behind a test: may or may not run.
  public static let alternative = ShellNesting(rawValue: 4096)
}

/// One simple command: the program, its arguments, and where and in what state it runs.
public struct ShellCommand: Sendable {
  /// How a command comes to be run.
  public enum Origin: Sendable {
    /// It stands in the text.
    case written
    /// Its words are the last of `outer`'s: behind `sudo`, `env`, `xargs`.
    case wrapped
    /// It stands in the program that is an argument of `outer`: `sh -c '…'`, `eval`, `trap`.
    case program
    /// It stands in a here-document that is the program of `outer`: `bash <<EOF`.
    case heredoc
    /// It stands in a substitution in a word, assignment or redirection; of `outer`, where that is a command.
    case substitution
  }

  private let storage: ShellCommands.Storage
  /// Its place in the collection.
  public let index: Int

  init(_ storage: ShellCommands.Storage, _ index: Int) {
    self.storage = storage
    self.index = index
  }

  private var record: ShellCommands.Record { storage.records[index] }
  private func command(_ index: Int) -> ShellCommand { ShellCommand(storage, index) }
  private var moment: ShellWord.Moment {
    let moment = record.moment
    return ShellWord.Moment(storage: storage, version: moment.version, scope: moment.scope)
  }
  private func word(_ id: ShellTree.NodeID) -> ShellWord { ShellWord(tree, id, moment) }

  /// The tree in which it stands: the parsed text, or a program inside it.
  public var tree: ShellTree { storage.trees[Int(record.tree)] }
  /// Its `simpleCommand`. A wrapped command shares that of the command that runs it.
  public var node: ShellTree.NodeID { record.node }

  /// The program's name without folders, where the first word is written here or assigned before; nil where only the
  /// run knows, and where there is no word.
  public var name: String? { record.name }
  public var nameWord: ShellWord? { words.first }
  /// The name's word first.
  public var words: Words { Words(tree: tree, storage: storage, range: record.words, moment: moment) }
  public var arguments: Words { words.dropFirst() }
  /// Whether the name is that of a function defined somewhere in the text.
  public var callsFunction: Bool { name.map(storage.functions.contains) ?? false }

  /// `x=1` before the name; all there is, where there is no name. Those of a wrapped command stand at its wrapper:
  /// after `env` they are among that one's words.
  public var assignments: [ShellAssignment] {
    guard record.origin != .wrapped else { return [] }
    return tree.children(of: node).compactMap { ShellAssignment(tree, $0, moment) }
  }

  /// In the order of the text. A wrapped command has those of its wrapper.
  public var redirections: [ShellRedirection] {
    let tree = tree
    return tree.children(of: node).compactMap { ShellRedirection(tree, $0, moment) }
  }

  /// From its first word or assignment to its last word or redirection, in the text of `tree`; a wrapped command's
  /// begins at its name.
  public var range: SourceRange {
    let whole = tree[node].range
    guard record.origin == .wrapped, let first = words.first, let last = words.last else { return whole }
    return SourceRange(first.range.start, last.range.end)
  }
  /// In the outermost host.
  public var hostRange: SourceRange { tree.source.hostRange(of: range) }
  public var editableHostRange: SourceRange? { tree.source.editableHostRange(of: range) }
}

/// Commands around it.
extension ShellCommand {
  public var origin: Origin { record.origin }

  /// The command that runs this one, or in whose words it stands.
  public var outer: ShellCommand? { record.outer < 0 ? nil : command(Int(record.outer)) }

  /// All that run this one, the outermost first: `sudo`, `env` for the command behind both.
  public var wrappers: [ShellCommand] {
    var found: [ShellCommand] = []
    var current = self
    while current.origin == .wrapped, let outer = current.outer {
      found.append(outer)
      current = outer
    }
    return found.reversed()
  }

  /// The commands that this one runs directly, or that stand in its words.
  public var inner: [ShellCommand] {
    var found: [ShellCommand] = []
    var position = index + 1
    while position < Int(record.next) {
      let candidate = command(position)
      if candidate.record.outer == Int32(index) { found.append(candidate) }
      position = max(position + 1, Int(candidate.record.next))
    }
    return found
  }

  /// The command at the end of a chain of wrappers: what `sudo env A=b make` is about. Itself where it wraps none.
  public var innermost: ShellCommand {
    var current = self
    while let inner = current.inner.first(where: { $0.origin == .wrapped }) { current = inner }
    return current
  }

  public var nesting: ShellNesting { record.place.nesting }
  /// The operator between the pipeline before and this one's, in the same list; nil for the list's first.
  public var preceding: ShellOperator? { record.place.preceding }
  /// The operator behind this one's pipeline, in the same list; nil at the list's end.
  public var following: ShellOperator? { record.place.following }

  /// Its place among the `|`s, from 0.
  public var pipelineIndex: Int { Int(record.place.pipelineIndex) }
  /// 1 where there is no `|`.
  public var pipelineCount: Int { Int(record.place.pipelineCount) }

  /// The first command of the next element of its pipeline: what reads what it writes.
  public var pipesInto: ShellCommand? {
    guard pipelineIndex + 1 < pipelineCount else { return nil }
    let outermost = wrappers.first ?? self
    let next = Int(outermost.record.next)
    guard next < storage.records.count else { return nil }
    let candidate = command(next)
    let end = tree[record.place.pipeline].range.end
    guard candidate.record.tree == record.tree, tree[candidate.node].range.end <= end else { return nil }
    return candidate
  }

  /// The command of the element of its pipeline before its own, where that is a simple one: what writes what it reads.
  public var pipesFrom: ShellCommand? {
    guard pipelineIndex > 0 else { return nil }
    let start = tree[record.place.pipeline].range.start
    for candidate in storage.records.indices[..<index].reversed() {
      let other = storage.records[candidate]
      guard other.tree == record.tree else { continue }
      if tree[other.node].range.start < start { return nil }
      if other.place.pipeline == record.place.pipeline, other.place.pipelineIndex == record.place.pipelineIndex - 1,
        other.origin != .wrapped
      {
        return command(candidate)
      }
    }
    return nil
  }

  /// Whether its failure ends the shell at once: `-e` is in force, and nobody looks at the status
  /// (POSIX.1-2024 XCU 2.15 `set`).
  public var stopsOnFailure: Bool {
    record.moment.flags.contains(.errexit) && nesting.isDisjoint(with: [.condition, .guarded, .negated])
  }
}

/// The state in which it begins.
extension ShellCommand {
  /// Options in force.
  public var flags: ShellFlags { record.moment.flags }
  /// Options in force, or set on some way through the text that may lead here.
  public var possibleFlags: ShellFlags { record.moment.possibleFlags }
  public var directory: ShellDirectory { storage.directories[Int(record.moment.directory)] }

  /// The value of a variable that the text assigned before the command; nil where it did not, or to something unknown.
  public func variable(_ name: String) -> String? {
    let moment = record.moment
    if case .known(let value) = storage.variables.lookup(name, version: moment.version, scope: moment.scope) {
      return value
    }
    return nil
  }

  /// Its words, by the program's syntax.
  public func arguments(
    _ syntax: ShellProgramSyntax, resolving: (String) -> String? = { _ in nil }
  ) -> ShellArguments {
    ShellArguments(Array(arguments), syntax, resolving: resolving)
  }
}

extension ShellCommand {
  public struct Words: RandomAccessCollection, Sendable {
    let tree: ShellTree
    let storage: ShellCommands.Storage
    let range: Range<Int32>
    let moment: ShellWord.Moment

    public typealias SubSequence = Words
    public var startIndex: Int { Int(range.lowerBound) }
    public var endIndex: Int { Int(range.upperBound) }
    public subscript(position: Int) -> ShellWord { ShellWord(tree, storage.words[position], moment) }
    public subscript(bounds: Range<Int>) -> Words {
      Words(tree: tree, storage: storage, range: Int32(bounds.lowerBound)..<Int32(bounds.upperBound), moment: moment)
    }
  }
}
