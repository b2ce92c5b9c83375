import SourceText

/// The words of ENV, LABEL and ARG.
///
/// Source: moby/buildkit `parser/line_parsers.go`: `parseWords`, `parseNameVal`, `parseNameOrNameVal`.
extension DockerfileParser {
  mutating func readPairs(_ draft: InstructionDraft) -> DockerfileArguments {
    let words = quotedWords(draft.text, draft.operandRange)
    guard let first = words.first else {
      report(.noArgument(draft.keyword), draft.keywordRange)
      return .unread
    }
    let bytes = draft.text.bytes
    guard bytes[first.indices].contains(UInt8(ascii: "=")) else { return readLegacyPair(draft) }
    var variables: [DockerfileVariable] = []
    var isReadable = true
    for word in words {
      guard let equals = bytes[word.indices].firstIndex(of: UInt8(ascii: "=")) else {
        report(
          .pairWithoutEquals(draft.keyword, word: bytes[word.indices].asString), draft.text.hostRange(of: word))
        isReadable = false
        continue
      }
      if equals == word.start { report(.blankName(draft.keyword), draft.text.hostRange(of: word)) }
      variables.append(variable(draft.text, word, equals: equals))
    }
    // One bad pair does not make the others unreadable.
    return isReadable || !variables.isEmpty ? .variables(variables, isLegacy: false) : .unread
  }

  /// `ENV name the rest`: split at the first blank of ASCII, whatever quotes stand there.
  private mutating func readLegacyPair(_ draft: InstructionDraft) -> DockerfileArguments {
    let bytes = draft.text.bytes
    let operands = draft.operandRange
    let nameEnd = bytes[operands.indices].firstIndex(where: \.isASCIISpace) ?? operands.end
    let valueStart = bytes[nameEnd..<operands.end].firstIndex { !$0.isASCIISpace } ?? operands.end
    guard nameEnd < operands.end else {
      let name = bytes[operands.indices].asString
      report(.noValue(draft.keyword, name: name), draft.text.hostRange(of: operands))
      return .unread
    }
    return .variables(
      [
        DockerfileVariable(
          name: DockerfileWord(draft.text, SourceRange(operands.start, nameEnd)),
          value: DockerfileWord(draft.text, SourceRange(valueStart, operands.end)),
          range: draft.text.hostRange(of: operands))
      ], isLegacy: true)
  }

  mutating func readNames(_ draft: InstructionDraft) -> DockerfileArguments {
    let words = quotedWords(draft.text, draft.operandRange)
    guard !words.isEmpty else {
      report(.noArgument(draft.keyword), draft.keywordRange)
      return .unread
    }
    let bytes = draft.text.bytes
    return .variables(
      words.map { word in
        let equals = bytes[word.indices].firstIndex(of: UInt8(ascii: "="))
        if equals == word.start { report(.blankName(.arg), draft.text.hostRange(of: word)) }
        return variable(draft.text, word, equals: equals)
      }, isLegacy: false)
  }

  private func variable(_ text: MappedText, _ word: SourceRange, equals: Int?) -> DockerfileVariable {
    DockerfileVariable(
      name: DockerfileWord(text, SourceRange(word.start, equals ?? word.end)),
      value: equals.map { DockerfileWord(text, SourceRange($0 + 1, word.end)) }, range: text.hostRange(of: word))
  }

  /// Split at blanks of Unicode outside quotes; quotes and escapes stay in the words, but for an escape at the very end.
  private func quotedWords(_ text: MappedText, _ range: SourceRange) -> [SourceRange] {
    let bytes = text.bytes
    var words: [SourceRange] = []
    var position = range.start
    while true {
      position = GoText.skipSpaces(bytes, from: position, to: range.end)
      guard position < range.end else { return words }
      let start = position
      var end = range.end
      var quote: UInt8?
      scan: while position < range.end {
        let byte = bytes[position]
        if quote == nil, GoText.spaceLength(bytes, at: position, before: range.end) > 0 {
          end = position
          break scan
        }
        // Nothing can be escaped inside single quotes; elsewhere whatever follows is part of the word.
        if byte == escape, quote != UInt8(ascii: "'") {
          if position + 1 == range.end {
            end = position
            position += 1
            break scan
          }
          position += 1
          position += max(1, GoText.spaceLength(bytes, at: position, before: range.end))
          continue
        }
        if byte == quote {
          quote = nil
        } else if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
          quote = byte
        }
        position += 1
      }
      if end > start { words.append(SourceRange(start, end)) }
    }
  }
}
