import SourceText

/// Reads a Dockerfile line by line, as BuildKit's parser does, and each instruction as its `instructions` package does.
///
/// Source: moby/buildkit `frontend/dockerfile/parser/parser.go`.
struct DockerfileParser {
  /// What bufio.Scanner holds of one line.
  static let longestLine = 65_535
  static let largestFile = 64 << 20

  let bytes: [UInt8]
  /// The first byte not yet read: always the start of a line.
  var position = 0
  var escape = UInt8(ascii: "\\")

  var directives: [DockerfileDirective] = []
  /// How many of them, at the front, the reader before the parser has found: one of each name at most.
  var earlyDirectiveCount = 0
  var isInDirectives = true
  /// Those the parser itself has met, in effect or not.
  var parserDirectives: [DockerfileDirective.Name] = []
  var instructions: [DockerfileInstruction] = []
  var comments: [SourceRange] = []
  var emptyContinuationLines: [SourceRange] = []
  var diagnostics: [DockerfileDiagnostic] = []

  /// The first comment that belongs to the next instruction.
  var documentationStart = 0
  /// Whether what is read is an ONBUILD's trigger, and how deep.
  var triggerDepth = 0
  var heredocTerminators: HeredocTerminators?

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func parse() {
    guard bytes.count <= Self.largestFile else {
      diagnostics.append(DockerfileDiagnostic(kind: .fileTooLarge, range: .at(0)))
      return
    }
    readEarlyDirectives()
    while let line = nextLine() {
      let textStart = line.start == 0 ? SourceText.byteOrderMarkLength(bytes) : line.start
      let start = GoText.skipSpaces(bytes, from: textStart, to: line.end)
      if start < line.end, bytes[start] == UInt8(ascii: "#") {
        readComment(SourceRange(start, line.end), isIndented: start > textStart)
      } else {
        isInDirectives = false
        readInstruction(SourceRange(start, line.end))
      }
    }
    checkStages()
    diagnostics = diagnostics.enumerated()
      .sorted { ($0.element.range, $0.offset) < ($1.element.range, $1.offset) }
      .map(\.element)
    directives.sort { $0.range < $1.range }
  }

  mutating func report(_ kind: DockerfileDiagnostic.Kind, _ range: SourceRange) {
    diagnostics.append(
      DockerfileDiagnostic(kind: kind, range: range, instruction: instructions.count, isTrigger: triggerDepth > 0))
  }

  /// A physical line: `end` is before all its CR and LF, `next` behind them.
  struct Line {
    let start: Int
    let end: Int
    let next: Int
  }

  mutating func nextLine() -> Line? {
    guard position < bytes.count else { return nil }
    let start = position
    let newline = bytes[start...].firstIndex(of: 0x0A)
    position = newline.map { $0 + 1 } ?? bytes.count
    var end = newline ?? bytes.count
    if end - start > Self.longestLine {
      diagnostics.append(
        DockerfileDiagnostic(kind: .lineTooLong(length: end - start), range: SourceRange(start, end)))
    }
    while end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return Line(start: start, end: end, next: position)
  }

  private mutating func readComment(_ range: SourceRange, isIndented: Bool) {
    if isInDirectives, readDirective(range) { return }
    if directives.prefix(earlyDirectiveCount).contains(where: { $0.range == range && $0.isInEffect }) { return }
    comments.append(range)
    // An empty comment parts the ones above from the instruction; not an indented one, whose `#` BuildKit takes for text.
    let text = GoText.trimmed(bytes, SourceRange(range.start + 1, range.end))
    if text.isEmpty, !isIndented { documentationStart = comments.count }
  }

  /// Joins the lines of an instruction and reads it. `first` is its first line without leading blanks.
  private mutating func readInstruction(_ first: SourceRange) {
    var (content, isContinued) = withoutContinuation(first)
    if content.isEmpty, !isContinued { return }
    let documentation = documentationStart..<comments.count
    var end = first.end
    var builder = MappedText.Builder(host: bytes)
    builder.append(content)
    while isContinued, let line = nextLine() {
      end = line.end
      let start = GoText.skipSpaces(bytes, from: line.start, to: line.end)
      if start == line.end {
        emptyContinuationLines.append(SourceRange(line.start, line.next))
      } else if bytes[start] == UInt8(ascii: "#") {
        comments.append(SourceRange(start, line.end))
      } else {
        (content, isContinued) = withoutContinuation(SourceRange(line.start, line.end))
        builder.append(content)
      }
    }
    let text = builder.finish(emptyAt: first.start)
    let head = SourceRange(first.start, end)
    var draft = readDraft(text, SourceRange(0, text.count), head: head)
    if draft.canHoldHeredocs { readHeredocs(openedIn: text, of: &draft) }
    instructions.append(finish(draft, documentation: documentation))
    documentationStart = comments.count
  }

  /// `([^\\]\\[ \t]*$|^\\[ \t]*$)` with the escape character in force: `\\` at the end continues nothing, nor does `\\\`.
  private func withoutContinuation(_ line: SourceRange) -> (content: SourceRange, isContinued: Bool) {
    var end = line.end
    while end > line.start, bytes[end - 1].isBlank { end -= 1 }
    guard end > line.start, bytes[end - 1] == escape, end - 1 == line.start || bytes[end - 2] != escape else {
      return (line, false)
    }
    return (SourceRange(line.start, end - 1), true)
  }

  private mutating func checkStages() {
    guard !instructions.isEmpty else {
      if diagnostics.allSatisfy({ $0.kind != .fileTooLarge }) {
        diagnostics.append(DockerfileDiagnostic(kind: .noInstruction, range: .at(0)))
      }
      return
    }
    let firstStage = instructions.firstIndex { $0.keyword == .from }
    let strays = instructions[..<(firstStage ?? instructions.count)].indices
      .filter { instructions[$0].keyword != .arg && instructions[$0].keyword != .unknown }
    guard firstStage != nil else {
      // Where only ARGs stand, BuildKit notices at the end.
      let index = strays.first ?? instructions.count - 1
      diagnostics.append(
        DockerfileDiagnostic(kind: .noStage, range: instructions[index].keywordRange, instruction: index))
      return
    }
    for index in strays {
      let instruction = instructions[index]
      diagnostics.append(
        DockerfileDiagnostic(
          kind: .beforeFirstFrom(instruction.keyword), range: instruction.keywordRange, instruction: index))
    }
  }
}

extension DockerfileTree {
  /// Reads any bytes. Files above 64 MiB are not read; a diagnostic says so.
  public init(parsing bytes: [UInt8]) {
    var parser = DockerfileParser(bytes)
    parser.parse()
    self.bytes = bytes
    directives = parser.directives
    escape = parser.escape
    instructions = parser.instructions
    comments = parser.comments
    emptyContinuationLines = parser.emptyContinuationLines
    diagnostics = parser.diagnostics
    stages = Self.stages(of: parser.instructions)
  }

  private static func stages(of instructions: [DockerfileInstruction]) -> [DockerfileStage] {
    let starts = instructions.indices.filter { instructions[$0].keyword == .from }
    return starts.enumerated().map { index, start in
      let end = index + 1 < starts.count ? starts[index + 1] : instructions.count
      let name: DockerfileWord? =
        if case .base(_, let name) = instructions[start].arguments { name } else { nil }
      return DockerfileStage(index: index, instructions: start..<end, name: name)
    }
  }
}
