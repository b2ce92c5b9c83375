import SourceText

extension YAMLParser {
  /// An open collection in brackets.
  struct FlowFrame {
    enum State: UInt8 {
      /// Behind `[`, `{` or `,`.
      case ready
      /// Behind `?`.
      case key
      /// Behind an item, or a mapping's key: `:`, `,` or the closing bracket.
      case item
      /// Behind `:`.
      case value
      /// Behind a value.
      case done
    }
    var node: Int32
    /// The item or key that was read last.
    var item: Int32 = 0
    /// The single-pair mapping that is open in a sequence; -1 for none.
    var pair: Int32 = -1
    /// The line that the item begins on.
    var itemLine: Int32 = 0
    var isMapping: Bool
    var state = State.ready
    /// Whether the item is quoted or bracketed, so that `:` may follow without a blank.
    var isJSON = false

    init(node: Int, isMapping: Bool) {
      self.node = Int32(truncatingIfNeeded: node)
      self.isMapping = isMapping
    }
  }

  /// YAML 1.2.2 [137] c-flow-sequence, [140] c-flow-mapping: from the opening bracket behind the closing one. Nesting is a
  /// stack, not a recursion.
  ///
  /// - Parameter indent: of the block collection around it; lines inside must be indented by more.
  mutating func parseFlow(indent: Int) {
    openFlow()
    var complained = false
    while !flow.isEmpty {
      guard skipFlowSpace(indent, &complained) else {
        closeUnfinishedFlow()
        return
      }
      if nodes.count > nodeLimit {
        leaveDenseFlow()
        return
      }
      let start = position
      let byte = bytes[start]
      switch byte {
      case 0x2C:
        parseComma()
      case 0x5D, 0x7D:
        if !parseCloser(byte) { return }
      case 0x5B, 0x7B:
        if byte == 0x7B, hasTemplates, actionEnd(at: start) != nil {
          parseFlowPlain(indent, &complained)
        } else {
          beginFlowItem(isJSON: true)
          if isFull { skipDeepFlow() } else { openFlow() }
        }
      case 0x22, 0x27:
        var flags: YAMLTree.Flags = []
        beginFlowItem(isJSON: true)
        let end = scanQuoted(start, indent: indent, inFlow: true, mustBeOneLine: false, &flags)
        position = end
        appendFlowScalar(byte == 0x22 ? .doubleQuoted : .singleQuoted, flags, start, end)
      case 0x3A where isFlowColon(start):
        parseFlowColon()
      case 0x3F where isWhite(at: start + 1) || Self.isFlowIndicator(bytes[start + 1]):
        parseFlowQuestion()
      case 0x26, 0x21:
        scanProperty(inFlow: true)
      case 0x2A:
        let end = scanName(start + 1)
        if end == start + 1 { report(.badAnchor, start, end) }
        if !inner.isEmpty { report(.propertyOnAlias, inner.start, inner.end) }
        inner = PendingProperties()
        hasAliases = true
        beginFlowItem(isJSON: false)
        position = end
        appendFlowScalar(.alias, [], start, end)
      default:
        parseFlowPlain(indent, &complained)
      }
    }
  }

  private mutating func openFlow() {
    let isMapping = bytes[position] == 0x7B
    let frame = FlowFrame(node: nodes.count, isMapping: isMapping)
    append(isMapping ? .flowMapping : .flowSequence, flowFlags(), position, position + 1)
    flow.append(frame)
    position += 1
  }

  /// The flags and properties of the node that comes next.
  @inline(__always)
  private mutating func flowFlags() -> YAMLTree.Flags {
    guard let last = flow.last else { return take([], withOuter: false) }
    let isKey = last.state == .item && (last.isMapping || last.pair >= 0)
    return take(isKey ? .isKey : [], withOuter: false)
  }

