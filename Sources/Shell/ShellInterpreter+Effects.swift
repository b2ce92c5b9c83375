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

  /// - Parameter chain: the records of the command and of those it wraps.
  mutating func applyEffects(_ call: Call, _ chain: Range<Int>) {
    if call.words.isEmpty {
      for id in call.assignments {
        // From left to right: each sees those before it.
        if let assigned = assigned(id, call.tree) { assign(assigned.name, assigned.value) }
      }
      return
    }
    var index = chain.lowerBound
    while let name = records[index].name, name != "exec", let wrapper = ShellWrapper.named(name), wrapper.isBuiltin,
      index + 1 < chain.upperBound
    { index += 1 }
    let record = records[index]
    guard let name = record.name else { return }
    let words = Int(record.words.lowerBound + 1)..<Int(record.words.upperBound)
    switch name {
    case "cd", "pushd": changeDirectory(words, call)
    case "popd": setDirectory(.unknown)
    case "set": setOptions(words, call)
    case "export", "readonly", "declare", "typeset", "local": declare(name, words, call)
    case "unset", "read", "mapfile", "readarray", "getopts":
      for word in words {
        if let text = text(ofWord: word, call.tree), text.utf8.first?.isNameStart == true, text.utf8.allSatisfy(\.isNameByte) {
          assign(text, .unknown)
        }
      }
    case "printf" where words.count > 1:
      if text(ofWord: words.lowerBound, call.tree) == "-v", let name = text(ofWord: words.lowerBound + 1, call.tree) {
        assign(name, .unknown)
      }
    case "let":
      for word in words { forgetNames(in: trees[call.tree].source.bytes[trees[call.tree][self.words[word]].range.indices]) }
    case ".", "source": variables.addBarrier(in: moment.scope)
    case "exit", "return", "break", "continue": hasLeft = true
    case "exec": hasLeft = !words.isEmpty
    default: break
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

  private mutating func declare(_ builtin: String, _ words: Range<Int>, _ call: Call) {
    var isExported = builtin == "export"
    for word in words {
      if let (name, value) = assignment(ofWord: word, call.tree) {
        assign(name, value, isExported: isExported)
      } else if let text = text(ofWord: word, call.tree) {
        if text.utf8.first == UInt8(ascii: "-") {
          if builtin == "declare" || builtin == "typeset", text.utf8.contains(UInt8(ascii: "x")) { isExported = true }
        } else if isExported, let value = known(text) {
          assign(text, .known(value), isExported: true)
        }
      }
    }
  }
}
