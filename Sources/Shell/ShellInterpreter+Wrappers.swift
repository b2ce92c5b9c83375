public import SourceText

/// Commands that run others.
extension ShellInterpreter {
  /// Adds a record for each command that one runs by its words, and collects the programs that are texts.
  /// - Parameters:
  ///   - isHere: whether the command runs in this very shell.
  ///   - limit: how many more wrappers are seen through.
  mutating func unwrap(_ index: Int, isHere: Bool, _ call: inout Call, _ frame: Frame, limit: Int) {
    let record = records[index]
    guard limit > 0, !record.words.isEmpty else { return }
    let start = Int(record.words.lowerBound)
    guard let name = record.name else {
      if isSudoVariable(start, call.tree), record.words.count > 1 {
        wrap(index, (start + 1)..<Int(record.words.upperBound), false, &call, frame, limit)
      }
      return
    }
    let wrapper: ShellWrapper
    switch ShellProgramRole.of(name) {
    case .wrapper(let found): wrapper = found
    case .effect(let effect):
      if isHere { call.effect = (effect, (start + 1)..<Int(record.words.upperBound)) }
      return
    case nil: return
    }
    let staysHere = isHere && wrapper.isBuiltin
    if call.texts.isEmpty { call.texts = call.words.map { text(ofWord: $0, call.tree) } }
    let words = Int(record.words.lowerBound)..<Int(record.words.upperBound)
    switch wrapper.form {
    case .prefix(let operands, let assignments):
      guard let inner = command(behind: words, wrapper, operands, assignments, &call) else { return }
      if call.text(inner) == "-c", inner + 1 < words.upperBound {
        // `flock file -c 'program'`
        addProgram(ofWord: inner + 1, .posix, [], index, &call)
      } else {
        if name == "exec", isHere { call.effect = (.leaves, inner..<inner) }
        wrap(index, inner..<words.upperBound, staysHere && name != "exec", &call, frame, limit)
      }
    case .verb(let verb):
      guard let place = command(behind: words, wrapper, 0, false, &call), call.text(place) == verb,
        let inner = command(behind: place..<words.upperBound, wrapper, 0, false, &call)
      else { return }
      wrap(index, inner..<words.upperBound, false, &call, frame, limit)
    case .shell: unwrapShell(name, words, index, &call)
    case .su: unwrapSu(words, wrapper, index, &call, frame, limit)
    case .eval:
      guard words.count > 1 else { return }
      let tree = trees[call.tree]
      let texts = words.dropFirst().map { ShellWord(tree, self.words[$0]).programText }
      call.programs.append(
        Program(
          text: .joined(texts, separator: 0x20), dialect: tree.dialect, flags: [], owner: index, origin: .program,
          shell: .same, isWhole: words.dropFirst().allSatisfy { ShellWord(tree, self.words[$0]).isLiteral }))
    case .trap:
      guard let place = command(behind: words, wrapper, 0, false, &call), place + 1 < words.upperBound,
        let text = call.text(place), !text.isEmpty, text != "-"
      else { return }
      addProgram(ofWord: place, trees[call.tree].dialect, [], index, &call, .later)
    case .find: unwrapFind(words, index, &call, frame, limit)
    case .module: unwrapModule(words, wrapper, index, &call, frame, limit)
    }
  }

  private mutating func wrap(
    _ outer: Int, _ words: Range<Int>, _ isHere: Bool, _ call: inout Call, _ frame: Frame, _ limit: Int
  ) {
    guard let first = words.first else { return }
    let index = records.count
    addRecord(call, words, name: programName(first, call.tree), outer: Int32(truncatingIfNeeded: outer), origin: .wrapped, frame)
    unwrap(index, isHere: isHere, &call, frame, limit: limit - 1)
  }

  private func scanner(_ words: Range<Int>, _ syntax: ShellProgramSyntax, _ call: Call) -> OptionScanner {
    let base = call.words.lowerBound
    let tree = trees[call.tree]
    let ids = self.words
    let end = words.upperBound - base
    return OptionScanner(
      end == call.texts.count ? call.texts : Array(call.texts[..<end]), from: words.lowerBound - base + 1, syntax
    ) { ShellWord(tree, ids[base + $0]).literalPrefix }
  }

