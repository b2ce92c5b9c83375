import SourceText

extension ScalarDecoder {
  /// YAML 1.2.2 [170] c-l+literal, [174] c-l+folded. `end` is the range's: behind the last line's text, or behind all
  /// line breaks where they are kept.
  func decodeBlock(_ start: Int, _ end: Int, indentation: Int, isFolded: Bool, _ sink: inout some ScalarSink) {
    var offset = start + 1
    var strips = false
    var keeps = false
    while offset < end, !bytes[offset].isASCIISpace, bytes[offset] != 0x23 {
      strips = strips || bytes[offset] == 0x2D
      keeps = keeps || bytes[offset] == 0x2B
      offset += 1
    }
    offset = skipLine(offset)
    var pending: [SourceRange] = []
    var wasText = false
    var wasIndented = false
    while offset < end {
      var content = offset
      while content < end, content - offset < indentation, bytes[content] == 0x20 { content += 1 }
      let lineEnd = lineEnd(content, end)
      let next = skipLine(lineEnd)
      let lineBreak = SourceRange(lineEnd, max(lineEnd, next))
      if content == lineEnd {
        // The end of the input ends an empty line as a break does (yaml-test-suite JEF9/02).
        pending.append(SourceRange(offset, max(lineEnd, next)))
        offset = max(next, lineEnd + (lineBreak.isEmpty ? 1 : 0))
        continue
      }
      // [177] s-nb-spaced-text: lines that are indented more keep their breaks.
      let isIndented = bytes[content].isBlank
      flush(&pending, isFolded: isFolded && wasText && !wasIndented && !isIndented, isFirst: !wasText, &sink)
      sink.append(SourceRange(content, lineEnd))
      // [165] b-chomped-last: the end of the input after text is no line break, as libyaml and its kin have it too; but
      // after a line of blanks it is (L24T/01).
      if !lineBreak.isEmpty || bytes[content..<lineEnd].allSatisfy(\.isBlank) { pending.append(lineBreak) }
      wasText = true
      wasIndented = isIndented
      offset = lineBreak.isEmpty ? lineEnd + 1 : next
    }
    // [165] b-chomped-last
    if strips { return }
    if keeps {
      for lineBreak in pending { appendBreak(lineBreak, &sink) }
    } else if wasText, let lineBreak = pending.first {
      appendBreak(lineBreak, &sink)
    }
  }

  /// The breaks between two lines of text: in folded text the first is a blank, or nothing before others.
  private func flush(_ pending: inout [SourceRange], isFolded: Bool, isFirst: Bool, _ sink: inout some ScalarSink) {
    if isFolded, pending.count == 1 {
      sink.append(CollectionOfOne(0x20), for: pending[0])
    } else {
      for lineBreak in isFolded ? pending.dropFirst() : pending[...] { appendBreak(lineBreak, &sink) }
    }
    pending.removeAll(keepingCapacity: true)
  }

  private func appendBreak(_ range: SourceRange, _ sink: inout some ScalarSink) {
    if range.count == 1, bytes[range.start] == 0x0A { sink.append(range) } else { sink.append(CollectionOfOne(0x0A), for: range) }
  }

  private func lineEnd(_ offset: Int, _ end: Int) -> Int {
    var offset = offset
    while offset < end, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
    return offset
  }

  /// Past the line break of the line at an offset: it may lie behind the scalar's range.
  private func skipLine(_ offset: Int) -> Int {
    var offset = offset
    while offset < bytes.count, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
    guard offset < bytes.count else { return offset }
    return bytes[offset] == 0x0D && offset + 1 < bytes.count && bytes[offset + 1] == 0x0A ? offset + 2 : offset + 1
  }
}