  @inline(__always)
  mutating func appendFlowScalar(_ kind: YAMLTree.Kind, _ flags: YAMLTree.Flags, _ start: Int, _ end: Int) {
    let all = flowFlags().union(flags)
    var number: UInt16 = 0
    if all.contains(.isKey) {
      number = flags.contains(.needsDecoding) ? decodedKey(kind, start, end) : internedKey(kind, start, end)
    }
    append(kind, all, detail: number, start, end)
  }

  private mutating func appendFlowEmpty(isKey: Bool) {
    let place = inner.isEmpty ? lastEnd : inner.end
    append(.empty, take(isKey ? .isKey : [], withOuter: false), place, place)
  }

  /// The next node becomes an item, key or value of the innermost collection.
  @inline(__always)
  mutating func beginFlowItem(isJSON: Bool) {
    let last = flow.count &- 1
    guard last >= 0 else { return }
    switch flow[last].state {
    case .ready, .key: break
    case .value:
      flow[last].state = .done
      return
    case .item, .done:
      report(.missingComma, position, position)
      finishFlowEntry(last)
    }
    flow[last].state = .item
    flow[last].item = Int32(truncatingIfNeeded: nodes.count)
    flow[last].itemLine = Int32(truncatingIfNeeded: lineStart)
    flow[last].isJSON = isJSON
  }

  /// Puts empty nodes where key or value is missing, and ends a single pair.
  @inline(__always)
  private mutating func finishFlowEntry(_ last: Int) {
    let frame = flow[last]
    if frame.isMapping || frame.pair >= 0 {
      if frame.state == .key { appendFlowEmpty(isKey: true) }
      if frame.state == .key || frame.state == .item || frame.state == .value { appendFlowEmpty(isKey: false) }
      if frame.pair >= 0 {
        nodes[Int(frame.pair)].next = Int32(truncatingIfNeeded: nodes.count)
        nodes[Int(frame.pair)].end = Int32(truncatingIfNeeded: lastEnd)
        flow[last].pair = -1
      }
    }
    if !inner.isEmpty {
      if frame.state != .ready { report(.missingComma, inner.start, inner.start) }
      appendFlowEmpty(isKey: frame.isMapping)
      if frame.isMapping { appendFlowEmpty(isKey: false) }
    }
    flow[last].state = .ready
  }

  private mutating func parseComma() {
    let last = flow.count - 1
    if flow[last].state == .ready, inner.isEmpty { report(.strayComma, position, position + 1) }
    finishFlowEntry(last)
    position += 1
    lastEnd = position
  }

  /// False where the brackets fit nothing any more.
  private mutating func parseCloser(_ closer: UInt8) -> Bool {
    let isMapping = closer == 0x7D
    guard let match = flow.lastIndex(where: { $0.isMapping == isMapping }) else {
      report(.wrongCloser, position, position + 1)
      position += 1
      return true
    }
    while flow.count - 1 > match {
      report(.unclosedFlow, Int(nodes[Int(flow[flow.count - 1].node)].start), Int(nodes[Int(flow[flow.count - 1].node)].start) + 1)
      closeFlow(at: lastEnd)
    }
    position += 1
    closeFlow(at: position)
    return true
  }

  private mutating func closeFlow(at end: Int) {
    finishFlowEntry(flow.count - 1)
    let node = Int(flow.removeLast().node)
    lastEnd = max(end, lastEnd)
    nodes[node].end = Int32(truncatingIfNeeded: lastEnd)
    nodes[node].next = Int32(truncatingIfNeeded: nodes.count)
  }

  /// The text, or what may belong to the collection, ends before its bracket.
  private mutating func closeUnfinishedFlow() {
    if let last = flow.last {
      let opener = Int(nodes[Int(last.node)].start)
      report(.unclosedFlow, opener, opener + 1)
    }
    while !flow.isEmpty { closeFlow(at: lastEnd) }
    let end = lastEnd
    // The line that cannot belong to it is read as what it looks like.
    position = max(min(position, lineStart), end)
    if position == lineStart, position > 0 {
      position -= 1
      if position > 0, bytes[position] == 0x0A, bytes[position - 1] == 0x0D { position -= 1 }
      position = max(position, end)
    }
  }

