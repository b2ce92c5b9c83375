import SourceText

/// POSIX.1-2024 XCU 2.9.1 (simple commands), 2.7 (redirection).
extension ShellParser {
  mutating func simpleCommand() {
    let node = open(.simpleCommand)
    var words = 0
    var isPlain = true
    while true {
      skipSpaces()
      guard position < limit else { break }
      let before = position
      let byte = bytes[position]
      if byte == 0x0A || byte == UInt8(ascii: "#") { break }
      if atRedirection() {
        redirection()
        isPlain = false
      } else if byte == UInt8(ascii: "(") {
        if words == 1, isPlain, opensFunction() {
          nodes[node].kind = .functionDefinition
          functionRest(node)
          return
        }
        strayParenthesis()
      } else if words == 0, assignment() {
        isPlain = false
      } else if word() {
        words += 1
      } else {
        break
      }
      assert(position > before)
    }
    close(node)
  }

  /// Whether `()` follows.
  private mutating func opensFunction() -> Bool {
    let end = lookaheadEnd(from: position)
    var offset = position + 1
    while offset < end, bytes[offset].isBlank { offset += 1 }
    lookedAhead(offset - position)
    return offset < end && bytes[offset] == UInt8(ascii: ")")
  }

  /// The rest of `name () command`, one level deeper.
  private mutating func functionRest(_ node: Int) {
    leaf(.openParenthesis)
    skipSpaces()
    leaf(.closeParenthesis)
    if enter() {
      functionBody()
      leave()
    }
    close(node)
  }

  /// `(` after words: the parenthesis up to its end on the same line is one token out of place, so that the words
  /// after it are still the command's.
  private mutating func strayParenthesis() {
    var open = 0
    var offset = position
    let end = lookaheadEnd(from: position)
    while offset < end, bytes[offset] != 0x0A {
      if bytes[offset] == UInt8(ascii: "(") { open += 1 }
      if bytes[offset] == UInt8(ascii: ")") { open -= 1 }
      offset += 1
      if open == 0 { break }
    }
    lookedAhead(offset - position)
    let isClosed = open == 0 && offset > position
    report(.unexpected("("), SourceRange(position, position + 1))
    leaf(.unexpected, isClosed ? offset - position : 1)
  }

  /// Reads `name=…`, `name+=…`, `name[…]=…` or leaves the position and answers false.
  mutating func assignment() -> Bool {
    let name = nameLength(at: position)
    guard name > 0 else { return false }
    var end = position + name
    if end < limit, bytes[end] == UInt8(ascii: "[") {
      guard let close = subscriptEnd(from: end) else { return false }
      end = close
    }
    guard end < limit else { return false }
    var length = 1
    if bytes[end] == UInt8(ascii: "+"), end + 1 < limit, bytes[end + 1] == UInt8(ascii: "=") {
      length = 2
    } else if bytes[end] != UInt8(ascii: "=") {
      return false
    }
    let node = open(.assignment)
    leaf(.name, name)
    if end > position { leaf(.arrayIndex, end - position) }
    leaf(length == 2 ? .append : .assign, length)
    if peek() == UInt8(ascii: "(") {
      arrayValue()
    } else {
      _ = word(.assignedValue)
    }
    close(node)
    return true
  }

  /// The length of a name at an offset, or 0.
  func nameLength(at offset: Int) -> Int {
    guard offset < limit, bytes[offset].isNameStart else { return 0 }
    var end = offset + 1
    while end < limit, bytes[end].isNameByte { end += 1 }
    return end - offset
  }

  /// Where a subscript ends whose `[` is at the offset, or nil: it is looked for in 256 bytes of one line.
  private mutating func subscriptEnd(from start: Int) -> Int? {
    var open = 0
    var offset = start
    let end = min(lookaheadEnd(from: start), start + 256)
    defer { lookedAhead(offset - start) }
    while offset < end, bytes[offset] != 0x0A {
      switch bytes[offset] {
      case UInt8(ascii: "["): open += 1
      case UInt8(ascii: "]"):
        open -= 1
        if open == 0 { return offset + 1 }
      case UInt8(ascii: "\\"): offset += 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        let quote = bytes[offset]
        offset += 1
        while offset < end, bytes[offset] != quote { offset += 1 }
      default: break
      }
      offset += 1
    }
    return nil
  }

