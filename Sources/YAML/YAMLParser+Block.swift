import SourceText

extension YAMLParser {
  /// What may stand where `parseNodes` begins.
  enum Place {
    /// At the indentation of an open mapping: a key.
    case entry
    /// Where a block collection may begin.
    case start
    /// Behind `key:`, on its line.
    case value
    /// Behind `---`, on its line.
    case marker
  }

  /// The lines of a document up to a marker or the end of the text.
  mutating func parseLines() {
    while let column = nextLine() { openLine(column) }
  }

  /// Goes to the first byte of the next line that holds content; its column, or nil at a marker or the end.
  @inline(__always)
  mutating func nextLine() -> Int? {
    while true {
      let start = position
      lineStart = start
      let content = skippingSpaces(start &+ knownSpaces)
      knownSpaces = 0
      isTabbed = false
      position = content
      guard content < count else { return nil }
      let byte = bytes[content]
      // Letters and most of what begins a line; `{` may be an action.
      if byte > 0x3A, byte != 0x7B { return content &- start }
      switch byte {
      case 0x0A: position = content &+ 1
      case 0x0D: position = skippingBreak(content)
      case 0x23:
        skipComment()
        position = skippingBreak(position)
      case 0x09:
        if let column = tabbedLine() { return column }
      case 0x2D, 0x2E:
        if content == start, isMarker(at: content) { return nil }
        return content &- start
      default:
        if hasTemplates, skipActionLine() {
          if breaksDocument { return nil }
          continue
        }
        return content &- start
      }
    }
  }

  /// A line that has a tab before its content, which is only white space where a scalar goes on or a value may begin.
  /// YAML 1.2.2 [63] s-indent is spaces alone.
  mutating func tabbedLine() -> Int? {
    let spaces = position - lineStart
    let content = skippingBlanks(position)
    if isBreak(at: content) {
      position = skippingBreak(content)
      return nil
    }
    if bytes[content] == 0x23 {
      position = content
      skipComment()
      position = skippingBreak(position)
      return nil
    }
    position = content
    if hasTemplates, skipActionLine() { return nil }
    position = content
    isTabbed = true
    if !looksLikeEntry(at: content) { return spaces }
    // Where a tab got in by accident, the spaces beside it still say what the line belongs to.
    return bytes[lineStart..<content].count { $0 == 0x20 }
  }

  /// The line at `position` has content at a column: closes what is indented more, and reads what it holds.
  @inline(__always)
  mutating func openLine(_ column: Int) {
    var closed: Frame?
    while Int(top.indent) > column {
      closed = top
      closeFrame()
    }
    let before = top.child
    if let closed, closed.kind == .mapping { top.child = ClosedChild(indent: closed.indent, next: Int32(truncatingIfNeeded: nodes.count)) }
    if Int(top.indent) == column {
      if top.kind == .mapping, top.awaits == .none, bytes[position] > 0x3F || !isDash(at: position) {
        parseNodes(column, .entry)
      } else {
        openAlignedLine(column, closed == nil ? top.child : before)
      }
    } else if top.awaits == .value || top.awaits == .key {
      parseNodes(column, .start)
    } else {
      openMisplacedLine(column, closed, before)
    }
  }

  @inline(__always)
  func isDash(at offset: Int) -> Bool { bytes[offset] == 0x2D && isWhite(at: offset &+ 1) }

  /// The line is indented as the innermost collection is.
  mutating func openAlignedLine(_ column: Int, _ before: ClosedChild) {
    let isDash = isDash(at: position)
    if top.kind == .sequence {
      if isDash {
        if top.awaits == .value { appendEmpty() }
        parseItem(column)
        return
      }
      // YAML 1.2.2 [201] seq-space: a sequence may be indented as the mapping whose value it is.
      if let below = frames.last, below.kind == .mapping, Int(below.indent) == column {
        closeFrame()
        top.child = ClosedChild(indent: Int32(truncatingIfNeeded: column), next: Int32(truncatingIfNeeded: nodes.count))
        openAlignedLine(column, top.child)
        return
      }
      if top.awaits == .value { appendEmpty() }
      if let culprit = misplacedBeforeItems(column) { complain(ofLineAt: culprit) }
      complainOfLine(.missingDash)
      top.awaits = .value
      top.after = Int32(truncatingIfNeeded: position)
      parseNodes(column, .start)
      return
    }
    if isDash {
      if top.awaits == .value || top.awaits == .key {
        parseNodes(column, .start)
        return
      }
      if top.awaits == .none, let below = frames.last, below.kind == .sequence, Int(below.indent) == column {
        closeFrame()
        parseItem(column)
        return
      }
      fillAll()
      if let key = keyAmongItems(column, before) { complain(ofLineAt: key) }
      complainOfLine(.itemInMapping)
      append(.error, .isKey, position, position)
      top.awaits = .value
      top.after = Int32(truncatingIfNeeded: position)
      parseNodes(column, .start)
      return
    }
    if top.awaits == .key { appendEmpty() }
    if top.awaits == .colon, bytes[position] == 0x3A, isWhite(at: position + 1) {
      // YAML 1.2.2 [191] l-block-map-explicit-value
      position += 1
      top.awaits = .value
      if skipAfterIndicator() { parseNodes(position - lineStart, .start) }
      return
    }
    fillAll()
    parseNodes(column, .entry)
  }

