import SourceText

/// Source: moby/buildkit `parser/line_parsers.go`, `instructions/parse.go`.
extension DockerfileParser {
  mutating func readArguments(of draft: inout InstructionDraft) {
    let keyword = draft.keyword
    switch keyword {
    case .from: draft.arguments = readBase(draft)
    case .run, .cmd, .entrypoint: draft.arguments = readCommand(draft)
    case .shell: draft.arguments = readShell(draft)
    case .healthcheck: draft.arguments = readHealthcheck(draft)
    case .copy, .add:
      guard let (words, isJSON) = readWords(draft) else { return }
      draft.isUnreadJSON = isJSON && words.count < 2
      draft.arguments = copyArguments(words, isJSON: isJSON, draft)
    case .expose: draft.arguments = wordsArguments(spaceSeparatedWords(draft), isJSON: false, draft)
    case .volume:
      guard let (words, isJSON) = readWords(draft) else { return }
      draft.arguments = wordsArguments(words, isJSON: isJSON, draft)
    case .env, .label: draft.arguments = readPairs(draft)
    case .arg: draft.arguments = readNames(draft)
    case .user, .workdir, .stopsignal, .maintainer:
      draft.arguments =
        draft.operandRange.isEmpty ? noArguments(draft) : .text(DockerfileWord(draft.text, draft.operandRange))
    case .onbuild: readTrigger(of: &draft)
    case .unknown: report(.unknownInstruction(draft.keywordText), place(of: draft))
    }
  }

  /// The keyword, or what stands for a missing one.
  private func place(of draft: InstructionDraft) -> SourceRange {
    draft.keywordRange.isEmpty ? draft.headRange : draft.keywordRange
  }

  private mutating func noArguments(_ draft: InstructionDraft) -> DockerfileArguments {
    report(.noArgument(draft.keyword), place(of: draft))
    return .unread
  }

  private func operandsPlace(_ draft: InstructionDraft) -> SourceRange { draft.text.hostRange(of: draft.operandRange) }

  // MARK: words

  /// Split at the blanks of ASCII: quotes mean nothing here.
  private func spaceSeparatedWords(_ draft: InstructionDraft) -> [DockerfileWord] {
    let bytes = draft.text.bytes
    var words: [DockerfileWord] = []
    var position = draft.operandRange.start
    while position < draft.operandRange.end {
      let start = position
      while position < draft.operandRange.end, !bytes[position].isASCIISpace { position += 1 }
      words.append(DockerfileWord(draft.text, SourceRange(start, position)))
      while position < draft.operandRange.end, bytes[position].isASCIISpace { position += 1 }
    }
    return words
  }

  /// A JSON array's strings, else words; nil for an array of something else than strings, which is reported.
  private mutating func readWords(_ draft: InstructionDraft) -> (words: [DockerfileWord], isJSON: Bool)? {
    switch readArray(draft, draft.operandRange) {
    case .array(let words): (words, true)
    case .bad: nil
    case .none: (spaceSeparatedWords(draft), false)
    }
  }

  private enum ArrayReading {
    case array([DockerfileWord])
    /// JSON, but not of strings; reported.
    case bad
    case none
  }

  private mutating func readArray(_ draft: InstructionDraft, _ range: SourceRange) -> ArrayReading {
    switch JSONStringArray(draft.text, range) {
    case .strings(let elements):
      return .array(elements.map { DockerfileWord(text: $0.value, range: draft.text.hostRange(of: $0.range)) })
    case .nonString(let place):
      report(.nonStringInArray, draft.text.hostRange(of: place))
      return .bad
    case .notJSON: return .none
    }
  }

  private mutating func wordsArguments(
    _ words: [DockerfileWord], isJSON: Bool, _ draft: InstructionDraft
  ) -> DockerfileArguments {
    guard !words.isEmpty else { return noArguments(draft) }
    if draft.keyword == .volume {
      for word in words where GoText.trimmed(word.text.bytes, SourceRange(0, word.text.count)).isEmpty {
        report(.blankVolume, word.range)
      }
    }
    return .words(words, isJSON: isJSON)
  }

  private mutating func copyArguments(
    _ words: [DockerfileWord], isJSON: Bool, _ draft: InstructionDraft
  ) -> DockerfileArguments {
    guard words.count >= 2, let destination = words.last else {
      if words.isEmpty { return noArguments(draft) }
      report(.noDestination(draft.keyword), operandsPlace(draft))
      return .unread
    }
    if HeredocOpening.matches(destination.text.bytes) {
      report(.heredocDestination(draft.keyword), destination.range)
    }
    return .copy(sources: Array(words.dropLast()), destination: destination, isJSON: isJSON)
  }

  // MARK: FROM

