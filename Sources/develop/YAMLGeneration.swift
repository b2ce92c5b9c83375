import Foundation
import TestSupport

/// `develop generate-yaml OUTDIR --seed S --count N`: well-formed files in all styles, which YAML 1.1 and 1.2 read alike.
enum YAMLGeneration {
  static func run(_ arguments: [String]) throws {
    try Generation.run(arguments, suffix: ".yaml") { random in
      var generator = YAMLStreamGenerator(random: random)
      return generator.file()
    }
  }
}

/// Makes whole streams: directives, tags, several documents. What the edits are tried on (`YAMLGenerator`) has none of these.
struct YAMLStreamGenerator {
  var random: SeededGenerator
  private var text = ""
  /// Of this document, those whose node is complete.
  private var anchors: [String] = []
  private var anchorCount = 0

  init(random: SeededGenerator) { self.random = random }

  mutating func file() -> String {
    let count = 1 + (random.oneIn(3) ? random.below(3) : 0)
    if random.oneIn(25) { text = "\u{FEFF}" }
    var needsMarker = false
    for _ in 0..<count {
      anchors = []
      if random.oneIn(4) { text += "# a document\n" }
      let hasTag = random.oneIn(12)
      if hasTag { text += (random.oneIn(2) ? "%YAML 1.1\n" : "") + "%TAG !e! tag:example.com,2000:\n" }
      let isExplicit = needsMarker || hasTag || random.oneIn(3)
      if isExplicit { text += "---" }
      root(isExplicit: isExplicit, hasTag: hasTag)
      // A directive may follow an explicit end only.
      if random.oneIn(3) { text += "...\n" } else if count > 1 { text += "...\n" }
      needsMarker = true
    }
    return random.oneIn(8) ? text.replacing("\n", with: "\r\n") : text
  }

  private mutating func root(isExplicit: Bool, hasTag: Bool) {
    switch random.below(10) {
    case 0: text += (isExplicit ? " " : "") + scalar(indent: 0, inFlow: false, isKey: false) + "\n"
    case 1: text += (isExplicit ? " " : "") + flow(0, indent: 0) + "\n"
    case 2...4: collection(sequence, above: isExplicit, hasTag)
    default: collection(mapping, above: isExplicit, hasTag)
    }
  }

  private mutating func collection(_ body: (inout YAMLStreamGenerator, Int, Int) -> Void, above isExplicit: Bool, _ hasTag: Bool) {
    if isExplicit { text += (hasTag ? " !e!thing" : random.oneIn(8) ? properties(" ") : "") + comment() + "\n" }
    body(&self, 0, 0)
  }

  private let mapping: (inout YAMLStreamGenerator, Int, Int) -> Void = { generator, indent, depth in
    generator.mapping(indent, depth, isFirstInline: false)
  }
  private let sequence: (inout YAMLStreamGenerator, Int, Int) -> Void = { generator, indent, depth in
    generator.sequence(indent, depth, isFirstInline: false)
  }

  private func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  /// Entries at an indentation, the first without it where it stands behind a dash.
  private mutating func mapping(_ indent: Int, _ depth: Int, isFirstInline: Bool) {
    let count = 1 + random.below(4)
    for index in 0..<count {
      if index > 0 || !isFirstInline {
        filler(indent)
        text += blanks(indent)
      }
      if random.oneIn(14) {
        // An explicit key.
        text += "?"
        node(indent, depth + 1, mayBeAligned: false)
        if random.oneIn(5) { continue }
        text += blanks(indent) + ":"
      } else {
        text += key() + ":"
      }
      node(indent, depth + 1, mayBeAligned: true)
    }
  }

  private mutating func key() -> String {
    if random.oneIn(25) { return "[a, b]" }
    if random.oneIn(25), let name = anchors.last { return "*\(name) " }
    let before = random.oneIn(20) ? properties("").drop { $0 == " " } + " " : ""
    return before + scalar(indent: 0, inFlow: false, isKey: true)
  }