  /// YAML 1.2.2 [184] c-l-block-seq-entry, in the sequence that is open: from the dash on.
  mutating func parseItem(_ column: Int) {
    if isTabbed { report(.tabIndentation, lineStart, position) }
    position += 1
    top.awaits = .value
    if skipAfterIndicator() { parseNodes(position - lineStart, .start) }
  }

  /// Behind `-`, `?` or `:`. False where the line ends, which is skipped then.
  @inline(__always)
  mutating func skipAfterIndicator() -> Bool {
    top.after = Int32(truncatingIfNeeded: position)
    var offset = skippingSpaces(position)
    isTabbed = false
    if offset < count, bytes[offset] == 0x09 {
      isTabbed = true
      offset = skippingBlanks(offset)
    }
    guard offset < count, bytes[offset] != 0x0A, bytes[offset] != 0x0D, bytes[offset] != 0x23 || offset == position else {
      finishLine()
      return false
    }
    position = offset
    return true
  }

  /// Opens a block collection in the awaited place.
  @inline(__always)
  mutating func open(_ kind: YAMLTree.Kind, _ column: Int, _ start: Int) {
    if isTabbed { report(.tabIndentation, lineStart, start) }
    var flags = fill()
    if !outer.isEmpty {
      let line = inner
      inner = PendingProperties()
      flags = take(flags)
      inner = line
    }
    frames.append(top)
    top = Frame(node: nodes.count, indent: column, kind: kind == .blockMapping ? .mapping : .sequence)
    append(kind, flags, start, start)
  }

  mutating func closeFrame() {
    fillAll()
    let node = Int(top.node)
    closedEnd = nodes.count
    nodes[node].next = Int32(truncatingIfNeeded: nodes.count)
    nodes[node].end = Int32(truncatingIfNeeded: max(lastEnd, Int(nodes[node].start)))
    top = frames.popLast() ?? Frame(node: 0, indent: -1, kind: .document)
  }

  /// Puts empty nodes into all places that are awaited.
  @inline(__always)
  mutating func fillAll() {
    while top.awaits != .none { appendEmpty() }
  }

  mutating func appendEmpty() {
    mergeInner()
    var place = max(Int(top.after), outer.end)
    if top.awaits == .colon { place = max(place, lastEnd) }
    // An anchor or tag below an action is not the action's.
    if let action = awaitedAction(), outer.end <= action.start {
      let flags = fill()
      append(.action, take(flags.union(.isTemplated)), action.start, action.end)
      return
    }
    let flags = fill()
    append(.empty, take(flags), place, place)
  }

  var isFull: Bool { frames.count + flow.count >= limits.depth }

  /// Passes over what is nested too deeply: the rest of the line, and the lines that are indented more than its collection.
  mutating func skipTooDeep() {
    let start = position
    var end = lineEnd(position)
    if !isTooDeep { report(.tooDeep, start, end) }
    isTooDeep = true
    position = skippingBreak(end)
    while position < count {
      let content = skippingSpaces(position)
      if !isBreak(at: content), content - position <= Int(top.indent) || (content == position && isMarker(at: content)) { break }
      let lineEnd = lineEnd(content)
      if !isBreak(at: content) { end = lineEnd }
      position = skippingBreak(lineEnd)
    }
    lineStart = position
    let flags = fill()
    append(.error, take(flags.union(.isMultiline)), start, end)
  }
}
