import SourceText

extension YAMLParser {
  /// The line is indented as nothing is that is open, and nothing is awaited. The nearest collection of its kind gets it.
  mutating func openMisplacedLine(_ column: Int, _ closed: Frame?, _ before: ClosedChild) {
    let isDash = isDash(at: position)
    if !isDash, closed == nil, makeKeyOfLastScalar(column) {
      parseNodes(column, .entry)
      return
    }
    if let culprit = misplacedBefore(column, closed, before, isDash: isDash) { complain(ofLineAt: culprit) }
    complainOfLine(top.kind == .document ? .secondValue : .badIndentation)
    if let closed, closed.kind == (isDash ? .sequence : .mapping), isDash || looksLikeEntry(at: position),
      closed.kind != top.kind || Int(closed.indent) - column < column - Int(top.indent)
    {
      frames.append(top)
      top = closed
      top.awaits = .none
      // What follows is more likely indented from here where there is nothing around it.
      if frames.count == 1 { top.indent = Int32(truncatingIfNeeded: column) }
      if isDash { parseItem(column) } else { parseNodes(column, .entry) }
      return
    }
    fillAll()
    switch top.kind {
    case .sequence:
      if isDash {
        parseItem(column)
      } else {
        top.awaits = .value
        top.after = Int32(truncatingIfNeeded: position)
        parseNodes(column, .start)
      }
    case .document:
      top.awaits = .value
      top.after = Int32(truncatingIfNeeded: position)
      parseNodes(column, .start)
    case .mapping:
      if isDash {
        append(.error, .isKey, position, position)
        top.awaits = .value
        top.after = Int32(truncatingIfNeeded: position)
        parseNodes(column, .start)
      } else if looksLikeEntry(at: position) {
        parseNodes(column, .entry)
      } else {
        position = lineEnd(position)
        finishLine(reporting: .textAfterValue)
      }
    }
  }

  /// One complaint a line: what follows from it would only repeat it.
  mutating func complainOfLine(_ kind: YAMLDiagnostic.Kind) {
    if forgivenLine == lineStart { return }
    forgivenLine = lineStart
    let isDirective = byte(at: position) == 0x25 && position == lineStart
    report(isDirective ? .directiveInDocument : kind, position, max(position, lineEnd(position)))
  }

  /// The line at hand shows that one above it is misplaced.
  mutating func complain(ofLineAt culprit: Int) {
    if forgivenLine == lineStart { return }
    forgivenLine = lineStart
    report(.badIndentation, culprit, lineEnd(culprit))
  }

  /// A line that fits nothing may be right, and one above it wrong: that line's first byte.
  private mutating func misplacedBefore(_ column: Int, _ closed: Frame?, _ before: ClosedChild, isDash: Bool) -> Int? {
    if !isDash, top.kind == .mapping, let key = dedentedKey(column, closed, closed == nil ? top.child : before, top) { return key }
    let step = usualStep()
    if let outer = frames.last, isOdd(top, in: outer, step), hasOneEntry(top) {
      // `- a: b` is as odd as its dash; an entry, where this line is as it should be.
      let expected = outer.kind == .document ? 0 : Int(outer.indent) + step
      if top.kind == .sequence || column == expected { return Int(nodes[Int(top.node)].start) }
    }
    guard let closed, hasOneEntry(closed) || nodes[min(Int(closed.node) + 2, nodes.count - 1)].kind == .empty else { return nil }
    let expected = top.kind == .document ? 0 : Int(top.indent) + step
    let isClosedOdd = isOdd(closed, in: top, step)
    if column == expected ? isClosedOdd : isClosedOdd && nextColumn(behind: position, upTo: Int(closed.indent)) == column {
      return Int(nodes[Int(closed.node)].start)
    }
    return nil
  }

  /// The same for an entry in the column of a sequence's dashes.
  mutating func misplacedBeforeItems(_ column: Int) -> Int? {
    guard let outer = frames.last else { return nil }
    if outer.kind == .mapping {
      if let key = dedentedKey(column, top, outer.child, outer) { return key }
      let around = frames.count > 1 ? frames[frames.count - 2] : outer
      if Int(top.node) == Int(outer.node) + 2, isOdd(outer, in: around, usualStep()), column == Int(around.indent) + usualStep() {
        return Int(nodes[Int(outer.node)].start)
      }
      // One item, and entries in its dash's column: the dash is a step too far right.
      let isLast = !hasOneEntry(top) || nextColumn(behind: position, upTo: column) != column
      return isLast ? nil : Int(nodes[Int(top.node)].start)
    }
    return outer.kind == .document && column > 0 && hasOneEntry(top) ? Int(nodes[Int(top.node)].start) : nil
  }

