public import SourceText

extension ShellTree {
  /// A node's place in `ShellTree.nodes`.
  public struct NodeID: Hashable, Comparable, Sendable {
    @usableFromInline let raw: Int32

    @usableFromInline
    init(_ index: Int) { raw = Int32(truncatingIfNeeded: index) }

    @inlinable public var index: Int { Int(raw) }

    /// By the order of the text.
    @inlinable public static func < (left: NodeID, right: NodeID) -> Bool { left.raw < right.raw }
  }

  /// One construct, with the derived range from its first byte to its last token's end. Its children follow it
  /// directly, in the order of the text.
  public struct Node: Sendable {
    public internal(set) var kind: Kind
    /// What the kind needs beside: see `role`, `keyword`, `operator`, `redirection`, `traits`.
    @usableFromInline var detail: UInt8
    @usableFromInline var start: Int32
    @usableFromInline var end: Int32
    @usableFromInline var next: Int32

    @usableFromInline
    init(_ kind: Kind, detail: UInt8, start: Int, end: Int, next: Int) {
      self.kind = kind
      self.detail = detail
      self.start = Int32(truncatingIfNeeded: start)
      self.end = Int32(truncatingIfNeeded: end)
      self.next = Int32(truncatingIfNeeded: next)
    }

    @inlinable public var range: SourceRange { SourceRange(Int(start), Int(end)) }

    /// What a list is for.
    public var role: ListRole? { kind == .list ? ListRole(rawValue: detail) : nil }
    public var keyword: ShellKeyword? { kind == .keyword ? ShellKeyword(rawValue: detail) : nil }
    public var `operator`: ShellOperator? { kind == .operator ? ShellOperator(rawValue: detail) : nil }
    public var redirection: ShellRedirectionOperator? {
      kind == .redirection || kind == .redirectionOperator ? ShellRedirectionOperator(rawValue: detail) : nil
    }
    /// What a word holds that is more than plain text; empty for any other node.
    var traits: WordTraits { kind == .word ? WordTraits(rawValue: detail) : [] }
  }

  public enum ListRole: UInt8, Sendable {
    case body, condition
  }

  public enum Kind: UInt8, Sendable, CaseIterable {
    /// The root; its child is one `list`.
    case script
    /// `andOr`s, each with the operator after it: `;`, `&` or a line break.
    case list
    /// `pipeline`s with `&&` and `||` between, also where there is but one.
    case andOr
    /// Commands with `|` or `|&` between, `!` and `time` before, also where there is but one command.
    case pipeline

    /// `assignment`s, `word`s and `redirection`s.
    case simpleCommand
    /// `{ …; }`
    case group
    /// `( … )`
    case subshell
    case ifClause, whileClause, untilClause, forClause, selectClause, caseClause
    /// Patterns, then a list.
    case caseItem
    case functionDefinition
    /// `[[ … ]]`
    case conditional
    /// `(( … ))`
    case arithmeticCommand

    /// `name=word`: a `name`, perhaps a `arrayIndex`, an `operator`, and a `word`, an `arrayValue` or nothing.
    case assignment
    /// `( … )` after `=`
    case arrayValue
    /// A `fileDescriptor` where one is written, a `redirectionOperator`, and the target `word`.
    case redirection
    /// The lines of a here-document, wherever a line break lets them begin, up to the terminator's line.
    case heredocBody
    case heredocTerminator

    case keyword, `operator`, redirectionOperator, fileDescriptor, name, arrayIndex
    /// From `#` to the end of the line, without the line break.
    case comment
    /// A token where the grammar has no place for it (a diagnostic says so).
    case unexpected
    /// Text that is not read any further.
    case opaque

    /// Any of the parts below, without a gap; none where the whole word is plain text.
    case word
    /// Bytes that mean themselves.
    case literal
    /// `\x`
    case escape
    /// A backslash and a line break inside a word: nothing.
    case continuation
    /// `'…'`
    case singleQuoted
    /// `$'…'`
    case ansiQuoted
    /// `"…"`, with its parts inside.
    case doubleQuoted
    /// `$"…"`
    case localeQuoted
    /// `*`, `?`, or the `[` and `]` of a bracket expression.
    case glob
    /// The parentheses of `@(a|b)` and the like, the byte before them left out.
    case extendedGlob
    /// `~` or `~user` where it is expanded.
    case tilde
    /// The `{`, `,`, `}` of a brace expansion.
    case brace
    /// `$x` or `${…}`: `parameterOperator`, `name`, `arrayIndex`, `parameterOperator`, the operand as a `word`.
    case parameter
    case parameterOperator
    /// `$( … )`, with a list inside.
    case commandSubstitution
    /// `` `…` ``, with a list inside; where escapes hide its text, the list is in `ShellTree.embedded`.
    case backtickSubstitution
    /// `<( … )` or `>( … )`, with a list inside.
    case processSubstitution
    /// `$(( … ))` or `$[ … ]`
    case arithmeticExpansion
    /// `${{ … }}`: an expression of the host, put in before any shell sees the text.
    case template
    /// A word of an exec form: bytes that no shell reads.
    case verbatim
  }
}

