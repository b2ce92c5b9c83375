import Foundation
import SourceText
import YAML

/// `develop yaml-facts [--list FILE | PATH…]`: one JSON object a line and file: what is wrong, and the events as the
/// yaml-test-suite writes them, and of each scalar without a tag what PyYAML makes of it.
enum YAMLFacts {
  static func run(_ arguments: [String]) throws {
    var arguments = arguments
    var text = JSONText()
    for path in try YAMLFiles.listed(&arguments) {
      write(YAMLFiles.tree(try Develop.read(path)), of: path, to: &text)
      guard text.bytes.count > 1 << 20 else { continue }
      FileHandle.standardOutput.write(Data(text.bytes))
      text = JSONText()
    }
    FileHandle.standardOutput.write(Data(text.bytes))
  }

  private static func write(_ tree: YAMLTree, of path: String, to text: inout JSONText) {
    let lines = LineIndex(tree.bytes)
    text.object { text in
      text.key("path")
      text.string(path)
      text.key("diagnostics")
      text.array { text in
        for diagnostic in tree.diagnostics {
          let position = lines.position(at: diagnostic.range.start)
          text.object { text in
            text.key("kind")
            text.string("\(diagnostic.kind)")
            text.key("line")
            text.number(position.line)
            text.key("column")
            text.number(position.column)
            text.key("message")
            text.string(diagnostic.message)
          }
        }
      }
      text.key("events")
      text.string(tree.events)
      text.key("scalars")
      text.array { text in
        for index in tree.nodes.indices where tree.nodes[index].kind.isScalar || tree.nodes[index].kind == .empty {
          let id = YAMLTree.NodeID(index)
          if tree.properties(of: id).map(\.tag.isEmpty) ?? true { write(tree.value(of: id, in: .pyYAML), to: &text) }
        }
      }
    }
    text.endLine()
  }

  /// Its kind, and a number's or truth's value.
  private static func write(_ value: YAMLValue, to text: inout JSONText) {
    text.array { text in
      text.string("\(value.kind)")
      switch value {
      case .bool(let truth): text.string(truth ? "true" : "false")
      case .int(let number): text.string(number.description)
      case .float(let number): text.string("\(number)")
      default: text.string("")
      }
    }
  }
}
