import SourceText
package import YAML

/// Makes random edits of a YAML text, and holds each against the model: that what was asked has happened, and nothing else.
package struct YAMLEditTrial {
  package struct Tally: Sendable {
    package var texts = 0
    package var edits: [String: Int] = [:]
    package var refused: [String: Int] = [:]
    /// Inserted, and removed again.
    package var undone = 0
    /// Those of which blanks or blank lines were left, or are missing.
    package var undoneButBlanks = 0
    /// Two edits applied together.
    package var pairs = 0
    package var failures: [String] = []
    /// What each edit made, for an oracle; kept where asked for.
    package var results: [[UInt8]] = []
    package var keepsResults = false

    package init() {}
  }

  /// A place that something can be done at.
  private struct Site {
    let id: YAMLTree.NodeID
    let path: [Int]
    let key: YAMLTree.NodeID?
  }

  private struct Edit {
    let name: String
    let change: YAMLChange
    let site: Site
    let edits: [TextEdit]
  }

  private let tree: YAMLTree
  private let templates: TemplateSyntax
  private let sites: [Site]
  private let documents: [YAMLModel]
  private var random: SeededGenerator

  /// - Parameter count: how many edits are tried, one at a time.
  package static func run(on bytes: [UInt8], templates: TemplateSyntax = [], seed: UInt64, count: Int, into tally: inout Tally) {
    var trial = YAMLEditTrial(bytes, templates, seed)
    guard !trial.sites.isEmpty else { return }
    tally.texts += 1
    for _ in 0..<count {
      let edit = trial.edit(&tally)
      if let edit, let problem = trial.problem(of: edit, &tally) { tally.failures.append("\(edit.name) at \(edit.site.path): \(problem)") }
      if let edit, let other = trial.edit(&tally), let problem = trial.problem(of: edit, with: other, &tally) {
        tally.failures.append("\(edit.name) at \(edit.site.path) and \(other.name) at \(other.site.path): \(problem)")
      }
    }
  }

  private init(_ bytes: [UInt8], _ templates: TemplateSyntax, _ seed: UInt64) {
    let tree = YAMLTree(parsing: bytes, templates: templates)
    self.tree = tree
    self.templates = templates
    random = SeededGenerator(seed: seed)
    documents = YAMLModel.documents(of: tree)
    var sites: [Site] = []
    var open: [Site] = []
    for (index, document) in tree.documents.enumerated() { open.append(Site(id: tree.root(of: document), path: [index], key: nil)) }
    while let site = open.popLast() {
      sites.append(site)
      for (index, entry) in tree.entries(of: site.id).enumerated() {
        open.append(Site(id: entry.value, path: site.path + [index], key: entry.keyNode))
      }
      for (index, item) in tree.items(of: site.id).enumerated() { open.append(Site(id: item, path: site.path + [index], key: nil)) }
    }
    self.sites = sites
  }

  // MARK: Edits

  private static let texts = [
    "new", "two words", "true", "yes", "8080", "1.10", "", " blank", "a: b", "a #b", "#x", "- x", "-x", "it's", "say \"x\"", "a,b", "[x]",
    "{{ x }}", "*x", "é",
    "back\\slash", "line\nline", "line\nline\n", "a\n\nb\n\n", "\tx", "null", "~", "a:", ":a", "?", "12:30", "2001-01-01", "0x1F", "...",
    "--- x", "@x", "%x", "<<", "=", "\n",
    "  x\ny", "$HOME/x:/y", "https://x.y/?a=b&c#d", "\u{7}", "\u{85}", "x\r\ny",
  ]

  private mutating func value(_ depth: Int = 2) -> YAMLNewValue {
    switch random.below(depth > 0 ? 8 : 5) {
    case 0: return .bare(random.pick(["8080", "true", "null", "1.5"]))
    case 5:
      var items: [YAMLNewValue] = []
      for _ in 0..<random.below(3) { items.append(value(depth - 1)) }
      return .list(items)
    case 6, 7:
      var entries: [YAMLNewValue.Entry] = []
      for index in 0..<random.below(3) {
        entries.append(YAMLNewValue.Entry(random.pick(["new", "on", "a b", "x: y", "1"]) + "\(index)", value(depth - 1)))
      }
      return .map(entries)
    default: return .text(random.pick(Self.texts))
    }
  }

  private mutating func name() -> String {
    random.pick(Self.texts.filter { !$0.isEmpty }) + (random.oneIn(2) ? "" : "-\(random.below(1000))")
  }

  private mutating func edit(_ tally: inout Tally) -> Edit? {
    let site = random.pick(sites)
    let kind = tree[site.id].kind
    var name = ""
    var change = YAMLChange.comment("")
    var edits: [TextEdit]?
    switch random.below(6) {
    case 0:
      let value = value()
      let keeps = !random.oneIn(4)
      name = "replace"
      change = .replace(value, keepingProperties: keeps)
      edits = tree.replacing(site.id, with: value, keepingProperties: keeps)
    case 1:
      guard let key = site.key else { return nil }
      let new = self.name()
      name = "rename"
      change = .rename(new)
      edits = tree.renaming(key, to: new)
    case 2, 3:
      guard kind.isCollection || kind == .empty else { return nil }
      let value = value()
      let isMapping = kind.isMapping || (kind == .empty && random.oneIn(2))
      let key = isMapping ? self.name() : nil
      let children = isMapping ? tree.entries(of: site.id).map(\.keyNode) : Array(tree.items(of: site.id))
      var place = YAMLPlace.last
      var index = children.count
      switch random.below(children.isEmpty ? 2 : 4) {
      case 0: (place, index) = (.first, 0)
      case 1: break
      case 2:
        index = random.below(children.count)
        place = .before(children[index])
      default:
        index = random.below(children.count)
        place = .after(children[index])
        index += 1
      }
      name = isMapping ? "insert entry" : "insert item"
      if kind == .flowMapping || kind == .flowSequence { name += " in brackets" }
      change = .insert(index, key: key, value)
      edits = key.map { tree.inserting($0, value, into: site.id, at: place) } ?? tree.inserting(item: value, into: site.id, at: place)
    case 4:
      guard site.path.count > 1 else { return nil }
      let remainder: YAMLRemainder = random.oneIn(2) ? .empty : .nothing
      name = "remove"
      change = .remove(remainder)
      edits = tree.removing(site.key ?? site.id, leaving: remainder)
    default:
      let text = "inserted \(random.below(1_000))"
      name = "comment"
      change = .comment(text)
      edits = tree.commenting(text, above: site.id)
    }
    guard let edits else {
      tally.refused[name, default: 0] += 1
      return nil
    }
    tally.edits[name, default: 0] += 1
    return Edit(name: name, change: change, site: site, edits: edits)
  }

  // MARK: Judgement

  private func problem(of edit: Edit, _ tally: inout Tally) -> String? {
    var group = TextEdits()
    guard group.insert(edit.edits) else { return "its edits conflict" }
    let after = YAMLTree(parsing: group.applied(to: tree.bytes), templates: templates)
    var expected = documents
    let path = edit.change.apply(to: &expected, edit.site.path)
    if tally.keepsResults { tally.results.append(after.bytes) }
    let shown = after.bytes.count < 1_500 ? "\n\(tree.bytes.asString)\n=>\n\(after.bytes.asString)" : " \(edit.edits)"
    if after.diagnostics.count > tree.diagnostics.count { return "\(after.diagnostics[0].message)\(shown)" }
    if YAMLModel.documents(of: after) != expected { return "other than asked\(shown)" }
    if let problem = YAMLCommentTrial(before: tree, after: after, edits: edit.edits).problem(of: edit.change, unit(at: path)) {
      return problem + shown
    }
    if lineBreaks(tree.bytes).count == 1, !lineBreaks(after.bytes).isSubset(of: lineBreaks(tree.bytes)) {
      return "line breaks of two kinds\(shown)"
    }
    if case .insert = edit.change, documents[edit.site.path[0]][edit.site.path.dropFirst()].count > 0 {
      return undoing(path, after, &tally).map { $0 + shown }
    }
    return nil
  }

  /// The range of the entry or item at a path, from its key or dash.
  private func unit(at path: [Int]) -> SourceRange {
    guard let site = sites.first(where: { $0.path == path }) else { return .at(0) }
    guard let key = site.key else {
      let range = tree.rangeWithProperties(of: site.id)
      guard let last = path.last, let holder = sites.first(where: { $0.path == path.dropLast() }), tree[holder.id].kind == .blockSequence
      else { return range }
      var dash = last == 0 ? tree[holder.id].range.start : unit(at: path.dropLast() + [last - 1]).end
      while tree.bytes[dash] != 0x2D { dash = tree.comments.first { $0.start == dash }?.end ?? dash + 1 }
      return SourceRange(dash, max(dash + 1, range.end))
    }
    return (tree.questionMark(of: key) ?? tree.rangeWithProperties(of: key)).union(tree.rangeWithProperties(of: site.id))
  }

  /// What was inserted and is removed again leaves the text as it was.
  private func undoing(_ path: [Int], _ after: YAMLTree, _ tally: inout Tally) -> String? {
    var id = after.root(of: Array(after.documents)[path[0]])
    for index in path.dropFirst() {
      let children = after[id].kind.isMapping ? after.entries(of: id).map(\.value) : Array(after.items(of: id))
      id = children[index]
    }
    let holder = after.nodes.indices.lazy.map { YAMLTree.NodeID($0) }.first { after.entries(of: $0).contains { $0.value == id } }
    let node = holder.flatMap { after.entries(of: $0).first { $0.value == id }?.keyNode } ?? id
    guard let edits = after.removing(node) else { return "what was inserted cannot be removed" }
    var group = TextEdits()
    guard group.insert(edits) else { return "its edits conflict" }
    tally.undone += 1
    let result = group.applied(to: after.bytes)
    if result == tree.bytes { return nil }
    tally.undoneButBlanks += 1
    // Blanks between brackets, blank lines, and the line break at the end that a literal text needs.
    return result.filter { !$0.isASCIISpace } == tree.bytes.filter { !$0.isASCIISpace }
      ? nil : "what was inserted leaves something behind, without \(group.edits)"
  }

  private func problem(of one: Edit, with other: Edit, _ tally: inout Tally) -> String? {
    var expected = documents
    let paths = [one, other].map { edit in
      var copy = documents
      return edit.change.apply(to: &copy, edit.site.path)
    }
    let (first, second) = (paths[0], paths[1])
    // One inside the other are not different places.
    if first.starts(with: second) || second.starts(with: first) {
      if first != second || !isInsertion(one) && !isInsertion(other) || isInsertion(one) && isInsertion(other) { return nil }
    }
    if first.dropLast() == second.dropLast(), mayEmpty(one, first) || mayEmpty(other, second) { return nil }
    var group = TextEdits()
    guard group.insert(one.edits), group.insert(other.edits) else { return nil }
    // From the end, so that numbers stay; of one number what is there goes before something comes to stand there.
    let isOrdered = first == second ? isInsertion(one) : first.lexicographicallyPrecedes(second)
    for edit in isOrdered ? [other, one] : [one, other] { _ = edit.change.apply(to: &expected, edit.site.path) }
    let after = YAMLTree(parsing: group.applied(to: tree.bytes), templates: templates)
    tally.pairs += 1
    let shown = after.bytes.count < 1_500 ? "\n\(tree.bytes.asString)\n=>\n\(after.bytes.asString)" : " \(group.edits)"
    if after.diagnostics.count > tree.diagnostics.count { return "\(after.diagnostics[0].message)\(shown)" }
    return YAMLModel.documents(of: after) == expected ? nil : "other than asked\(shown)"
  }

  private func isInsertion(_ edit: Edit) -> Bool { if case .insert = edit.change { true } else { false } }

  /// Whether an edit removes from a collection that another one could not change too.
  private func mayEmpty(_ edit: Edit, _ path: [Int]) -> Bool {
    guard case .remove = edit.change else { return false }
    return documents[path[0]][path.dropFirst().dropLast()].count < 3
  }

  private func lineBreaks(_ bytes: [UInt8]) -> Set<String> {
    var found: Set<String> = []
    for (index, byte) in bytes.enumerated() where byte == 0x0A || byte == 0x0D {
      if byte == 0x0A { found.insert(index > 0 && bytes[index - 1] == 0x0D ? "\r\n" : "\n") }
      if byte == 0x0D, index + 1 == bytes.count || bytes[index + 1] != 0x0A { found.insert("\r") }
    }
    return found
  }
}
