/// How a program reads scalars and mappings: data alone, one table a program (`YAMLDialect.core`, `.kubernetes`, `.goV3`,
/// `.psych`, `.pyYAML`).
///
/// Parsers agree on the structure of YAML; what `no`, `017` or `1:30` is, what `<<` does, and which of two equal keys
/// counts, each program has its own way.
public struct YAMLDialect: Sendable {
  let table: Table
  /// By the first byte of a text, the length up to which a plain scalar may be anything but a text; 255 for any length.
  /// Most scalars need no more than this.
  @usableFromInline let limits: [UInt8]

  init(_ table: Table) {
    self.table = table
    limits = table.automaton.limits
  }

  /// As messages name it: `PyYAML`.
  public var name: String { table.name }

  /// What a plain scalar without a tag is, when its text is these bytes.
  public func value(ofPlain text: [UInt8]) -> YAMLValue { table.value(text, 0, text.count) }

  /// One reference, so that a dialect is passed as one word.
  final class Table: Sendable {
    let name: String
    let rows: [Row]
    let automaton: ScalarAutomaton
    /// What a text may look like under a tag of its kind; empty where that is the same as without.
    let taggedRows: [Row]
    let taggedAutomaton: ScalarAutomaton?
    let integers: IntegerRule
    let floatsEnd: FloatRule
    let timestamps: TimestampRules
    /// By the tag without shorthand.
    let tags: [String: TagRule]
    let otherTags: TagRule
    /// What the tag `!` alone does.
    let nonSpecificTag: TagRule
    let merges: MergeRules?
    let keys: KeyRule
    let repeatedKeys: RepeatedKeys

    init(
      name: String, rows: [Row], taggedRows: [Row] = [], integers: IntegerRule = .unlimited, floatsEnd: FloatRule = .inInfinity,
      timestamps: TimestampRules = TimestampRules(), tags: [String: TagRule], otherTags: TagRule, nonSpecificTag: TagRule,
      merges: MergeRules?, keys: KeyRule, repeatedKeys: RepeatedKeys
    ) {
      self.name = name
      self.rows = rows
      self.taggedRows = taggedRows
      automaton = Self.automaton(rows)
      taggedAutomaton = taggedRows.isEmpty ? nil : Self.automaton(taggedRows)
      self.integers = integers
      self.floatsEnd = floatsEnd
      self.timestamps = timestamps
      self.tags = tags
      self.otherTags = otherTags
      self.nonSpecificTag = nonSpecificTag
      self.merges = merges
      self.keys = keys
      self.repeatedKeys = repeatedKeys
    }

    private static func automaton(_ rows: [Row]) -> ScalarAutomaton {
      ScalarAutomaton(
        rows.map {
          (
            ScalarPattern.parse($0.pattern, ignoringCase: $0.options.contains(.ignoresCase)),
            $0.options.contains(.skipsUnderscores) ? ByteSet([0x5F]) : nil
          )
        })
    }
  }

  /// Texts that are read alike. Of two rows that match a text the first counts, as with the implementations' own lists.
  struct Row: Sendable {
    let reading: Reading
    let pattern: String
    let options: Options

    init(_ reading: Reading, _ pattern: String, _ options: Options = []) {
      self.reading = reading
      self.pattern = pattern
      self.options = options
    }

    struct Options: OptionSet, Sendable {
      let rawValue: UInt8
      static let ignoresCase = Options(rawValue: 1)
      /// `_` may stand anywhere behind the first byte.
      static let skipsUnderscores = Options(rawValue: 2)
    }
  }

  enum Reading: Sendable {
    case null
    case bool(Bool)
    case int(radix: Int)
    /// `1:30` is 90.
    case sexagesimal
    /// `1:30` is 5400: hours, minutes, seconds, counted from the left.
    case clock
    case float
    case sexagesimalFloat, clockFloat
    case infinity, notANumber
    case timestamp
    case symbol, merge, value
    /// Looks like something else, but is a text.
    case string
    /// The consumer stops here.
    case invalid
  }