  /// Where the command begins among the words of one that runs it, whose own name is the first of them.
  private func command(
    behind words: Range<Int>, _ wrapper: ShellWrapper, _ operands: Int, _ assignments: Bool, _ call: inout Call
  ) -> Int? {
    let base = call.words.lowerBound
    var scanner = scanner(words, wrapper.syntax, call)
    var left = operands
    while let token = scanner.next() {
      switch token {
      case .option(let name, _, _, _, _): if wrapper.excludedBy.contains(name) { return nil }
      case .terminator: break
      case .operand(let place), .unknown(let place):
        if assignments, let export = assignment(ofWord: base + place, call.tree) {
          call.exports.append(export)
        } else if assignments, call.texts[place] == "-" {
          // `env -` is `env -i`.
          continue
        } else if left > 0 {
          left -= 1
        } else {
          return base + place
        }
      }
    }
    return nil
  }

  /// `name=value` among the words, as `env`, `sudo` and `export` take it.
  func assignment(ofWord index: Int, _ treeIndex: Int) -> (name: String, value: ShellVariables.Value)? {
    let word = ShellWord(trees[treeIndex], words[index])
    let prefix = word.literalPrefix
    guard let equals = prefix.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
    var name = prefix[..<equals]
    let appends = name.utf8.last == UInt8(ascii: "+")
    if appends { name = name.dropLast() }
    guard name.utf8.first?.isNameStart == true, name.utf8.allSatisfy(\.isNameByte) else { return nil }
    guard !appends, let value = singleValue(of: words[index], treeIndex) else { return (String(name), .unknown) }
    return (String(name), .known(String(value.utf8.dropFirst(name.utf8.count + 1)) ?? ""))
  }

  /// The value of a word that is not split.
  func singleValue(of id: NodeID, _ treeIndex: Int) -> String? {
    withoutActuallyEscaping(known) { lookup in
      var expander = WordExpander(trees[treeIndex], splits: false, lookup: lookup)
      guard let fields = expander.fields(of: id) else { return nil }
      return fields.first?.bytes.asString ?? ""
    }
  }

  /// `$SUDO make`: a variable of that name is empty or `sudo`, by convention.
  private func isSudoVariable(_ index: Int, _ treeIndex: Int) -> Bool {
    let tree = trees[treeIndex]
    let parts = Array(tree.children(of: words[index]))
    guard parts.count == 1, tree[parts[0]].kind == .parameter, let name = tree.child(.name, of: parts[0]) else { return false }
    return tree.source.bytes[tree[name].range.indices].map(\.asciiLowercased).suffix(4).equals("sudo")
  }

  private mutating func addProgram(
    ofWord index: Int, _ dialect: ShellDialect, _ flags: ShellFlags, _ owner: Int, _ call: inout Call,
    _ shell: Program.Shell = .other
  ) {
    let word = ShellWord(trees[call.tree], words[index])
    call.programs.append(
      Program(
        text: word.programText, dialect: dialect, flags: flags, owner: owner, origin: .program, shell: shell,
        isWhole: word.isLiteral))
  }

  /// `bash -euo pipefail -c '…'`, `bash <<EOF`, `bash <<< '…'`
  private mutating func unwrapShell(_ name: String, _ words: Range<Int>, _ owner: Int, _ call: inout Call) {
    let base = call.words.lowerBound
    let invocation = ShellInvocation(Array(call.texts[(words.lowerBound - base)..<(words.upperBound - base)]))
    let dialect = ShellDialect(program: name) ?? .posix
    if let place = invocation.program {
      addProgram(ofWord: words.lowerBound + place, dialect, invocation.flags, owner, &call)
    } else if invocation.readsInput {
      let tree = trees[call.tree]
      for id in call.redirections.reversed() {
        guard let text = inputText(of: id, tree) else { continue }
        call.programs.append(
          Program(
            text: text, dialect: dialect, flags: invocation.flags, owner: owner, origin: .heredoc, shell: .other,
            isWhole: !tree.descendants(of: tree.heredoc(of: id)?.body ?? id).contains { tree[$0].kind.isExpansion }))
        return
      }
    }
  }

