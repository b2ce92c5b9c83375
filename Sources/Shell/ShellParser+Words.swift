import SourceText

/// POSIX.1-2024 XCU 2.2 (quoting), 2.3 (token recognition), 2.6 (where expansions begin).
extension ShellParser {
  /// Where a word stands, as far as that changes what its bytes mean.
  enum WordPlace {
    case argument
    /// After `name=`: no braces, and a tilde after `:` counts.
    case assignedValue
    /// Inside `name=( … )`: `[key]=value` keeps its blanks.
    case element
    /// After `=~` inside `[[ ]]`: parentheses and `|` belong to the expression.
    case regularExpression
  }

  /// Reads a word, or leaves the position and answers false where none begins.
  mutating func word(_ place: WordPlace = .argument) -> Bool {
    guard position < limit else { return false }
    let outer = traits
    traits = []
    let node = open(.word)
    unquotedParts(place)
    if position == Int(nodes[node].start) {
      nodes.removeLast()
      traits = outer
      return false
    }
    // A word of plain text is a leaf: three of four words are.
    if traits.isEmpty, nodes.count == node + 2 { nodes.removeLast() }
    nodes[node].detail = traits.rawValue
    close(node)
    traits = outer
    return true
  }

  private mutating func unquotedParts(_ place: WordPlace) {
    let start = position
    var braces = Braces()
    var bracket: Int?
    while position < limit {
      let byte = bytes[position]
      let before = position
      work += 1
      switch byte {
      case UInt8(ascii: "'"): singleQuoted()
      case UInt8(ascii: "\""): doubleQuoted(.doubleQuoted)
      case UInt8(ascii: "\\"): backslash()
      case UInt8(ascii: "$"): dollar(isQuoted: false)
      case UInt8(ascii: "`"): backticks(isQuoted: false)
      case UInt8(ascii: "*"), UInt8(ascii: "?"):
        traits.insert(.glob)
        leaf(.glob, 1)
      case UInt8(ascii: "["):
        bracket = bracket ?? nodes.count
        leaf(.literal, 1)
      case UInt8(ascii: "]"):
        if let open = bracket {
          nodes[open].kind = .glob
          bracket = nil
          traits.insert(.glob)
          leaf(.glob, 1)
        } else {
          leaf(.literal, 1)
        }
      case UInt8(ascii: "{"):
        braces.open(nodes.count)
        leaf(.literal, 1)
      case UInt8(ascii: ","):
        braces.comma(nodes.count)
        leaf(.literal, 1)
      case UInt8(ascii: "}"):
        leaf(.literal, 1)
        if place != .assignedValue { closeBrace(&braces) }
      case UInt8(ascii: "~"):
        tilde(start, place)
      case UInt8(ascii: "("):
        if !parenthesis(start, place) { return }
      case UInt8(ascii: ")"), UInt8(ascii: ";"), UInt8(ascii: "&"), 0x0A, 0x20, 0x09: return
      case UInt8(ascii: "|"):
        if place != .regularExpression { return }
        leaf(.literal, 1)
      case UInt8(ascii: "<"), UInt8(ascii: ">"):
        if peek(1) != UInt8(ascii: "(") { return }
        substitution(.processSubstitution, 2)
        traits.insert([.expansion, .substitution])
      case 0x0D:
        if isLineBreakCR(at: position) { return }
        leaf(.literal, 1)
      default:
        literalRun()
      }
      assert(position > before)
    }
  }

  private mutating func literalRun() {
    var end = position + 1
    while end < limit, bytes[end].isPlainInWord { end += 1 }
    leaf(.literal, end - position)
  }

