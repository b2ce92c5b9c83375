import SourceText

/// Compound commands: which of their lists may run, and what they leave.
extension ShellInterpreter {
  mutating func walkIf(_ id: NodeID, _ frame: Frame) {
    let tree = trees[frame.tree]
    var ways: [Moment?] = []
    var hasElse = false
    for child in tree.children(of: id) {
      let node = tree[child]
      if node.keyword == .else { hasElse = true }
      if node.kind != .list {
        if node.kind == .redirection { walk(child, frame) }
        continue
      }
      if node.role == .condition {
        // A later condition runs only if the earlier ones failed; what they change is there all the same.
        walk(child, frame)
      } else {
        let start = moment
        ways.append(branch(from: start) { $0.walk(child, frame.inside(.branch)) })
        moment = start
        moment.version = variables.version
      }
    }
    let otherwise = moment
    if !hasElse { ways.append(otherwise) }
    join(ways, otherwise: otherwise)
  }

  mutating func walkLoop(_ id: NodeID, _ frame: Frame) {
    let tree = trees[frame.tree]
    let start = moment
    if let name = tree.child(.name, of: id) {
      variables.assign(tree.text(tree[name].range), .unknown, in: moment.scope, isExported: false)
      moment.version = variables.version
    }
    var ways: [Moment?] = []
    for child in tree.children(of: id) {
      let node = tree[child]
      switch node.kind {
      case .list where node.role == .condition: walk(child, frame.inside(.loop))
      case .list, .group:
        let before = moment
        ways = [before, branch(from: before) { $0.walk(child, frame.inside(.loop)) }]
        moment = before
      case .keyword, .operator, .name: break
      default: walk(child, frame)
      }
    }
    join(ways, otherwise: start)
    hasLeft = false
  }

  mutating func walkCase(_ id: NodeID, _ frame: Frame) {
    let tree = trees[frame.tree]
    let start = moment
    var ways: [Moment?] = [start]
    for child in tree.children(of: id) {
      guard tree[child].kind == .caseItem else {
        if tree[child].kind == .word || tree[child].kind == .redirection { walk(child, frame) }
        continue
      }
      let before = moment
      ways.append(
        branch(from: before) { interpreter in
          for part in tree.children(of: child) {
            switch tree[part].kind {
            case .list: interpreter.walk(part, frame.inside(.branch))
            case .word: interpreter.walk(part, frame)
            default: break
            }
          }
        })
      moment = before
    }
    join(ways, otherwise: start)
  }

  /// A function is walked where it is defined, in a directory that nobody knows: it runs where it is called.
  mutating func walkFunction(_ id: NodeID, _ frame: Frame) {
    let tree = trees[frame.tree]
    let start = moment
    for child in tree.children(of: id) {
      let node = tree[child]
      switch node.kind {
      case .name: functions.insert(tree.text(node.range))
      case .word:
        if let name = ShellWord(tree, child).literal { functions.insert(name) }
      case .keyword: break
      default:
        _ = branch(from: start) { interpreter in
          interpreter.setDirectory(.unknown)
          var inner = frame.inside(.function)
          inner.place = Place(nesting: inner.place.nesting.subtracting([.condition, .guarded, .negated]))
          interpreter.walk(child, inner)
        }
      }
    }
    moment = start
    moment.version = variables.version
    hasLeft = false
  }

  /// `((x++))` and `let x=1` change variables: their names are unknown from here on.
  mutating func forgetArithmeticNames(_ id: NodeID, _ frame: Frame) {
    let tree = trees[frame.tree]
    for child in tree.children(of: id) where tree[child].kind == .literal {
      forgetNames(in: tree.source.bytes[tree[child].range.indices])
    }
  }

  /// Makes unknown each name that an arithmetic text assigns.
  mutating func forgetNames(in text: ArraySlice<UInt8>) {
    let assigns = text.contains(UInt8(ascii: "=")) || text.contains(UInt8(ascii: "+")) || text.contains(UInt8(ascii: "-"))
    guard assigns else { return }
    var position = text.startIndex
    while position < text.endIndex {
      guard text[position].isNameStart else {
        position += 1
        continue
      }
      let start = position
      while position < text.endIndex, text[position].isNameByte { position += 1 }
      variables.assign(text[start..<position].asString, .unknown, in: moment.scope, isExported: false)
    }
    moment.version = variables.version
  }

  /// Walks the substitutions inside a word, assignment or redirection, the bodies of here-documents included.
  mutating func walkSubstitutions(in id: NodeID, _ frame: Frame) {
    let tree = trees[frame.tree]
    let node = tree[id]
    if node.kind == .word, !node.traits.contains(.substitution), !node.traits.contains(.array) { return }
    walkSubstitutionNodes(from: id.index, to: Int(node.next), frame)
    guard let operation = node.redirection, operation == .heredoc || operation == .strippedHeredoc,
      let body = tree.heredoc(of: id)?.body
    else { return }
    walkSubstitutionNodes(from: body.index, to: Int(tree[body].next), frame)
  }

  private mutating func walkSubstitutionNodes(from start: Int, to end: Int, _ frame: Frame) {
    let tree = trees[frame.tree]
    var index = start
    while index < end {
      let id = NodeID(index)
      let node = tree[id]
      switch node.kind {
      case .commandSubstitution, .processSubstitution, .backtickSubstitution:
        var inner = frame.inside(.substitution)
        inner.origin = .substitution
        inner.place = Place(nesting: inner.place.nesting)
        if let list = tree.child(.list, of: id) {
          isolated(.subshell) { $0.walk(list, inner) }
        } else if let embedded = tree.embedded(in: id) {
          inner.tree = add(embedded)
          isolated(.subshell) { $0.walkChildren(of: embedded.root, inner) }
        }
        index = max(index + 1, Int(node.next))
      default: index += 1
      }
    }
  }
}
