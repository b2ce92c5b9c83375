import SourceText

/// Walks a tree in the order in which it would run, and keeps what each command would find: directory, options,
/// variables. It runs every branch once and joins what they leave.
struct ShellInterpreter {
  typealias NodeID = ShellTree.NodeID
  typealias Record = ShellCommands.Record
  typealias Place = ShellCommands.Place
  typealias Moment = ShellCommands.Moment

  private(set) var trees: [ShellTree] = []
  /// For each tree, the bodies of its here-documents by their redirections.
  private(set) var heredocs: [[NodeID: ShellTree.Heredoc]] = []
  var records: [Record] = []
  var words: [NodeID] = []
  var directories: [ShellDirectory] = [.start]
  var variables = ShellVariables()
  var functions: Set<String> = []
  var moment = Moment()
  /// Whether the last command leaves the shell, so that what follows in the same list never runs.
  var hasLeft = false
  /// The nesting of constructs and programs around the current node: together they are limited as in one tree.
  var depth = 0

  init(_ state: ShellState) {
    moment.flags = state.flags
    moment.possibleFlags = state.flags
    setDirectory(state.directory)
    for (name, value) in state.variables.sorted(by: { $0.key < $1.key }) {
      variables.assign(name, .known(value), in: 0, isExported: true)
    }
    moment.version = variables.version
  }

  mutating func run(_ tree: ShellTree) {
    let index = add(tree)
    walkChildren(of: tree.root, Frame(tree: index))
  }

  mutating func add(_ tree: ShellTree) -> Int {
    trees.append(tree)
    heredocs.append(Dictionary(tree.heredocs.map { ($0.redirection, $0) }) { first, _ in first })
    return trees.count - 1
  }

  /// What a node inherits from those around it.
  struct Frame {
    var tree: Int
    var outer: Int32 = -1
    var origin = ShellCommand.Origin.written
    var place = Place()
  }

  mutating func setDirectory(_ directory: ShellDirectory) {
    if directories[Int(moment.directory)] == directory { return }
    directories.append(directory)
    moment.directory = Int32(truncatingIfNeeded: directories.count - 1)
  }

  mutating func walkChildren(of id: NodeID, _ frame: Frame) {
    let tree = trees[frame.tree]
    for child in tree.children(of: id) { walk(child, frame) }
  }

  mutating func walk(_ id: NodeID, _ frame: Frame) {
    depth += 1
    defer { depth -= 1 }
    switch trees[frame.tree][id].kind {
    case .list: walkList(id, frame)
    case .andOr: walkAndOr(id, frame)
    case .pipeline: walkPipeline(id, frame)
    case .simpleCommand: walkSimpleCommand(id, frame)
    case .subshell:
      isolated(.subshell) { $0.walkChildren(of: id, frame.inside(.subshell)) }
    case .group: walkChildren(of: id, frame.inside(.group))
    case .ifClause: walkIf(id, frame)
    case .whileClause, .untilClause, .forClause, .selectClause: walkLoop(id, frame)
    case .caseClause: walkCase(id, frame)
    case .functionDefinition: walkFunction(id, frame)
    case .redirection, .word, .assignment, .conditional, .arithmeticCommand:
      if trees[frame.tree][id].kind == .arithmeticCommand { forgetArithmeticNames(id, frame) }
      walkSubstitutions(in: id, frame)
    default: break
    }
  }
}

/// State.
extension ShellInterpreter {
  /// Runs what cannot change the shell around it.
  mutating func isolated(_ kind: ShellVariables.ScopeKind, _ body: (inout ShellInterpreter) -> Void) {
    let before = moment
    moment.scope = variables.openScope(kind, in: moment.scope)
    body(&self)
    let version = variables.version
    moment = before
    moment.version = version
    hasLeft = false
  }

  /// Runs what may or may not run, and answers the state after it; nil where it leaves the shell.
  mutating func branch(from start: Moment, _ body: (inout ShellInterpreter) -> Void) -> Moment? {
    let scope = start.scope
    moment = start
    moment.version = variables.version
    moment.scope = variables.openScope(.branch, in: scope)
    hasLeft = false
    body(&self)
    moment.scope = scope
    let after = hasLeft ? nil : moment
    hasLeft = false
    return after
  }

  /// The state after one of several ways.
  mutating func join(_ ways: [Moment?], otherwise: Moment) {
    let reached = ways.compactMap { $0 }
    var result = reached.first ?? otherwise
    for way in reached.dropFirst() {
      if directories[Int(way.directory)] != directories[Int(result.directory)] {
        moment = result
        setDirectory(.unknown)
        result.directory = moment.directory
      }
      result.flags.formIntersection(way.flags)
      result.possibleFlags.formUnion(way.possibleFlags)
    }
    moment = result
    moment.version = variables.version
    hasLeft = reached.isEmpty
  }
}

