private typealias Row = YAMLDialect.Row
private let prefix = "tag:yaml.org,2002:"

extension YAMLDialect {
  /// The core schema (YAML 1.2.2 section 10.3.2), which no program here follows to the letter.
  ///
  /// A key has its mapping to itself (3.2.1.1), and `<<` is a text. Timestamps and binaries are of YAML 1.1.
  public static let core = YAMLDialect(
    Table(
      name: "YAML 1.2",
      rows: [
        Row(.null, "null|Null|NULL|~|"),
        Row(.bool(true), "true|True|TRUE"),
        Row(.bool(false), "false|False|FALSE"),
        Row(.int(radix: 10), "[-+]?[0-9]+"),
        Row(.int(radix: 8), "0o[0-7]+"),
        Row(.int(radix: 16), "0x[0-9a-fA-F]+"),
        Row(.float, "[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"),
        Row(.infinity, "[-+]?\\.(inf|Inf|INF)"),
        Row(.notANumber, "\\.(nan|NaN|NAN)"),
      ],
      tags: [
        prefix + "str": .string, prefix + "null": .require(.null), prefix + "bool": .require(.bool), prefix + "int": .require(.int),
        prefix + "float": .require(.float), prefix + "binary": .strictBinary,
      ],
      otherTags: .opaque, nonSpecificTag: .string, merges: nil, keys: .value, repeatedKeys: .areErrors))

  /// sigs.k8s.io/yaml 1.6: go.yaml.in/yaml/v2 2.4 (`resolve.go`, `decode.go`), then JSON. kubectl, controllers, kustomize's
  /// older parts, Helm's values and manifests.
  ///
  /// JSON has no infinity, and only texts as keys. Timestamps come out as the texts that they are. As Go decodes into
  /// nothing in particular; a field of Go's type `string` takes `on` as "true". Repeated keys pass in `Unmarshal`, the last
  /// one counting, and are errors in `UnmarshalStrict`.
  ///
  /// Two keys that are one in JSON only (`1`, `"1"`) leave either, as the order of Go's maps is none.
  public static let kubernetes = YAMLDialect(
    Table(
      name: "Kubernetes",
      rows: [
        Row(.bool(true), "y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON"),
        Row(.bool(false), "n|N|no|No|NO|false|False|FALSE|off|Off|OFF"),
        Row(.invalid, "[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)"),
      ] + goScalars,
      taggedRows: goTimestamps, integers: .words, floatsEnd: .inText,
      timestamps: TimestampRules(hasGreatestOffset: true, otherwise: .invalid),
      tags: goTags(timestamp: .check(.timestamp)), otherTags: .string, nonSpecificTag: .mergeOrString,
      merges: MergeRules(precedence: .later, otherValue: .isError), keys: .json, repeatedKeys: .lastWins))

  /// gopkg.in/yaml.v3 3.0.1 (`resolve.go`, `decode.go`): compose-go, yq, kustomize, most Go programs.
  ///
  /// As Go decodes into nothing in particular; a field of Go's type `bool` takes `yes` and `on` too. Keys are compared as
  /// they are written (`decoder.mapping`), so that `1` and `"1"` are one, and `1` and `0x1` two.
  ///
  /// Not held: under a mapping whose own keys are all strings, merged keys become strings as they are written, null goes
  /// missing, and so does a quoted `"<<"`.
  public static let goV3 = YAMLDialect(
    Table(
      name: "Go",
      rows: [
        Row(.bool(true), "true|True|TRUE"),
        Row(.bool(false), "false|False|FALSE"),
        Row(.infinity, "[-+]?\\.(inf|Inf|INF)"),
        Row(.notANumber, "\\.(nan|NaN|NAN)"),
      ] + goTimestamps + goScalars + [Row(.int(radix: 8), "0o[-+]?[0-7]+", .skipsUnderscores)],
      integers: .words, floatsEnd: .inText, timestamps: TimestampRules(hasGreatestOffset: true),
      tags: goTags(timestamp: .require(.timestamp)), otherTags: .string, nonSpecificTag: .resolvePlain,
      merges: MergeRules(precedence: .ownKeys, lastMergeAlone: true, otherValue: .isError), keys: .text,
      repeatedKeys: .areErrors))

