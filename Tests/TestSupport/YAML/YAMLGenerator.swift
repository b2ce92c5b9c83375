/// Writes well-formed YAML in all its styles: comments everywhere, odd indentation, anchors, block scalars, several
/// documents, any line break.
package struct YAMLGenerator {
  private var random: SeededGenerator
  private var out = ""
  private var counter = 0
  private var anchors: [String] = []
  /// The last thing written was a block scalar: a comment that is indented by more would be its text.
  private var isAfterBlock = false
  private let step: Int
  private let sequenceStep: Int
  private let commentsAreFrequent: Bool
  private let blankLines: Bool

  package static func text(seed: UInt64) -> [UInt8] {
    var generator = YAMLGenerator(seed: seed)
    return generator.stream()
  }

  private init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    step = random.pick([1, 2, 2, 2, 3, 4, 4, 7])
    sequenceStep = random.pick([0, 0, 1, 2, 2, 4])
    commentsAreFrequent = random.oneIn(2)
    blankLines = random.oneIn(3)
  }

  private mutating func stream() -> [UInt8] {
    let documents = random.oneIn(4) ? 2 + random.below(2) : 1
    for document in 0..<documents {
      anchors = []
      if document > 0 || random.oneIn(4) { out += "---" + trailingComment() + "\n" }
      trivia(0)
      switch random.below(8) {
      case 0: out += flow(2, 0) + "\n"
      case 1, 2: sequence(0, 0, isCompact: false)
      default: mapping(random.oneIn(12) ? 2 : 0, 0, isCompact: false)
      }
      isAfterBlock = false
      if random.oneIn(6) { out += "# at the end\n" }
      if document + 1 < documents, random.oneIn(5) { out += "...\n" }
    }
    var bytes = Array(out.utf8)
    if random.oneIn(5), bytes.last == 0x0A { bytes.removeLast() }
    if random.oneIn(4) { bytes = Array(bytes.map { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }.joined()) }
    return random.oneIn(20) ? [0xEF, 0xBB, 0xBF] + bytes : bytes
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  private mutating func number() -> Int {
    counter += 1
    return counter
  }

  private mutating func trivia(_ column: Int) {
    if blankLines ? !random.oneIn(5) : random.oneIn(12) { out += "\n" }
    guard random.oneIn(commentsAreFrequent ? 3 : 10) else { return }
    for _ in 0...random.below(2) {
      let indent = random.pick([column, column, column, 0, isAfterBlock ? 0 : column + 3])
      out += blanks(indent) + "# comment \(number()): x\n"
    }
    if random.oneIn(4) { out += "\n" }
  }

  private mutating func trailingComment() -> String {
    random.oneIn(commentsAreFrequent ? 4 : 15) ? random.pick([" ", "  ", "\t"]) + "# trailing \(number())" : ""
  }

  private mutating func properties() -> String {
    if !random.oneIn(10) { return "" }
    if random.oneIn(3) { return "!local " }
    anchors.append("a\(number())")
    return "&\(anchors[anchors.count - 1]) "
  }

  private mutating func mapping(_ column: Int, _ depth: Int, isCompact: Bool) {
    for index in 0...random.below(4) {
      if index > 0 || !isCompact {
        if index > 0 { trivia(column) }
        out += blanks(column)
      }
      isAfterBlock = false
      if random.oneIn(20) {
        out += "? " + (random.oneIn(2) ? "k\(number())" : "[a, \(number())]") + trailingComment() + "\n"
        if random.oneIn(6) { continue }
        out += blanks(column) + ":"
        value(column, depth, sequenceStep: step)
        continue
      }
      let name = "k\(number())"
      out += random.oneIn(20) ? properties() : ""
      out += random.pick([name, name, name, name, "\"\(name)\"", "'\(name)'", "\(name) with blank", "é\(name)"])
      out += random.oneIn(15) ? " :" : ":"
      value(column, depth, sequenceStep: sequenceStep)
    }
  }

  private mutating func sequence(_ column: Int, _ depth: Int, isCompact: Bool) {
    for index in 0...random.below(4) {
      if index > 0 || !isCompact {
        if index > 0 { trivia(column) }
        out += blanks(column)
      }
      isAfterBlock = false
      out += "-"
      let gap = random.pick([1, 1, 1, 3])
      switch depth < 4 ? random.below(7) : 6 {
      case 0, 1:
        out += blanks(gap)
        mapping(column + 1 + gap, depth + 1, isCompact: true)
      case 2:
        out += blanks(gap)
        sequence(column + 1 + gap, depth + 1, isCompact: true)
      default: value(column, depth, sequenceStep: step)
      }
    }
  }

  /// What follows `:` or `-`, to the end of its lines.
  private mutating func value(_ column: Int, _ depth: Int, sequenceStep: Int) {
    let inner = column + step
    switch depth < 4 ? random.below(16) : 8 + random.below(8) {
    case 0, 1, 2:
      let own = properties()
      out += (own.isEmpty ? "" : " " + own.dropLast()) + trailingComment() + "\n"
      trivia(inner)
      mapping(inner, depth + 1, isCompact: false)
    case 3, 4, 5:
      let own = properties()
      out += (own.isEmpty ? "" : " " + own.dropLast()) + trailingComment() + "\n"
      trivia(column + sequenceStep)
      sequence(column + sequenceStep, depth + 1, isCompact: false)
    case 6: out += " " + properties() + flow(2, inner) + trailingComment() + "\n"
    case 7, 8: blockScalar(column)
    case 9: out += trailingComment() + "\n"
    case 10 where !anchors.isEmpty: out += " *" + random.pick(anchors) + trailingComment() + "\n"
    case 11: out += "\n" + blanks(inner) + scalar() + trailingComment() + "\n"
    case 12:
      let quote = random.pick(["", "'", "\""])
      out +=
        " " + properties() + quote + "line \(number())\n" + (random.oneIn(3) ? "\n" : "") + blanks(inner) + "goes on" + quote
        + trailingComment() + "\n"
    default: out += blanks(random.pick([1, 1, 1, 4])) + properties() + scalar() + trailingComment() + "\n"
    }
  }

  private mutating func blockScalar(_ column: Int) {
    let indent = random.pick([1, 2, 2, 4])
    let isExplicit = random.oneIn(6)
    out +=
      " " + random.pick(["|", "|", ">"]) + (isExplicit ? "\(indent)" : "") + random.pick(["", "", "-", "+"]) + trailingComment() + "\n"
    for line in 0...random.below(4) {
      if line > 0, random.oneIn(4) { out += "\n" }
      out +=
        blanks(column + indent) + (line > 0 && random.oneIn(5) ? "  " : "") + random.pick(["text", "# no comment", "key: value", "- item"])
        + " \(number())\n"
    }
    if random.oneIn(5) { out += "\n" }
    isAfterBlock = true
  }

  private mutating func scalar() -> String {
    switch random.below(10) {
    case 0: "\"double \\n \(number())\""
    case 1: "'single '' \(number())'"
    case 2: "\(number())"
    case 3: random.pick(["true", "null", "~", "1.5", "yes", "2001-01-01"])
    case 4: random.pick(["{}", "[]", "\"\"", "''"])
    case 5: "http://host:80/#\(number())"
    default: "plain text \(number())"
    }
  }

  private mutating func flowScalar() -> String { random.oneIn(3) ? "\"f \(number())\"" : random.oneIn(3) ? "'f'" : "f\(number())" }

  private mutating func flow(_ depth: Int, _ indent: Int) -> String {
    let isMapping = random.oneIn(2)
    let isTall = random.oneIn(3)
    let pad = random.oneIn(3) ? " " : ""
    var text = isMapping ? "{" : "["
    let count = random.below(4)
    for index in 0..<count {
      if isTall {
        text += (index == 0 || random.oneIn(2) ? trailingComment() : "") + "\n" + blanks(indent + 2)
      } else {
        text += index == 0 ? pad : random.pick([" ", " ", ""])
      }
      if isTall, random.oneIn(6) { text += "# inside \(number())\n" + blanks(indent + 2) }
      if isMapping || random.oneIn(8) {
        text += random.pick(["f\(number()): ", "\"f\(number())\": ", "\"f\(number())\":", isMapping ? "? f\(number()) : " : "f: "])
      }
      let value = depth > 0 && random.oneIn(4) ? flow(depth - 1, indent + 2) : random.oneIn(12) ? (isMapping ? "" : "e") : flowScalar()
      text += value
      if index + 1 < count || random.oneIn(5) { text += value.isEmpty ? " ," : random.pick([",", ",", ",", " ,"]) }
    }
    if isTall, count > 0 {
      text += (random.oneIn(3) ? trailingComment() : "") + "\n" + blanks(indent + 1)
    } else if count > 0 {
      text += pad
    }
    return text + (isMapping ? "}" : "]")
  }
}
