/// A set of runes as ranges, in no order.
struct RuneSet: Hashable, Sendable {
  private var ranges: [ClosedRange<UInt32>] = []
  private var isNegated = false

  init() {}

  init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
    self.ranges = ranges
    self.isNegated = isNegated
  }

  func contains(_ rune: UInt32) -> Bool {
    ranges.contains { $0.contains(rune) } != isNegated
  }

  mutating func insert(_ range: ClosedRange<UInt32>) { ranges.append(range) }

  mutating func formUnion(_ other: RuneSet) {
    guard other.isNegated else { return ranges.append(contentsOf: other.ranges) }
    // Only the few fixed classes below come here negated.
    var next: UInt32 = 0
    for range in other.ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > next { ranges.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    ranges.append(next...0x10FFFF)
  }

  mutating func invert() { isNegated.toggle() }

  static let digit = RuneSet([0x30...0x39])
  static let space = RuneSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
  static let word = RuneSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])

  /// RE2's `\d`, `\s`, `\w` and their complements, by the letter.
  init?(perlClass letter: UInt32) {
    switch letter {
    case "d", "D": self = .digit
    case "s", "S": self = .space
    case "w", "W": self = .word
    default: return nil
    }
    if letter < 0x61 { invert() }
  }

  /// RE2's `[:name:]`, by the name, which may begin with `^`.
  init?(posixClass name: ArraySlice<UInt32>) {
    let isNegated = name.first == "^"
    let ranges: [ClosedRange<UInt32>]
    switch String(String.UnicodeScalarView(name.dropFirst(isNegated ? 1 : 0).compactMap(Unicode.Scalar.init))) {
    case "alnum": ranges = [0x30...0x39, 0x41...0x5A, 0x61...0x7A]
    case "alpha": ranges = [0x41...0x5A, 0x61...0x7A]
    case "ascii": ranges = [0x00...0x7F]
    case "blank": ranges = [0x09...0x09, 0x20...0x20]
    case "cntrl": ranges = [0x00...0x1F, 0x7F...0x7F]
    case "digit": ranges = [0x30...0x39]
    case "graph": ranges = [0x21...0x7E]
    case "lower": ranges = [0x61...0x7A]
    case "print": ranges = [0x20...0x7E]
    case "punct": ranges = [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
    case "space": ranges = [0x09...0x0D, 0x20...0x20]
    case "upper": ranges = [0x41...0x5A]
    case "word": ranges = [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]
    case "xdigit": ranges = [0x30...0x39, 0x41...0x46, 0x61...0x66]
    default: return nil
    }
    self.init(ranges, isNegated: isNegated)
  }
}
