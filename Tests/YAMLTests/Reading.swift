import SourceText
import YAML

/// Shorthands for tests: a tree and what is in it as plain strings.
func tree(_ text: String, _ templates: TemplateSyntax = []) -> YAMLTree { YAMLTree(parsing: Array(text.utf8), templates: templates) }

func events(_ text: String, _ templates: TemplateSyntax = []) -> [String] {
  String(decoding: tree(text, templates).events, as: UTF8.self).split(separator: "\n").dropFirst().dropLast().map(String.init)
}

/// What is wrong, each with the line it is reported at.
func problems(_ text: String, _ templates: TemplateSyntax = []) -> [String] {
  let tree = tree(text, templates)
  let lines = LineIndex(tree.bytes)
  return tree.diagnostics.map { "\(lines.line(at: $0.range.start)) \($0.kind)" }
}

extension YAMLTree {
  /// `path = value` for each entry that has a scalar, `path` for one that has none: keys joined by `/`.
  var outline: [String] {
    var lines: [String] = []
    for document in documents { for child in children(of: document) { outline(child, "", &lines) } }
    return lines
  }

  private func outline(_ id: NodeID, _ path: String, _ lines: inout [String]) {
    switch self[id].kind {
    case .blockMapping, .flowMapping:
      for entry in entries(of: id) { outline(entry.value, path + "/" + string(entry.keyNode), &lines) }
    case .blockSequence, .flowSequence:
      for (index, item) in items(of: id).enumerated() { outline(item, path + "/\(index)", &lines) }
    case .empty: lines.append(path)
    case .alias, .action, .error: lines.append("\(path) = \(self[id].kind) \(text(self[id].range))")
    default: lines.append("\(path) = \(string(id))")
    }
  }
}

func outline(_ text: String, _ templates: TemplateSyntax = []) -> [String] { tree(text, templates).outline }
