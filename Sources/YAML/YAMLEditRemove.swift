import SourceText

extension YAMLEditor {
  func removing(_ id: NodeID, leaving remainder: YAMLRemainder) -> [TextEdit]? {
    let path = ancestors(of: id)
    guard let collection = path.last, tree[collection].kind.isCollection, isOpen(path), !isDamaged(tree[collection].range) else {
      return nil
    }
    let isPair = !isBraced(collection)
    guard let units = isPair ? pair(collection) : units(of: collection), let index = units.firstIndex(where: { $0.node == id }) else {
      return nil
    }
    let unit = units[index]
    if isReferenced(unit.node.index..<Int(tree[unit.value].next)) || isTemplated(collection, units)
      || hasActionLine(SourceRange(unit.start, unit.end))
    {
      return nil
    }
    if tree[collection].kind.isMapping, isMerged(id, into: collection) { return nil }
    if units.count == 1 {
      if remainder == .nothing, let holder = holder(of: collection, path) { return removing(holder, leaving: remainder) }
      return isPair ? [TextEdit(tree[collection].range, with: "{}")] : emptying(collection, unit, path)
    }
    if !tree[collection].kind.isBlockCollection { return flowLayout(of: collection).flatMap { removingInFlow(index, $0) } }
    return removingInBlock(index, units)
  }

  private func pair(_ collection: NodeID) -> [Unit] {
    tree.entries(of: collection).map {
      Unit(node: $0.keyNode, value: $0.value, start: tree[collection].range.start, end: tree[collection].range.end)
    }
  }

  /// The item or key by which a collection is removed as a whole; nil for a document's root.
  private func holder(of collection: NodeID, _ path: [NodeID]) -> NodeID? {
    guard let outer = path.dropLast().last else { return nil }
    if tree[outer].kind.isSequence { return collection }
    return entry(collection, in: outer)?.keyNode
  }

  /// Puts `{}` or `[]` in the place of the only entry or item.
  private func emptying(_ collection: NodeID, _ unit: Unit, _ path: [NodeID]) -> [TextEdit]? {
    let node = tree[collection]
    let brackets = node.kind.isMapping ? "{}" : "[]"
    guard node.kind.isBlockCollection else {
      guard let layout = flowLayout(of: collection) else { return nil }
      let isOnOwnLine = isFirstOnLine(unit.start) && lineStart(unit.start) > layout.inside.start
      let start = isOnOwnLine ? leadStart(unit.start, notBefore: layout.inside.start) : unit.start
      let last = layout.commas[0].map { $0 + 1 } ?? unit.end
      let own = SourceRange(start, isLastOnLine(last) ? lineEnd(last) : last)
      let comments = tree.comments.filter { layout.inside.encloses($0) }
      return comments.allSatisfy { own.encloses($0) } ? [.delete(layout.inside)] : nil
    }
    let (end, next) = tail(unit.end, deeperThan: column(unit.start))
    guard isFirstOnLine(unit.start) else { return [TextEdit(SourceRange(unit.start, end), with: brackets)] }
    let lead = leadStart(unit.start, notBefore: 0)
    guard let place = indicatorEnd(of: collection, path) else {
      let indent = String(repeating: " ", count: column(unit.start))
      return [TextEdit(SourceRange(lead, end), with: indent + brackets)]
    }
    let lines = end == next ? SourceRange(max(place, beforeBreak(lead)), end) : SourceRange(lead, next)
    return [.insert(" " + brackets, at: place), .delete(lines)]
  }

  /// Behind what a block collection follows: its anchor or tag, its colon, its dash. nil for a document's root without.
  private func indicatorEnd(of collection: NodeID, _ path: [NodeID]) -> Int? {
    if let properties = tree.properties(of: collection) { return properties.range.end }
    guard let outer = path.dropLast().last else { return nil }
    if tree[outer].kind == .blockSequence { return tree.dash(of: collection)?.end }
    return entry(collection, in: outer).flatMap { tree.colon(of: $0)?.end }
  }

  // MARK: Block style

