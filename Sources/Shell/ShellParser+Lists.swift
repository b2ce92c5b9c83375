import SourceText

/// POSIX.1-2024 XCU 2.10.2: `complete_commands`, `list`, `and_or`, `pipeline`, `command`.
extension ShellParser {
  /// Reads commands up to a token that an enclosing construct waits for. Answers whether there was any.
  mutating func list(_ role: ShellTree.ListRole) -> Bool {
    let node = open(.list, detail: role.rawValue)
    var isEmpty = true
    var isAfterUnexpected = false
    while true {
      skipLineBreaks()
      guard position < limit else { break }
      if let closer = closer() {
        if closers.contains(closer.flag) { break }
        unexpected(closer.length)
        isAfterUnexpected = true
        continue
      }
      let length = operatorLength()
      if length > 0 {
        // `fi;` out of place is one mistake.
        if isAfterUnexpected, peek() == UInt8(ascii: ";") { leaf(.semicolon, 1) } else { unexpected(length) }
        isAfterUnexpected = false
        continue
      }
      isAfterUnexpected = false
      let before = position
      work += 1
      andOr()
      isEmpty = false
      separator()
      assert(position > before)
      // A release build goes on whatever happened.
      if position == before { unexpected(1) }
    }
    let start = nodes.count > node + 1 ? nodes[node + 1].start : Int32(truncatingIfNeeded: tokenEnd)
    nodes[node].start = start
    close(node)
    return !isEmpty
  }

  /// What stands between two `and_or`s.
  private mutating func separator() {
    skipBlanks()
    guard position < limit else { return }
    switch bytes[position] {
    case 0x0A:
      leaf(.newline, 1)
      if !pendingHeredocs.isEmpty { readPendingHeredocs() }
    case UInt8(ascii: ";"):
      if closer() == nil { leaf(.semicolon, 1) }
    case UInt8(ascii: "&"):
      leaf(.background, 1)
    default:
      if let closer = closer() {
        if !closers.contains(closer.flag) { unexpected(closer.length) }
        return
      }
      // A word or opening token right after a compound command: what follows is read as a command of its own.
      let text = tokenText()
      report(.unexpected(text.asString), SourceRange(position, position + text.count))
    }
  }

  /// The next token, for a message.
  private func tokenText() -> ArraySlice<UInt8> {
    let length = operatorLength()
    if length > 0 { return bytes[position..<(position + length)] }
    var end = position + 1
    // Cut where a message would become unreadable.
    while end < limit, end - position < 40, !bytes[end].endsWord { end += 1 }
    while end < limit, bytes[end] & 0xC0 == 0x80 { end += 1 }
    return bytes[position..<end]
  }

  mutating func andOr() {
    let node = open(.andOr)
    pipeline()
    while true {
      skipSpaces()
      let sign = peek()
      let isAnd = sign == UInt8(ascii: "&")
      guard isAnd || sign == UInt8(ascii: "|"), peek(1) == sign else { break }
      leaf(isAnd ? .and : .or, 2)
      skipLineBreaks()
      requireCommand(after: isAnd ? "&&" : "||")
    }
    close(node)
  }

  private mutating func requireCommand(after opener: String) {
    if startsCommand() { pipeline() } else { missing("a command", for: opener) }
  }

  /// Whether a command may begin here.
  func startsCommand() -> Bool {
    position < limit && bytes[position] != 0x0A && bytes[position] != UInt8(ascii: "#") && operatorLength() == 0
      && closer() == nil
  }

  private mutating func pipeline() {
    let node = open(.pipeline)
    while let keyword = keyword(), keyword == .not || keyword == .time && timesCompound() {
      leaf(keyword)
      skipSpaces()
      if keyword == .time, has("-p") {
        leaf(.literal, 2)
        skipSpaces()
      }
    }
    // `!` and `time` alone are commands to bash: the status of nothing.
    if startsCommand() { command() }
    while true {
      skipSpaces()
      guard peek() == UInt8(ascii: "|"), peek(1) != UInt8(ascii: "|") else { break }
      let isBoth = peek(1) == UInt8(ascii: "&")
      leaf(isBoth ? .pipeBoth : .pipe, isBoth ? 2 : 1)
      skipLineBreaks()
      while keyword() == .not {
        leaf(.not)
        skipSpaces()
      }
      if startsCommand() {
        command()
      } else {
        missing("a command", for: isBoth ? "|&" : "|")
      }
    }
    close(node)
  }

  /// Whether the `time` at the position is followed by a compound command. Else it is read as a program of that name,
  /// which views see through like `sudo`.
  private mutating func timesCompound() -> Bool {
    let start = position
    defer { position = start }
    position += 4
    while peek().isBlank { position += 1 }
    if has("-p") {
      position += 2
      while peek().isBlank { position += 1 }
    }
    if peek() == UInt8(ascii: "(") { return true }
    switch keyword() {
    case .if, .for, .select, .while, .until, .case, .openBrace, .openConditional, .not: return true
    default: return false
    }
  }

