import SourceText

/// Source: moby/buildkit `parser/split_command.go`, `instructions/bflag.go`.
extension DockerfileParser {
  /// The `--` words at the front of what follows the keyword, and where they end.
  ///
  /// BuildKit reads them byte by byte as Latin-1: 0x85 and 0xA0 end a word even inside a UTF-8 sequence, and every byte
  /// above 0x7F becomes a scalar of its own.
  func readFlags(_ text: MappedText) -> (flags: [DockerfileFlag], end: Int) {
    let bytes = text.bytes
    var flags: [DockerfileFlag] = []
    var position = 0
    while true {
      while position < bytes.count, isLatin1Space(bytes[position]) { position += 1 }
      guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "-"), bytes[position + 1] == UInt8(ascii: "-")
      else { return (flags, position) }
      let start = position
      let word = readFlagWord(text, &position)
      // A lone `--` ends the flags.
      if word.count == 2 { return (flags, position) }
      flags.append(flag(word, in: text, SourceRange(start, position)))
    }
  }

  private func isLatin1Space(_ byte: UInt8) -> Bool { byte.isASCIISpace || byte == 0x85 || byte == 0xA0 }

  /// One word, its quotes and escapes removed; the escape character works inside single quotes too.
  private func readFlagWord(_ text: MappedText, _ position: inout Int) -> MappedText {
    let bytes = text.bytes
    var builder = MappedText.Builder(host: text)
    var quote: UInt8?
    while position < bytes.count {
      var byte = bytes[position]
      if quote == nil, isLatin1Space(byte) { break }
      if byte == quote {
        quote = nil
        position += 1
        continue
      }
      if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
        position += 1
        continue
      }
      if byte == escape {
        position += 1
        guard position < bytes.count else { break }
        byte = bytes[position]
      }
      let place = SourceRange(position, position + 1)
      if byte < 0x80 { builder.append(place) } else { builder.append([0xC0 | byte >> 6, 0x80 | byte & 0x3F], for: place) }
      position += 1
    }
    return builder.finish(emptyAt: text.hostOffset(of: position))
  }

  private func flag(_ word: MappedText, in text: MappedText, _ range: SourceRange) -> DockerfileFlag {
    let equals = word.bytes.firstIndex(of: UInt8(ascii: "="))
    let name = SourceRange(2, equals ?? word.count)
    let whole = text.hostRange(of: range)
    let value = equals.map { equals in
      let start = word.hostOffset(of: equals) + 1
      return DockerfileWord(
        text: word.slice(SourceRange(equals + 1, word.count)), range: SourceRange(start, max(start, whole.end)))
    }
    return DockerfileFlag(
      name: word.bytes[name.indices].asString, nameRange: word.hostRange(of: name), value: value, range: whole)
  }

  mutating func checkFlags(of draft: InstructionDraft) {
    guard !draft.flags.isEmpty else { return }
    // BuildKit never looks at these three's.
    switch draft.keyword {
    case .arg, .stopsignal, .unknown: return
    case .healthcheck: if case .noHealthcheck = draft.arguments { return }
    default: break
    }
    let known = FlagDefinition.of(draft.keyword)
    var seen: Set<String> = []
    for flag in draft.flags {
      guard let definition = known.first(where: { $0.name == flag.name }) else {
        report(.unknownFlag(flag.name, of: draft.keyword), flag.range)
        continue
      }
      let isFirst = seen.insert(flag.name).inserted
      if !isFirst, definition.value != .list { report(.repeatedFlag(flag.name), flag.range) }
      check(flag, definition)
      if let value = flag.value { checkValue(of: flag, value, in: draft.keyword) }
    }
  }

  private mutating func check(_ flag: DockerfileFlag, _ definition: FlagDefinition) {
    switch definition.value {
    case .boolean:
      guard let value = flag.value else { return }
      if value.text.isEmpty {
        report(.flagWithoutValue(flag.name), flag.range)
      } else if !value.text.bytes.equalsIgnoringCase("true"), !value.text.bytes.equalsIgnoringCase("false") {
        report(.flagNotBoolean(flag.name, value: value.text.string), value.range)
      }
    case .single, .list:
      if flag.value == nil { report(.flagWithoutValue(flag.name), flag.range) }
    }
  }

  private mutating func checkValue(of flag: DockerfileFlag, _ value: DockerfileWord, in keyword: DockerfileKeyword) {
    let text = value.text.string
    let range = value.range.isEmpty ? flag.range : value.range
    switch (keyword, flag.name) {
    case (.run, "mount"):
      guard let mount = DockerfileMount(value) else {
        report(.badMountList(text), range)
        return
      }
      for option in mount.options where option.key == .from {
        guard let from = option.value, let dollar = from.text.bytes.firstIndex(of: UInt8(ascii: "$")),
          dollar < from.text.count - 1
        else { continue }
        report(.variableInMountSource, from.range)
      }
    case (.run, "network"):
      if !["default", "none", "host"].contains(text) { report(.badNetworkMode(text), range) }
    case (.run, "security"):
      if !["sandbox", "insecure"].contains(text) { report(.badSecurityMode(text), range) }
    case (.run, "device"):
      if case .failure(let problem) = DockerfileDevice.read(value.text) { report(.badDevice(problem.reason), range) }
    case (.healthcheck, "retries"):
      guard !value.text.isEmpty else { return }
      // Go's ParseInt: a sign, then decimal digits only.
      guard let retries = Int32(text), retries >= 0 else {
        report(.badRetries(text), range)
        return
      }
    case (.healthcheck, _):
      checkDuration(value.text, flag.name, range)
    default: break
    }
  }

  private mutating func checkDuration(_ value: MappedText, _ flag: String, _ range: SourceRange) {
    guard !value.isEmpty else { return }
    guard let duration = GoDuration(value.bytes) else {
      report(.badDuration(flag: flag, value: value.string), range)
      return
    }
    if duration.nanoseconds != 0, duration.nanoseconds < 1_000_000 {
      report(.durationTooShort(flag: flag, value: value.string), range)
    }
  }
}
