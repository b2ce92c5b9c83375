/// Reads a translated pattern as Go's `regexp/syntax` would with its Perl flags.
struct DockerExpressionParser {
  enum Atom: Hashable {
    case rune(UInt32)
    case oneOf(RuneSet)
    case assert(DockerExpression.Assertion)
    /// `.*/`, which only ever stands in the group `(.*/)?`
    case folders
  }

  struct Term {
    var atom: Atom
    var minimum = 1
    /// nil for no limit.
    var maximum: Int? = 1
    /// RE2 refuses a second repetition.
    var isRepeated = false
  }

  private let runes: [UInt32]
  private var position = 0
  private var terms: [Term] = []

  init(_ runes: [UInt32]) { self.runes = runes }

  /// The alternatives, each a sequence of terms, or nil for an error.
  mutating func parse() -> [[Term]]? {
    var alternatives: [[Term]] = []
    while position < runes.count {
      let start = position
      switch runes[position] {
      case "|":
        alternatives.append(terms)
        terms = []
        position += 1
      case "^": append(.assert(.textStart), length: 1)
      case "$": append(.assert(.textEnd), length: 1)
      case ".": append(.oneOf(.notLineFeed), length: 1)
      case "(":
        // The translation writes no other group and escapes those of the user.
        append(.folders, length: 5)
        guard repeatLast(0, 1) else { return nil }
        position += 1
      case "*":
        guard repeatLast(0, nil) else { return nil }
        position += 1
      case "{":
        guard parseRepetition() else { return nil }
      case "[":
        guard let set = parseClass() else { return nil }
        append(.oneOf(set), length: 0)
      case "\\":
        guard parseEscape() else { return nil }
      case let rune: append(.rune(rune), length: 1)
      }
      assert(position > start)
    }
    return alternatives + [terms]
  }

  private mutating func append(_ atom: Atom, length: Int) {
    terms.append(Term(atom: atom))
    position += length
  }

  private mutating func repeatLast(_ minimum: Int, _ maximum: Int?) -> Bool {
    guard let last = terms.indices.last, !terms[last].isRepeated else { return false }
    terms[last].minimum = minimum
    terms[last].maximum = maximum
    terms[last].isRepeated = true
    return true
  }

  /// `{n}`, `{n,}` or `{n,m}`; anything else is a literal brace.
  private mutating func parseRepetition() -> Bool {
    var end = position + 1
    guard let minimum = parseNumber(&end) else {
      append(.rune(runes[position]), length: 1)
      return true
    }
    var maximum: Int? = minimum
    if rune(end) == "," {
      end += 1
      if rune(end) == "}" {
        maximum = nil
      } else if let number = parseNumber(&end) {
        maximum = number
      } else {
        append(.rune(runes[position]), length: 1)
        return true
      }
    }
    guard rune(end) == "}" else {
      append(.rune(runes[position]), length: 1)
      return true
    }
    guard minimum <= 1000, maximum ?? minimum <= 1000, maximum ?? minimum >= minimum else { return false }
    position = end + 1
    return repeatLast(minimum, maximum)
  }

  private func parseNumber(_ end: inout Int) -> Int? {
    let start = end
    var number = 0
    while let digit = rune(end), (0x30...0x39).contains(digit) {
      number = min(number * 10 + Int(digit) - 0x30, 1_000_000)
      end += 1
    }
    guard end > start, !(end - start > 1 && runes[start] == 0x30) else { return nil }
    return number
  }

  private mutating func parseEscape() -> Bool {
    switch rune(position + 1) {
    case 0x41: append(.assert(.textStart), length: 2)  // \A
    case 0x7A: append(.assert(.textEnd), length: 2)  // \z
    case 0x62: append(.assert(.wordBoundary), length: 2)  // \b
    case 0x42: append(.assert(.noWordBoundary), length: 2)  // \B
    case 0x51:  // \Q
      position += 2
      while let next = rune(position), !(next == 0x5C && rune(position + 1) == 0x45) { append(.rune(next), length: 1) }
      if position < runes.count { position += 2 }
    case let letter?:
      if let set = RuneSet(perlClass: letter) {
        append(.oneOf(set), length: 2)
      } else {
        guard let escaped = parseEscapedRune() else { return false }
        append(.rune(escaped), length: 0)
      }
    case nil: return false
    }
    return true
  }