  private mutating func sequence(_ indent: Int, _ depth: Int, isFirstInline: Bool) {
    let count = 1 + random.below(4)
    for index in 0..<count {
      if index > 0 || !isFirstInline {
        filler(indent)
        text += blanks(indent)
      }
      text += "-"
      if depth < 5, random.oneIn(3) {
        let width = 1 + random.below(3)
        text += blanks(width)
        if random.oneIn(3) {
          sequence(indent + 1 + width, depth + 1, isFirstInline: true)
        } else {
          mapping(indent + 1 + width, depth + 1, isFirstInline: true)
        }
      } else {
        node(indent, depth + 1, mayBeAligned: false)
      }
    }
  }

  /// A node behind an indicator, to the end of its last line.
  private mutating func node(_ indent: Int, _ depth: Int, mayBeAligned: Bool) {
    let choice = random.below(depth > 4 ? 9 : 14)
    switch choice {
    case 0: text += (random.oneIn(4) ? properties(" ") : "") + comment() + "\n"
    case 1:
      if let name = anchors.last, random.oneIn(2) { text += " *\(name)" + comment() + "\n" } else { text += " x\n" }
    case 2, 3: blockScalar(indent)
    case 4: text += " " + flow(0, indent: indent + 1) + comment() + "\n"
    case 5...8:
      text += blanks(1 + (random.oneIn(8) ? 2 : 0)) + scalar(indent: indent + 1, inFlow: false, isKey: false) + comment() + "\n"
    case 9...11:
      let before = random.oneIn(8) ? properties(" ") : ""
      text += before + comment() + "\n"
      mapping(indent + 1 + random.below(4), depth, isFirstInline: false)
    default:
      let before = random.oneIn(8) ? properties(" ") : ""
      text += before + comment() + "\n"
      sequence(mayBeAligned && random.oneIn(2) ? indent : indent + 1 + random.below(3), depth, isFirstInline: false)
    }
  }

  private mutating func comment() -> String { random.oneIn(8) ? random.pick([" # c", "   #", " # a: b # c", " # é\t"]) : "" }

  /// Lines that say nothing.
  private mutating func filler(_ indent: Int) {
    if random.oneIn(12) { text += random.pick(["\n", "# at the left\n", blanks(indent) + "# aligned\n", "\n\n"]) }
  }

  private mutating func properties(_ separator: String) -> String {
    var words: [String] = []
    if random.oneIn(2) {
      anchorCount += 1
      anchors.append("a\(anchorCount)")
      words.append("&a\(anchorCount)")
    }
    if words.isEmpty || random.oneIn(2) { words.append(random.pick(["!local", "!!str", "!!map", "!<tag:x.org,2024:y>", "!"])) }
    if random.oneIn(2) { words.reverse() }
    return separator + words.joined(separator: " ")
  }

  private mutating func blockScalar(_ parent: Int) {
    let isFolded = random.oneIn(2)
    let chomping = random.pick(["", "", "-", "+"])
    let width = 1 + random.below(4)
    let startsBlank = random.oneIn(6)
    let digit = startsBlank || random.oneIn(6) ? "\(width)" : ""
    let before = random.oneIn(12) ? properties("") + " " : ""
    text += " " + before + (isFolded ? ">" : "|") + (random.oneIn(2) ? digit + chomping : chomping + digit) + comment() + "\n"
    if random.oneIn(20), digit.isEmpty { return }
    if random.oneIn(8) { text += "\n" }
    text += blanks(parent + width) + (startsBlank ? "  " : "") + random.pick(Self.words) + "\n"
    let count = random.below(5)
    for _ in 0..<count {
      if random.oneIn(4) {
        text += "\n"
      } else {
        text +=
          blanks(parent + width) + random.pick(["", "", "", "  ", "\t", "- ", "# "]) + random.pick(Self.words)
          + random.pick(["", "", " ", ": x"]) + "\n"
      }
    }
    if random.oneIn(6) { text += "\n" }
  }