  /// A node is 16 bytes, and `{a,a` makes one a byte.
  private mutating func leaveDenseFlow() {
    report(.tooDense, position, position + 1)
    while !flow.isEmpty { closeFlow(at: lastEnd) }
    position = count
  }

  private mutating func skipDeepFlow() {
    let start = position
    if !isTooDeep { report(.tooDeep, start, start + 1) }
    isTooDeep = true
    var depth = 0
    while position < count {
      let byte = bytes[position]
      if byte == 0x5B || byte == 0x7B { depth += 1 }
      if byte == 0x5D || byte == 0x7D { depth -= 1 }
      if byte == 0x0A { lineStart = position + 1 }
      position += 1
      if depth == 0 { break }
    }
    appendFlowScalar(.error, start < lineStart ? .isMultiline : [], start, position)
  }

  /// YAML 1.2.2 [147] c-ns-flow-map-separate-value, [149] c-ns-flow-map-adjacent-value
  func isFlowColon(_ offset: Int) -> Bool {
    if isWhite(at: offset + 1) || Self.isFlowIndicator(bytes[offset + 1]) { return true }
    guard let last = flow.last else { return false }
    return last.state == .item && last.isJSON
  }

  private mutating func parseFlowColon() {
    let last = flow.count - 1
    let colon = position
    position += 1
    switch flow[last].state {
    case .item:
      let item = Int(flow[last].item)
      if !flow[last].isMapping, flow[last].pair < 0 {
        // [150] ns-flow-pair: a key on one line, of at most 1024 characters.
        if Int(flow[last].itemLine) != lineStart { report(.strayColon, colon, position) }
        guard colon - Int(nodes[item].start) <= 4096 else {
          report(.longKey, Int(nodes[item].start), colon)
          return
        }
        if colon - Int(nodes[item].start) > 1024 { checkKeyLength(Int(nodes[item].start), colon) }
        makePair(item)
        flow[last].pair = Int32(truncatingIfNeeded: item)
        flow[last].item += 1
      }
    case .ready, .key:
      if !flow[last].isMapping, flow[last].pair < 0 {
        flow[last].pair = Int32(truncatingIfNeeded: nodes.count)
        let start = inner.isEmpty ? colon : inner.start
        append(.flowMapping, [], start, start)
      }
      lastEnd = colon
      appendFlowEmpty(isKey: true)
    case .value, .done:
      report(.strayColon, colon, position)
      return
    }
    flow[last].state = .value
    lastEnd = position
  }

  /// Puts a mapping around the item that was read last: only `:` shows that it is a key.
  private mutating func makePair(_ item: Int) {
    let start = Int(nodes[item].start)
    var propertyIndex = properties.count
    while propertyIndex > 0, properties[propertyIndex - 1].node.index >= item { propertyIndex -= 1 }
    insertNode(at: item, propertyIndex)
    var key = nodes[item + 1]
    key.flags.insert(.isKey)
    if key.kind == .plain || key.kind.isQuoted {
      let isRaw = !key.flags.contains(.needsDecoding)
      key.detail = isRaw ? internedKey(key.kind, start, Int(key.end)) : decodedKey(key.kind, start, Int(key.end))
    }
    nodes[item + 1] = key
    if key.flags.contains(.hasProperties) {
      nodes[item].start = Int32(truncatingIfNeeded: properties[propertyIndex].range.start)
    }
  }

  /// [151] ns-flow-map-explicit-entry
  private mutating func parseFlowQuestion() {
    let last = flow.count - 1
    switch flow[last].state {
    case .ready: break
    case .key, .value: report(.strayColon, position, position + 1)
    case .item, .done: report(.missingComma, position, position)
    }
    finishFlowEntry(last)
    if !flow[last].isMapping {
      flow[last].pair = Int32(truncatingIfNeeded: nodes.count)
      append(.flowMapping, [], position, position + 1)
    }
    flow[last].state = .key
    position += 1
    lastEnd = position
  }
}