  private func removingInBlock(_ index: Int, _ units: [Unit]) -> [TextEdit]? {
    let unit = units[index]
    let column = column(unit.start)
    let (end, next) = tail(unit.end, deeperThan: column)
    // A `:` without a key would become the value of a `?` above it.
    if index + 1 < units.count, bytes[units[index + 1].start] == 0x3A { return nil }
    guard isFirstOnLine(unit.start) else {
      let kept = startOfKept(next, units[index + 1].start)
      // Where a comment at the start of its line comes up, its `#` is of the edit, so that no line can be put before it.
      return bytes[kept] == 0x23 ? [TextEdit(SourceRange(unit.start, kept + 1), with: "#")] : [.delete(SourceRange(unit.start, kept))]
    }
    let above = index > 0 ? tail(units[index - 1].end, deeperThan: column).next : 0
    var from = leadStart(unit.start, notBefore: above)
    var to = next
    let scalar = index > 0 ? blockScalar(before: unit.node) : nil
    let firstBlank = blankLines(above: from, notBefore: above)
    if index == units.count - 1 {
      from = firstBlank
    } else if firstBlank < from || scalar.map(keepsBreaks) == true || (index == 0 && commentLine(lineStart(beforeBreak(from))) == nil) {
      // Of the blank lines above and below the longer run stays.
      var blank = to
      while blank < units[index + 1].start, isBlankLine(blank) { blank = skippingBreak(skippingBlanks(blank)) }
      if firstBlank < from, blank - to > from - firstBlank { from = firstBlank } else { to = blank }
    }
    if let scalar, isAbsorbed(to, indentation: Int(scalar.detail), keepsBreaks: keepsBreaks(scalar)) { return nil }
    // A file without a line break at its end stays one, unless the break above belongs to a block scalar. The character
    // before is of the edit, so that no other edit puts one there.
    if end == next, scalar == nil, beforeBreak(from) > 0 {
      let lineEnd = beforeBreak(from)
      from = lineEnd - 1
      while from > 0, bytes[from] & 0xC0 == 0x80 { from -= 1 }
      return [TextEdit(SourceRange(from, to), with: tree.text(SourceRange(from, lineEnd)))]
    }
    return [.delete(SourceRange(from, to))]
  }

  /// Where the first of the blank lines directly above a line begins.
  private func blankLines(above line: Int, notBefore limit: Int) -> Int {
    var first = line
    while first > limit {
      let above = lineStart(beforeBreak(first))
      guard above < first, above >= limit, isBlankLine(above) else { break }
      first = above
    }
    return first
  }

  /// What comes up to the dash when the first of a compact collection goes: the next one, or the comment above it.
  private func startOfKept(_ line: Int, _ next: Int) -> Int {
    var line = line
    while line < next {
      if let comment = commentLine(line) { return comment }
      line = skippingBreak(lineEnd(line))
    }
    return next
  }

  // MARK: Brackets

  private func removingInFlow(_ index: Int, _ layout: FlowLayout) -> [TextEdit]? {
    let unit = layout.units[index]
    let comma = layout.commas[index]
    let isOnOwnLine = isFirstOnLine(unit.start) && lineStart(unit.start) > layout.inside.start
    let last = comma.map { $0 + 1 } ?? unit.end
    if isOnOwnLine, isLastOnLine(last) {
      let lines = SourceRange(leadStart(unit.start, notBefore: layout.inside.start), skippingBreak(lineEnd(last)))
      if comma != nil { return [.delete(lines)] }
      guard index > 0, let before = layout.commas[index - 1] else { return nil }
      // One edit, though a comment stays in it: an item that another edit puts behind the comma needs that comma.
      return before < lines.start ? [TextEdit(SourceRange(before, lines.end), with: tree.text(SourceRange(before + 1, lines.start)))] : nil
    }
    if index < layout.units.count - 1 { return [.delete(removedInLine(index, layout))] }
    guard index > 0, let before = layout.commas[index - 1] else { return nil }
    let previous = layout.units[index - 1]
    if hasComment(SourceRange(before, unit.start)) {
      return comma != nil
        ? [.delete(SourceRange(unit.start, last))] : [.delete(SourceRange(before, before + 1)), .delete(SourceRange(unit.start, last))]
    }
    if comma != nil { return [.delete(SourceRange(before + 1, last))] }
    // `{a:}` holds a key alone to YAML 1.1, and so keeps the blank.
    let isTight = tree[previous.value].kind != .empty && bytes[previous.end..<before].allSatisfy(\.isBlank)
    return [.delete(SourceRange(isTight ? previous.end : before, last))]
  }

  /// One of several on a line, not the last of its collection: with its comma and the blanks that lead to the next one.
  private func removedInLine(_ index: Int, _ layout: FlowLayout) -> SourceRange {
    let unit = layout.units[index]
    guard let comma = layout.commas[index] else { return SourceRange(unit.start, unit.end) }
    let next = skippingBlanks(comma + 1)
    if !isLastOnLine(comma + 1) { return SourceRange(unit.start, next) }
    var start = unit.start
    while start > layout.inside.start, bytes[start - 1].isBlank { start -= 1 }
    let isAlone = index == 0 || lineStart(layout.units[index - 1].end) < lineStart(unit.start)
    return SourceRange(start, isAlone ? lineEnd(comma) : comma + 1)
  }
}