  enum IntegerRule: Sendable {
    case unlimited
    /// Signed, or without sign, 64 bits; beyond that decimal digits are a float, and others a text.
    case words
  }

  enum FloatRule: Sendable {
    /// 1e400 is infinite.
    case inInfinity
    /// 1e400 is a text.
    case inText
  }

  /// What is a day and a time. Patterns know the digits; this knows their limits.
  struct TimestampRules: Sendable {
    var firstYear = 0
    /// Whether 30 February with a time is 2 March.
    var hasLongMonths = false
    var has24Hours = false
    var hasLeapSeconds = false
    /// Minutes.
    var greatestOffset = 24 * 60
    /// Whether the greatest offset itself is one.
    var hasGreatestOffset = false
    /// Minutes of an offset.
    var greatestOffsetMinute = 60
    /// Whether `-00:30` is half an hour east, as the sign is the hours' alone.
    var signsHoursAlone = false
    /// Of a second; what is more is cut off.
    var fractionDigits = 9
    /// What a day or time that is none is.
    var otherwise = YAMLValue.string
  }

  /// What a tag does to a scalar.
  enum TagRule: Sendable {
    case string
    /// As if it were plain and had no tag.
    case resolve
    /// The same; but a quoted scalar is a text.
    case resolvePlain
    /// As if it were plain; anything but the kind is refused. An integer is a float too.
    case require(YAMLKind)
    /// Read by the rules for the kind, whatever it looks like.
    case construct(YAMLKind)
    /// The same; but what comes out is the text.
    case check(YAMLKind)
    /// As if it were plain, and then made a float where it is a number, which it must be.
    case number
    case symbol
    /// Null, whatever it says.
    case null
    /// Base64 with nothing but line breaks between.
    case strictBinary
    /// Base64; other bytes are passed over.
    case lenientBinary
    /// As `lenientBinary`, and any text will do.
    case anyBinary
    case merge, value
    /// `<<` merges, and anything else is a text.
    case mergeOrString
    case opaque
  }

  /// In a sequence of maps the earlier wins everywhere (https://yaml.org/type/merge.html); of several `<<` the later.
  struct MergeRules: Sendable {
    enum Precedence: Sendable {
      /// The mapping's own keys before what is merged, wherever `<<` stands.
      case ownKeys
      /// What stands later, `<<` as well as keys.
      case later
    }
    enum Refused: Sendable {
      /// The document is.
      case isError
      /// `<<` is a key like others.
      case isEntry
    }
    let precedence: Precedence
    /// Whether of several `<<` the last is the only one.
    var lastMergeAlone = false
    /// Whether `"<<"` merges too.
    var mergesQuoted = false
    /// Whether `*alias` may stand for a sequence of maps.
    var followsAliasToSequence = false
    let otherValue: Refused
  }

  /// When two keys are one.
  enum KeyRule: Sendable {
    /// Kind and value.
    case value
    /// The text, be it quoted or not, whatever it resolves to.
    case text
    /// The value, as JSON's keys are texts: `1` and `"1"`, `on` and `true`.
    case json
    /// The value, where numbers and booleans are equal as numbers: `1`, `1.0`, `true`.
    case number
  }
}

/// What a program makes of a key that its mapping had before.
public enum RepeatedKeys: Sendable {
  /// It refuses the document.
  case areErrors
  case lastWins
  case firstWins
}

extension YAMLDialect {
  /// What a program makes of a key that its mapping had before.
  public var repeatedKeys: RepeatedKeys { table.repeatedKeys }
  /// Whether `<<` brings in the entries of another mapping.
  public var hasMerges: Bool { table.merges != nil }
}

extension YAMLDialect: Equatable {
  public static func == (left: YAMLDialect, right: YAMLDialect) -> Bool { left.table === right.table }
}
