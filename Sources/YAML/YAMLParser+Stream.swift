import SourceText

extension YAMLParser {
  /// YAML 1.2.2 [211] l-yaml-stream
  mutating func parseStream() {
    if count > limits.size {
      report(.fileTooLarge, 0, 0)
      append(.document, [], 0, 0)
      append(.empty, [], 0, 0)
      nodes[0].next = 2
      return
    }
    surveyBytes()
    hasTemplates = findsTemplates()
    // Measured on 7 800 files: 40 bytes a node; more is asked for once, and by what was read so far.
    nodes.reserveCapacity(count / 32 + 16)
    while parseDocument() {}
    if hasAliases { resolveAliases() }
    if hasNamedHandles { checkHandles() }
    if diagnostics.count > 1 { diagnostics.sort { $0.range < $1.range } }
    if marks.count > 1 { marks.sort { $0.node < $1.node } }
  }

  /// What no YAML holds: bytes that are no UTF-8, control characters. A pass of its own, which the compiler makes vectors
  /// of (20 GB/s), so that no loop over text has to ask; only blocks that hold more than printable ASCII are looked into.
  private mutating func surveyBytes() {
    var offset = 0
    while offset < count {
      let end = min(count, offset + 512)
      var all: UInt8 = 0
      var control: UInt8 = 0
      for byte in bytes[offset..<end] {
        all |= byte
        let isLow: UInt8 = byte < 0x20 ? 1 : 0
        let isAllowed: UInt8 = (byte == 0x0A ? 1 : 0) | (byte == 0x0D ? 1 : 0) | (byte == 0x09 ? 1 : 0)
        control |= (isLow & ~isAllowed) | (byte == 0x7F ? 1 : 0)
      }
      offset = control == 0 && all < 0x80 ? end : surveyBlock(offset, end)
    }
  }

  /// Looks at each character; where the last one ends.
  private mutating func surveyBlock(_ start: Int, _ end: Int) -> Int {
    var offset = start
    while offset < end {
      let byte = bytes[offset]
      if byte &- 0x20 < 0x5F || byte == 0x0A || byte == 0x0D || byte == 0x09 {
        offset &+= 1
        continue
      }
      let step = UTF8Step(bytes, at: offset)
      if !step.isValid {
        report(.notUTF8, offset, offset + step.length)
      } else if byte < 0x80 || (byte == 0xC2 && bytes[offset + 1] < 0xA0 && bytes[offset + 1] != 0x85) {
        // [1] c-printable: of U+0080 to U+009F only U+0085.
        report(.controlCharacter, offset, offset + step.length)
      } else if byte == 0xEF, bytes[offset + 1] == 0xBF, bytes[offset + 2] >= 0xBE {
        report(.controlCharacter, offset, offset + 3)
      }
      offset += step.length
    }
    return offset
  }

  /// One document with what stands before it. False at the end of the text.
  private mutating func parseDocument() -> Bool {
    let firstDirective = directives.count
    var isExplicit = false
    prefix: while true {
      lineStart = position
      knownSpaces = 0
      if position < count, bytes[position] == 0xEF, SourceText.byteOrderMarkLength(Array(bytes[position..<min(count, position + 3)])) == 3 {
        position += 3
        lineStart = position
      }
      let content = skippingBlanks(position)
      guard content < count else {
        complainOfDirectives(from: firstDirective)
        position = count
        return false
      }
      switch bytes[content] {
      case 0x0A, 0x0D:
        position = skippingBreak(content)
      case 0x23:
        position = content
        skipComment()
        position = skippingBreak(position)
      case 0x25 where content == lineStart:
        parseDirective(from: firstDirective)
      case 0x2D where content == lineStart && isMarker(at: content):
        isExplicit = true
        break prefix
      case 0x2E where content == lineStart && isMarker(at: content):
        complainOfDirectives(from: firstDirective)
        position += 3
        finishLine(reporting: .textAfterDocumentEnd)
      case 0x7B where hasTemplates && isActionLine(at: content):
        position = content
        top = Frame(node: 0, indent: -1, kind: .document)
        top.awaits = .value
        if !skipActionLine() { break prefix }
        breaksDocument = false
      default:
        complainOfDirectives(from: firstDirective)
        break prefix
      }
    }
    parseDocument(firstDirective, isExplicit)
    return true
  }

