import SourceText

/// POSIX.1-2024 XCU 2.9.4 (compound commands) and 2.9.5 (functions). Each reader begins at its first token and answers
/// its node, which the caller closes after the redirections.
extension ShellParser {
  /// `( list )`
  mutating func subshell() -> Int {
    let node = open(.subshell)
    let opening = SourceRange(position, position + 1)
    leaf(.openParenthesis)
    body(closers.union(.parenthesis), for: "(")
    closeParenthesis(opening, "(")
    return node
  }

  /// `{ list }`
  mutating func group() -> Int {
    let node = open(.group)
    let opening = SourceRange(position, position + 1)
    leaf(.openBrace)
    body(closers.union(.brace), for: "{")
    if keyword() == .closeBrace {
      leaf(.closeBrace)
    } else {
      report(.unterminated("{", closer: "}"), opening)
    }
    return node
  }

  /// A list that must not be empty.
  private mutating func body(
    _ closers: Closers, for opener: String, _ role: ShellTree.ListRole = .body
  ) {
    let outer = self.closers
    self.closers = closers
    if !list(role) { missing("a command", for: opener) }
    self.closers = outer
  }

  mutating func closeParenthesis(_ opening: SourceRange, _ opener: String) {
    if peek() == UInt8(ascii: ")") {
      leaf(.closeParenthesis)
    } else {
      report(.unterminated(opener, closer: ")"), opening)
    }
  }

  /// `if list then list [elif list then list]… [else list] fi`
  mutating func ifClause() -> Int {
    let node = open(.ifClause)
    leaf(.if)
    let branches = closers.union([.elseBranch, .fi])
    body(closers.union([.then, .elseBranch, .fi]), for: "if", .condition)
    then(for: "if", branches)
    while let keyword = keyword(), keyword == .elif || keyword == .else {
      leaf(keyword)
      if keyword == .elif {
        body(closers.union([.then, .elseBranch, .fi]), for: "elif", .condition)
        then(for: "elif", branches)
      } else {
        body(branches, for: "else")
      }
    }
    if keyword() == .fi { leaf(.fi) } else { missing("`fi`", for: "if") }
    return node
  }

  private mutating func then(for opener: String, _ closers: Closers) {
    guard keyword() == .then else {
      missing("`then`", for: opener)
      return
    }
    leaf(.then)
    body(closers, for: "then")
  }

  /// `while list do list done`
  mutating func loop(_ kind: Kind, _ keyword: ShellKeyword) -> Int {
    let node = open(kind)
    leaf(keyword)
    body(closers.union([.do, .done]), for: keyword.text, .condition)
    doGroup(for: keyword.text)
    return node
  }

  private mutating func doGroup(for opener: String) {
    if keyword() == .do {
      leaf(.do)
      body(closers.union(.done), for: "do")
    } else {
      missing("`do`", for: opener)
      if atEnd || closer() != nil && keyword() != .done { return }
      let outer = closers
      closers.insert(.done)
      _ = list(.body)
      closers = outer
    }
    if keyword() == .done { leaf(.done) } else { missing("`done`", for: opener) }
  }

  /// `for name [in word…] ; do list done`, `for (( … )) do list done`, and both with `{ list }` (bash).
  mutating func forClause(_ kind: Kind, _ keyword: ShellKeyword) -> Int {
    let node = open(kind)
    leaf(keyword)
    skipSpaces()
    if has("((") {
      let arithmetic = arithmeticCommand()
      close(arithmetic)
    } else {
      loopVariable(for: keyword.text)
    }
    skipBlanks()
    if peek() == UInt8(ascii: ";"), closer() == nil { leaf(.semicolon, 1) }
    skipLineBreaks()
    if self.keyword() == .openBrace {
      let group = group()
      close(group)
    } else {
      doGroup(for: keyword.text)
    }
    return node
  }

  private mutating func loopVariable(for opener: String) {
    let length = nameLength(at: position)
    if length > 0, peek(length) == 0 || peek(length).endsWord || peek(length) == 0x0D {
      leaf(.name, length)
    } else if !word() {
      missing("a name", for: opener)
    }
    skipLineBreaks()
    // The words default to the positional parameters.
    guard keyword() == .in else { return }
    leaf(.in)
    while true {
      skipSpaces()
      let before = position
      guard word() else { break }
      assert(position > before)
    }
    skipBlanks()
    if peek() == 0x0A { lineBreak() }
  }

  /// `case word in [[(] pattern [| pattern]… ) list ;;]… esac`
  mutating func caseClause() -> Int {
    let node = open(.caseClause)
    leaf(.case)
    skipSpaces()
    if !word() { missing("a word", for: "case") }
    skipLineBreaks()
    if keyword() == .in { leaf(.in) } else { missing("`in`", for: "case") }
    while true {
      skipLineBreaks()
      guard position < limit, keyword() != .esac else { break }
      if let closer = closer(), closers.contains(closer.flag), !isPattern(closer.length) { break }
      let before = position
      caseItem()
      assert(position > before)
      if position == before { unexpected(1) }
    }
    if keyword() == .esac { leaf(.esac) } else { missing("`esac`", for: "case") }
    return node
  }

  /// Whether the token, which would end some construct, is a pattern: `done)`.
  private mutating func isPattern(_ length: Int) -> Bool {
    let limit = lookaheadEnd(from: position)
    var end = position + length
    while end < limit, bytes[end].isBlank { end += 1 }
    lookedAhead(end - position)
    return end < limit && length > 1
      && (bytes[end] == UInt8(ascii: ")") || bytes[end] == UInt8(ascii: "|"))
  }

  private mutating func caseItem() {
    let node = open(.caseItem)
    if peek() == UInt8(ascii: "(") { leaf(.openParenthesis) }
    while true {
      skipSpaces()
      let before = position
      if !word() { missing("a pattern", for: "case") }
      skipSpaces()
      guard peek() == UInt8(ascii: "|") else { break }
      leaf(.pipe, 1)
      assert(position > before)
    }
    if peek() == UInt8(ascii: ")") {
      leaf(.closeParenthesis)
      let outer = closers
      closers.formUnion([.endCase, .esac])
      _ = list(.body)
      closers = outer
    } else {
      missing("`)`", for: "case")
      // The line is no item: recover at the next one.
      while position < limit, bytes[position] != 0x0A, !has(";;"), keyword() != .esac, peek() != UInt8(ascii: ")") {
        if !word() { unexpected(1) }
        skipSpaces()
      }
      if peek() == UInt8(ascii: ")") { unexpected(1) }
    }
    if let closer = closer(), closer.flag == .endCase {
      leaf(closer.length == 3 ? .testNext : peek(1) == UInt8(ascii: "&") ? .fallThrough : .endCase, closer.length)
    }
    close(node)
  }

  /// `function name [()] command` (bash)
  mutating func function() -> Int {
    let node = open(.functionDefinition)
    leaf(.function)
    skipSpaces()
    let length = plainLength()
    if length > 0 { leaf(.name, length) } else { missing("a name", for: "function") }
    skipSpaces()
    if peek() == UInt8(ascii: "(") {
      leaf(.openParenthesis)
      skipSpaces()
      if peek() == UInt8(ascii: ")") { leaf(.closeParenthesis) } else { missing("`)`", for: "(") }
    }
    functionBody()
    return node
  }

  mutating func functionBody() {
    skipLineBreaks()
    if position < limit, closer() == nil, operatorLength() == 0 {
      command()
    } else {
      missing("a body", for: "function")
    }
  }
}
