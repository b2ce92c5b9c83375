/// The part of RE2's syntax that a translated pattern can hold, compiled to a small machine: literals, classes, `.`,
/// the group `(.*/)?`, `*`, `{n,m}`, `|`, anchors and word boundaries. (`\p{…}` is refused; Go knows it.)
struct DockerExpression: Sendable {
  enum Assertion: Hashable, Sendable { case textStart, textEnd, wordBoundary, noWordBoundary }

  enum Instruction: Hashable, Sendable {
    case rune(UInt32)
    case oneOf(RuneSet)
    /// Go on at both places.
    case split(Int, Int)
    case jump(Int)
    case assert(Assertion)
    case match
  }

  private(set) var program: [Instruction] = []
  /// Up to 16 bytes that stand in every text that matches; often enough to see that a path does not.
  private(set) var required: [UInt8] = []

  /// - Throws: `.malformed` for what Go's `regexp` refuses, `.tooCostly` for a machine of more than `stepLimit` steps.
  init(_ expression: [UInt32]) throws(DockerIgnore.Problem) {
    var parser = DockerExpressionParser(expression)
    guard let alternatives = parser.parse() else { throw .malformed }
    if alternatives.count == 1 { required = DockerExpression.longestLiteral(alternatives[0]) }
    for (index, terms) in alternatives.enumerated() {
      let isLast = index == alternatives.count - 1
      let split = program.count
      if !isLast { program.append(.split(split + 1, 0)) }
      for term in terms { guard append(term) else { throw .tooCostly } }
      program.append(.match)
      if !isLast { program[split] = .split(split + 1, program.count) }
    }
  }

  private static func longestLiteral(_ terms: [DockerExpressionParser.Term]) -> [UInt8] {
    var longest: [UInt8] = []
    var current: [UInt8] = []
    for term in terms {
      // U+FFFD stands for ill-formed bytes too.
      if case .rune(let rune) = term.atom, !term.isRepeated, rune != GoRunes.replacement,
        let scalar = Unicode.Scalar(rune)
      {
        current += UTF8.encode(scalar).map(Array.init) ?? []
        if current.count > longest.count { longest = current }
      } else {
        current = []
      }
    }
    return Array(longest.prefix(16))
  }

  private mutating func append(_ term: DockerExpressionParser.Term) -> Bool {
    for _ in 0..<term.minimum { guard append(term.atom) else { return false } }
    guard let maximum = term.maximum else {
      let split = program.count
      program.append(.split(split + 1, 0))
      guard append(term.atom) else { return false }
      program.append(.jump(split))
      program[split] = .split(split + 1, program.count)
      return true
    }
    var splits: [Int] = []
    for _ in term.minimum..<max(maximum, term.minimum) {
      splits.append(program.count)
      program.append(.split(program.count + 1, 0))
      guard append(term.atom) else { return false }
    }
    for split in splits { program[split] = .split(split + 1, program.count) }
    return true
  }

  private mutating func append(_ atom: DockerExpressionParser.Atom) -> Bool {
    switch atom {
    case .rune(let rune): program.append(.rune(rune))
    case .oneOf(let set): program.append(.oneOf(set))
    case .assert(let assertion): program.append(.assert(assertion))
    case .folders:
      // `.*/`, where `.` is no line feed
      let split = program.count
      program.append(.split(split + 1, split + 3))
      program.append(.oneOf(.notLineFeed))
      program.append(.jump(split))
      program.append(.rune(UInt32(UInt8.slash)))
    }
    return program.count <= DockerIgnore.stepLimit
  }
}

extension RuneSet {
  static let notLineFeed = RuneSet([0x0A...0x0A], isNegated: true)
}
