import SourceText

/// Bytes → nodes. A recursive descent without a lexer, as what a byte means depends on where the grammar stands.
///
/// Nodes are appended before their children. Every loop either moves `position` or returns. Looking ahead is paid for
/// from `lookahead`, so that the whole is linear in the length of the text.
struct ShellParser: ~Copyable {
  typealias Node = ShellTree.Node
  typealias Kind = ShellTree.Kind

  let bytes: [UInt8]
  var position = 0
  /// Where the text ends that is being read: the end of `bytes`, a closing backtick, or the end of a here-document.
  var limit: Int
  /// The end of the last token: where the nodes that close now end.
  var tokenEnd = 0
  var nodes: [Node] = []
  var diagnostics: [UnplacedDiagnostic] = []
  var heredocs: [ShellTree.Heredoc] = []
  var hiddenBackticks: [HiddenBacktick] = []

  /// What the enclosing constructs wait for.
  var closers: Closers = []
  /// Here-documents whose bodies begin after the next line break.
  var pendingHeredocs: [PendingHeredoc] = []
  /// What the word that is being read has shown so far.
  var traits: WordTraits = []
  var depth: Int
  let dialect: ShellDialect
  /// `$(` that enclose the position.
  var substitutionDepth = 0
  /// Bytes that may still be looked at ahead of the position. A text that uses them up is read without looking ahead.
  var lookahead: Int
  var work = 0
  /// Whether the rest of the text was left unread.
  var hasStopped = false

  /// The depth at which real scripts never arrive, and which a thread's stack of 512 KiB holds.
  static let maximumDepth = 64

  init(_ bytes: [UInt8], _ dialect: ShellDialect, depth: Int = 0) {
    self.bytes = bytes
    self.dialect = dialect
    self.depth = depth
    limit = bytes.count
    lookahead = 2 * bytes.count + 4096
    nodes.reserveCapacity(bytes.count / 4 + 8)
  }

  struct UnplacedDiagnostic {
    let kind: ShellDiagnostic.Kind
    let range: SourceRange

    func placed(in source: MappedText) -> ShellDiagnostic {
      ShellDiagnostic(kind: kind, range: range, hostRange: source.hostRange(of: range))
    }
  }

  struct HiddenBacktick {
    let node: ShellTree.NodeID
    /// Between the backticks.
    let range: SourceRange
    let isQuoted: Bool
    let depth: Int
  }

  struct PendingHeredoc {
    let redirection: Int
    let openingRange: SourceRange
    let delimiter: [UInt8]
    let expands: Bool
    let stripsTabs: Bool
  }

  /// Tokens that end a list because an enclosing construct waits for them.
  struct Closers: OptionSet {
    let rawValue: UInt16
    static let then = Closers(rawValue: 1)
    static let elseBranch = Closers(rawValue: 2)
    static let fi = Closers(rawValue: 4)
    static let `do` = Closers(rawValue: 8)
    static let done = Closers(rawValue: 16)
    static let esac = Closers(rawValue: 32)
    static let endCase = Closers(rawValue: 64)
    static let brace = Closers(rawValue: 128)
    static let parenthesis = Closers(rawValue: 256)
  }

  mutating func script() {
    let root = open(.script)
    _ = list(.body)
    // A list without closers ends at the limit only.
    assert(position >= limit)
    readPendingHeredocsAtEnd()
    nodes[root].start = 0
    nodes[root].end = Int32(truncatingIfNeeded: bytes.count)
    nodes[root].next = Int32(truncatingIfNeeded: nodes.count)
  }
}

/// Nodes and diagnostics.
extension ShellParser {
  /// Begins a node at the position.
  mutating func open(_ kind: Kind, detail: UInt8 = 0) -> Int {
    nodes.append(Node(kind, detail: detail, start: position, end: position, next: nodes.count + 1))
    return nodes.count - 1
  }

  /// Ends a node at the last token.
  mutating func close(_ node: Int) {
    nodes[node].end = max(nodes[node].start, Int32(truncatingIfNeeded: tokenEnd))
    nodes[node].next = Int32(truncatingIfNeeded: nodes.count)
  }

  /// Adds a node without children over the next bytes and goes past them.
  mutating func leaf(_ kind: Kind, _ length: Int, detail: UInt8 = 0) {
    let end = min(position + length, limit)
    nodes.append(Node(kind, detail: detail, start: position, end: end, next: nodes.count + 1))
    position = end
    tokenEnd = end
  }

  mutating func leaf(_ keyword: ShellKeyword) { leaf(.keyword, keyword.text.utf8.count, detail: keyword.rawValue) }

  mutating func leaf(_ operator: ShellOperator, _ length: Int) {
    leaf(.operator, length, detail: `operator`.rawValue)
  }

  mutating func report(_ kind: ShellDiagnostic.Kind, _ range: SourceRange) {
    // What is missing at the end of a text that was not read to its end is not missing.
    if hasStopped { return }
    diagnostics.append(UnplacedDiagnostic(kind: kind, range: range))
  }

  /// Reports the next bytes as a token out of place, and goes past them.
  mutating func unexpected(_ length: Int) {
    let end = min(position + length, limit)
    report(.unexpected(bytes[position..<end].asString), SourceRange(position, end))
    leaf(.unexpected, length)
  }