  /// `( word… )` after `=`; line breaks and comments may stand between the words.
  mutating func arrayValue() {
    let node = open(.arrayValue)
    let opening = SourceRange(position, position + 1)
    traits.insert(.array)
    let outer = traits
    leaf(.openParenthesis)
    while true {
      skipLineBreaks()
      guard position < limit, bytes[position] != UInt8(ascii: ")") else { break }
      let before = position
      if !word(.element) { unexpected(max(1, operatorLength())) }
      assert(position > before)
    }
    traits = outer
    closeParenthesis(opening, "(")
    close(node)
  }
}

/// Redirections.
extension ShellParser {
  /// Whether a redirection begins at the position, its descriptor included.
  func atRedirection() -> Bool {
    switch peek() {
    case UInt8(ascii: "<"), UInt8(ascii: ">"): return peek(1) != UInt8(ascii: "(")
    case UInt8(ascii: "&"): return peek(1) == UInt8(ascii: ">")
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "{"):
      let offset = position + descriptorLength()
      return offset > position && offset < limit
        && (bytes[offset] == UInt8(ascii: "<") || bytes[offset] == UInt8(ascii: ">"))
    default: return false
    }
  }

  /// The length of `2` or `{name}`, if an operator may follow.
  private func descriptorLength() -> Int {
    var end = position
    if peek() == UInt8(ascii: "{") {
      let name = nameLength(at: position + 1)
      return name > 0 && peek(name + 1) == UInt8(ascii: "}") ? name + 2 : 0
    }
    while end < limit, bytes[end].isASCIIDigit { end += 1 }
    return end - position
  }

  mutating func redirection() {
    let node = open(.redirection)
    let start = position
    let descriptor = descriptorLength()
    if descriptor > 0 { leaf(.fileDescriptor, descriptor) }
    let (operation, length) = redirectionOperator()
    nodes[node].detail = operation.rawValue
    leaf(.redirectionOperator, length, detail: operation.rawValue)
    let operatorRange = SourceRange(start, position)
    skipSpaces()
    let target = nodes.count
    if !word() {
      missing("a word", for: bytes[operatorRange.indices].asString)
    } else if operation == .heredoc || operation == .strippedHeredoc {
      let range = nodes[target].range
      let (delimiter, isQuoted) = heredocDelimiter(range)
      pendingHeredocs.append(
        PendingHeredoc(
          redirection: node, openingRange: SourceRange(start, range.end), delimiter: delimiter, expands: !isQuoted,
          stripsTabs: operation == .strippedHeredoc))
    }
    close(node)
  }

  private func redirectionOperator() -> (ShellRedirectionOperator, Int) {
    switch (peek(), peek(1), peek(2)) {
    case (UInt8(ascii: "<"), UInt8(ascii: "<"), UInt8(ascii: "<")): (.hereString, 3)
    case (UInt8(ascii: "<"), UInt8(ascii: "<"), UInt8(ascii: "-")): (.strippedHeredoc, 3)
    case (UInt8(ascii: "<"), UInt8(ascii: "<"), _): (.heredoc, 2)
    case (UInt8(ascii: "<"), UInt8(ascii: "&"), _): (.duplicateInput, 2)
    case (UInt8(ascii: "<"), UInt8(ascii: ">"), _): (.inputOutput, 2)
    case (UInt8(ascii: "<"), _, _): (.input, 1)
    case (UInt8(ascii: ">"), UInt8(ascii: ">"), _): (.append, 2)
    case (UInt8(ascii: ">"), UInt8(ascii: "&"), _): (.duplicateOutput, 2)
    case (UInt8(ascii: ">"), UInt8(ascii: "|"), _): (.clobber, 2)
    case (UInt8(ascii: ">"), _, _): (.output, 1)
    case (_, _, UInt8(ascii: ">")): (.appendBoth, 3)
    default: (.outputBoth, 2)
    }
  }
}