  private mutating func parseDocument(_ firstDirective: Int, _ isExplicit: Bool) {
    let node = nodes.count
    let start = isExplicit ? lineStart : skippingBlanks(lineStart)
    append(.document, isExplicit ? .isExplicit : [], start, isExplicit ? start + 3 : start)
    for index in firstDirective..<directives.count {
      directives[index] = YAMLTree.Directive(document: YAMLTree.NodeID(node), range: directives[index].range)
    }
    frames.removeAll(keepingCapacity: true)
    top = Frame(node: node, indent: -1, kind: .document)
    top.awaits = .value
    forgivenLine = -1
    if isExplicit {
      position = lineStart + 3
      if skipAfterIndicator() {
        isTabbed = false
        parseNodes(position - lineStart, .marker)
      }
    } else {
      top.after = Int32(truncatingIfNeeded: start)
    }
    parseLines()
    while !frames.isEmpty { closeFrame() }
    fillAll()
    nodes[node].next = Int32(truncatingIfNeeded: nodes.count)
    if position == lineStart, position < count, bytes[position] == 0x2E, isMarker(at: position) {
      nodes[node].flags.insert(.endsExplicitly)
      position += 3
      lastEnd = position
      finishLine(reporting: .textAfterDocumentEnd)
    }
    nodes[node].end = Int32(truncatingIfNeeded: max(lastEnd, Int(nodes[node].start)))
    if isDocumentPartial { nodes[node].flags.insert(.isPartial) }
    isDocumentPartial = false
    breaksDocument = false
  }

  /// YAML 1.2.2 [82] l-directive
  private mutating func parseDirective(from first: Int) {
    let start = position
    var end = start
    let lineEnd = lineEnd(start)
    while end < lineEnd, bytes[end] != 0x23 || !bytes[end - 1].isBlank { end += 1 }
    position = end
    while end > start, bytes[end - 1].isBlank { end -= 1 }
    let range = SourceRange(start, end)
    if first == directives.count { declared.removeAll(keepingCapacity: true) }
    checkDirective(range)
    directives.append(YAMLTree.Directive(document: YAMLTree.NodeID(nodes.count), range: range))
    finishLine()
  }

  private mutating func checkDirective(_ range: SourceRange) {
    let words = TagText.words(in: bytes, range)
    guard let name = words.first else { return }
    if bytes[name.indices].equals("%YAML") {
      if !declared.insert(bytes[name.indices]).inserted { report(.repeatedDirective, range.start, range.end) }
      guard words.count == 2 else { return report(.badDirective, range.start, range.end) }
      let version = bytes[words[1].indices]
      let isNumber = version.allSatisfy { $0.isASCIIDigit || $0 == 0x2E } && version.contains(0x2E)
      if !isNumber || version.first == 0x2E || version.last == 0x2E {
        report(.badDirective, words[1].start, words[1].end)
      } else if !version.starts(with: "1.".utf8) {
        report(.badVersion, words[1].start, words[1].end)
      }
    } else if bytes[name.indices].equals("%TAG") {
      guard words.count == 3, bytes[words[1].start] == 0x21, bytes[words[1].end - 1] == 0x21 else {
        return report(.badDirective, range.start, range.end)
      }
      if !declared.insert(bytes[words[1].indices]).inserted { report(.repeatedDirective, range.start, range.end) }
    }
  }

  private mutating func complainOfDirectives(from first: Int) {
    guard first < directives.count else { return }
    report(.directiveWithoutDocument, directives[first].range.start, directives[first].range.end)
  }
}
