import Foundation
import SourceText
import Testing

@testable import YAML

/// What hostile texts cost.
@Suite struct LimitTests {
  private static func text(_ unit: String, _ count: Int) -> [UInt8] { Array(repeatElement(Array(unit.utf8), count: count).joined()) }

  @Test(arguments: ["[", "{", "- ", "? ", "[{a: ", "{? ", "-\n ", "a: [\n"])
  func `collections nest up to the limit`(_ unit: String) async {
    // Half a MiB of stack, the least that a thread has on the platforms we build for.
    let kinds = await withCheckedContinuation { continuation in
      let thread = Thread {
        let bytes = unit == "-\n " ? Self.steps(2_000) : Self.text(unit, 100_000)
        let tree = YAMLTree(parsing: bytes)
        continuation.resume(returning: tree.diagnostics.map(\.kind) + (YAMLPropertyTests.problem(in: tree) == nil ? [] : [.notUTF8]))
      }
      thread.stackSize = 512 << 10
      thread.start()
    }
    #expect(unit == "a: [\n" || kinds.contains(.tooDeep))
    #expect(!kinds.contains(.notUTF8))
  }

  private static func steps(_ count: Int) -> [UInt8] {
    Array((0..<count).map { Array(repeatElement(0x20, count: $0)) + [0x2D, 0x0A] }.joined())
  }

  @Test func `512 collections are not too many`() {
    #expect(YAMLTree(parsing: Self.text("[", 512) + Self.text("]", 512)).diagnostics.isEmpty)
    #expect(YAMLTree(parsing: Self.text("[", 513) + Self.text("]", 513)).diagnostics.map(\.kind) == [.tooDeep])
  }

  @Test(arguments: ["{a,", "[:,", "[?,", "[&a ,"])
  func `brackets full of nothing take twelve bytes a byte`(_ text: String) {
    let tree = YAMLTree(parsing: Self.text(text, 1) + Self.text(String(text.dropFirst()), 400_000))
    #expect(tree.nodes.count * MemoryLayout<YAMLTree.Node>.stride <= 12 * tree.bytes.count)
    #expect(text.count > 3 || tree.diagnostics.contains { $0.kind == .tooDense })
    #expect(YAMLPropertyTests.problem(in: tree) == nil)
  }

  @Test func `the densest list that says something is read whole`() {
    let tree = YAMLTree(parsing: Self.text("[", 1) + Self.text("1,", 400_000) + Self.text("]", 1))
    #expect(tree.diagnostics.isEmpty && tree.nodes.count == 400_002)
  }

  @Test func `a file larger than the limit is not read`() {
    let tree = YAMLTree(parsing: Array("a: b\n".utf8), limits: YAMLLimits(size: 4))
    #expect(tree.diagnostics.map(\.kind) == [.fileTooLarge])
    #expect(tree.nodes.count == 2)
  }

  @Test func `diagnostics end with one that says so`() {
    let tree = YAMLTree(parsing: Self.text("]: a\n", 5_000))
    #expect(tree.diagnostics.count == 1_000)
    #expect(tree.diagnostics.contains { $0.kind == .tooManyProblems })
  }

  @Test func `a key of more than 1024 characters is said`() {
    #expect(YAMLTree(parsing: Self.text("é", 1_024) + Array(": a\n".utf8)).diagnostics.isEmpty)
    #expect(YAMLTree(parsing: Self.text("é", 1_025) + Array(": a\n".utf8)).diagnostics.map(\.kind) == [.longKey])
  }

  @Test func `aliases are no copies, and make no JSON without end`() {
    var text = "- &a0 [x, x, x, x, x, x, x, x]\n"
    for level in 1..<12 { text += "- &a\(level) [" + (0..<8).map { _ in "*a\(level - 1)" }.joined(separator: ", ") + "]\n" }
    let bomb = tree(text)
    #expect(bomb.nodes.count < 250)
    #expect(bomb.json(of: YAMLTree.NodeID(0), limit: 1 << 16) == nil)
    #expect(tree("&a [*a]").json(of: YAMLTree.NodeID(0)) == nil)
  }

  @Test(arguments: [
    "\"\n", "'a\n\"b\n", "a: \"b\n", "- \"a\n  b: c\n  \" x\n", "a: [b\n", "- [\n", "}{", "[[[a:b]: c]: d]\n", "?\n", "a\n c: d\n",
    "a: |\n  x\n{{ a }}\n", "{{ \" ", "{{\n",
  ])
  func `work is linear in hostile texts`(_ unit: String) {
    for count in [100, 1_000, 10_000] {
      let bytes = Self.text(unit, count)
      let tree = YAMLTree(parsing: bytes, templates: [.go, .jinja, .dollar])
      #expect(tree.work <= 8 * bytes.count)
    }
  }

  @Test func `bytes that are no text are said, each`() {
    #expect(
      YAMLTree(parsing: Array("a: \u{1}\u{7F}\n".utf8) + [0xFF, 0x0A]).diagnostics.map(\.kind).prefix(3) == [
        .controlCharacter, .controlCharacter, .notUTF8,
      ])
  }

  @Test func `each message is a sentence in lower case`() {
    for kind in YAMLDiagnostic.Kind.allCases {
      #expect(!kind.message.isEmpty && kind.message.last != "." && kind.message.first?.isUppercase == false, "\(kind)")
    }
  }
}