/// What a word holds that is more than plain text.
struct WordTraits: OptionSet {
  let rawValue: UInt8
  /// Quotes, escapes or continuations: the value is not the text as written.
  static let quoted = WordTraits(rawValue: 1)
  /// A parameter, substitution, arithmetic or template, in quotes or not.
  static let expansion = WordTraits(rawValue: 2)
  /// One outside double quotes, whose value is split and globbed.
  static let unquotedExpansion = WordTraits(rawValue: 4)
  static let glob = WordTraits(rawValue: 8)
  static let brace = WordTraits(rawValue: 16)
  static let tilde = WordTraits(rawValue: 32)
  /// `( … )` after `=`
  static let array = WordTraits(rawValue: 64)
  /// A command or process substitution.
  static let substitution = WordTraits(rawValue: 128)
}

public enum ShellKeyword: UInt8, Sendable, CaseIterable {
  case `if`, then, `elif`, `else`, fi, `for`, select, `while`, until, `do`, done, `case`, `in`, esac, function, time, coproc
  case openBrace, closeBrace, openParenthesis, closeParenthesis, not
  case openConditional, closeConditional, openArithmetic, closeArithmetic

  /// As it is written.
  public var text: String {
    switch self {
    case .if: "if"
    case .then: "then"
    case .elif: "elif"
    case .else: "else"
    case .fi: "fi"
    case .for: "for"
    case .select: "select"
    case .while: "while"
    case .until: "until"
    case .do: "do"
    case .done: "done"
    case .case: "case"
    case .in: "in"
    case .esac: "esac"
    case .function: "function"
    case .time: "time"
    case .coproc: "coproc"
    case .openBrace: "{"
    case .closeBrace: "}"
    case .openParenthesis: "("
    case .closeParenthesis: ")"
    case .not: "!"
    case .openConditional: "[["
    case .closeConditional: "]]"
    case .openArithmetic: "(("
    case .closeArithmetic: "))"
    }
  }
}

public enum ShellOperator: UInt8, Sendable, CaseIterable {
  /// `&&`
  case and
  /// `||`
  case or
  /// `;`
  case semicolon
  /// `&`
  case background
  /// A line break that ends a command.
  case newline
  /// `|`, also between the patterns of a case.
  case pipe
  /// `|&`
  case pipeBoth
  /// `;;`
  case endCase
  /// `;&`
  case fallThrough
  /// `;;&`
  case testNext
  /// `=`
  case assign
  /// `+=`
  case append
  /// `<` or `>` inside `[[ ]]`
  case compare

  /// As it is written.
  public var text: String {
    switch self {
    case .and: "&&"
    case .or: "||"
    case .semicolon: ";"
    case .background: "&"
    case .newline: "\n"
    case .pipe: "|"
    case .pipeBoth: "|&"
    case .endCase: ";;"
    case .fallThrough: ";&"
    case .testNext: ";;&"
    case .assign: "="
    case .append: "+="
    case .compare: "<"
    }
  }
}

public enum ShellRedirectionOperator: UInt8, Sendable, CaseIterable {
  /// `<`
  case input
  /// `>`
  case output
  /// `>>`
  case append
  /// `>|`
  case clobber
  /// `<>`
  case inputOutput
  /// `<&`
  case duplicateInput
  /// `>&`
  case duplicateOutput
  /// `&>`
  case outputBoth
  /// `&>>`
  case appendBoth
  /// `<<`
  case heredoc
  /// `<<-`
  case strippedHeredoc
  /// `<<<`
  case hereString

  /// Whether it writes what it names: `>`, `>>`, `>|`, `&>`, `&>>`, and `>&` with a file's name.
  public var isOutput: Bool {
    switch self {
    case .output, .append, .clobber, .duplicateOutput, .outputBoth, .appendBoth: true
    case .input, .inputOutput, .duplicateInput, .heredoc, .strippedHeredoc, .hereString: false
    }
  }
}
