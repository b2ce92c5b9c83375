public import SourceText

/// What a word says once its quotes, escapes and `$` references are resolved as the builder resolves them.
///
/// The third state of a variable, unknown, is that of one that the base image may set: a result that depends on it
/// is unknown too, never a guess.
///
/// Source: moby/buildkit `frontend/dockerfile/shell/lex.go`, whose `ProcessWordWithMatches` and `ProcessWords` this is.
public struct DockerfileExpansion: Sendable {
  public enum Variable: Sendable, Equatable {
    case set([UInt8])
    case unset
    /// May be set or not, to whatever.
    case unknown
  }

  /// What becomes of quotes, escapes and variables that are not set; the defaults are those of most instructions.
  public struct Options: Sendable, Equatable {
    /// The file's escape character: `\` or a backtick.
    public var escape = UInt8(ascii: "\\")
    /// `RawQuotes`: quotes are obeyed and kept.
    public var keepsQuotes = false
    /// `RawEscapes`: escapes are obeyed and kept.
    public var keepsEscapes = false
    /// Not `SkipProcessQuotes`: heredoc bodies have no quotes.
    public var readsQuotes = true
    /// `SkipUnsetEnv`: a reference to an unset variable stays as written.
    public var keepsUnset = false
    /// Names are looked up in upper case, as a builder that runs on Windows does.
    public var ignoresNameCase = false
    /// What the result, and all that was made on the way to it, may come to in bytes.
    public var maximumLength = 1 << 20

    public init(escape: UInt8 = UInt8(ascii: "\\")) { self.escape = escape }
  }

  public enum Outcome: Sendable, Equatable {
    case known([UInt8])
    /// Depends on a variable that is unknown.
    case unknown
    case failed(DockerfileExpansionError)
  }

  /// One `$name` or `${name…}`.
  public struct Reference: Sendable, Equatable {
    public enum State: Sendable { case set, unset, unknown }
    public let name: String
    /// From `$` to the end of the name or the closing brace, in the word.
    public let range: SourceRange
    /// In the word; for `$` without a name there is no reference.
    public let nameRange: SourceRange
    /// What follows the name in braces up to its operand: `:-`, `#`, `/`; nil for the plain forms.
    public let modifier: String?
    public let state: State

    /// Whether the word gives what the reference stands for where the variable is unset: `-` or `+`, with or without `:`.
    public var toleratesUnset: Bool { modifier?.last == "-" || modifier?.last == "+" }
  }

  public let outcome: Outcome
  /// `ProcessWords`: the result split at white space that stands outside quotes. Empty where the outcome is not known.
  public let words: [[UInt8]]
  /// In the order of the word; those inside operands too, whether or not the operand was used. After a failure, those
  /// before it.
  public let references: [Reference]

  /// The result where it is known.
  public var value: [UInt8]? { if case .known(let bytes) = outcome { bytes } else { nil } }

  /// - Parameter lookup: is asked once a reference.
  public init(_ word: [UInt8], options: Options = Options(), lookup: ([UInt8]) -> Variable) {
    guard word.contains(where: { Self.isSpecial($0, escape: options.escape) }) else {
      outcome = .known(word)
      words = word.split(whereSeparator: \.isASCIISpace).map(Array.init)
      references = []
      return
    }
    self = withoutActuallyEscaping(lookup) { lookup in
      var lexer = DockerfileExpansionLexer(word, options: options, lookup: lookup)
      return lexer.expand()
    }
  }

  init(outcome: Outcome, words: [[UInt8]], references: [Reference]) {
    self.outcome = outcome
    self.words = words
    self.references = references
  }

  /// Above ASCII there are white space, the byte order mark and invalid sequences, which all need the lexer.
  private static func isSpecial(_ byte: UInt8, escape: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "$"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "<"), escape: true
    default: byte >= 0x80
    }
  }
}

/// Why a word cannot be expanded.
public enum DockerfileExpansionError: Error, Sendable, Equatable {
  /// `${` without its `}`.
  case missingBrace
  /// `${name/pattern` without the second `/`.
  case missingSlash
  /// `${}`, `${{…`, `${:…`
  case badSubstitution
  /// What follows the name in `${name…}` is no operator.
  case unsupportedModifier(String)
  case unclosedSingleQuote
  case unclosedDoubleQuote
  /// `${name?message}` and its like, with the message given or BuildKit's own.
  case required(name: String, message: String)
  /// A `\` in a pattern before anything but `*`, `?`, `\`, `}` and `/`.
  case invalidPattern(String)
  /// Operands nest deeper, or the result would be longer, than is followed here. BuildKit has no such limit.
  case tooComplex

  public var message: String {
    switch self {
    case .missingBrace: "`${` without its `}`"
    case .missingSlash: "`${name/pattern` without its second `/`"
    case .badSubstitution: "`${` is not followed by a name"
    case .unsupportedModifier(let text): "`\(text)` after the name in `${…}` is no operator"
    case .unclosedSingleQuote: "a single quote is not closed"
    case .unclosedDoubleQuote: "a double quote is not closed"
    case .required(let name, let message): "`\(name)`: \(message)"
    case .invalidPattern(let pattern): "the pattern `\(pattern)` escapes what needs no escape"
    case .tooComplex: "the word expands to more than is followed here"
    }
  }
}
