import SourceText

/// POSIX.1-2024 XCU 2.6.2 to 2.6.4: parameters, command substitution, arithmetic.
extension ShellParser {
  /// What begins with `$` at the position; a `$` that begins nothing means itself.
  mutating func dollar(isQuoted: Bool) {
    switch peek(1) {
    case UInt8(ascii: "("):
      if peek(2) == UInt8(ascii: "("), isArithmetic(from: position + 3) {
        arithmeticExpansion(3, UInt8(ascii: ")"))
      } else {
        traits.insert(.substitution)
        substitution(.commandSubstitution, 2)
      }
    case UInt8(ascii: "{"):
      if peek(2) == UInt8(ascii: "{"), let end = templateEnd() {
        leaf(.template, end - position)
      } else {
        bracedParameter(isQuoted: isQuoted)
      }
    case UInt8(ascii: "[") where !isQuoted || closesOldArithmetic(): arithmeticExpansion(2, UInt8(ascii: "]"))
    case UInt8(ascii: "'") where !isQuoted:
      ansiQuoted()
      return
    case UInt8(ascii: "\"") where !isQuoted:
      doubleQuoted(.localeQuoted)
      return
    case let byte:
      let length = byte.isSpecialParameter ? 1 : nameLength(at: position + 1)
      guard length > 0 else {
        leaf(.literal, 1)
        return
      }
      let node = open(.parameter)
      position += 1
      leaf(.name, length)
      close(node)
    }
    traits.insert(isQuoted ? .expansion : [.expansion, .unquotedExpansion])
  }

  /// `${{ … }}` on one line: GitHub Actions puts its value in before the shell reads the text.
  private mutating func templateEnd() -> Int? {
    let limit = lookaheadEnd(from: position)
    var end = position + 3
    defer { lookedAhead(end - position) }
    while end + 1 < limit, bytes[end] != 0x0A {
      if bytes[end] == UInt8(ascii: "}"), bytes[end + 1] == UInt8(ascii: "}") { return end + 2 }
      end += 1
    }
    return nil
  }

  /// `$[` in quotes is arithmetic only if its line closes it: regular expressions hold `$[` by chance.
  private mutating func closesOldArithmetic() -> Bool {
    let limit = lookaheadEnd(from: position)
    var end = position + 2
    defer { lookedAhead(end - position) }
    while end < limit, bytes[end] != 0x0A, bytes[end] != UInt8(ascii: "\"") {
      if bytes[end] == UInt8(ascii: "]") { return true }
      end += 1
    }
    return false
  }

  /// `$( list )`, `<( list )`, `>( list )`
  mutating func substitution(_ kind: Kind, _ opening: Int) {
    guard enter() else { return }
    let node = open(kind)
    let range = SourceRange(position, position + opening)
    position += opening
    tokenEnd = position
    let outer = (closers, pendingHeredocs, traits)
    closers = .parenthesis
    pendingHeredocs = []
    substitutionDepth += 1
    _ = list(.body)
    substitutionDepth -= 1
    (closers, traits) = (outer.0, outer.2)
    // Bodies that did not begin inside begin after the line of the whole.
    pendingHeredocs = outer.1 + pendingHeredocs
    if peek() == UInt8(ascii: ")") {
      position += 1
      tokenEnd = position
    } else {
      report(.unterminated(bytes[range.indices].asString, closer: ")"), range)
    }
    close(node)
    leave()
  }

  /// The first backtick that no backslash precedes ends the substitution, whatever stands between
  /// (POSIX.1-2024 XCU 2.6.3).
  mutating func backticks(isQuoted: Bool) {
    guard enter() else { return }
    defer { leave() }
    traits.insert(isQuoted ? [.expansion, .substitution] : [.expansion, .substitution, .unquotedExpansion])
    let node = open(.backtickSubstitution)
    let start = position
    position += 1
    var end = position
    var hasEscapes = false
    while end < limit, bytes[end] != UInt8(ascii: "`") {
      guard bytes[end] == UInt8(ascii: "\\"), end + 1 < limit else {
        end += 1
        continue
      }
      switch bytes[end + 1] {
      case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"): hasEscapes = true
      case UInt8(ascii: "\""): hasEscapes = hasEscapes || isQuoted
      default: break
      }
      end += 2
    }
    end = min(end, limit)
    if hasEscapes {
      hiddenBackticks.append(
        HiddenBacktick(
          node: ShellTree.NodeID(node), range: SourceRange(position, end), isQuoted: isQuoted, depth: depth))
    } else {
      let outer = (limit, closers, pendingHeredocs, traits)
      (limit, closers, pendingHeredocs) = (end, [], [])
      tokenEnd = position
      _ = list(.body)
      readPendingHeredocsAtEnd()
      (limit, closers, pendingHeredocs, traits) = outer
    }
    position = end
    if peek() == UInt8(ascii: "`") {
      position += 1
    } else {
      report(.unterminated("`", closer: "`"), SourceRange(start, start + 1))
    }
    tokenEnd = position
    close(node)
  }

