import SourceText
import TestSupport
import Testing

@testable import YAML

/// What holds of any text in any dialect.
struct DialectPropertyTests {
  private static let alphabet = Array("01789abefinosxyNTZ_+-.,:~<=TteE |&*!\"'\u{E9}".utf8)

  private static func text(_ random: inout SeededGenerator) -> [UInt8] {
    (0..<random.below(12)).map { _ in random.oneIn(30) ? UInt8(random.below(256)) : random.pick(alphabet) }
  }

  @Test func `an automaton matches what its patterns match`() {
    for dialect in YAMLDialect.all {
      let patterns = dialect.table.rows.map { row in
        (ScalarPattern.parse(row.pattern, ignoringCase: row.options.contains(.ignoresCase)), row.options.contains(.skipsUnderscores))
      }
      for seed in UInt64(0)..<3_000 {
        var random = SeededGenerator(seed: seed)
        let text = Self.text(&random)
        let expected = patterns.firstIndex { pattern, skips in
          // The first byte counts, whatever it is.
          let text = skips ? Array(text.prefix(1) + text.dropFirst().filter { $0 != 0x5F }) : text
          return Self.ends(pattern, text, 0).contains(text.count)
        }
        let found = dialect.table.automaton.match(text, 0, text.count)
        #expect(found == expected.map { UInt8($0) } ?? ScalarAutomaton.none, "\(dialect.name), seed \(seed): \(text.asString)")
      }
    }
  }

  /// Where a pattern may end that begins at an offset, by trying all.
  private static func ends(_ pattern: ScalarPattern.Node, _ text: [UInt8], _ start: Int) -> Set<Int> {
    switch pattern {
    case .empty: return [start]
    case .bytes(let set): return start < text.count && set.contains(text[start]) ? [start + 1] : []
    case .sequence(let first, let second): return ends(first, text, start).reduce(into: []) { $0.formUnion(ends(second, text, $1)) }
    case .either(let first, let second): return ends(first, text, start).union(ends(second, text, start))
    case .repeated(let inner, let from, let to):
      var all: Set<Int> = from == 0 ? [start] : []
      var last: Set<Int> = [start]
      var seen: Set<Int> = []
      for count in 1...max(1, to ?? text.count + 1) {
        last = last.reduce(into: []) { $0.formUnion(ends(inner, text, $1)) }
        if to == nil { last.subtract(seen) }
        seen.formUnion(last)
        if count >= from { all.formUnion(last) }
        if last.isEmpty { break }
      }
      return all
    }
  }

  @Test func `the length of a text that is no string is within its first byte's limit`() {
    for dialect in YAMLDialect.all {
      for seed in UInt64(0)..<3_000 {
        var random = SeededGenerator(seed: seed)
        let text = Self.text(&random)
        guard let first = text.first, dialect.limits[Int(first)] < text.count else { continue }
        let isText = dialect.limits[Int(first)] == 255 || dialect.value(ofPlain: text) == .string
        #expect(isText, "\(dialect.name), seed \(seed): \(text.asString)")
      }
    }
    #expect(YAMLDialect.pyYAML.limits[Int(UInt8(ascii: "n"))] == 4)
    #expect(YAMLDialect.pyYAML.limits[Int(UInt8(ascii: "a"))] == 0)
    #expect(YAMLDialect.pyYAML.limits[Int(UInt8(ascii: "7"))] == 255)
  }

  @Test func `any node has a value, any mapping entries, and none holds what is not there`() {
    for seed in UInt64(0)..<4_000 {
      var random = SeededGenerator(seed: seed)
      var bytes: [UInt8] = []
      for _ in 0..<random.below(12) {
        bytes += Array(
          random.pick([
            "<<: *a\n", "a: &a {b: 1}\n", "<<: [*a, {c: 2}]\n", "&a\n", "? ", "{<<: *a}", "- ", "!!int ", "!!float ", "!!merge ",
            "\"<<\": x\n", ": ", "\n",
          ]).utf8)
        bytes += Self.text(&random)
      }
      let tree = YAMLTree(parsing: bytes)
      for dialect in YAMLDialect.all {
        for index in tree.nodes.indices {
          let id = YAMLTree.NodeID(index)
          let value = tree.value(of: id, in: dialect)
          if value.kind == .sequence || value.kind == .mapping { #expect(!tree[id].kind.isScalar, "seed \(seed)") }
          let merged = tree.entries(of: id, in: dialect)
          for entry in merged.entries { #expect(tree[entry.keyNode].flags.contains(.isKey) && entry.keyNode < entry.value, "seed \(seed)") }
          let written = tree.entries(of: id).map(\.keyNode)
          for repeated in tree.duplicateKeys(of: id, in: dialect) {
            #expect(
              repeated.first < repeated.repeated && written.contains(repeated.first) && written.contains(repeated.repeated), "seed \(seed)")
          }
        }
      }
    }
  }

  /// Where reading were not linear, this would not end.
  @Test func `a scalar of many thousand digits is read`() {
    let digits = [UInt8](repeating: 0x37, count: 200_000)
    for text in [digits, [0x30, 0x78] + digits, digits + [0x2E] + digits, digits + Array("e+5".utf8), Array("0.".utf8) + digits] {
      for dialect in YAMLDialect.all { #expect(dialect.value(ofPlain: text).kind != .null) }
    }
    let parts = Array(repeatElement(Array("7:".utf8), count: 100_000).joined()) + [0x37]
    #expect(YAMLDialect.pyYAML.value(ofPlain: parts).kind == .int)
    #expect(YAMLDialect.pyYAML.value(ofPlain: parts + [0x2E]).kind == .float)
  }
}
