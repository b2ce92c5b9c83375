import SourceText

/// New values as text.
extension YAMLEditor {
  private func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  /// A scalar on one line; nil where a bare one cannot stand there.
  func scalarLine(_ value: YAMLNewValue, _ spot: Spot, _ style: Style) -> String? {
    switch value {
    case .text(let text): line(text, style.texts, or: style.fallback, spot, readers)
    case .bare(let text): Self.isPlain(text, spot) ? text : nil
    case .list, .map: nil
    }
  }

  func keyText(_ key: String, inFlow: Bool, _ style: Style) -> String? {
    guard key.unicodeScalars.count <= 1_000 else { return nil }
    let text = line(key, style.keys, or: style.keys == .plain ? style.fallback : style.keys, Spot(inFlow: inFlow, isKey: true), readers)
    return text.unicodeScalars.count <= 1_000 ? text : nil
  }

  /// In brackets, on one line.
  func flowText(_ value: YAMLNewValue, _ style: Style) -> String? {
    switch value {
    case .text, .bare: return scalarLine(value, Spot(inFlow: true), style)
    case .list(let items):
      var texts: [String] = []
      for item in items {
        guard let text = flowText(item, style) else { return nil }
        texts.append(text)
      }
      return "[" + texts.joined(separator: style.comma) + "]"
    case .map(let entries):
      guard !entries.isEmpty else { return "{}" }
      var texts: [String] = []
      for entry in entries {
        guard let text = flowText(entry, style) else { return nil }
        texts.append(text)
      }
      guard Set(entries.map(\.key)).count == entries.count else { return nil }
      return "{" + style.padding + texts.joined(separator: style.comma) + style.padding + "}"
    }
  }

  func flowText(_ entry: YAMLNewValue.Entry, _ style: Style) -> String? {
    guard let key = keyText(entry.key, inFlow: true, style), let value = flowText(entry.value, style) else { return nil }
    return key + (style.keys == .double ? style.colon : ": ") + value
  }

  /// An entry as lines of a block mapping at a column: the first without its indentation.
  func blockLines(_ entry: YAMLNewValue.Entry, _ column: Int, _ style: Style) -> [String]? {
    guard let key = keyText(entry.key, inFlow: false, style) else { return nil }
    guard let value = valueLines(entry.value, column, style, sequenceStep: style.sequenceStep) else { return nil }
    return [key + ":" + (value[0].isEmpty ? "" : " " + value[0])] + value.dropFirst()
  }

  /// A value behind `key:` in a block mapping at a column: what stands on its line, and the lines below.
  func valueLines(_ value: YAMLNewValue, _ column: Int, _ style: Style, sequenceStep: Int) -> [String]? {
    switch value {
    case .text, .bare: return scalarLines(value, column + style.step, style)
    case .list(let items) where items.isEmpty: return ["[]"]
    case .map(let entries) where entries.isEmpty: return ["{}"]
    case .list:
      return collectionLines(value, column + sequenceStep, style).map { [""] + [blanks(column + sequenceStep) + $0[0]] + $0.dropFirst() }
    case .map:
      return collectionLines(value, column + style.step, style).map { [""] + [blanks(column + style.step) + $0[0]] + $0.dropFirst() }
    }
  }

  /// A block collection at a column: the first line without its indentation.
  func collectionLines(_ value: YAMLNewValue, _ column: Int, _ style: Style) -> [String]? {
    var lines: [String] = []
    func add(_ unit: [String]) { lines += lines.isEmpty ? unit : [blanks(column) + unit[0]] + unit.dropFirst() }
    switch value {
    case .map(let entries):
      guard Set(entries.map(\.key)).count == entries.count else { return nil }
      for entry in entries {
        guard let unit = blockLines(entry, column, style) else { return nil }
        add(unit)
      }
    case .list(let items):
      for item in items {
        guard let unit = itemLines(item, column, style) else { return nil }
        add(unit)
      }
    case .text, .bare: return nil
    }
    return lines
  }

  /// An item as lines of a block sequence at a column: the first without its indentation.
  func itemLines(_ value: YAMLNewValue, _ column: Int, _ style: Style) -> [String]? {
    switch value {
    case .text, .bare: return scalarLines(value, column + 2, style).map { ["- " + $0[0]] + $0.dropFirst() }
    case .list(let items) where items.isEmpty: return ["- []"]
    case .map(let entries) where entries.isEmpty: return ["- {}"]
    case .list, .map:
      let dash = "-" + blanks(style.itemStep - 1)
      return collectionLines(value, column + style.itemStep, style).map { [dash + $0[0]] + $0.dropFirst() }
    }
  }

  /// A scalar in block context: on one line, or literal with its text at a column.
  func scalarLines(_ value: YAMLNewValue, _ column: Int, _ style: Style) -> [String]? {
    if case .text(let text) = value, let literal = Self.literal(text) {
      return [literal.indicator] + literal.lines.map { $0.isEmpty ? "" : blanks(column) + $0 }
    }
    return scalarLine(value, Spot(inFlow: false), style).map { [$0] }
  }

  /// Whether the last line of some is one of a literal scalar.
  func endsInLiteral(_ value: YAMLNewValue) -> Bool {
    switch value {
    case .text(let text): Self.literal(text) != nil
    case .bare: false
    case .list(let items): items.last.map(endsInLiteral) ?? false
    case .map(let entries): entries.last.map { endsInLiteral($0.value) } ?? false
    }
  }
}
