package import YAML

/// What a YAML document says, apart from how it is written: what an edit is held against.
package indirect enum YAMLModel: Equatable, Sendable {
  /// `isOther`: null, a boolean, a number or a date.
  case scalar(text: String, isOther: Bool, properties: String)
  case list([YAMLModel], properties: String)
  case map([Entry], properties: String)
  case alias(String)
  case other(String)

  package struct Entry: Equatable, Sendable {
    package var key: YAMLModel
    package var value: YAMLModel
  }

  package static func documents(of tree: YAMLTree) -> [YAMLModel] { tree.documents.map { YAMLModel(tree, tree.root(of: $0)) } }

  package init(_ tree: YAMLTree, _ id: YAMLTree.NodeID) {
    let all = tree.properties(of: id)
    let properties = all.map { tree.text($0.anchor) + tree.text($0.tag) } ?? ""
    switch tree[id].kind {
    case .blockMapping, .flowMapping:
      self = .map(
        tree.entries(of: id).map { Entry(key: YAMLModel(tree, $0.keyNode), value: YAMLModel(tree, $0.value)) }, properties: properties)
    case .blockSequence, .flowSequence: self = .list(tree.items(of: id).map { YAMLModel(tree, $0) }, properties: properties)
    case .alias: self = .alias(tree.text(tree[id].range))
    case .plain, .empty:
      let isText = all.map { tree.text($0.tag) == "!!str" || tree.text($0.tag) == "!" } ?? false
      let text = tree.string(id)
      self = .scalar(text: text, isOther: !isText && (text.isEmpty || YAMLDialect.all.readAsOther(text)), properties: properties)
    case .singleQuoted, .doubleQuoted, .literal, .folded: self = .scalar(text: tree.string(id), isOther: false, properties: properties)
    case .document, .action, .error: self = .other(tree.text(tree[id].range))
    }
  }

  package init(_ value: YAMLNewValue, properties: String = "") {
    switch value {
    case .text(let text): self = .scalar(text: text, isOther: false, properties: properties)
    case .bare(let text): self = .scalar(text: text, isOther: YAMLDialect.all.readAsOther(text), properties: properties)
    case .list(let items): self = .list(items.map { YAMLModel($0) }, properties: properties)
    case .map(let entries):
      self = .map(entries.map { Entry(key: YAMLModel(.text($0.key)), value: YAMLModel($0.value)) }, properties: properties)
    }
  }

  var properties: String {
    switch self {
    case .scalar(_, _, let properties), .list(_, let properties), .map(_, let properties): properties
    case .alias, .other: ""
    }
  }

  var count: Int {
    switch self {
    case .list(let items, _): items.count
    case .map(let entries, _): entries.count
    default: 0
    }
  }

  subscript(child: Int) -> YAMLModel {
    get {
      switch self {
      case .list(let items, _): items[child]
      case .map(let entries, _): entries[child].value
      default: self
      }
    }
    set {
      switch self {
      case .list(var items, let properties):
        items[child] = newValue
        self = .list(items, properties: properties)
      case .map(var entries, let properties):
        entries[child].value = newValue
        self = .map(entries, properties: properties)
      default: break
      }
    }
  }

  subscript(path: ArraySlice<Int>) -> YAMLModel {
    get { path.first.map { self[$0][path.dropFirst()] } ?? self }
    set { if let first = path.first { self[first][path.dropFirst()] = newValue } else { self = newValue } }
  }
}

/// What an edit is asked to do, in terms of the model. A path leads from the document by the numbers of entries and items.
package enum YAMLChange: Sendable {
  case replace(YAMLNewValue, keepingProperties: Bool)
  case rename(String)
  /// At a number among the entries or items of the node.
  case insert(Int, key: String?, YAMLNewValue)
  case remove(YAMLRemainder)
  case comment(String)

  /// Applies it, and answers the path of what it really concerned.
  package func apply(to documents: inout [YAMLModel], _ path: [Int]) -> [Int] {
    let inner = path.dropFirst()
    var document = documents[path[0]]
    defer { documents[path[0]] = document }
    switch self {
    case .comment: break
    case .replace(let value, let keepingProperties):
      document[inner] = YAMLModel(value, properties: keepingProperties ? document[inner].properties : "")
    case .rename(let name):
      if case .map(var entries, let properties) = document[inner.dropLast()], let last = inner.last {
        entries[last].key = .scalar(text: name, isOther: false, properties: entries[last].key.properties)
        document[inner.dropLast()] = .map(entries, properties: properties)
      }
    case .insert(let index, let key, let value):
      let properties = document[inner].properties
      if let key {
        var entries: [YAMLModel.Entry] = []
        if case .map(let old, _) = document[inner] { entries = old }
        entries.insert(YAMLModel.Entry(key: YAMLModel(.text(key)), value: YAMLModel(value)), at: index)
        document[inner] = .map(entries, properties: properties)
      } else {
        var items: [YAMLModel] = []
        if case .list(let old, _) = document[inner] { items = old }
        items.insert(YAMLModel(value), at: index)
        document[inner] = .list(items, properties: properties)
      }
      return path + [index]
    case .remove(let remainder):
      var inner = inner
      if remainder == .nothing {
        while inner.count > 1, document[inner.dropLast()].count == 1 { inner = inner.dropLast() }
      }
      guard let last = inner.last else { break }
      switch document[inner.dropLast()] {
      case .map(var entries, let properties):
        entries.remove(at: last)
        document[inner.dropLast()] = .map(entries, properties: properties)
      case .list(var items, let properties):
        items.remove(at: last)
        document[inner.dropLast()] = .list(items, properties: properties)
      default: break
      }
      return [path[0]] + inner
    }
    return path
  }
}