  private static let words = [
    "a", "b c", "http://x/y:z", "12", "0x1F", "1.5e3", "true", "null", "~", "a#b", "x-y_z", "é", "日本 語", "2024-01-01", "v1.2", "it's",
    "say \"hi\"",
    "a,b", "50%", "a:b", "😀", "$X", "(x)", "*.y".replacing("*", with: "x"), "k8s.io/name", "a/b", "=", "<<", "C:\\x",
  ]

  private mutating func scalar(indent: Int, inFlow: Bool, isKey: Bool) -> String {
    let before = !isKey && random.oneIn(14) ? properties("") + " " : ""
    switch random.below(10) {
    case 0, 1: return before + quoted("'", indent: indent, isOneLine: isKey)
    case 2, 3: return before + quoted("\"", indent: indent, isOneLine: isKey)
    case 4 where !isKey:
      return before + word(inFlow) + lineBreak(indent) + word(inFlow) + (random.oneIn(3) ? lineBreak(indent) + word(inFlow) : "")
    case 5 where !inFlow && !isKey: return before + random.pick(["-x", "?x", ":x", "a [b] {c}", "a, b", "a '", "b \"c"])
    default: return before + word(inFlow)
    }
  }

  private mutating func word(_ inFlow: Bool) -> String {
    let word = random.pick(Self.words)
    return inFlow && word.contains(where: { ",[]{}:".contains($0) }) ? "w" : word
  }

  /// A break inside a scalar that folds.
  private mutating func lineBreak(_ indent: Int) -> String {
    random.pick(["\n", "\n", " \n", "\n\n", "\n  \n\n"]) + blanks(indent + 1 + random.below(3))
  }

  private mutating func quoted(_ quote: String, indent: Int, isOneLine: Bool) -> String {
    var body = ""
    let count = random.below(4)
    for index in 0..<count {
      if index > 0 { body += isOneLine || random.oneIn(2) ? " " : lineBreak(indent) }
      let piece =
        quote == "'"
        ? random.pick(["a", "it''s", "# b", "c: d", "\\n", "[", "é", "''''", "- e", "\""])
        : random.pick(["a", "\\n", "\\\"", "# b", "c: d", "\\u00e9", "\\x41", "'", "\\t", "{", "\\\\", "é", "\\U0001F600", "\\/", "- e"])
      body += piece
    }
    if quote == "\"", !isOneLine, random.oneIn(8) { body += " x\\\n" + blanks(indent + 1) + "y" }
    return quote + body + quote
  }

  /// A collection in brackets, on one line or several.
  private mutating func flow(_ depth: Int, indent: Int) -> String {
    let isMapping = random.oneIn(2)
    let count = random.below(4)
    let isLong = random.oneIn(3)
    func space(_ random: inout SeededGenerator) -> String {
      isLong
        ? (random.oneIn(4) ? " # c" : "") + "\n" + String(repeating: " ", count: indent + 1 + random.below(3)) : random.pick(["", "", " "])
    }
    var items: [String] = []
    for _ in 0..<count {
      if isMapping {
        let key = random.oneIn(10) ? "? " + flowValue(depth, indent) + " " : scalar(indent: indent, inFlow: true, isKey: true)
        items.append(key + (random.oneIn(8) ? (key.hasPrefix("? ") ? ": " : "") : ": " + flowValue(depth, indent)))
      } else if random.oneIn(8) {
        items.append(scalar(indent: indent, inFlow: true, isKey: true) + ": " + flowValue(depth, indent))
      } else {
        items.append(flowValue(depth, indent))
      }
    }
    var body = ""
    for (index, item) in items.enumerated() {
      body += space(&random) + item
      if index < items.count - 1 || random.oneIn(5) { body += random.oneIn(8) ? " ," : "," }
    }
    return (isMapping ? "{" : "[") + body + (items.isEmpty ? "" : space(&random)) + (isMapping ? "}" : "]")
  }

  private mutating func flowValue(_ depth: Int, _ indent: Int) -> String {
    if depth < 3, random.oneIn(4) { return flow(depth + 1, indent: indent) }
    if random.oneIn(15), let name = anchors.last { return "*\(name) " }
    return scalar(indent: indent, inFlow: true, isKey: false)
  }
}
