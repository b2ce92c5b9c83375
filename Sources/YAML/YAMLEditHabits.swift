import SourceText

/// How a file is written, so that what is added looks as if it had always been there.
extension YAMLEditor {
  struct Style {
    /// How much deeper a mapping is indented than the one that holds it.
    var step = 2
    /// How much deeper a sequence is indented than the mapping that holds it.
    var sequenceStep = 2
    /// From a dash to what follows it.
    var itemStep = 2
    var keys = Quote.plain
    var texts = Quote.plain
    /// What is in quotes because it has to be.
    var fallback = Quote.double
    /// What stands inside braces: a blank or nothing.
    var padding = ""
    var colon = ": "
    var comma = ", "
  }

  /// The habits at a collection, and for new values inside it.
  func style(in collection: NodeID, _ path: [NodeID]) -> Style {
    var style = Style()
    countIndentation(&style)
    countQuotes(&style)
    let around = [collection] + path.reversed()
    if let mapping = around.first(where: { tree[$0].kind.isMapping && Int(tree[$0].next) > $0.index + 1 }) {
      style.keys = common(tree.entries(of: mapping).map(\.keyNode)) ?? .plain
    }
    let texts = texts(in: collection)
    if let quote = common(texts) {
      style.texts = quote
    } else if texts.isEmpty, style.keys != .plain, isInFlow(around) {
      style.texts = style.keys
    }
    if style.texts != .plain { style.fallback = style.texts }
    if style.keys == .double, isInFlow(around) { style.fallback = .double }
    if let sequence = around.first(where: { tree[$0].kind == .blockSequence }), let units = units(of: sequence) {
      for unit in units where tree[unit.value].kind.isBlockCollection && !tree[unit.value].flags.contains(.hasProperties) {
        let step = tree[unit.value].range.start - unit.start
        if step > 1, step < 9, lineEnd(unit.start) > unit.start + step { style.itemStep = step }
        break
      }
    }
    countBlanks(collection, &style)
    return style
  }

  /// The scalars among the values or items that are texts.
  private func texts(in collection: NodeID) -> [NodeID] {
    let values = tree[collection].kind.isMapping ? tree.entries(of: collection).map(\.value) : Array(tree.items(of: collection))
    return values.filter {
      let node = tree[$0]
      return node.kind.isQuoted || (node.kind == .plain && !node.flags.contains(.isTemplated) && !readers.readAsOther(tree.string($0)))
    }
  }

  /// The quotes that all of some scalars have; nil where one has none, or there is none.
  private func common(_ nodes: [NodeID]) -> Quote? {
    guard !nodes.isEmpty, nodes.allSatisfy({ tree[$0].kind.isQuoted }) else { return nil }
    return nodes.count { tree[$0].kind == .doubleQuoted } * 2 >= nodes.count ? .double : .single
  }

  private func countQuotes(_ style: inout Style) {
    var single = 0
    var double = 0
    for node in tree.nodes {
      if node.kind == .singleQuoted { single += 1 }
      if node.kind == .doubleQuoted { double += 1 }
    }
    if single > double { style.fallback = .single }
  }

  /// The most frequent distances from a key to the block collection below it.
  private func countIndentation(_ style: inout Style) {
    var mappings = [Int](repeating: 0, count: 9)
    var sequences = mappings
    var open: [(column: Int, end: Int, isMapping: Bool)] = []
    for (index, node) in tree.nodes.enumerated() where node.kind.isBlockCollection {
      while let last = open.last, last.end <= index { open.removeLast() }
      let column = column(node.range.start)
      if let holder = open.last, holder.isMapping, !node.flags.contains(.isKey) {
        let step = column - holder.column
        if step >= 0, step < 9, isFirstOnLine(node.range.start) {
          if node.kind == .blockMapping { mappings[step] += 1 } else { sequences[step] += 1 }
        }
      }
      open.append((column, Int(node.next), node.kind == .blockMapping))
    }
    let step = mappings.indices.max { (mappings[$0], -$0) < (mappings[$1], -$1) } ?? 0
    let sequenceStep = sequences.indices.max { (sequences[$0], -$0) < (sequences[$1], -$1) } ?? 0
    if step > 0, mappings[step] > 0 { style.step = step }
    if sequences[sequenceStep] > 0 {
      style.sequenceStep = sequenceStep
      if mappings[step] == 0, sequenceStep > 0 { style.step = sequenceStep }
    } else {
      style.sequenceStep = style.step
    }
  }

  /// Whether blanks stand inside braces, behind colons and behind commas.
  private func countBlanks(_ collection: NodeID, _ style: inout Style) {
    var padded = 0
    var bare = 0
    for node in tree.nodes where node.kind == .flowMapping && node.range.count > 2 && bytes[node.range.start] == 0x7B {
      let next = node.range.start + 1
      if bytes[next] == 0x20 { padded += 1 } else if !isBreak(next) { bare += 1 }
    }
    if padded > bare { style.padding = " " }
    guard tree[collection].kind == .flowMapping || tree[collection].kind == .flowSequence, let layout = flowLayout(of: collection) else {
      return
    }
    let units = layout.units
    if units.count > 1, let comma = layout.commas.first, let comma, !bytes[comma + 1].isASCIISpace { style.comma = "," }
    let isTight =
      style.keys == .double && !units.isEmpty
      && units.allSatisfy { unit in
        tree[unit.node].flags.contains(.isKey) && tree[unit.node].range.end + 1 == tree.rangeWithProperties(of: unit.value).start
      }
    if isTight { style.colon = ":" }
  }

  /// Whether blank lines stand between most entries or items.
  func hasBlankLines(between units: [Unit]) -> Bool {
    guard units.count > 1 else { return false }
    var blank = 0
    for index in units.indices.dropFirst() {
      var line = tail(units[index - 1].end, deeperThan: column(units[index].start)).next
      var hasBlank = false
      while line < units[index].start {
        if isBlankLine(line) { hasBlank = true }
        line = skippingBreak(lineEnd(line))
      }
      if hasBlank { blank += 1 }
    }
    return blank * 2 > units.count - 1
  }
}
