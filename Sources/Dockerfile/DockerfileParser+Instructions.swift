import SourceText

/// An instruction as far as its own lines tell: heredocs come after.
struct InstructionDraft: Sendable {
  var keyword: DockerfileKeyword
  var keywordText: String
  var keywordRange: SourceRange
  /// Grows with the heredocs.
  var range: SourceRange
  var headRange: SourceRange
  var text: MappedText
  var operandRange: SourceRange
  var flags: [DockerfileFlag]
  var arguments: DockerfileArguments = .unread
  var trigger: [InstructionDraft] = []
  var heredocs: [DockerfileHeredoc] = []

  /// In RUN, COPY, ADD and ONBUILD of those, unless in JSON form.
  var canHoldHeredocs: Bool {
    // One level only: ONBUILD ONBUILD RUN holds none.
    let holder = keyword == .onbuild ? trigger.first ?? self : self
    return switch (holder.keyword, holder.arguments) {
    case (.run, .command(let command)): if case .exec = command.form { false } else { true }
    case (.copy, .copy(_, _, let isJSON)), (.add, .copy(_, _, let isJSON)): !isJSON
    case (.copy, _), (.add, _): !holder.isUnreadJSON
    case (.run, _): true
    default: false
    }
  }

  /// COPY or ADD with a JSON array too short to be read.
  var isUnreadJSON = false
}

extension DockerfileParser {
  /// Reads one instruction from its joined text (BuildKit `newNodeFromLine`).
  mutating func readDraft(_ line: MappedText, _ range: SourceRange, head: SourceRange) -> InstructionDraft {
    let line = range.count == line.count ? line : line.slice(range)
    let trimmed = GoText.trimmed(line.bytes, SourceRange(0, line.count))
    var keywordEnd = trimmed.start
    while keywordEnd < trimmed.end, !line.bytes[keywordEnd].isASCIISpace { keywordEnd += 1 }
    var textStart = keywordEnd
    while textStart < trimmed.end, line.bytes[textStart].isASCIISpace { textStart += 1 }
    let keywordRange = SourceRange(trimmed.start, keywordEnd)
    let text = line.slice(SourceRange(textStart, trimmed.end))
    let (flags, flagsEnd) = readFlags(text)
    var draft = InstructionDraft(
      keyword: DockerfileKeyword(spelling: line.bytes[keywordRange.indices]),
      keywordText: line.bytes[keywordRange.indices].asString,
      keywordRange: line.hostRange(of: keywordRange), range: head, headRange: head, text: text,
      operandRange: GoText.trimmed(text.bytes, SourceRange(flagsEnd, text.count)), flags: flags)
    readArguments(of: &draft)
    checkFlags(of: draft)
    return draft
  }

  func finish(_ draft: InstructionDraft, documentation: Range<Int>) -> DockerfileInstruction {
    var read = draft
    read.trigger = []
    if !draft.heredocs.isEmpty, draft.keyword == .run, case .command(let command) = draft.arguments {
      read.arguments = .command(attach(draft.heredocs, to: command, operands: draft.text.slice(draft.operandRange)))
    }
    if let child = draft.trigger.first {
      var child = child
      child.heredocs = draft.heredocs
      child.range = SourceRange(child.range.start, max(child.range.end, draft.range.end))
      let place = documentation.upperBound
      read.arguments = .trigger([finish(child, documentation: place..<place)])
    }
    return DockerfileInstruction(read, documentation: documentation)
  }

  /// What the shell gets: the body alone where the heredoc is the whole command, else the line, then each body with its
  /// delimiter (BuildKit `dispatchRun`).
  private func attach(
    _ heredocs: [DockerfileHeredoc], to command: DockerfileCommand, operands: MappedText
  ) -> DockerfileCommand {
    if let first = heredocs.first, HeredocOpening.matches(operands.bytes) {
      var shebang: String?
      if first.body.bytes.starts(with: "#!".utf8) {
        shebang = first.body.bytes.prefix { $0 != 0x0A && $0 != 0x0D }.asString
      }
      return DockerfileCommand(
        form: .script(first.body, shebang: shebang), range: command.range, isFailedJSON: command.isFailedJSON)
    }
    var builder = MappedText.Builder(host: bytes)
    builder.append(operands)
    for heredoc in heredocs {
      // BuildKit writes an LF, whatever the file has; none is there where the file ends before the body.
      let start = heredoc.bodyRange.start
      let hasBreak = start > 0 && bytes[start - 1] == 0x0A
      builder.append([0x0A], for: hasBreak ? SourceRange(start - 1, start) : .at(start))
      builder.append(heredoc.bodyRange)
      builder.append(heredoc.terminatorRange)
    }
    return DockerfileCommand(
      form: .shell(builder.finish(emptyAt: command.range.start)), range: command.range,
      isFailedJSON: command.isFailedJSON)
  }
}

extension DockerfileKeyword {
  /// In any case; the two letters outside ASCII whose lower case is an ASCII one count as that.
  init(spelling: some Collection<UInt8>) {
    // The longest keyword has 11 letters of three bytes at most.
    guard spelling.count <= 33 else {
      self = .unknown
      return
    }
    self = DockerfileKeyword(rawValue: GoText.lowercased(spelling).asString) ?? .unknown
  }
}