  /// A key that belongs further right, so that its neighbours below have no mapping any more: `a:`, `  b: 1`, `c: 2`, `  d: 3`; or
  /// `a:`, `b: 1`, `  c: 2`. The last key of a mapping.
  private mutating func dedentedKey(_ column: Int, _ closed: Frame?, _ child: ClosedChild, _ mapping: Frame) -> Int? {
    var key = closed.map { Int($0.node) - 1 } ?? nodes.count - 2
    if closed == nil, key < 0 || !nodes[key].flags.contains(.isKey) { key = Int(child.next) }
    guard key > Int(mapping.node), key + 1 < nodes.count, nodes[key].flags.contains(.isKey), looksLikeEntry(at: position) else {
      return nil
    }
    let start = Int(nodes[key].start)
    guard isOneLine(start, Int(mapping.after)), closed != nil || isOneLine(start, Int(nodes[key + 1].start)) else { return nil }
    let isBehindSibling = Int(child.indent) == column && Int(child.next) == key
    let isBehindParent = key - 1 > Int(mapping.node) && nodes[key - 1].kind == .empty && column == Int(mapping.indent) + usualStep()
    guard isBehindSibling || isBehindParent else { return nil }
    // What is below the key is indented as if the key were; else the neighbours below must show it.
    if let closed, closed.kind == .mapping, Int(closed.indent) == column + usualStep() {
      return isBehindParent || !hasOneEntry(closed) ? start : nil
    }
    if let closed, closed.kind == .sequence, isBehindParent, Int(closed.indent) == column { return start }
    return nextColumn(behind: position, upTo: column) == column ? start : nil
  }

  /// A key that ended the sequence in its column, which an item goes on with: it belongs into the item above it.
  func keyAmongItems(_ column: Int, _ child: ClosedChild) -> Int? {
    let key = Int(child.next)
    guard Int(child.indent) == column, key >= 0, key < nodes.count, nodes[key].flags.contains(.isKey) else { return nil }
    let start = Int(nodes[key].start)
    return isOneLine(start, Int(top.after)) ? start : nil
  }

  /// Whether a key reaches as far without a line break; not so where it is longer than a key may be.
  private func isOneLine(_ start: Int, _ end: Int) -> Bool {
    end > start && end - start < 4096 && !bytes[start..<end].contains { $0 == 0x0A || $0 == 0x0D }
  }

  /// Whether a collection is indented as few are.
  private func isOdd(_ frame: Frame, in outer: Frame, _ step: Int) -> Bool {
    let distance = Int(frame.indent) - Int(outer.indent)
    if outer.kind == .document { return frame.indent != 0 }
    // Behind a dash, the dash decides.
    if outer.kind == .sequence { return false }
    return distance != step && (frame.kind == .mapping || distance != 0)
  }

  /// The column of the next line that is not indented more than a column.
  mutating func nextColumn(behind offset: Int, upTo column: Int) -> Int {
    let first = skippingBreak(lineEnd(offset))
    var line = first
    let limit = min(count, line + 4096)
    while line < limit {
      let content = skippingSpaces(line)
      if !isBreak(at: content), bytes[content] != 0x23, content - line <= column {
        work += content - first
        return content - line
      }
      line = skippingBreak(lineEnd(content))
    }
    work += line - first
    return -1
  }

  /// Counted once, in the first part of the text: most lines that are indented more than the one above have it.
  mutating func usualStep() -> Int {
    if step > 0 { return step }
    var votes = InlineArray<9, Int>(repeating: 0)
    var last = Int.max
    var line = 0
    let limit = min(count, 65_536)
    while line < limit {
      let content = skippingSpaces(line)
      if !isBreak(at: content), bytes[content] != 0x23 {
        let column = content - line
        if column > last, column - last < votes.count { votes[column - last] += 1 }
        last = column
      }
      line = skippingBreak(lineEnd(content))
    }
    // Two where few lines say anything.
    step = 2
    votes[2] += 1
    for candidate in votes.indices where votes[candidate] > votes[step] { step = candidate }
    return step
  }

  private func hasOneEntry(_ frame: Frame) -> Bool {
    var child = Int(frame.node) + 1
    for _ in 0..<(frame.kind == .mapping ? 2 : 1) where child < nodes.count { child = max(child + 1, Int(nodes[child].next)) }
    return child >= nodes.count
  }

  /// A line of text, comments, and an entry in the same column: the text is a key that lacks its `:`. Opens the mapping
  /// that both belong to.
  private mutating func makeKeyOfLastScalar(_ column: Int) -> Bool {
    guard let last = nodes.last, last.kind == .plain, last.flags.isDisjoint(with: [.isKey, .isMultiline, .hasProperties]), !isFull,
      closedEnd < nodes.count, top.awaits == .none, looksLikeEntry(at: position),
      !bytes[Int(last.start)].isASCIIDigit
    else { return false }
    let start = Int(last.start)
    var line = start
    while line > 0, bytes[line - 1] == 0x20 || bytes[line - 1] == 0x2D { line -= 1 }
    guard start - line == column, line == 0 || bytes[line - 1] == 0x0A || bytes[line - 1] == 0x0D else { return false }
    report(.missingColon, start, Int(last.end))
    nodes.removeLast()
    top.awaits = .value
    open(.blockMapping, column, start)
    append(.plain, last.flags.union(.isKey), detail: keys.number(bytes, start, Int(last.end)), start, Int(last.end))
    append(.empty, [], Int(last.end), Int(last.end))
    return true
  }
}
