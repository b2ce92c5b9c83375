import SourceText

/// Where lines stand that could end a heredoc: made when one has no end, so that many of them cost one pass.
struct HeredocTerminators {
  private var last: [ArraySlice<UInt8>: Int] = [:]
  private var lastWithoutTabs: [ArraySlice<UInt8>: Int] = [:]
  private var lastWithoutBlanks: [ArraySlice<UInt8>: Int] = [:]

  init(_ bytes: [UInt8], from start: Int) {
    var position = start
    while position < bytes.count {
      let newline = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
      var end = newline
      while end > position, bytes[end - 1] == 0x0D { end -= 1 }
      let line = bytes[position..<end]
      last[line] = position
      lastWithoutTabs[line.drop { $0 == 0x09 }] = position
      lastWithoutBlanks[Self.withoutBlanks(line)] = position
      position = newline + 1
    }
  }

  static func withoutBlanks(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var line = line.drop(while: \.isBlank)
    while let byte = line.last, byte.isBlank { line.removeLast() }
    return line
  }

  func hasLine(_ name: [UInt8], withoutTabs: Bool, from position: Int) -> Bool {
    ((withoutTabs ? lastWithoutTabs : last)[name[...]] ?? -1) >= position
  }

  func hasNearMiss(_ name: [UInt8], from position: Int) -> Bool { (lastWithoutBlanks[name[...]] ?? -1) >= position }
}

extension DockerfileParser {
  mutating func readHeredocs(openedIn line: MappedText, of draft: inout InstructionDraft) {
    for opening in HeredocOpening.all(in: line.bytes) {
      guard readHeredoc(opening, line.hostRange(of: opening.range), of: &draft) else { return }
    }
  }

  /// Whether the next heredoc of the line can be read: not where this one has no end at all.
  private mutating func readHeredoc(
    _ opening: HeredocOpening, _ openingRange: SourceRange, of draft: inout InstructionDraft
  ) -> Bool {
    let bodyStart = position
    if heredocTerminators?.hasLine(opening.name, withoutTabs: opening.stripsTabs, from: bodyStart) ?? true {
      while let line = nextLine() {
        var start = line.start
        if opening.stripsTabs { while start < line.end, bytes[start] == 0x09 { start += 1 } }
        guard bytes[start..<line.end].elementsEqual(opening.name) else { continue }
        add(opening, openingRange, SourceRange(bodyStart, line.start), SourceRange(start, line.end), to: &draft)
        return true
      }
      position = bodyStart
    }
    return recover(opening, openingRange, from: bodyStart, of: &draft)
  }

  /// BuildKit refuses the file. The body is taken to end at a line that nearly ends it, or before one that looks like
  /// an instruction of a Dockerfile written by hand.
  private mutating func recover(
    _ opening: HeredocOpening, _ openingRange: SourceRange, from bodyStart: Int, of draft: inout InstructionDraft
  ) -> Bool {
    let terminators = heredocTerminators ?? HeredocTerminators(bytes, from: bodyStart)
    heredocTerminators = terminators
    let nearMiss = terminators.hasNearMiss(opening.name, from: bodyStart)
    report(.unterminatedHeredoc(opening.name.asString, nearMiss: nearMiss), openingRange)
    var end = bodyStart
    while let line = nextLine() {
      if nearMiss {
        let text = HeredocTerminators.withoutBlanks(bytes[line.start..<line.end])
        if text.elementsEqual(opening.name) {
          let terminator = SourceRange(text.startIndex, text.endIndex)
          add(opening, openingRange, SourceRange(bodyStart, line.start), terminator, to: &draft)
          draft.range = SourceRange(draft.range.start, line.end)
          return true
        }
      } else if looksLikeInstruction(line) {
        position = line.start
        break
      }
      end = line.next
    }
    // Like any instruction's range, this one's leaves the last line break out.
    while end > bodyStart, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    add(opening, openingRange, SourceRange(bodyStart, end), .at(end), to: &draft)
    return false
  }

  private func looksLikeInstruction(_ line: Line) -> Bool {
    let word = bytes[line.start..<line.end].prefix(while: \.isASCIIUpper)
    guard !word.isEmpty, word.endIndex < line.end, bytes[word.endIndex].isBlank else { return false }
    return DockerfileKeyword(spelling: word) != .unknown
  }

  private mutating func add(
    _ opening: HeredocOpening, _ openingRange: SourceRange, _ bodyRange: SourceRange, _ terminator: SourceRange,
    to draft: inout InstructionDraft
  ) {
    draft.heredocs.append(
      DockerfileHeredoc(
        name: opening.name.asString, openingRange: openingRange, bodyRange: bodyRange,
        body: opening.stripsTabs ? withoutTabs(bodyRange) : MappedText(bytes, bodyRange),
        terminatorRange: terminator, expands: opening.expands, stripsTabs: opening.stripsTabs,
        fileDescriptor: opening.fileDescriptor))
    draft.range = SourceRange(draft.range.start, max(draft.range.end, terminator.end))
  }

  /// `(?m)^\t+`
  private func withoutTabs(_ body: SourceRange) -> MappedText {
    var builder = MappedText.Builder(host: bytes)
    var position = body.start
    while position < body.end {
      while position < body.end, bytes[position] == 0x09 { position += 1 }
      let newline = bytes[position..<body.end].firstIndex(of: 0x0A)
      let next = newline.map { $0 + 1 } ?? body.end
      builder.append(SourceRange(position, next))
      position = next
    }
    return builder.finish(emptyAt: body.start)
  }
}
