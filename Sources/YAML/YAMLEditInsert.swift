import SourceText

extension YAMLEditor {
  func inserting(_ entry: YAMLNewValue.Entry, into mapping: NodeID, at place: YAMLPlace) -> [TextEdit]? {
    if tree[mapping].kind == .empty { return replacing(mapping, with: .map([entry]), keepingProperties: true) }
    guard tree[mapping].kind.isMapping, isBraced(mapping), !hasKey(entry.key, mapping) else { return nil }
    return inserting(into: mapping, at: place, endsInLiteral: endsInLiteral(entry.value)) { editor, column, style in
      column.map { editor.blockLines(entry, $0, style) } ?? editor.flowText(entry, style).map { [$0] }
    }
  }

  func inserting(_ item: YAMLNewValue, into sequence: NodeID, at place: YAMLPlace) -> [TextEdit]? {
    if tree[sequence].kind == .empty { return replacing(sequence, with: .list([item]), keepingProperties: true) }
    guard tree[sequence].kind.isSequence else { return nil }
    return inserting(into: sequence, at: place, endsInLiteral: endsInLiteral(item)) { editor, column, style in
      column.map { editor.itemLines(item, $0, style) } ?? editor.flowText(item, style).map { [$0] }
    }
  }

  /// A unit and the side of it where the new one comes.
  private struct Neighbour {
    var index: Int
    var isBefore: Bool
  }

  private func inserting(
    into collection: NodeID, at place: YAMLPlace, endsInLiteral: Bool, _ lines: (YAMLEditor, Int?, Style) -> [String]?
  ) -> [TextEdit]? {
    let path = ancestors(of: collection)
    guard isOpen(path + [collection]), !isDamaged(tree[collection].range), let units = units(of: collection) else { return nil }
    if isTemplated(collection, units) { return nil }
    var neighbour = Neighbour(index: 0, isBefore: true)
    switch place {
    case .first: break
    case .last: neighbour = Neighbour(index: units.count - 1, isBefore: false)
    case .before(let id), .after(let id):
      guard let index = units.firstIndex(where: { $0.node == id || $0.value == id }) else { return nil }
      neighbour.index = index
      if case .after = place { neighbour.isBefore = false }
    }
    let style = style(in: collection, path)
    if !tree[collection].kind.isBlockCollection {
      return lines(self, nil, style).flatMap { insertingInFlow($0[0], collection, neighbour, style) }
    }
    guard let first = units.first, let lines = lines(self, column(first.start), style) else { return nil }
    return insertingInBlock(lines, units, neighbour, endsInLiteral: endsInLiteral).map { [$0] }
  }

  private func insertingInBlock(_ lines: [String], _ units: [Unit], _ neighbour: Neighbour, endsInLiteral: Bool) -> TextEdit? {
    let unit = units[neighbour.index]
    let column = column(unit.start)
    let indent = String(repeating: " ", count: column)
    let text = lines.joined(separator: lineBreak)
    if neighbour.isBefore, !isFirstOnLine(unit.start) { return .insert(text + lineBreak + indent, at: unit.start) }
    let blank = hasBlankLines(between: units) ? lineBreak : ""
    if neighbour.isBefore {
      let limit = neighbour.index > 0 ? tail(units[neighbour.index - 1].end, deeperThan: column).next : 0
      return .insert(indent + text + lineBreak + blank, at: leadStart(unit.start, notBefore: limit))
    }
    let (end, next) = tail(unit.end, deeperThan: column)
    let scalar = blockScalar(at: lastNode(in: unit.value))
    // A blank line would become text of a scalar that keeps its line breaks.
    let separator = scalar.map(keepsBreaks) == true ? "" : blank
    if end == next {
      if let scalar, wouldEnd(scalar) { return nil }
      return .insert(lineBreak + separator + indent + text + (endsInLiteral ? lineBreak : ""), at: next)
    }
    if endsInLiteral, isAbsorbed(next, indentation: column + 1, keepsBreaks: false) { return nil }
    return .insert(separator + indent + text + lineBreak, at: next)
  }

  // MARK: Brackets

  struct FlowLayout {
    var units: [Unit] = []
    /// Behind each unit; nil where the last has none.
    var commas: [Int?] = []
    /// Behind the opening and before the closing bracket.
    var inside: SourceRange
  }

  /// What stands between brackets; nil for a single pair, which has none, and where a template's action stands between.
  func flowLayout(of collection: NodeID) -> FlowLayout? {
    let node = tree[collection]
    guard isBraced(collection), node.range.count >= 2 else { return nil }
    var layout = FlowLayout(inside: SourceRange(node.range.start + 1, node.range.end - 1))
    var position = layout.inside.start
    var children = tree.children(of: collection)
    while let child = children.next() {
      let value = node.kind == .flowMapping ? children.next() ?? child : child
      let start = skippingTrivia(position)
      let end = max(tree.rangeWithProperties(of: child).end, tree.rangeWithProperties(of: value).end)
      guard start <= tree.rangeWithProperties(of: child).start else { return nil }
      layout.units.append(Unit(node: child, value: value, start: start, end: end))
      position = skippingTrivia(end)
      let hasComma = position < layout.inside.end && bytes[position] == 0x2C
      layout.commas.append(hasComma ? position : nil)
      if hasComma { position += 1 } else if position != layout.inside.end { return nil }
    }
    return skippingTrivia(position) == layout.inside.end ? layout : nil
  }

  /// Whether nothing but blanks and a comment follow on the line.
  func isLastOnLine(_ offset: Int) -> Bool {
    let next = skippingBlanks(offset)
    return next >= bytes.count || isBreak(next) || tree.comment(at: next) != nil
  }

  private func insertingInFlow(_ text: String, _ collection: NodeID, _ neighbour: Neighbour, _ style: Style) -> [TextEdit]? {
    guard let layout = flowLayout(of: collection) else { return nil }
    guard !layout.units.isEmpty else {
      if hasComment(layout.inside) { return nil }
      let padding = tree[collection].kind == .flowMapping ? style.padding : ""
      return [TextEdit(layout.inside, with: padding + text + padding)]
    }
    let unit = layout.units[neighbour.index]
    let comma = layout.commas[neighbour.index]
    let isOnOwnLine = isFirstOnLine(unit.start) && lineStart(unit.start) > layout.inside.start
    let indent = String(repeating: " ", count: column(unit.start))
    if neighbour.isBefore {
      if !isOnOwnLine { return [.insert(text + style.comma, at: unit.start)] }
      return [.insert(indent + text + "," + lineBreak, at: leadStart(unit.start, notBefore: layout.inside.start))]
    }
    if isOnOwnLine, let comma, isLastOnLine(comma + 1) {
      return [.insert(lineBreak + indent + text + ",", at: lineEnd(comma))]
    }
    if isOnOwnLine, comma == nil {
      if isLastOnLine(unit.end) { return [.insert(",", at: unit.end), .insert(lineBreak + indent + text, at: lineEnd(unit.end))] }
      return [.insert("," + lineBreak + indent + text, at: unit.end)]
    }
    // `a:,` is a key to YAML 1.1.
    let separator = tree[unit.value].kind == .empty ? " " : ""
    return [.insert(separator + style.comma + text, at: unit.end)]
  }
}