  /// One rune behind a backslash, in a class or outside.
  private mutating func parseEscapedRune() -> UInt32? {
    guard let letter = rune(position + 1) else { return nil }
    position += 2
    switch letter {
    case 0x30...0x37: return parseOctal(letter)
    case "x": return parseHexadecimal()
    case "a": return 0x07
    case "f": return 0x0C
    case "n": return 0x0A
    case "r": return 0x0D
    case "t": return 0x09
    case "v": return 0x0B
    default:
      guard letter < 0x80, let byte = UInt8(exactly: letter), !byte.isDigit, !byte.isLetter else { return nil }
      return letter
    }
  }

  private mutating func parseOctal(_ first: UInt32) -> UInt32? {
    var value = first - 0x30
    var count = 1
    while count < 3, let digit = rune(position), (0x30...0x37).contains(digit) {
      value = value * 8 + digit - 0x30
      position += 1
      count += 1
    }
    // A single digit but 0 would be a back reference.
    return count == 1 && first != 0x30 ? nil : value
  }

  private mutating func parseHexadecimal() -> UInt32? {
    func value(_ rune: UInt32?) -> UInt32? {
      switch rune {
      case .some(let digit) where (0x30...0x39).contains(digit): digit - 0x30
      case .some(let letter) where (0x41...0x46).contains(letter): letter - 0x41 + 10
      case .some(let letter) where (0x61...0x66).contains(letter): letter - 0x61 + 10
      default: nil
      }
    }
    guard rune(position) == "{" else {
      guard let high = value(rune(position)), let low = value(rune(position + 1)) else { return nil }
      position += 2
      return high * 16 + low
    }
    position += 1
    var result: UInt32 = 0
    var count = 0
    while let digit = value(rune(position)) {
      result = result * 16 + digit
      guard result <= 0x10FFFF else { return nil }
      position += 1
      count += 1
    }
    guard rune(position) == "}", count > 0 else { return nil }
    position += 1
    return result
  }

  private mutating func parseClass() -> RuneSet? {
    position += 1
    let isNegated = rune(position) == "^"
    if isNegated { position += 1 }
    var set = RuneSet()
    var isFirst = true
    while isFirst || rune(position) != "]" {
      isFirst = false
      let start = position
      if rune(position) == "[", rune(position + 1) == ":", let end = endOfClassName() {
        guard let named = RuneSet(posixClass: runes[(position + 2)..<end]) else { return nil }
        set.formUnion(named)
        position = end + 2
      } else if rune(position) == "\\", let letter = rune(position + 1), let named = RuneSet(perlClass: letter) {
        set.formUnion(named)
        position += 2
      } else {
        guard let low = parseClassRune() else { return nil }
        var high = low
        if rune(position) == "-", let next = rune(position + 1), next != 0x5D {
          position += 1
          guard let rune = parseClassRune() else { return nil }
          high = rune
        }
        guard low <= high else { return nil }
        set.insert(low...high)
      }
      assert(position > start)
    }
    position += 1
    if isNegated { set.invert() }
    return set
  }

  private mutating func parseClassRune() -> UInt32? {
    guard let next = rune(position) else { return nil }
    if next == 0x5C { return parseEscapedRune() }
    position += 1
    return next
  }

  /// Where `:]` stands that ends the name of a class.
  private func endOfClassName() -> Int? {
    var end = position + 2
    while end + 1 < runes.count {
      if runes[end] == 0x3A, runes[end + 1] == 0x5D { return end }
      end += 1
    }
    return nil
  }

  private func rune(_ offset: Int) -> UInt32? { offset < runes.count ? runes[offset] : nil }
}
