import Foundation
import SourceText
import TestSupport
import YAML

/// `develop yaml-damages FOLDER… --seed S --count N [--show N] [--write OUT]`: well-formed files, each with one line damaged, and what a
/// reading of them still gets right: where the first diagnostic is, and which entries outside the damaged mapping keep
/// key, value, place and parent.
enum YAMLDamages {
  static func run(_ arguments: [String]) throws -> Int32 {
    var arguments = arguments
    let seed = try Develop.number("--seed", from: &arguments, default: 1)
    let count = try Develop.number("--count", from: &arguments, default: 2000)
    let shown = try Develop.number("--show", from: &arguments, default: 10)
    let output = try Develop.option("--write", from: &arguments)
    let files = try YAMLFiles.wellFormed(below: arguments, upTo: 65_536).filter { !$0.bytes.isEmpty }
    guard !files.isEmpty else { throw Develop.Failure(message: "no YAML below \(arguments)") }
    if let output { try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true) }

    let kinds = YAMLDamage.Kind.allCases
    var tallies = [YAMLDamage.Kind: Tally](uniqueKeysWithValues: kinds.map { ($0, Tally()) })
    var worst: [(badness: Int, text: String)] = []
    for index in 0..<count {
      var random = SeededGenerator(seed: UInt64(seed) << 32 | UInt64(index))
      let kind = kinds[index % kinds.count]
      var drawn: (path: String, damage: YAMLDamage)?
      for _ in 0..<1000 where drawn == nil {
        let file = random.pick(files)
        drawn = YAMLDamage(kind, of: file.bytes, &random).map { (file.path, $0) }
      }
      guard let (path, damage) = drawn else { continue }
      if let output { try Develop.write(damage.bytes, to: "\(output)/\(DockerfileMutation.padded(index))-\(kind).yaml") }
      let result = Recovery(of: damage)
      tallies[kind]?.add(result)
      let place = result.distance.map { "first diagnostic at \($0 > 0 ? "+" : "")\($0) lines" } ?? "no diagnostic"
      worst.append(
        (
          (abs(result.distance ?? 0) > 1 ? 1_000_000 : 0) + result.entries - result.kept,
          "\(index) \(path):\(damage.line) \(kind): \(place), \(result.kept) of \(result.entries) entries kept"
        ))
    }
    for entry in worst.sorted(by: { $0.badness > $1.badness }).prefix(shown) where entry.badness > 0 { print(entry.text) }
    print("kind            files  told  near  entries kept  outside the entry")
    for kind in kinds { print("\(kind)".padding(toLength: 14, withPad: " ", startingAt: 0), tallies[kind, default: Tally()].row) }
    let all = kinds.reduce(into: Tally()) { $0.add(tallies[$1, default: Tally()]) }
    print("all           ", all.row)
    return all.isEnough ? 0 : 1
  }

  private struct Tally {
    var files = 0
    var told = 0
    var near = 0
    var entries = 0
    var kept = 0
    var nearEntries = 0
    var nearKept = 0

    mutating func add(_ result: Recovery) {
      files += 1
      if let distance = result.distance {
        told += 1
        if abs(distance) <= 1 { near += 1 }
      }
      entries += result.entries
      kept += result.kept
      nearEntries += result.siblings
      nearKept += result.siblingsKept
    }

    mutating func add(_ other: Tally) {
      files += other.files
      told += other.told
      near += other.near
      entries += other.entries
      kept += other.kept
      nearEntries += other.nearEntries
      nearKept += other.nearKept
    }

    var row: String {
      func percent(_ part: Int, _ whole: Int) -> String {
        let permille = whole == 0 ? 1000 : part * 1000 / whole
        return "\(permille / 10).\(permille % 10) %"
      }
      func wide(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(1, width - text.count)) + text }
      return wide("\(files)", 6) + wide("\(told)", 6) + wide(percent(near, told), 9) + wide(percent(kept, entries), 9)
        + wide(percent(nearKept, nearEntries), 9)
    }

    var isEnough: Bool { near * 100 >= told * 95 && kept * 10 >= entries * 9 }
  }
}

/// What a reading of the damaged text gets right.
private struct Recovery {
  /// From the damaged line to the first diagnostic, in lines; nil where there is none.
  let distance: Int?
  /// Entries outside the damaged mapping, and how many of them are as before.
  var entries = 0
  var kept = 0
  /// The same of all entries that are not on the damaged line or below its key.
  var siblings = 0
  var siblingsKept = 0

  private struct Entry: Equatable {
    var keyEnd: Int
    var kind: YAMLTree.Kind
    var start: Int
    /// -1 for a value that holds the damage.
    var end: Int
    /// Where the key begins that this one is below.
    var parent: Int
  }

  init(of damage: YAMLDamage) {
    let before = YAMLTree(parsing: damage.original)
    let after = YAMLTree(parsing: damage.bytes)
    let lines = LineIndex(damage.bytes)
    distance = after.diagnostics.first.map { lines.line(at: $0.range.start) - damage.line }
    var now: [Int: Entry] = [:]
    for (key, entry) in Self.entries(of: after) { now[key.start] = entry }
    let mapping = damage.mapping(in: before)
    for (key, entry) in Self.entries(of: before) {
      let isBelow = mapping.map { $0.start <= key.start && key.end <= $0.end } ?? false
      // On the damaged line, or in the value of a key there.
      let isInside = damage.touched.start <= key.start && key.start < damage.touched.end || damage.touched.contains(entry.parent)
      if isInside { continue }
      var expected = entry
      expected.keyEnd = damage.moved(entry.keyEnd)
      expected.start = damage.moved(entry.start)
      expected.end = damage.moved(entry.end)
      expected.parent = entry.parent < 0 ? -1 : damage.moved(entry.parent)
      var found = now[damage.moved(key.start)]
      if entry.start < damage.touched.end, entry.end > damage.touched.start {
        expected.end = -1
        found?.end = -1
      }
      let isKept = found == expected
      siblings += 1
      if isKept { siblingsKept += 1 }
      if isBelow { continue }
      entries += 1
      if isKept { kept += 1 }
    }
  }

  private static func entries(of tree: YAMLTree) -> [(key: SourceRange, entry: Entry)] {
    var owners = [Int](repeating: -1, count: tree.nodes.count)
    var found: [(SourceRange, Entry)] = []
    for index in tree.nodes.indices {
      let id = YAMLTree.NodeID(index)
      for child in tree.children(of: id) { owners[child.index] = owners[index] }
      for entry in tree.entries(of: id) {
        let key = tree[entry.keyNode].range
        let value = tree[entry.value]
        owners[entry.value.index] = key.start
        found.append((key, Entry(keyEnd: key.end, kind: value.kind, start: value.range.start, end: value.range.end, parent: owners[index])))
      }
    }
    return found
  }
}
