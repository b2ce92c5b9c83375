import SourceText

/// What commands of the shell itself change for those after them.
extension ShellInterpreter {
  func assigned(_ id: NodeID, _ treeIndex: Int) -> (name: String, value: ShellVariables.Value)? {
    let tree = trees[treeIndex]
    guard let assignment = ShellAssignment(tree, id, nil) else { return nil }
    guard !assignment.isArray else { return (assignment.name, .unknown) }
    let value: String? = if let word = assignment.value { singleValue(of: word.id, treeIndex) } else { "" }
    guard let value else { return (assignment.name, .unknown) }
    if !assignment.appends { return (assignment.name, .known(value)) }
    guard let before = known(assignment.name), before.utf8.count + value.utf8.count < 16_384 else {
      return (assignment.name, .unknown)
    }
    return (assignment.name, .known(before + value))
  }

  mutating func assign(_ name: String, _ value: ShellVariables.Value, isExported: Bool = false) {
    let isExported = isExported || moment.flags.contains(.allexport)
    variables.assign(name, value, in: moment.scope, isExported: isExported)
    moment.version = variables.version
  }

  mutating func applyEffects(_ call: Call) {
    if call.words.isEmpty {
      for id in call.assignments {
        // From left to right: each sees those before it.
        if let assigned = assigned(id, call.tree) { assign(assigned.name, assigned.value) }
      }
      return
    }
    guard let (effect, words) = call.effect else { return }
    switch effect {
    case .changesDirectory: changeDirectory(words, call)
    case .popsDirectory: setDirectory(.unknown)
    case .setsOptions: setOptions(words, call)
    case .declares(let isExported): declare(isExported, words, call)
    case .forgets:
      for word in words {
        guard let text = text(ofWord: word, call.tree), text.utf8.first?.isNameStart == true else { continue }
        if text.utf8.allSatisfy(\.isNameByte) { assign(text, .unknown) }
      }
    case .printsToVariable:
      guard words.count > 1, text(ofWord: words.lowerBound, call.tree) == "-v",
        let name = text(ofWord: words.lowerBound + 1, call.tree)
      else { return }
      assign(name, .unknown)
    case .evaluatesArithmetic:
      let tree = trees[call.tree]
      for word in words { forgetNames(in: tree.source.bytes[tree[self.words[word]].range.indices]) }
    case .sources: variables.addBarrier(in: moment.scope)
    case .leaves: hasLeft = true
    }
  }

  private mutating func changeDirectory(_ words: Range<Int>, _ call: Call) {
    for word in words {
      guard let text = text(ofWord: word, call.tree) else {
        setDirectory(.unknown)
        return
      }
      if text == "-L" || text == "-P" || text == "-e" || text == "--" { continue }
      setDirectory(text == "-" ? .unknown : directories[Int(moment.directory)].changed(to: text))
      return
    }
    setDirectory(known("HOME").map { ShellDirectory.start.changed(to: $0) } ?? .unknown)
  }

  private mutating func setOptions(_ words: Range<Int>, _ call: Call) {
    var index = words.lowerBound
    while index < words.upperBound, let text = text(ofWord: index, call.tree) {
      guard let sign = text.utf8.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+"), text != "--" else { return }
      for letter in text.utf8.dropFirst() {
        var flag = ShellFlags(letter: letter)
        if letter == UInt8(ascii: "o") {
          index += 1
          guard index < words.upperBound else { return }
          flag = self.text(ofWord: index, call.tree).flatMap(ShellFlags.init(name:))
        }
        guard let flag else { continue }
        if sign == UInt8(ascii: "-") {
          moment.flags.insert(flag)
          moment.possibleFlags.insert(flag)
        } else {
          moment.flags.remove(flag)
          moment.possibleFlags.remove(flag)
        }
      }
      index += 1
    }
  }

  private mutating func declare(_ isExport: Bool, _ words: Range<Int>, _ call: Call) {
    var isExported = isExport
    for word in words {
      if let (name, value) = assignment(ofWord: word, call.tree) {
        assign(name, value, isExported: isExported)
      } else if let text = text(ofWord: word, call.tree) {
        if text.utf8.first == UInt8(ascii: "-") {
          if text.utf8.contains(UInt8(ascii: "x")) { isExported = true }
        } else if isExported, let value = known(text) {
          assign(text, .known(value), isExported: true)
        }
      }
    }
  }
}
