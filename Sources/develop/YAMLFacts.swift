import Foundation
import SourceText
import YAML

/// `develop yaml-facts [--list FILE | PATH…]`: one JSON object a line and file: what is wrong, and the events as the
/// yaml-test-suite writes them.
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
    }
    text.endLine()
  }
}
