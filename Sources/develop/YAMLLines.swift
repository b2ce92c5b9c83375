import Foundation
import SourceText
import YAML

/// `develop yaml-lines FILE [--show N]`: compares entries with what `Proofs/yaml-template-lines` says of lines of templates: the
/// key's place, the value's end, the key that holds it, and the indentation of its mapping.
enum YAMLLines {
  /// One line, in the script's words.
  struct Line: Decodable {
    let path: String
    let line: Int
    /// Where the key begins, and where a value of one line ends; -1 where it has more lines.
    let start, end: Int
    let column: Int
    /// nil at the top; "?" where the script does not know.
    let parent: String?
  }

  enum Outcome: String, CaseIterable {
    case same
    case noEntry = "no entry there"
    case otherEnd = "another end"
    case otherIndentation = "another indentation"
    case otherParent = "another parent"
  }

  static func run(_ arguments: [String]) throws -> Int32 {
    var arguments = arguments
    let shown = try Develop.number("--show", from: &arguments, default: 10)
    let share = try Develop.number("--at-least", from: &arguments, default: 95)
    guard arguments.count == 1 else { throw Develop.Failure(message: "expected FILE") }
    let decoder = JSONDecoder()
    let lines = try Develop.read(arguments[0]).split(separator: 0x0A).map { try decoder.decode(Line.self, from: Data($0)) }
    var counts: [Outcome: Int] = [:]
    var readings: (path: String, reading: Reading)?
    for line in lines {
      let reading = try readings?.path == line.path ? readings!.reading : Reading(YAMLFiles.tree(Develop.read(line.path)))
      readings = (line.path, reading)
      let outcome = reading.outcome(of: line)
      counts[outcome, default: 0] += 1
      if outcome != .same, counts[outcome, default: 0] <= shown {
        print("\(line.path):\(line.line): \(outcome.rawValue); expected below \(line.parent ?? "nothing")\(reading.words(line))")
      }
    }
    let same = counts[.same, default: 0]
    print("\(same) of \(lines.count) lines are entries with the same range, parent and indentation")
    for outcome in Outcome.allCases where outcome != .same { print("  \(outcome.rawValue): \(counts[outcome, default: 0])") }
    return same * 100 >= lines.count * share && !lines.isEmpty ? 0 : 1
  }

  /// The entries of a tree by where their keys begin.
  private struct Reading {
    let tree: YAMLTree
    var entries: [Int: (entry: YAMLTree.Entry, mapping: YAMLTree.NodeID, parent: YAMLTree.NodeID?)] = [:]

    init(_ tree: YAMLTree) {
      self.tree = tree
      // The key that each node is the value of, or inside the value of.
      var owners = [Int32](repeating: -1, count: tree.nodes.count)
      for index in tree.nodes.indices {
        let id = YAMLTree.NodeID(index)
        for child in tree.children(of: id) { owners[child.index] = owners[index] }
        for entry in tree.entries(of: id) {
          owners[entry.value.index] = Int32(entry.keyNode.index)
          let owner = owners[index]
          entries[tree[entry.keyNode].range.start] = (entry, id, owner < 0 ? nil : YAMLTree.NodeID(Int(owner)))
        }
      }
    }

    func outcome(of line: Line) -> Outcome {
      guard let (entry, mapping, parent) = entries[line.start] else { return .noEntry }
      if line.end >= 0, end(of: entry) != line.end { return .otherEnd }
      if line.parent != "?", line.parent != parent.map(tree.string) { return .otherParent }
      let start = tree[mapping].range.start
      let lineStart = tree.bytes[..<start].lastIndex(of: 0x0A).map { $0 + 1 } ?? SourceText.byteOrderMarkLength(tree.bytes)
      return start - lineStart == line.column ? .same : .otherIndentation
    }

    /// Of a value on the key's line; behind the colon where there is none.
    private func end(of entry: YAMLTree.Entry) -> Int {
      let value = tree[entry.value]
      if value.kind != .empty, value.kind != .action, !value.kind.isBlockCollection { return value.range.end }
      return tree[entry.keyNode].range.end + 1
    }

    func words(_ line: Line) -> String {
      guard let (entry, _, parent) = entries[line.start] else { return "" }
      return ", is below \(parent.map(tree.string) ?? "nothing"), ends \(end(of: entry)) for \(line.end)"
    }
  }
}