  /// `${…}`
  private mutating func bracedParameter(isQuoted: Bool) {
    guard enter() else { return }
    defer { leave() }
    let node = open(.parameter)
    let start = position
    position += 2
    tokenEnd = position
    // A prefix, unless it is itself the parameter: `${#}`, `${!}`, `${#-…}`.
    if peek() == UInt8(ascii: "#") || peek() == UInt8(ascii: "!") {
      let next = peek(1)
      if next.isNameByte || next != UInt8(ascii: "}") && next.isSpecialParameter && peek(2) == UInt8(ascii: "}")
        || next == UInt8(ascii: "@") || next == UInt8(ascii: "*")
      {
        leaf(.parameterOperator, 1)
      }
    }
    var length = 0
    while peek(length).isNameByte { length += 1 }
    if length == 0, peek().isSpecialParameter { length = 1 }
    if length > 0 { leaf(.name, length) }
    if peek() == UInt8(ascii: "["), length > 0 { parameterSubscript() }
    operand(isQuoted)
    if peek() == UInt8(ascii: "}") {
      position += 1
      tokenEnd = position
    } else {
      report(.unterminated("${", closer: "}"), SourceRange(start, start + 2))
    }
    close(node)
  }

  /// `[…]` after a name, up to the bracket that closes it or the parameter's end.
  private mutating func parameterSubscript() {
    let node = open(.arrayIndex)
    leaf(.literal, 1)
    var open = 1
    while position < limit, bytes[position] != UInt8(ascii: "}"), bytes[position] != 0x0A {
      let before = position
      switch bytes[position] {
      case UInt8(ascii: "["):
        open += 1
        leaf(.literal, 1)
      case UInt8(ascii: "]"):
        open -= 1
        leaf(.literal, 1)
      case UInt8(ascii: "$"): dollar(isQuoted: true)
      case UInt8(ascii: "`"): backticks(isQuoted: true)
      case UInt8(ascii: "'"): singleQuoted()
      case UInt8(ascii: "\""): doubleQuoted(.doubleQuoted)
      case UInt8(ascii: "\\"): leaf(.escape, 2)
      default: leaf(.literal, 1)
      }
      assert(position > before)
      if open == 0 { break }
    }
    close(node)
  }

  /// The operator of a parameter and the word after it.
  private mutating func operand(_ isQuoted: Bool) {
    let length = parameterOperatorLength()
    guard length > 0 || position < limit && bytes[position] != UInt8(ascii: "}") else { return }
    // POSIX.1-2024 XCU 2.6.2: in double quotes a single quote means itself after `-`, `=`, `?`, `+`, not in patterns.
    // Bash outside its POSIX mode wants it closed there too (run: `echo "${x:-it's}"`).
    let isPattern = peek() == UInt8(ascii: "#") || peek() == UInt8(ascii: "%") || peek() == UInt8(ascii: "/")
    if length > 0 { leaf(.parameterOperator, length) }
    let outer = traits
    traits = []
    let node = open(.word)
    operandParts(isQuoted: isQuoted, quotesSingly: !isQuoted || isPattern || dialect == .bash)
    if position == Int(nodes[node].start) {
      nodes.removeLast()
    } else {
      nodes[node].detail = traits.rawValue
      close(node)
    }
    let inner = traits
    traits = outer
    if inner.contains(.substitution) { traits.insert(.substitution) }
  }

  private func parameterOperatorLength() -> Int {
    switch peek() {
    case UInt8(ascii: ":"):
      switch peek(1) {
      case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "+"): 2
      default: 1
      }
    case UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "^"), UInt8(ascii: ","): peek(1) == peek() ? 2 : 1
    case UInt8(ascii: "/"):
      switch peek(1) {
      case UInt8(ascii: "/"), UInt8(ascii: "#"), UInt8(ascii: "%"): 2
      default: 1
      }
    case UInt8(ascii: "-"), UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "+"), UInt8(ascii: "@"): 1
    default: 0
    }
  }

  /// Parts up to the `}` that no quote hides.
  private mutating func operandParts(isQuoted: Bool, quotesSingly: Bool) {
    while position < limit, bytes[position] != UInt8(ascii: "}") {
      let before = position
      work += 1
      switch bytes[position] {
      case UInt8(ascii: "'") where quotesSingly: singleQuoted()
      case UInt8(ascii: "\""): doubleQuoted(.doubleQuoted)
      case UInt8(ascii: "$") where quotesSingly && peek(1) == UInt8(ascii: "'"): ansiQuoted()
      case UInt8(ascii: "$"): dollar(isQuoted: isQuoted)
      case UInt8(ascii: "`"): backticks(isQuoted: isQuoted)
      case UInt8(ascii: "\\"):
        let continuation = continuationLength(at: position)
        traits.insert(.quoted)
        if continuation > 0 { leaf(.continuation, continuation) } else { leaf(.escape, 2) }
      case UInt8(ascii: "<") where !isQuoted && peek(1) == UInt8(ascii: "("),
        UInt8(ascii: ">") where !isQuoted && peek(1) == UInt8(ascii: "("):
        traits.insert([.expansion, .substitution])
        substitution(.processSubstitution, 2)
      default:
        var end = position + 1
        while end < limit, !bytes[end].isSpecialInOperand { end += 1 }
        leaf(.literal, end - position)
      }
      assert(position > before)
    }
  }
}

extension UInt8 {
  /// `@*#?-$!` and the digits (POSIX.1-2024 XCU 2.5.1, 2.5.2).
  var isSpecialParameter: Bool {
    switch self {
    case UInt8(ascii: "@"), UInt8(ascii: "*"), UInt8(ascii: "#"), UInt8(ascii: "?"), UInt8(ascii: "-"),
      UInt8(ascii: "$"), UInt8(ascii: "!"):
      true
    default: isASCIIDigit
    }
  }

  fileprivate var isSpecialInOperand: Bool {
    isSpecialInDoubleQuotes || self == UInt8(ascii: "}") || self == UInt8(ascii: "'") || self == UInt8(ascii: "<")
      || self == UInt8(ascii: ">")
  }
}