  mutating func missing(_ expected: String, for opener: String) {
    report(.missing(expected, opener: opener), .at(tokenEnd))
  }

  /// Counts one more level, or leaves the rest of the text unread and answers false.
  mutating func enter() -> Bool {
    if depth < Self.maximumDepth {
      depth += 1
      return true
    }
    if position < limit {
      report(.tooDeep, SourceRange(position, limit))
      hasStopped = true
      leaf(.opaque, limit - position)
    }
    return false
  }

  mutating func leave() { depth -= 1 }

  /// How far may be looked from an offset on. Whoever does takes what was looked at from `lookahead`.
  func lookaheadEnd(from start: Int) -> Int { min(limit, start + lookahead) }

  mutating func lookedAhead(_ count: Int) {
    lookahead = max(0, lookahead - count)
    work += count
  }
}

/// Bytes and trivia.
extension ShellParser {
  var atEnd: Bool { position >= limit }

  /// The byte at a distance from the position, or 0 beyond the end. A NUL in the text is taken for a plain byte
  /// wherever the difference matters.
  func peek(_ distance: Int = 0) -> UInt8 {
    position + distance < limit ? bytes[position + distance] : 0
  }

  /// Whether the text stands at the position.
  func has(_ text: String) -> Bool {
    var offset = position
    for byte in text.utf8 {
      guard offset < limit, bytes[offset] == byte else { return false }
      offset += 1
    }
    return true
  }

  /// The length of a backslash with the line break after it, or 0.
  func continuationLength(at offset: Int) -> Int {
    guard offset + 1 < limit, bytes[offset] == UInt8(ascii: "\\") else { return 0 }
    if bytes[offset + 1] == 0x0A { return 2 }
    return bytes[offset + 1] == 0x0D && offset + 2 < limit && bytes[offset + 2] == 0x0A ? 3 : 0
  }

  /// Whether the byte is a CR that belongs to a line break. A shell takes it for a byte of a word; we read what was
  /// meant, as every word at the end of a line of a CRLF file would differ.
  func isLineBreakCR(at offset: Int) -> Bool {
    bytes[offset] == 0x0D && (offset + 1 == limit || offset + 1 < limit && bytes[offset + 1] == 0x0A)
  }

  /// Goes past blanks and continuations.
  mutating func skipSpaces() {
    while position < limit {
      switch bytes[position] {
      case 0x20, 0x09: position += 1
      case UInt8(ascii: "\\"):
        let length = continuationLength(at: position)
        if length == 0 { return }
        position += length
      case 0x0D:
        if !isLineBreakCR(at: position) { return }
        position += 1
      default: return
      }
    }
  }

  /// Goes past blanks, continuations and a comment. Not to be used where a construct may end, which would then
  /// include the comment.
  mutating func skipBlanks() {
    skipSpaces()
    guard peek() == UInt8(ascii: "#") else { return }
    var end = position
    while end < limit, bytes[end] != 0x0A { end += 1 }
    let breakCR = end > position && bytes[end - 1] == 0x0D ? 1 : 0
    leaf(.comment, end - breakCR - position)
    position = end
  }

  /// Goes past blanks, comments and line breaks, and so reads here-documents that begin there.
  mutating func skipLineBreaks() {
    while true {
      skipBlanks()
      guard position < limit, bytes[position] == 0x0A else { return }
      lineBreak()
    }
  }

  /// Goes past a line break at the position.
  mutating func lineBreak() {
    position += 1
    if !pendingHeredocs.isEmpty { readPendingHeredocs() }
  }
}

extension UInt8 {
  /// Whether the byte ends an unquoted word (POSIX.1-2024 XCU 2.3, and bash's metacharacters).
  var endsWord: Bool {
    switch self {
    case 0x20, 0x09, 0x0A, UInt8(ascii: ";"), UInt8(ascii: "&"), UInt8(ascii: "|"), UInt8(ascii: "<"),
      UInt8(ascii: ">"), UInt8(ascii: "("), UInt8(ascii: ")"):
      true
    default: false
    }
  }

  /// Whether the byte has no meaning inside an unquoted word.
  var isPlainInWord: Bool {
    if self >= 0x80 { return true }
    let mask = self < 64 ? Self.specialBelow64 : Self.specialFrom64
    return (mask >> UInt64(self & 63)) & 1 == 0
  }

  private static var specialBelow64: UInt64 {
    // tab LF CR space " $ & ' ( ) * , ; < > ?
    1 << 9 | 1 << 10 | 1 << 13 | 1 << 32 | 1 << 34 | 1 << 36 | 1 << 38 | 1 << 39 | 1 << 40 | 1 << 41 | 1 << 42 | 1 << 44
      | 1 << 59 | 1 << 60 | 1 << 62 | 1 << 63
  }

  private static var specialFrom64: UInt64 {
    // [ \ ] ` { | } ~
    1 << (91 - 64) | 1 << (92 - 64) | 1 << (93 - 64) | 1 << (96 - 64) | 1 << (123 - 64) | 1 << (124 - 64)
      | 1 << (125 - 64) | 1 << (126 - 64)
  }
}
