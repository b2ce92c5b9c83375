import SourceText

extension YAMLParser {
  /// The line is indented as nothing is that is open, and nothing is awaited. The nearest collection of its kind gets it.
  mutating func openMisplacedLine(_ column: Int, _ closed: Frame?) {
    let isDash = isDash(at: position)
    if !isDash, closed == nil, makeKeyOfLastScalar(column) {
      parseNodes(column, .entry)
      return
    }
    if let culprit = misplacedBefore(column, closed), forgivenLine != lineStart {
      forgivenLine = lineStart
      report(.badIndentation, culprit, lineEnd(culprit))
    }
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
        parseNodes(column, .start)
      }
    case .document:
      top.awaits = .value
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

  /// A line that fits nothing may be right, and one above it wrong: where this one is indented by the text's usual step, and
  /// the only line that says otherwise is not. That line's first byte.
  private func misplacedBefore(_ column: Int, _ closed: Frame?) -> Int? {
    guard step > 0 else { return nil }
    if top.kind != .document, let outer = frames.last, column - Int(outer.indent) == step, Int(top.indent) - Int(outer.indent) != step,
      hasOneEntry(top)
    {
      return Int(nodes[Int(top.node)].start)
    }
    guard let closed, column - max(0, Int(top.indent)) == (top.kind == .document ? 0 : step), Int(closed.indent) - Int(top.indent) != step
    else {
      return nil
    }
    if hasOneEntry(closed) || nodes[min(Int(closed.node) + 2, nodes.count - 1)].kind == .empty { return Int(nodes[Int(closed.node)].start) }
    // `key:` and below it, by two steps, what was its child's: the key is a step too far left.
    let key = Int(top.after)
    guard top.kind == .mapping, Int(closed.indent) - Int(top.indent) == 2 * step, key > 0 else { return nil }
    return bytes[..<(key - 1)].lastIndex { $0 == 0x0A || $0 == 0x0D }.map { skippingSpaces($0 + 1) }
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
      closedEnd < nodes.count, top.awaits == .none, looksLikeEntry(at: position)
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
