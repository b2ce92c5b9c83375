import SourceText
import YAML

/// Takes the keys and values of `ashlar.yaml` out of its tree: texts, lists of texts, and mappings of these.
///
/// Anchors and aliases count; a merge key (`<<`) is none, as YAML 1.2 knows of none.
struct ConfigurationReader {
  private let tree: YAMLTree
  private(set) var problems: [ConfigurationProblem] = []
  /// Nodes that may still be looked at: an alias costs a byte and may stand for a thousand nodes.
  private var budget = 200_000

  /// In bytes: far more than anybody writes, and little enough that a hostile file costs nothing.
  static let sizeLimit = 1 << 20
  /// Nested deeper than any key of ours.
  private static let depthLimit = 8

  init(_ bytes: [UInt8]) {
    guard bytes.count <= Self.sizeLimit else {
      tree = YAMLTree(parsing: [])
      problems = [ConfigurationProblem(.at(0), "is larger than 1 MiB, which no configuration needs")]
      return
    }
    tree = YAMLTree(parsing: bytes)
    // A closing bracket below its key is no YAML, but every loader takes it.
    problems = tree.diagnostics.filter { $0.kind != .flowIndentation }.map { ConfigurationProblem($0.range, $0.message) }
  }

  mutating func read() -> [ConfigurationEntry] {
    var documents = tree.documents
    guard let first = documents.next() else { return [] }
    if let second = documents.next() {
      problems.append(ConfigurationProblem(tree[second].range, "one document is read; remove `---`, or what stands below it"))
    }
    let root = tree.root(of: first)
    switch tree[root].kind {
    case .blockMapping, .flowMapping: return entries(of: root, depth: 0)
    case .empty, .error: return []
    default:
      refuse(root, "is no configuration: write keys, each with `:` and its value")
      return []
    }
  }

  private mutating func entries(of mapping: YAMLTree.NodeID, depth: Int) -> [ConfigurationEntry] {
    var entries: [ConfigurationEntry] = []
    var keys: Set<String> = []
    for entry in tree.entries(of: mapping) {
      guard let keyNode = resolved(entry.keyNode), tree[keyNode].kind.isScalar else {
        if tree[entry.keyNode].kind != .error { refuse(entry.keyNode, "is no name of a key") }
        continue
      }
      let key = tree.string(keyNode)
      let keyRange = tree[entry.keyNode].range
      if !keys.insert(key).inserted { problems.append(ConfigurationProblem(keyRange, "the key `\(key)` stands here twice")) }
      guard let value = value(of: entry.value, depth: depth) else { continue }
      entries.append(ConfigurationEntry(key: key, keyRange: keyRange, value: value, valueRange: tree[entry.value].range))
    }
    return entries
  }

  /// Nil where it cannot be one; a problem says why.
  private mutating func value(of written: YAMLTree.NodeID, depth: Int) -> ConfigurationValue? {
    guard let id = resolved(written) else { return nil }
    switch tree[id].kind {
    case .empty, .plain, .singleQuoted, .doubleQuoted, .literal, .folded:
      let isNull = tree.resolvedKind(of: id, in: DocumentKind.configuration.dialect ?? .core) == .null
      return .scalar(isNull ? "" : tree.string(id))
    case .blockMapping, .flowMapping:
      guard depth < Self.depthLimit else {
        refuse(written, "is nested deeper than any key of `ashlar.yaml`")
        return nil
      }
      return .map(entries(of: id, depth: depth + 1))
    case .blockSequence, .flowSequence: return .list(items(of: id))
    case .document, .alias, .action, .error: return nil
    }
  }

  private mutating func items(of sequence: YAMLTree.NodeID) -> [ConfigurationItem] {
    var items: [ConfigurationItem] = []
    for item in tree.items(of: sequence) {
      guard let id = resolved(item) else { continue }
      if tree[id].kind.isScalar {
        items.append(ConfigurationItem(text: tree.string(id), range: tree[item].range))
      } else if tree[id].kind != .error {
        refuse(item, "is no text, which is all that the lists of `ashlar.yaml` hold")
      }
    }
    return items
  }

  /// What an alias stands for; nil where that is nothing, or where too much has been looked at.
  private mutating func resolved(_ id: YAMLTree.NodeID) -> YAMLTree.NodeID? {
    budget -= 1
    guard budget >= 0 else {
      if budget == -1 { refuse(id, "makes the file too large: its aliases stand for more than any configuration needs") }
      return nil
    }
    return tree[id].kind == .alias ? tree.target(of: id) : id
  }

  private mutating func refuse(_ id: YAMLTree.NodeID, _ why: String) {
    let range = tree[id].range
    // The first line tells which it is.
    let text = tree.text(range).prefix { $0 != "\n" && $0 != "\r\n" }
    problems.append(ConfigurationProblem(range, text.isEmpty ? why : "`\(text.prefix(60))` \(why)"))
  }
}
