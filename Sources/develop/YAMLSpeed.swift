import Documents
import Foundation
import SourceText
import YAML

/// `develop yaml-speed [--runs N] [--list FILE | FOLDER…]`: what trees cost: of the well-formed YAML on one core and on all, bytes of
/// memory, and the time a byte of hostile texts at two sizes.
enum YAMLSpeed {
  static func run(_ arguments: [String]) async throws {
    var arguments = arguments
    let runs = max(1, try Develop.number("--runs", from: &arguments, default: 5))
    let list = try YAMLFiles.below(YAMLFiles.listed(&arguments))
    let texts = try list.map(Develop.read).filter { YAMLTree(parsing: $0).diagnostics.isEmpty }
    let size = texts.reduce(0) { $0 + $1.count }
    let keys = KeyTable(HostileYAML.keys)

    var nodes = 0
    var memory = 0
    for text in texts {
      let tree = YAMLTree(parsing: text, keys: keys)
      nodes += tree.nodes.count
      memory += bytes(of: tree)
    }
    print("\(texts.count) of \(list.count) files are well-formed: \(size) bytes, \(nodes) nodes")
    print("memory beside the text: \(tenths(memory, size)) bytes a byte, \(tenths(memory, nodes)) a node")

    let one = median(runs) {
      precondition(texts.reduce(0) { $0 + YAMLTree(parsing: $1, keys: keys).nodes.count } == nodes)
    }
    print("one core: \(rate(size, one)) MB/s, \(tenths(one, nodes)) ns a node")
    let workers = availableProcessors
    var times: [Int] = []
    for _ in 0..<runs {
      let start = ContinuousClock.now
      let counts = await inParallel(texts, workers: workers) { YAMLTree(parsing: $0, keys: keys).nodes.count }
      times.append(nanoseconds(since: start))
      precondition(counts.reduce(0, +) == nodes)
    }
    print("\(workers) cores: \(rate(size, times.sorted()[runs / 2])) MB/s")

    print("hostile texts: ns a byte at \(HostileYAML.sizes[0] >> 10) KiB and at \(HostileYAML.sizes[1] >> 10) KiB")
    for hostile in HostileYAML.allCases {
      let costs = HostileYAML.sizes.map { size in
        let text = hostile.text(size)
        return (median(runs) { _ = YAMLTree(parsing: text, templates: hostile == .openActions ? .go : []) }, text.count)
      }
      let columns = costs.map { tenths($0.0, $0.1) }
      print("  " + "\(hostile)".padding(toLength: 20, withPad: " ", startingAt: 0), columns[0], columns[1])
    }
  }

  /// What the tree's arrays have asked for; two small ones that only the parser knows are left out.
  private static func bytes(of tree: YAMLTree) -> Int {
    tree.nodes.capacity * MemoryLayout<YAMLTree.Node>.stride + tree.properties.capacity * MemoryLayout<YAMLTree.Properties>.stride
      + tree.comments.capacity * MemoryLayout<SourceRange>.stride + tree.directives.capacity * MemoryLayout<YAMLTree.Directive>.stride
      + tree.actions.capacity * MemoryLayout<TemplateAction>.stride
  }

  private static func median(_ runs: Int, _ body: () -> Void) -> Int {
    var times: [Int] = []
    for _ in 0..<runs {
      let start = ContinuousClock.now
      body()
      times.append(nanoseconds(since: start))
    }
    return times.sorted()[runs / 2]
  }

  private static func nanoseconds(since start: ContinuousClock.Instant) -> Int {
    let parts = (ContinuousClock.now - start).components
    return Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000)
  }

  private static func rate(_ bytes: Int, _ nanoseconds: Int) -> Int { bytes * 1000 / max(1, nanoseconds) }

  private static func tenths(_ part: Int, _ whole: Int) -> String {
    let value = part * 10 / max(1, whole)
    return "\(value / 10).\(value % 10)"
  }
}
