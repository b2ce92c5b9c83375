import SourceText

/// `[[ … ]]`, `(( … ))` and `$(( … ))` (bash manual 3.2.5.2, 3.5.5; POSIX.1-2024 XCU 2.6.4).
extension ShellParser {
  /// Whether what follows `((` ends in `))`: else the parentheses are two subshells (POSIX.1-2024 XCU 2.6.4).
  mutating func isArithmetic(from start: Int) -> Bool {
    var open = 0
    var offset = start
    let limit = lookaheadEnd(from: start)
    defer { lookedAhead(offset - start) }
    while offset < limit {
      switch bytes[offset] {
      case UInt8(ascii: "("): open += 1
      case UInt8(ascii: ")"):
        if open == 0 { return offset + 1 < limit && bytes[offset + 1] == UInt8(ascii: ")") }
        open -= 1
      case UInt8(ascii: "\\"): offset += 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        let quote = bytes[offset]
        offset += 1
        while offset < limit, bytes[offset] != quote {
          if bytes[offset] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { offset += 1 }
          offset += 1
        }
      default: break
      }
      offset += 1
    }
    return false
  }

  /// `(( … ))` as a command
  mutating func arithmeticCommand() -> Int {
    let node = open(.arithmeticCommand)
    let opening = SourceRange(position, position + 2)
    leaf(.openArithmetic)
    arithmeticParts(UInt8(ascii: ")"))
    if has("))") { leaf(.closeArithmetic) } else { report(.unterminated("((", closer: "))"), opening) }
    return node
  }

  /// `$(( … ))` or `$[ … ]`
  mutating func arithmeticExpansion(_ opening: Int, _ closing: UInt8) {
    guard enter() else { return }
    defer { leave() }
    let node = open(.arithmeticExpansion)
    let range = SourceRange(position, position + opening)
    position += opening
    tokenEnd = position
    arithmeticParts(closing)
    let length = opening - 1
    if peek() == closing, length == 1 || peek(1) == closing {
      position += length
      tokenEnd = position
    } else {
      report(.unterminated(bytes[range.indices].asString, closer: length == 1 ? "]" : "))"), range)
    }
    close(node)
  }

  /// Parts up to the closing byte that no bracket of the same kind takes.
  private mutating func arithmeticParts(_ closing: UInt8) {
    let opening = closing == UInt8(ascii: ")") ? UInt8(ascii: "(") : UInt8(ascii: "[")
    var open = 0
    let outer = traits
    while position < limit {
      let before = position
      work += 1
      switch bytes[position] {
      case closing:
        if open == 0 {
          traits = outer.union(traits.intersection(.substitution))
          return
        }
        open -= 1
        leaf(.literal, 1)
      case opening:
        open += 1
        leaf(.literal, 1)
      case UInt8(ascii: "$"): dollar(isQuoted: true)
      case UInt8(ascii: "`"): backticks(isQuoted: true)
      case UInt8(ascii: "\""): doubleQuoted(.doubleQuoted)
      case UInt8(ascii: "'"): singleQuoted()
      case UInt8(ascii: "\\"): leaf(.escape, continuationLength(at: position) == 3 ? 3 : 2)
      default:
        var end = position + 1
        while end < limit, !bytes[end].isSpecialInArithmetic { end += 1 }
        leaf(.literal, end - position)
      }
      assert(position > before)
    }
    traits = outer.union(traits.intersection(.substitution))
  }

  /// `[[ expression ]]`
  mutating func conditional() -> Int {
    let node = open(.conditional)
    let opening = SourceRange(position, position + 2)
    leaf(.openConditional)
    var open = 0
    // Whether an operand or `]]` may follow, and not an operator only.
    var wantsOperand = true
    while true {
      skipSpaces()
      guard position < limit else { break }
      let before = position
      work += 1
      switch bytes[position] {
      case 0x0A:
        lineBreak()
        skipLineBreaks()
        if !wantsOperand, open == 0, !continuesConditional() {
          report(.unterminated("[[", closer: "]]"), opening)
          return node
        }
        continue
      case UInt8(ascii: "("):
        open += 1
        leaf(.openParenthesis)
        wantsOperand = true
      case UInt8(ascii: ")") where open > 0:
        open -= 1
        leaf(.closeParenthesis)
        wantsOperand = false
      case UInt8(ascii: "&") where peek(1) == UInt8(ascii: "&"):
        leaf(.and, 2)
        wantsOperand = true
      case UInt8(ascii: "|") where peek(1) == UInt8(ascii: "|"):
        leaf(.or, 2)
        wantsOperand = true
      case UInt8(ascii: "<") where peek(1) != UInt8(ascii: "("), UInt8(ascii: ">") where peek(1) != UInt8(ascii: "("):
        leaf(.compare, 1)
        wantsOperand = true
      case UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: ")"):
        report(.unterminated("[[", closer: "]]"), opening)
        return node
      default:
        if has("]]"), peek(2) == 0 || peek(2).endsWord || peek(2) == 0x0D {
          leaf(.closeConditional)
          return node
        }
        wantsOperand = conditionalWord()
      }
      assert(position > before)
    }
    report(.unterminated("[[", closer: "]]"), opening)
    return node
  }

  /// Reads an operand or a named operator. Answers whether an operand must follow.
  private mutating func conditionalWord() -> Bool {
    let start = position
    if !word() {
      unexpected(1)
      return false
    }
    let text = bytes[start..<position]
    if text.equals("=~") {
      skipSpaces()
      return !word(.regularExpression)
    }
    if text.equals("!") || text.equals("==") || text.equals("=") || text.equals("!=") { return true }
    return text.count <= 3 && text.first == UInt8(ascii: "-")
  }

  /// Whether a line inside `[[ ]]` goes on with it, after a line that could have ended it.
  private func continuesConditional() -> Bool { has("&&") || has("||") || has("]]") }
}

extension UInt8 {
  fileprivate var isSpecialInArithmetic: Bool {
    switch self {
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "$"),
      UInt8(ascii: "`"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"):
      true
    default: false
    }
  }
}
