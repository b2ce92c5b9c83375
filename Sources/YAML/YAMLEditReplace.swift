import SourceText

extension YAMLEditor {
  /// What is replaced: a part of the line that a value begins on, and what is below it.
  private struct Gap {
    var head: SourceRange
    /// From the end of the line to the end of the value, or empty.
    var body: SourceRange
  }

  func replacing(_ id: NodeID, with value: YAMLNewValue, keepingProperties: Bool) -> [TextEdit]? {
    let node = tree[id]
    let path = ancestors(of: id)
    guard let holder = path.last, isOpen(path + [id]), !isDamaged(tree.rangeWithProperties(of: id)) else { return nil }
    guard node.kind.isScalar || node.kind == .empty || node.kind == .flowMapping || node.kind == .flowSequence else { return nil }
    if node.flags.contains(.isTemplated) || hasActionLine(node.range) { return nil }
    if node.kind.isBlockScalar, !tree.actions.isEmpty, bytes[node.range.indices].holds("{{") { return nil }
    if !node.kind.isScalar, node.kind != .empty, !isBraced(id) || hasComment(node.range) || isReferenced(id.index + 1..<Int(node.next)) {
      return nil
    }

    var range = node.range
    var properties = tree.properties(of: id)
    if let all = properties, !keepingProperties {
      guard !isReferenced(id.index..<id.index + 1), bytes[all.range.end..<max(all.range.end, range.start)].allSatisfy(\.isBlank) else {
        return nil
      }
      // What is empty keeps the place behind its indicator, where the new value comes with a blank of its own.
      range = SourceRange(node.kind == .empty ? skippingBlanksBackward(all.range.start) : all.range.start, range.end)
      properties = nil
    }
    var editor = self
    if let tag = properties?.tag, !tag.isEmpty {
      let isText = tree.resolvedTag(of: id).map { $0.equals("tag:yaml.org,2002:str") || $0.equals("!") } ?? false
      if value.isCollection { return nil }
      if isText {
        if case .bare = value { return nil }
        editor = YAMLEditor(tree, [])
      }
    }
    var style = style(in: holder, path.dropLast())
    let isFlow = isInFlow(path)
    adapt(&style, to: node.kind, isJSON: isFlow && style.keys == .double)
    if isFlow { return editor.flowText(value, style).flatMap { replacingInFlow(id, range, holder, $0, hasProperties: properties != nil) } }
    return editor.replacingInBlock(id, range, path, value, properties, style)
  }

  /// Whether nothing on the way to a node, itself included, is a key.
  func isOpen(_ path: [NodeID]) -> Bool {
    path.allSatisfy { !tree[$0].flags.contains(.isKey) && tree[$0].kind != .alias && tree[$0].kind != .action && tree[$0].kind != .error }
  }

  private func adapt(_ style: inout Style, to kind: YAMLTree.Kind, isJSON: Bool) {
    switch kind {
    case .singleQuoted: style.texts = .single
    case .doubleQuoted: style.texts = .double
    case .plain, .literal, .folded: style.texts = isJSON ? .double : .plain
    default: break
    }
  }

  private func replacingInFlow(_ id: NodeID, _ range: SourceRange, _ holder: NodeID, _ text: String, hasProperties: Bool) -> [TextEdit]? {
    if tree[id].kind != .empty { return [TextEdit(range, with: text)] }
    guard let entry = entry(id, in: holder) else { return nil }
    if tree.colon(of: entry) != nil { return [TextEdit(range, with: " " + text)] }
    // `{ a }`: behind `?` a colon would need a line of its own.
    guard !hasProperties, range.isEmpty, isBraced(holder), let unit = units(of: holder)?.first(where: { $0.value == id }) else {
      return nil
    }
    if bytes[unit.start] == 0x3F, unit.start < tree.rangeWithProperties(of: unit.node).start { return nil }
    return [.insert(": " + text, at: tree[entry.keyNode].range.end)]
  }

  private func replacingInBlock(
    _ id: NodeID, _ range: SourceRange, _ path: [NodeID], _ value: YAMLNewValue, _ properties: YAMLTree.Properties?, _ style: Style
  ) -> [TextEdit]? {
    let node = tree[id]
    guard let holder = path.last else { return nil }
    var gap = gap(of: node, range)
    let isCollection = value.isCollection && value != .list([]) && value != .map([])
    let unit = units(of: holder)?.first { $0.value == id }
    let column = unit.map { self.column($0.start) } ?? -1
    if node.kind == .empty, !isAfterIndicator(id, holder, unit) { return nil }
    var lines: [String]?
    if !isCollection {
      lines = keepingBlock(value, node, max(column, 0), style) ?? oneLine(value, node, column, style)
      if node.kind == .empty { lines = lines.map { [" " + $0[0]] + $0.dropFirst() } }
    } else if node.kind != .empty, isFirstOnLine(range.start) {
      guard !node.kind.isBlockScalar else { return nil }
      lines = collectionLines(value, self.column(range.start), style)
    } else if tree[holder].kind == .blockSequence, properties == nil {
      let start = node.kind == .empty ? column + style.itemStep : self.column(range.start)
      lines = collectionLines(value, start, style)
      if node.kind == .empty { lines = lines.map { [String(repeating: " ", count: style.itemStep - 1) + $0[0]] + $0.dropFirst() } }
    } else if tree[holder].kind == .blockMapping, let unit {
      let isExplicit = tree[unit.node].flags.contains(.isExplicit)
      lines = valueLines(value, column, style, sequenceStep: isExplicit ? style.step : style.sequenceStep)
      gap.head = SourceRange(skippingBlanksBackward(gap.head.start), gap.head.end)
    } else if tree[holder].kind == .blockSequence {
      lines = collectionLines(value, column + 2, style).map { ["", String(repeating: " ", count: column + 2) + $0[0]] + $0.dropFirst() }
      gap.head = SourceRange(skippingBlanksBackward(gap.head.start), gap.head.end)
    } else if node.kind == .empty, properties == nil {
      lines = collectionLines(value, 0, style).map { [""] + $0 }
    }
    guard let lines, let head = lines.first else { return nil }
    return filling(gap, head, Array(lines.dropFirst()), endsInLiteral: endsInLiteral(value) || lines.count > 1 && !isCollection, column)
  }