  /// The text that a redirection puts on the standard input.
  private func inputText(of id: NodeID, _ tree: ShellTree) -> MappedText? {
    switch tree[id].redirection {
    case .heredoc, .strippedHeredoc: tree.heredoc(of: id).map { tree.text(of: $0) }
    case .hereString: tree.child(.word, of: id).map { tree.mappedValue(of: $0) }
    default: nil
    }
  }

  /// `su [-] user -c '…'`, `runuser -u user -- command`
  private mutating func unwrapSu(
    _ words: Range<Int>, _ wrapper: ShellWrapper, _ owner: Int, _ call: inout Call, _ frame: Frame, _ limit: Int
  ) {
    let base = call.words.lowerBound
    var scanner = scanner(words, Self.suSyntax, call)
    var namesUser = false
    while let token = scanner.next() {
      switch token {
      case .option(let name, let word, _, _, let value):
        if name == "-u" || name == "--user" { namesUser = true }
        guard name == "-c" || name == "--command" || name == "--session-command" else { continue }
        switch value {
        case .word(let place): addProgram(ofWord: base + place, .posix, [], owner, &call)
        case .attached(let offset):
          let source = ShellWord(trees[call.tree], self.words[base + word])
          let text = source.programText
          guard offset <= text.count else { continue }
          call.programs.append(
            Program(
              text: text.slice(SourceRange(offset, text.count)), dialect: .posix, flags: [], owner: owner,
              origin: .program, shell: .other, isWhole: source.isLiteral))
        case .none, .missing: break
        }
        return
      case .operand(let place) where namesUser, .unknown(let place) where namesUser:
        wrap(owner, (base + place)..<words.upperBound, false, &call, frame, limit)
        return
      case .operand, .unknown, .terminator: break
      }
    }
  }

  private static let suSyntax = ShellProgramSyntax(valueOptions: [
    "-c", "--command", "--session-command", "-s", "--shell", "-g", "--group", "-G", "--supp-group", "-u", "--user", "-w",
    "--whitelist-environment", "-T",
  ])

  private mutating func unwrapFind(
    _ words: Range<Int>, _ owner: Int, _ call: inout Call, _ frame: Frame, _ limit: Int
  ) {
    var start: Int?
    for index in words.dropFirst() {
      guard let text = call.text(index) else { continue }
      if let begin = start {
        if text == ";" || text == "+" {
          wrap(owner, begin..<index, false, &call, frame, limit)
          start = nil
        }
      } else if text == "-exec" || text == "-execdir" || text == "-ok" || text == "-okdir" {
        start = index + 1
      }
    }
    if let start, start < words.upperBound { wrap(owner, start..<words.upperBound, false, &call, frame, limit) }
  }

  /// `python -m pip install x` runs `pip`.
  private mutating func unwrapModule(
    _ words: Range<Int>, _ wrapper: ShellWrapper, _ owner: Int, _ call: inout Call, _ frame: Frame, _ limit: Int
  ) {
    let base = call.words.lowerBound
    var scanner = scanner(words, wrapper.syntax, call)
    while let token = scanner.next() {
      guard case .option(let name, _, _, _, let value) = token, !wrapper.excludedBy.contains(name) else { return }
      if name == "-m" {
        if case .word(let place) = value { wrap(owner, (base + place)..<words.upperBound, false, &call, frame, limit) }
        return
      }
    }
  }
}

extension ShellInterpreter.Call {
  func text(_ index: Int) -> String? { texts[index - words.lowerBound] }
}

extension ShellTree {
  /// A here-document as the program reads it: without the tabs of `<<-`, and with expansions as a shell's program
  /// would show them (see `ShellWord.programText`).
  public func text(of heredoc: Heredoc) -> MappedText {
    let text = heredoc.expands ? mappedValue(of: heredoc.body, isQuoted: true) : source.slice(self[heredoc.body].range)
    return heredoc.stripsTabs ? text.withoutLeadingTabs() : text
  }
}

extension MappedText {
  fileprivate func withoutLeadingTabs() -> MappedText {
    var builder = Builder(host: self)
    var position = 0
    while position < count {
      while position < count, bytes[position] == 0x09 { position += 1 }
      let start = position
      while position < count, bytes[position] != 0x0A { position += 1 }
      if position < count { position += 1 }
      builder.append(SourceRange(start, position))
    }
    return builder.finish(emptyAt: hostOffset(of: 0))
  }
}