/// Lists and pipelines.
extension ShellInterpreter {
  private mutating func walkList(_ id: NodeID, _ frame: Frame) {
    let tree = trees[frame.tree]
    var inner = frame
    if tree[id].role == .condition { inner.place.nesting.insert(.condition) }
    var preceding: ShellOperator?
    var children = tree.children(of: id)
    var current = children.next()
    while let child = current {
      current = children.next()
      guard tree[child].kind == .andOr else { continue }
      // Comments and bodies of here-documents may stand between a command and its separator.
      var lookahead = children
      var candidate = current
      while let id = candidate, tree[id].kind != .operator, tree[id].kind != .andOr { candidate = lookahead.next() }
      let following = candidate.flatMap { tree[$0].operator }
      inner.place.preceding = preceding
      inner.place.following = following
      if following == .background {
        isolated(.subshell) { $0.walk(child, inner.inside(.background)) }
      } else {
        walk(child, inner)
      }
      preceding = following ?? .newline
    }
  }

  private mutating func walkAndOr(_ id: NodeID, _ frame: Frame) {
    let tree = trees[frame.tree]
    let parts = Array(tree.children(of: id))
    guard parts.count > 1 else {
      if let only = parts.first { walk(only, frame) }
      return
    }
    let start = moment
    var preceding = frame.place.preceding
    // The state from which the commands that may not run began.
    var pending: (before: Moment, scope: Int32)?
    var chainIsCertain = true
    for (index, part) in parts.enumerated() where tree[part].kind == .pipeline {
      let following = parts[(index + 1)...].lazy.compactMap { tree[$0].operator }.first
      var inner = frame
      inner.place.preceding = preceding
      inner.place.following = following ?? frame.place.following
      if following != nil { inner.place.nesting.insert(.guarded) }
      if preceding == .or, index > 0 {
        pending = endAlternative(pending)
        pending = beginAlternative()
      } else if preceding == .and, index > 0, !chainIsCertain, pending == nil {
        pending = beginAlternative()
      }
      if pending != nil { inner.place.nesting.insert(.alternative) }
      walk(part, inner)
      if following == .or || isTest(part, tree) { chainIsCertain = false }
      preceding = following
    }
    _ = endAlternative(pending)
    moment.scope = start.scope
  }

  private mutating func beginAlternative() -> (before: Moment, scope: Int32) {
    let before = moment
    moment.scope = variables.openScope(.branch, in: moment.scope)
    hasLeft = false
    return (before, before.scope)
  }

  private mutating func endAlternative(_ pending: (before: Moment, scope: Int32)?) -> (before: Moment, scope: Int32)? {
    guard let pending else { return nil }
    var after = moment
    after.scope = pending.scope
    join([pending.before, hasLeft ? nil : after], otherwise: pending.before)
    return nil
  }

  /// Whether a pipeline is there for its status: then what follows `&&` may not run. Any other command left of `&&`
  /// is taken to succeed, as the author means it to.
  private func isTest(_ pipeline: NodeID, _ tree: ShellTree) -> Bool {
    var last: NodeID?
    for child in tree.children(of: pipeline) {
      if tree[child].keyword == .not { return true }
      if tree[child].kind != .operator { last = child }
    }
    guard let last else { return false }
    switch tree[last].kind {
    case .conditional, .arithmeticCommand: return true
    case .simpleCommand:
      guard let first = tree.child(.word, of: last), let name = ShellWord(tree, first).literal else { return false }
      return Self.tests.contains(name)
    default: return false
    }
  }

  private static let tests: Set<String> = [
    "[", "test", "grep", "egrep", "fgrep", "command", "which", "type", "hash", "id", "getent", "false", "cmp", "diff",
  ]

  private mutating func walkPipeline(_ id: NodeID, _ frame: Frame) {
    let tree = trees[frame.tree]
    var inner = frame
    var elements = 0
    for child in tree.children(of: id) {
      switch tree[child].kind {
      case .keyword where tree[child].keyword == .not: inner.place.nesting.insert(.negated)
      case let kind where kind.isCommand: elements += 1
      default: break
      }
    }
    inner.place.pipeline = id
    inner.place.pipelineCount = Int32(truncatingIfNeeded: max(elements, 1))
    var index: Int32 = 0
    for child in tree.children(of: id) {
      guard tree[child].kind.isCommand else { continue }
      inner.place.pipelineIndex = index
      index += 1
      if elements > 1 {
        // Each element is a subshell of its own (POSIX.1-2024 XCU 2.13).
        let compound = tree[child].kind != .simpleCommand
        isolated(.subshell) { $0.walk(child, compound ? inner.inside(.subshell) : inner) }
      } else {
        walk(child, inner)
      }
    }
  }
}

extension ShellTree.Kind {
  /// A simple or compound command: what stands between the `|`s.
  var isCommand: Bool {
    switch self {
    case .simpleCommand, .group, .subshell, .ifClause, .whileClause, .untilClause, .forClause, .selectClause,
      .caseClause, .functionDefinition, .conditional, .arithmeticCommand:
      true
    default: false
    }
  }
}

extension ShellInterpreter.Frame {
  /// The frame inside a construct: its lists have operators and pipelines of their own.
  func inside(_ nesting: ShellNesting) -> Self {
    var inner = self
    inner.place.nesting.insert(nesting)
    return inner
  }
}