  mutating func command() {
    if peek() == UInt8(ascii: "(") {
      if peek(1) == UInt8(ascii: "("), isArithmetic(from: position + 2) {
        compound { $0.arithmeticCommand() }
      } else {
        compound { $0.subshell() }
      }
      return
    }
    switch keyword() {
    case .if: compound { $0.ifClause() }
    case .while: compound { $0.loop(.whileClause, .while) }
    case .until: compound { $0.loop(.untilClause, .until) }
    case .for: compound { $0.forClause(.forClause, .for) }
    case .select: compound { $0.forClause(.selectClause, .select) }
    case .case: compound { $0.caseClause() }
    case .openBrace: compound { $0.group() }
    case .openConditional: compound { $0.conditional() }
    case .function: compound { $0.function() }
    case .coproc where startsCompoundAfterCoproc():
      leaf(.coproc)
      skipSpaces()
      if !startsCompoundKeyword() { leaf(.name, plainLength()) }
      skipSpaces()
      if enter() {
        command()
        leave()
      }
    default: simpleCommand()
    }
  }

  /// Runs the reader of a compound command one level deeper, and reads the redirections behind it.
  private mutating func compound(_ body: (inout ShellParser) -> Int) {
    guard enter() else { return }
    let node = body(&self)
    leave()
    while true {
      skipSpaces()
      guard atRedirection() else { break }
      redirection()
    }
    close(node)
  }

  func startsCompoundKeyword() -> Bool {
    if peek() == UInt8(ascii: "(") { return true }
    switch keyword() {
    case .if, .for, .select, .while, .until, .case, .openBrace, .openConditional: return true
    default: return false
    }
  }

  /// `coproc { …; }` and `coproc NAME { …; }`; before a simple command it is read as a program that runs another.
  private mutating func startsCompoundAfterCoproc() -> Bool {
    let start = position
    defer { position = start }
    position += 6
    while peek().isBlank { position += 1 }
    if startsCompoundKeyword() { return true }
    position += plainLength()
    guard peek().isBlank else { return false }
    while peek().isBlank { position += 1 }
    return startsCompoundKeyword()
  }
}

extension ShellParser {
  /// The length of what may be a name: bytes up to the end of the word.
  func plainLength() -> Int {
    var end = position
    while end < limit, !bytes[end].endsWord { end += 1 }
    return end - position
  }
}

/// Tokens by which a list or command ends.
extension ShellParser {
  /// The length of an operator that cannot begin a command, or 0.
  func operatorLength() -> Int {
    switch peek() {
    case UInt8(ascii: "&"):
      // `&>` redirects.
      peek(1) == UInt8(ascii: "&") ? 2 : peek(1) == UInt8(ascii: ">") ? 0 : 1
    case UInt8(ascii: "|"): peek(1) == UInt8(ascii: "|") || peek(1) == UInt8(ascii: "&") ? 2 : 1
    case UInt8(ascii: ";"): 1
    default: 0
    }
  }

  /// The token at the position that ends some construct, whether one is open or not.
  func closer() -> (flag: Closers, length: Int)? {
    switch peek() {
    case UInt8(ascii: ")"): return (.parenthesis, 1)
    case UInt8(ascii: ";"):
      if peek(1) == UInt8(ascii: ";") { return (.endCase, peek(2) == UInt8(ascii: "&") ? 3 : 2) }
      return peek(1) == UInt8(ascii: "&") ? (.endCase, 2) : nil
    default: break
    }
    switch keyword() {
    case .then: return (.then, 4)
    case .elif, .else: return (.elseBranch, 4)
    case .fi: return (.fi, 2)
    case .do: return (.do, 2)
    case .done: return (.done, 4)
    case .esac: return (.esac, 4)
    case .closeBrace: return (.brace, 1)
    default: return nil
    }
  }

  /// The reserved word at the position, if the word is exactly that (POSIX.1-2024 XCU 2.4).
  func keyword() -> ShellKeyword? {
    guard position < limit else { return nil }
    let first = bytes[position]
    guard first.isASCIILower else { return keywordSign(first) }
    var packed = UInt64(first)
    var end = position + 1
    while end < limit, bytes[end].isASCIILower {
      if end - position == 8 { return nil }
      packed = packed << 8 | UInt64(bytes[end])
      end += 1
    }
    guard wordEnds(at: end) else { return nil }
    // The letters as one number: this is asked several times a command.
    switch packed {
    case 0x646F: return .do
    case 0x6669: return .fi
    case 0x6966: return .if
    case 0x696E: return .in
    case 0x666F72: return .for
    case 0x6361_7365: return .case
    case 0x646F_6E65: return .done
    case 0x656C_6966: return .elif
    case 0x656C_7365: return .else
    case 0x6573_6163: return .esac
    case 0x7468_656E: return .then
    case 0x7469_6D65: return .time
    case 0x75_6E74_696C: return .until
    case 0x77_6869_6C65: return .while
    case 0x636F_7072_6F63: return .coproc
    case 0x7365_6C65_6374: return .select
    case 0x6675_6E63_7469_6F6E: return .function
    default: return nil
    }
  }

  /// `{`, `}`, `!` or `[[` as a word.
  private func keywordSign(_ first: UInt8) -> ShellKeyword? {
    switch first {
    case UInt8(ascii: "{"): wordEnds(at: position + 1) ? .openBrace : nil
    case UInt8(ascii: "}"): wordEnds(at: position + 1) ? .closeBrace : nil
    case UInt8(ascii: "!"): wordEnds(at: position + 1) ? .not : nil
    case UInt8(ascii: "["): peek(1) == first && wordEnds(at: position + 2) ? .openConditional : nil
    default: nil
    }
  }

  private func wordEnds(at offset: Int) -> Bool {
    offset >= limit || bytes[offset].endsWord || isLineBreakCR(at: offset)
  }
}