  /// What both versions for Go share. `strconv.ParseInt` with base 0, after `_` is taken out, knows `0x`, `0b`, `0o`, and 0
  /// alone for octal; what is no integer by that (`08`) may be a float.
  private static let goScalars = [
    Row(.null, "~|null|Null|NULL|"),
    Row(.merge, "<<"),
    Row(.int(radix: 8), "[-+]?0[0-7]*|[-+]?0[oO][0-7]+", .skipsUnderscores),
    Row(.int(radix: 16), "[-+]?0[xX][0-9a-fA-F]+", .skipsUnderscores),
    // The sign behind `0b` is for `strings.HasPrefix(plain, "0b")`, which hands the rest to `ParseInt`.
    Row(.int(radix: 2), "[-+]?0[bB][01]+|0b[-+][01]+", .skipsUnderscores),
    Row(.int(radix: 10), "[-+]?[1-9][0-9]*", .skipsUnderscores),
    Row(.float, "[-+](\\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?", .skipsUnderscores),
    // `strconv.ParseFloat`, which takes `_` between digits only.
    Row(.float, "\\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?"),
  ]

  /// The layouts of `allowedTimestampFormats`, as `time.Parse` reads them: one digit will do, and `,` is a point.
  private static let goTimestamps = [
    Row(.timestamp, "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"),
    Row(.timestamp, "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[Tt][0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.,][0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})"),
    Row(.timestamp, "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2} +[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}([.,][0-9]+)?"),
  ]

  private static func goTags(timestamp: TagRule) -> [String: TagRule] {
    [
      prefix + "str": .string, prefix + "null": .require(.null), prefix + "bool": .require(.bool), prefix + "int": .require(.int),
      prefix + "float": .require(.float), prefix + "timestamp": timestamp, prefix + "binary": .strictBinary,
      prefix + "merge": .mergeOrString,
    ]
  }

  /// Ruby's Psych 5.4 (`scalar_scanner.rb`, `to_ruby.rb`) with `unsafe_load`: GitLab. Its `safe_load` refuses dates, times and
  /// symbols that it is not told of.
  ///
  /// Psych 4 differs in integers without digits (`0_`, `0x_`) and in dates before 1582.
  /// Not held: a text with a line break whose second line is a word (`^` and `$` are a line's); `!!float` of a time.
  public static let psych = YAMLDialect(
    Table(
      name: "Ruby",
      rows: [
        Row(.null, "~|null|", .ignoresCase),
        Row(.bool(true), "yes|true|on", .ignoresCase),
        Row(.bool(false), "no|false|off", .ignoresCase),
        Row(
          .timestamp,
          "-?[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}:?([0-9]{2})?))?"),
        Row(.timestamp, "[0-9]{4}-(1[012]|0[0-9]|[0-9])-([12][0-9]|3[01]|0[0-9]|[0-9])"),
        Row(.infinity, "[-+]?\\.inf", .ignoresCase),
        Row(.notANumber, "\\.nan", .ignoresCase),
        Row(.symbol, ":.+"),
        Row(.clock, "[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}"),
        Row(.clockFloat, "[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}\\.[0-9_]*"),
        Row(.string, "[-+]?\\."),
        // `Float("e+3")` raises.
        Row(.invalid, "[-+]?\\.[eE][-+][0-9]+"),
        Row(.float, "[-+]?([0-9][0-9_,]*)?\\.[0-9]*([eE][-+][0-9]+)?"),
        Row(.int(radix: 2), "[-+]?0b[_,]*[01][01_,]*"),
        Row(.int(radix: 8), "[-+]?0[_,]*[0-7][0-7_,]*"),
        Row(.int(radix: 10), "[-+]?(0|[1-9]([0-9]|,[0-9]|_[0-9])*)"),
        Row(.int(radix: 16), "[-+]?0x[_,]*[0-9a-fA-F][0-9a-fA-F_,]*"),
      ],
      // `Float()` of a text.
      taggedRows: [Row(.float, "[-+]?[0-9]+(_[0-9]+)*(\\.[0-9]+(_[0-9]+)*)?([eE][-+]?[0-9]+(_[0-9]+)*)?")],
      timestamps: TimestampRules(
        firstYear: -9999, hasLongMonths: true, has24Hours: true, hasLeapSeconds: true, greatestOffsetMinute: 99, signsHoursAlone: true),
      tags: [
        prefix + "str": .string, "!str": .string, "!ruby/string": .string, prefix + "float": .number, "!float": .number,
        prefix + "binary": .anyBinary, "!binary": .anyBinary, "!ruby/sym": .symbol, "!ruby/symbol": .symbol,
      ],
      otherTags: .resolve, nonSpecificTag: .resolve,
      merges: MergeRules(precedence: .later, mergesQuoted: true, otherValue: .isEntry),
      keys: .value, repeatedKeys: .lastWins))

