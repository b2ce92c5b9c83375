/// A pattern turned into the regular expression that `moby/patternmatcher` makes of it, its oddities included, since
/// they decide what is sent to the builder: `{n}` and `|` keep their meaning of regular expressions, `\d` is a digit,
/// and `*` or `?` inside brackets end the class.
struct DockerTranslation {
  enum Form { case exact, prefix, suffix, expression }

  private(set) var form = Form.exact
  /// In RE2 syntax, with both anchors.
  private(set) var expression: [UInt32] = []

  init(_ pattern: [UInt8]) {
    var runes = GoRunes.decode(pattern.span)[...]
    // Go's `text/scanner` drops a byte order mark.
    if runes.first == 0xFEFF { runes.removeFirst() }
    append("^")
    var isFirst = true
    while let rune = runes.popFirst() {
      switch rune {
      case "*":
        if runes.first == "*" {
          runes.removeFirst()
          appendDoubleStar(&runes, isFirst: isFirst)
        } else {
          append("[^/]*")
          form = .expression
        }
      case "?":
        append("[^/]")
        form = .expression
      case ".", "+", "(", ")", "$":
        append("\\")
        expression.append(rune)
      case "\\":
        append("\\")
        if let escaped = runes.popFirst() {
          expression.append(escaped)
          form = .expression
        }
      case "[", "]":
        expression.append(rune)
        form = .expression
      default:
        expression.append(rune)
      }
      isFirst = false
    }
    append("$")
  }

  private mutating func appendDoubleStar(_ runes: inout ArraySlice<UInt32>, isFirst: Bool) {
    if runes.first == "/" { runes.removeFirst() }
    if !runes.isEmpty {
      append("(.*/)?")
      form = .expression
    } else if form == .exact {
      form = .prefix
    } else {
      append(".*")
      form = .expression
    }
    if isFirst { form = .suffix }
  }

  private mutating func append(_ text: String) {
    for scalar in text.unicodeScalars { expression.append(scalar.value) }
  }
}

func ~= (pattern: Unicode.Scalar, rune: UInt32) -> Bool { pattern.value == rune }

func == (rune: UInt32?, scalar: Unicode.Scalar) -> Bool { rune == scalar.value }

func != (rune: UInt32?, scalar: Unicode.Scalar) -> Bool { rune != scalar.value }
