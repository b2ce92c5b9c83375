import SourceText

/// Simple commands: the record, those that it runs, and what it changes.
extension ShellInterpreter {
  /// A simple command while it is being read.
  struct Call {
    let node: NodeID
    let tree: Int
    /// Its words, in `ShellInterpreter.words`.
    let words: Range<Int>
    let assignments: [NodeID]
    let redirections: [NodeID]
    /// What each word is, where that is known; made only if something asks for more than the name.
    var texts: [String?] = []
    /// Variables that are set for what it runs only.
    var exports: [(name: String, value: ShellVariables.Value)] = []
    /// What it changes in this shell, with the words after the name of the command that does.
    var effect: (effect: ShellEffect, words: Range<Int>)?
    /// Texts to be read as programs.
    var programs: [Program] = []
  }

  /// A text that a command hands to a shell.
  struct Program {
    enum Shell { case same, other, later }
    let text: MappedText
    let dialect: ShellDialect
    let flags: ShellFlags
    let owner: Int
    let origin: ShellCommand.Origin
    let shell: Shell
    /// Whether no expansion of the outer shell is left in it.
    let isWhole: Bool
  }

  mutating func walkSimpleCommand(_ id: NodeID, _ frame: Frame) {
    hasLeft = false
    var call = collect(id, frame.tree)
    let first = records.count
    let name = call.words.first.flatMap { programName($0, call.tree) }
    addRecord(call, call.words, name: name, outer: frame.outer, frame)
    unwrap(first, isHere: true, &call, frame, limit: 16)
    let last = records.count
    walkParts(call, first..<last, frame)
    if !call.words.isEmpty {
      call.exports = call.assignments.compactMap { assigned($0, call.tree) }.map { ($0.name, $0.value) } + call.exports
    }
    for program in call.programs { run(program, call, frame) }
    for index in first..<last { records[index].next = Int32(truncatingIfNeeded: records.count) }
    applyEffects(call)
  }

  private mutating func collect(_ id: NodeID, _ treeIndex: Int) -> Call {
    let tree = trees[treeIndex]
    let firstWord = words.count
    var assignments: [NodeID] = []
    var redirections: [NodeID] = []
    for child in tree.children(of: id) {
      switch tree[child].kind {
      case .word: words.append(child)
      case .assignment: assignments.append(child)
      case .redirection: redirections.append(child)
      default: break
      }
    }
    return Call(
      node: id, tree: treeIndex, words: firstWord..<words.count, assignments: assignments, redirections: redirections)
  }

  /// - Parameter words: all of the call's, or the last of them.
  mutating func addRecord(
    _ call: Call, _ words: Range<Int>, name: String?, outer: Int32, origin: ShellCommand.Origin? = nil, _ frame: Frame
  ) {
    let range = Int32(truncatingIfNeeded: words.lowerBound)..<Int32(truncatingIfNeeded: words.upperBound)
    records.append(
      Record(
        tree: Int32(truncatingIfNeeded: call.tree), node: call.node, words: range, outer: outer,
        next: Int32(truncatingIfNeeded: records.count + 1), origin: origin ?? frame.origin,
        name: name, place: frame.place, moment: moment))
  }

  /// What the first word of a command names, without folders: `/usr/bin/x` → `x`.
  func programName(_ index: Int, _ treeIndex: Int) -> String? {
    let tree = trees[treeIndex]
    let node = tree[words[index]]
    let isWindows = !tree.dialect.isPOSIXLike
    if node.traits.isEmpty { return Self.baseName(tree.source.bytes[node.range.indices], isWindows: isWindows) }
    if let text = text(ofWord: index, treeIndex) { return Self.baseName(Array(text.utf8)[...], isWindows: isWindows) }
    // `"$DIR/x"`: the folder may be anything.
    let suffix = Array(ShellWord(tree, words[index]).literalSuffix.utf8)
    return suffix.contains(UInt8(ascii: "/")) ? Self.baseName(suffix[...], isWindows: isWindows) : nil
  }

  private static func baseName(_ path: ArraySlice<UInt8>, isWindows: Bool) -> String? {
    var start = path.endIndex
    while start > path.startIndex, path[start - 1] != UInt8(ascii: "/"), !isWindows || path[start - 1] != UInt8(ascii: "\\") {
      start -= 1
    }
    return start == path.endIndex ? nil : path[start...].asString
  }

  /// The value of a word, where it becomes exactly one and that is known.
  func text(ofWord index: Int, _ treeIndex: Int) -> String? {
    let tree = trees[treeIndex]
    let word = ShellWord(tree, words[index])
    if let literal = word.literal { return literal }
    guard word.hasExpansion else { return nil }
    return withoutActuallyEscaping(known) { lookup in
      var expander = WordExpander(tree, splits: true, lookup: lookup)
      guard let fields = expander.fields(of: words[index]), fields.count == 1, fields[0].active.isEmpty else { return nil }
      return fields[0].bytes.asString
    }
  }

  func known(_ name: String) -> String? {
    if case .known(let value) = variables.lookup(name, version: variables.version, scope: moment.scope) { return value }
    return nil
  }

  /// Walks the substitutions in a command's words, each with the innermost command that has the word for its outer.
  private mutating func walkParts(_ call: Call, _ chain: Range<Int>, _ frame: Frame) {
    let tree = trees[call.tree]
    var inner = frame
    inner.outer = Int32(truncatingIfNeeded: chain.lowerBound)
    for id in call.assignments { walkSubstitutions(in: id, inner) }
    for index in call.words {
      let traits = tree[words[index]].traits
      guard traits.contains(.substitution) || traits.contains(.array) else { continue }
      let owner = chain.last { Int(records[$0].words.lowerBound) <= index && index < Int(records[$0].words.upperBound) }
      inner.outer = Int32(truncatingIfNeeded: owner ?? chain.lowerBound)
      walkSubstitutions(in: words[index], inner)
    }
    inner.outer = Int32(truncatingIfNeeded: chain.lowerBound)
    for id in call.redirections { walkSubstitutions(in: id, inner) }
  }

  /// Parses a program and walks it, in the shell that will run it.
  private mutating func run(_ program: Program, _ call: Call, _ frame: Frame) {
    guard depth < ShellParser.maximumDepth, program.dialect.isPOSIXLike else { return }
    let tree = ShellTree(parsing: program.text, dialect: program.dialect, depth: depth, isWhole: program.isWhole)
    var inner = Frame(tree: add(tree), outer: Int32(truncatingIfNeeded: program.owner), origin: program.origin)
    inner.place.nesting = frame.place.nesting
    switch program.shell {
    case .same: walkChildren(of: tree.root, inner)
    case .later:
      inner.place.nesting.insert(.trap)
      isolated(.subshell) { $0.walkChildren(of: tree.root, inner) }
    case .other:
      // The status inside is looked at by the inner shell only.
      inner.place.nesting.subtract([.condition, .guarded, .negated])
      inner.place.nesting.insert(.program)
      isolated(.program) { interpreter in
        interpreter.moment.flags = program.flags
        interpreter.moment.possibleFlags = program.flags
        for export in call.exports {
          interpreter.variables.assign(export.name, export.value, in: interpreter.moment.scope, isExported: true)
        }
        interpreter.moment.version = interpreter.variables.version
        interpreter.walkChildren(of: tree.root, inner)
      }
    }
  }
}