  private mutating func readBase(_ draft: InstructionDraft) -> DockerfileArguments {
    let words = spaceSeparatedWords(draft)
    guard let image = words.first else { return noArguments(draft) }
    guard words.count == 3, isAs(words[1].text.bytes) else {
      if words.count > 1 { report(.fromArguments(count: words.count), operandsPlace(draft)) }
      return .base(image: image, name: nil)
    }
    let name = GoText.lowercased(words[2].text.bytes)
    let isValid =
      name.first.map(\.isASCIILower) ?? false
      && name.allSatisfy {
        $0.isASCIILower || $0.isASCIIDigit || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains($0)
      }
    if !isValid { report(.badStageName(words[2].text.string), words[2].range) }
    return .base(image: image, name: words[2])
  }

  /// Go's EqualFold knows the long s too.
  private func isAs(_ word: [UInt8]) -> Bool {
    word.equalsIgnoringCase("as")
      || word.count == 3 && word[0].asciiLowercased == UInt8(ascii: "a")
        && word[1] == 0xC5 && word[2] == 0xBF
  }

  // MARK: commands

  private mutating func readCommand(_ draft: InstructionDraft) -> DockerfileArguments {
    // Without a command: the shell gets an empty text.
    command(draft, draft.operandRange).map(DockerfileArguments.command) ?? .unread
  }

  /// Nil for an array of something else than strings, which is reported.
  private mutating func command(_ draft: InstructionDraft, _ range: SourceRange) -> DockerfileCommand? {
    let host = draft.text.hostRange(of: range)
    switch readArray(draft, range) {
    case .array(let words): return DockerfileCommand(form: .exec(words), range: host, isFailedJSON: false)
    case .bad: return nil
    case .none:
      let start = GoText.skipSpaces(draft.text.bytes, from: range.start, to: range.end)
      let looksLikeJSON = start < range.end && draft.text.bytes[start] == UInt8(ascii: "[")
      return DockerfileCommand(form: .shell(draft.text.slice(range)), range: host, isFailedJSON: looksLikeJSON)
    }
  }

  private mutating func readShell(_ draft: InstructionDraft) -> DockerfileArguments {
    guard let command = command(draft, draft.operandRange) else { return .unread }
    switch command.form {
    case .exec(let words) where words.isEmpty: return noArguments(draft)
    case .exec: return .command(command)
    case .shell, .script:
      if draft.operandRange.isEmpty { return noArguments(draft) }
      report(.shellNotArray(looksLikeArray: command.isFailedJSON), command.range)
      return .unread
    }
  }

  private mutating func readHealthcheck(_ draft: InstructionDraft) -> DockerfileArguments {
    // Byte by byte, as Latin-1: see `readFlags`.
    let bytes = draft.text.bytes
    let operands = draft.operandRange
    func isSpace(_ byte: UInt8) -> Bool { byte.isASCIISpace || byte == 0x85 || byte == 0xA0 }
    let kindEnd = bytes[operands.indices].firstIndex(where: isSpace) ?? operands.end
    let rest = bytes[kindEnd..<operands.end].firstIndex { !isSpace($0) } ?? operands.end
    let kindRange = SourceRange(operands.start, kindEnd)
    guard !kindRange.isEmpty else { return noArguments(draft) }
    guard let command = command(draft, SourceRange(rest, operands.end)) else { return .unread }
    let isEmpty = if case .exec(let words) = command.form { words.isEmpty } else { rest == operands.end }
    let kind = bytes[kindRange.indices]
    if kind.equalsIgnoringCase("none") {
      if isEmpty { return .noHealthcheck }
      report(.noneWithArguments, command.range)
    } else if !kind.equalsIgnoringCase("cmd") {
      report(.unknownHealthcheck(kind.asString), draft.text.hostRange(of: kindRange))
    } else if isEmpty {
      report(.healthcheckWithoutCommand, operandsPlace(draft))
    } else {
      return .healthcheck(command)
    }
    return .unread
  }

  // MARK: ONBUILD

  private mutating func readTrigger(of draft: inout InstructionDraft) {
    guard !draft.operandRange.isEmpty else {
      draft.arguments = noArguments(draft)
      return
    }
    // BuildKit has no limit here, but refuses the second ONBUILD anyway.
    guard triggerDepth < 8 else {
      report(.nestedTooDeep, operandsPlace(draft))
      return
    }
    triggerDepth += 1
    let place = operandsPlace(draft)
    let child = readDraft(draft.text, draft.operandRange, head: place)
    triggerDepth -= 1
    draft.trigger = [child]
    // A trigger of a trigger is refused with the one that holds it.
    if triggerDepth == 0, let forbidden = forbiddenTrigger(child.keywordText) {
      report(.forbiddenTrigger(forbidden), child.keywordRange)
    }
  }

  /// BuildKit compares in upper case here, where the dotless i is an I, and trims what the keyword's own reader does not.
  private func forbiddenTrigger(_ keyword: String) -> DockerfileKeyword? {
    let bytes = Array(keyword.utf8)
    let word = GoText.trimmed(bytes, SourceRange(0, bytes.count))
    let upper = bytes[word.indices].asString.uppercased()
    return [.onbuild, .from, .maintainer].first { $0.name == upper }
  }
}