  /// PyYAML 6.0's SafeLoader (`resolver.py`, `constructor.py`), which is YAML 1.1 without `y` and `n`: Ansible.
  ///
  /// 6.0.4 differs in merges: of a sequence of maps the later wins, but for keys of one letter.
  /// Not held: Python refuses decimal integers of more than 4,300 digits; `int()` and `float()` under a tag take blanks
  /// around digits, and digits beyond ASCII.
  public static let pyYAML = YAMLDialect(
    Table(
      name: "PyYAML",
      rows: [
        Row(.bool(true), "yes|Yes|YES|true|True|TRUE|on|On|ON"),
        Row(.bool(false), "no|No|NO|false|False|FALSE|off|Off|OFF"),
        Row(.float, "[-+]?[0-9][0-9_]*\\.[0-9_]*([eE][-+][0-9]+)?|\\.[0-9][0-9_]*([eE][-+][0-9]+)?"),
        Row(.sexagesimalFloat, "[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\\.[0-9_]*"),
        Row(.infinity, "[-+]?\\.(inf|Inf|INF)"),
        Row(.notANumber, "\\.(nan|NaN|NAN)"),
        Row(.int(radix: 2), "[-+]?0b[01_]+"),
        Row(.int(radix: 8), "[-+]?0[0-7_]+"),
        Row(.int(radix: 10), "[-+]?(0|[1-9][0-9_]*)"),
        Row(.int(radix: 16), "[-+]?0x[0-9a-fA-F_]+"),
        Row(.sexagesimal, "[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+"),
        Row(.merge, "<<"),
        Row(.null, "~|null|Null|NULL|"),
        Row(.timestamp, "[0-9]{4}-[0-9]{2}-[0-9]{2}"),
        Row(.timestamp, "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}" + pythonTime),
        Row(.value, "="),
      ],
      taggedRows: [
        Row(.bool(true), "yes|true|on", .ignoresCase),
        Row(.bool(false), "no|false|off", .ignoresCase),
        Row(.int(radix: 2), "[-+]?0b[01]+", .skipsUnderscores),
        Row(.int(radix: 16), "[-+]?0x[0-9a-fA-F]+", .skipsUnderscores),
        // `int("0o17", 8)`
        Row(.int(radix: 8), "[-+]?0o?[0-7]+", .skipsUnderscores),
        Row(.int(radix: 10), "[-+]?(0|[1-9][0-9]*)", .skipsUnderscores),
        Row(.sexagesimal, "[-+]?[1-9][0-9]*(:[-+]?[0-9]+)+", .skipsUnderscores),
        Row(.float, "[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(e[-+]?[0-9]+)?", [.ignoresCase, .skipsUnderscores]),
        Row(.sexagesimalFloat, "[-+]?[0-9]+(:[0-9]+)+(\\.[0-9]*)?", .skipsUnderscores),
        Row(.infinity, "[-+]?(\\.inf|inf|infinity)", [.ignoresCase, .skipsUnderscores]),
        Row(.notANumber, "[-+]?(\\.nan|nan)", [.ignoresCase, .skipsUnderscores]),
        Row(.timestamp, "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(" + pythonTime + ")?"),
      ],
      timestamps: TimestampRules(firstYear: 1, greatestOffsetMinute: 99, fractionDigits: 6, otherwise: .invalid),
      tags: [
        prefix + "str": .string, prefix + "null": .null, prefix + "bool": .construct(.bool), prefix + "int": .construct(.int),
        prefix + "float": .construct(.float), prefix + "timestamp": .construct(.timestamp), prefix + "binary": .lenientBinary,
        prefix + "merge": .merge, prefix + "value": .value,
      ],
      otherTags: .opaque, nonSpecificTag: .resolve,
      merges: MergeRules(precedence: .ownKeys, followsAliasToSequence: true, otherValue: .isError),
      keys: .number, repeatedKeys: .lastWins))

  private static let pythonTime = "([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\\.[0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?"

  /// The tables there are.
  public static let all: [YAMLDialect] = [core, kubernetes, goV3, psych, pyYAML]
}