  /// `(` inside a word: a pattern list, an array, a group of a regular expression, or the word's end.
  private mutating func parenthesis(_ start: Int, _ place: WordPlace) -> Bool {
    if place == .regularExpression {
      extendedGlob()
      return true
    }
    guard position > start, let last = nodes.last, last.end == position else { return false }
    let isPlain = last.kind == .literal || last.kind == .glob
    switch bytes[position - 1] {
    case UInt8(ascii: "@"), UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "!"):
      guard isPlain else { return false }
      traits.insert(.glob)
      extendedGlob()
      return true
    case UInt8(ascii: "=") where isPlain && place == .argument && startsWithName(start):
      // `declare x=( … )`
      arrayValue()
      return true
    default: return false
    }
  }

  /// Whether the word so far is `name=` or `name+=`.
  private func startsWithName(_ start: Int) -> Bool {
    let end = start + nameLength(at: start)
    return end > start && (end == position - 1 || end == position - 2 && bytes[end] == UInt8(ascii: "+"))
  }

  /// `( … )` of a pattern or regular expression, with any parts inside, blanks and line breaks included.
  private mutating func extendedGlob() {
    guard enter() else { return }
    defer { leave() }
    let node = open(.extendedGlob)
    let opening = SourceRange(position, position + 1)
    leaf(.literal, 1)
    while position < limit {
      let before = position
      work += 1
      switch bytes[position] {
      case UInt8(ascii: ")"):
        leaf(.literal, 1)
        close(node)
        return
      case UInt8(ascii: "("): extendedGlob()
      case UInt8(ascii: "'"): singleQuoted()
      case UInt8(ascii: "\""): doubleQuoted(.doubleQuoted)
      case UInt8(ascii: "\\"): backslash()
      case UInt8(ascii: "$"): dollar(isQuoted: false)
      case UInt8(ascii: "`"): backticks(isQuoted: false)
      case UInt8(ascii: "*"), UInt8(ascii: "?"): leaf(.glob, 1)
      default: literalRun()
      }
      assert(position > before)
    }
    report(.unterminated("(", closer: ")"), opening)
    close(node)
  }

  private mutating func tilde(_ start: Int, _ place: WordPlace) {
    let afterColon = place == .assignedValue && bytes[position - 1] == UInt8(ascii: ":")
    guard position == start || afterColon else {
      leaf(.literal, 1)
      return
    }
    var end = position + 1
    while end < limit,
      bytes[end].isNameByte || bytes[end] == UInt8(ascii: "-") || bytes[end] == UInt8(ascii: "+")
        || bytes[end] == UInt8(ascii: ".")
    { end += 1 }
    // POSIX.1-2024 XCU 2.6.1: the login name ends at the first `/`, and none of it may be quoted.
    let isWhole =
      end == limit || bytes[end] == UInt8(ascii: "/") || bytes[end].endsWord || bytes[end] == 0x0D
      || place == .assignedValue && bytes[end] == UInt8(ascii: ":")
    if isWhole { traits.insert(.tilde) }
    leaf(isWhole ? .tilde : .literal, end - position)
  }

  /// The braces, commas and their nodes of one word: which of them expand is known at the closing brace only.
  private struct Braces {
    var stack: [(node: Int, commas: Int)] = []
    var commas: [Int] = []

    mutating func open(_ node: Int) { stack.append((node, commas.count)) }
    mutating func comma(_ node: Int) { if !stack.isEmpty { commas.append(node) } }
  }

  /// `{a,b}` and `{1..9}` expand, `{}` and `{a}` do not (bash manual 3.5.1).
  private mutating func closeBrace(_ braces: inout Braces) {
    guard let top = braces.stack.popLast() else { return }
    let closing = nodes.count - 1
    if braces.commas.count > top.commas {
      for comma in braces.commas[top.commas...] { nodes[comma].kind = .brace }
      braces.commas.removeSubrange(top.commas...)
    } else if !isSequence(top.node, closing) {
      return
    }
    nodes[top.node].kind = .brace
    nodes[closing].kind = .brace
    traits.insert(.brace)
  }

  /// Whether one literal with two periods stands between the braces.
  private mutating func isSequence(_ open: Int, _ closing: Int) -> Bool {
    guard closing == open + 2, nodes[open + 1].kind == .literal else { return false }
    let inner = bytes[nodes[open + 1].range.indices]
    work += inner.count
    guard let dot = inner.firstIndex(of: UInt8(ascii: ".")) else { return false }
    return dot > inner.startIndex && dot + 2 < inner.endIndex && inner[dot + 1] == UInt8(ascii: ".")
  }

  private mutating func backslash() {
    let continuation = continuationLength(at: position)
    traits.insert(.quoted)
    if continuation > 0 {
      leaf(.continuation, continuation)
    } else if position + 1 < limit {
      leaf(.escape, 2)
    } else {
      // The last byte of a text means itself.
      leaf(.literal, 1)
    }
  }

  mutating func singleQuoted() {
    traits.insert(.quoted)
    var end = position + 1
    while end < limit, bytes[end] != UInt8(ascii: "'") { end += 1 }
    if end == limit { report(.unterminated("'", closer: "'"), SourceRange(position, position + 1)) }
    leaf(.singleQuoted, end + 1 - position)
  }

  /// `$'…'`
  mutating func ansiQuoted() {
    traits.insert(.quoted)
    var end = position + 2
    while end < limit, bytes[end] != UInt8(ascii: "'") { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
    if end >= limit { report(.unterminated("$'", closer: "'"), SourceRange(position, position + 2)) }
    leaf(.ansiQuoted, end + 1 - position)
  }

  /// `"…"` or `$"…"`
  mutating func doubleQuoted(_ kind: Kind) {
    guard enter() else { return }
    defer { leave() }
    let node = open(kind)
    let start = position
    position += kind == .localeQuoted ? 2 : 1
    tokenEnd = position
    let outer = traits
    quotedParts(stopsAtQuote: true)
    if traits.contains(.unquotedExpansion), !outer.contains(.unquotedExpansion) { traits.remove(.unquotedExpansion) }
    traits.insert(.quoted)
    if peek() == UInt8(ascii: "\"") {
      position += 1
      tokenEnd = position
    } else {
      report(.unterminated("\"", closer: "\""), SourceRange(start, start + 1))
    }
    close(node)
  }

  /// The inside of double quotes, or of a here-document.
  mutating func quotedParts(stopsAtQuote: Bool) {
    while position < limit {
      let before = position
      work += 1
      switch bytes[position] {
      case UInt8(ascii: "\"") where stopsAtQuote: return
      case UInt8(ascii: "$"): dollar(isQuoted: true)
      case UInt8(ascii: "`"): backticks(isQuoted: true)
      case UInt8(ascii: "\\"): quotedBackslash(stopsAtQuote)
      default:
        var end = position + 1
        while end < limit, !bytes[end].isSpecialInDoubleQuotes { end += 1 }
        leaf(.literal, end - position)
      }
      assert(position > before)
    }
  }

  /// POSIX.1-2024 XCU 2.2.3: a backslash is one before five bytes only.
  mutating func quotedBackslash(_ escapesQuote: Bool) {
    let continuation = continuationLength(at: position)
    if continuation > 0 {
      leaf(.continuation, continuation)
      return
    }
    switch peek(1) {
    case UInt8(ascii: "$"), UInt8(ascii: "`"), UInt8(ascii: "\\"): leaf(.escape, 2)
    case UInt8(ascii: "\"") where escapesQuote: leaf(.escape, 2)
    default: leaf(.literal, 1)
    }
  }
}

extension UInt8 {
  /// A byte that may mean something inside double quotes.
  var isSpecialInDoubleQuotes: Bool {
    self == UInt8(ascii: "\"") || self == UInt8(ascii: "$") || self == UInt8(ascii: "`") || self == UInt8(ascii: "\\")
  }
}