  private func skippingBlanksBackward(_ offset: Int) -> Int {
    var offset = offset
    while offset > 0, bytes[offset - 1].isBlank { offset -= 1 }
    return offset
  }

  /// Whether an empty value stands behind the mark that it needs.
  private func isAfterIndicator(_ id: NodeID, _ holder: NodeID, _ unit: Unit?) -> Bool {
    if let entry = entry(id, in: holder) { return tree.colon(of: entry) != nil }
    if unit != nil { return true }
    return tree[holder].flags.contains(.isExplicit) && tree.properties(of: id) == nil
  }

  private func gap(of node: YAMLTree.Node, _ range: SourceRange) -> Gap {
    guard node.kind.isBlockScalar else { return Gap(head: range, body: .at(lineEnd(range.end))) }
    let header = node.range.start + indicators(of: node).count
    let headerLine = lineEnd(node.range.start)
    let end = isBreak(range.end - 1) ? beforeBreak(range.end) : range.end
    return Gap(head: SourceRange(range.start, header), body: SourceRange(headerLine, max(headerLine, end)))
  }

  /// A text that stays literal or folded.
  private func keepingBlock(_ value: YAMLNewValue, _ node: YAMLTree.Node, _ column: Int, _ style: Style) -> [String]? {
    guard node.kind.isBlockScalar, case .text(let text) = value else { return nil }
    var indicator = "|-"
    var lines: [Substring] = [text[...]]
    if let literal = Self.literal(text) {
      indicator = literal.indicator
      lines = literal.lines
    } else if text.utf8.first?.isBlank != false || !text.unicodeScalars.allSatisfy(Self.isPrintable) {
      return nil
    }
    if node.kind == .folded, lines.count == 1 { indicator = ">" + indicator.dropFirst() }
    let hasText = node.range.end > lineEnd(node.range.start)
    let indent = String(repeating: " ", count: hasText ? Int(node.detail) : column + style.step)
    return [indicator] + lines.map { $0.isEmpty ? "" : indent + $0 }
  }

  private func oneLine(_ value: YAMLNewValue, _ node: YAMLTree.Node, _ column: Int, _ style: Style) -> [String]? {
    if node.kind.isQuoted { return scalarLine(value, Spot(inFlow: false), style).map { [$0] } ?? flowText(value, style).map { [$0] } }
    switch value {
    case .text, .bare: return scalarLines(value, max(column, 0) + style.step, style)
    case .list, .map: return flowText(value, style).map { [$0] }
    }
  }

  private func filling(_ gap: Gap, _ head: String, _ below: [String], endsInLiteral: Bool, _ column: Int) -> [TextEdit]? {
    var edits = [TextEdit(gap.head, with: head)]
    if below.isEmpty {
      if !gap.body.isEmpty { edits.append(.delete(gap.body)) }
      return edits
    }
    var text = below.map { lineBreak + $0 }.joined()
    if endsInLiteral {
      if lineEnd(gap.body.end) == bytes.count { text += lineBreak }
      if isAbsorbed(skippingBreak(gap.body.end), indentation: max(column, 0) + 1, keepsBreaks: false) { return nil }
    }
    edits.append(TextEdit(gap.body, with: text))
    return edits
  }

  private static func looksLikeKey(_ name: String) -> Bool {
    name.utf8.first?.isNameByte == true
      && name.utf8.allSatisfy { $0.isNameByte || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/")].contains($0) }
  }

  func renaming(_ key: NodeID, to name: String) -> [TextEdit]? {
    let node = tree[key]
    let path = ancestors(of: key)
    guard node.flags.contains(.isKey), node.kind == .plain || node.kind.isQuoted, !node.flags.contains(.isTemplated) else { return nil }
    guard let mapping = path.last, isOpen(path), !isDamaged(node.range), !hasKey(name, mapping), !isMerged(key, into: mapping) else {
      return nil
    }
    if node.kind == .plain, tree.equals(key, "<<") { return nil }
    // Below a template's action a line is known for an entry by its look alone.
    if !tree.actions.isEmpty, !Self.looksLikeKey(name) { return nil }
    let inFlow = isInFlow(path)
    var style = style(in: mapping, path.dropLast())
    style.keys = node.kind == .plain ? .plain : node.kind == .singleQuoted ? .single : .double
    return keyText(name, inFlow: inFlow, style).map { [TextEdit(node.range, with: $0)] }
  }
}
