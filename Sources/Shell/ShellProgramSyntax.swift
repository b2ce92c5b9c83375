/// How a program reads its words: which options take a value, and where its verb is. Made once, asked often.
public struct ShellProgramSyntax: Sendable {
  public enum LongOptions: Sendable {
    /// `--name value`, `--name=value`; letters after one dash are a cluster.
    case doubleDash
    /// `-name value`, `-name=value` too: Go's `flag`, `find`, `java`. There are no clusters.
    case singleDash
  }

  /// Letters of options with a value, as bits: 64 to 127, and below.
  private var letters: (low: UInt64, high: UInt64) = (0, 0)
  private let longNames: Set<String>
  let longOptions: LongOptions
  /// The program's first operand is a verb, options may stand on both sides of it: `apt-get -y install x -t y`.
  let hasVerb: Bool
  /// Words after the first operand are operands whatever they look like: `docker run image -x`, `xargs rm -f`.
  let stopsAtOperand: Bool
  /// Long options that may be abbreviated to any length that is unique.
  private let abbreviated: [String]

  /// - Parameters:
  ///   - valueOptions: options that take a value, with their dashes: `-t`, `--target-release`.
  ///   - abbreviations: long options, with their dashes, for which a unique beginning will do.
  public init(
    valueOptions: Set<String> = [], hasVerb: Bool = false, stopsAtOperand: Bool = false,
    longOptions: LongOptions = .doubleDash, abbreviations: [String] = []
  ) {
    self.hasVerb = hasVerb
    self.stopsAtOperand = stopsAtOperand
    self.longOptions = longOptions
    abbreviated = abbreviations
    var names: Set<String> = []
    for option in valueOptions {
      let bytes = Array(option.utf8)
      if longOptions == .doubleDash, bytes.count == 2, bytes[0] == UInt8(ascii: "-"), bytes[1] < 128 {
        if bytes[1] < 64 { letters.low |= 1 << UInt64(bytes[1]) } else { letters.high |= 1 << UInt64(bytes[1] - 64) }
      } else {
        names.insert(option)
      }
    }
    longNames = names
  }

  func takesValue(letter: UInt8) -> Bool {
    if letter < 64 { return (letters.low >> UInt64(letter)) & 1 == 1 }
    return letter < 128 && (letters.high >> UInt64(letter - 64)) & 1 == 1
  }

  func takesValue(long name: String) -> Bool { longNames.contains(name) }

  /// The whole name of an abbreviated long option.
  func canonical(_ name: String) -> String {
    guard !abbreviated.isEmpty, name.utf8.count > 3, !abbreviated.contains(name) else { return name }
    let candidates = abbreviated.filter { $0.hasPrefix(name) }
    return candidates.count == 1 ? candidates[0] : name
  }
}
