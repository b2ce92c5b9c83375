/// Texts that make a careless parser slow.
enum HostileYAML: CaseIterable {
  case nestedFlow, manyPairs, longKeys, longLine, deepIndentation, manyAnchors, manyAliases, manyDocuments, indicators, dashes, openQuotes
  case openBrackets, closers, openActions, blankLines, comments, badIndentation, belowLongLine, badUTF8

  static let sizes = [1 << 18, 1 << 21]

  static let keys = [
    "apiVersion", "kind", "metadata", "name", "namespace", "labels", "annotations", "spec", "template", "containers", "image", "ports",
    "containerPort", "env", "value", "resources", "limits", "requests", "memory", "cpu", "services", "jobs", "steps", "uses", "run", "with",
  ]

  /// Of about so many bytes.
  func text(_ size: Int) -> [UInt8] {
    switch self {
    case .nestedFlow: repeated("[", size / 2) + repeated("]", size / 2)
    case .manyPairs: Array("[".utf8) + repeated("{a: b}: c, ", size) + Array("]".utf8)
    case .longKeys: repeated(String(repeating: "k", count: 2_000) + ": v\n", size)
    case .longLine: Array("a: ".utf8) + repeated("word ", size)
    case .deepIndentation: deep(size)
    case .manyAnchors: numbered(size) { "- &a\($0) b\n" }
    case .manyAliases: Array("- &a b\n".utf8) + repeated("- *a\n", size)
    case .manyDocuments: repeated("---\na: b\n...\n", size)
    case .indicators: repeated("- ? : - ! & * | > ", size)
    case .dashes: repeated("- ", size)
    case .openQuotes: repeated("a: \"b\nc: 'd\n", size)
    case .openBrackets: repeated("a: [b\n", size)
    case .closers: repeated("[}", size)
    case .openActions: repeated("a: {{ b\n", size)
    case .blankLines: Array("a: b\n".utf8) + repeated("  \n", size)
    case .comments: repeated("# c\n", size)
    case .badIndentation: repeated("a:\n   b: c\n  d: e\n", size)
    case .belowLongLine: Array("a: ".utf8) + repeated("x", size / 2) + repeated("\n  b: c\n - d", size / 2)
    case .badUTF8: repeated("a: b\n", size / 2) + [UInt8](repeating: 0xFF, count: size / 2)
    }
  }

  private func repeated(_ text: String, _ size: Int) -> [UInt8] {
    let piece = Array(text.utf8)
    return Array([[UInt8]](repeating: piece, count: max(1, size / piece.count)).joined())
  }

  private func numbered(_ size: Int, _ line: (Int) -> String) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < size { bytes += line(bytes.count).utf8 }
    return bytes
  }

  /// As deep as is read, again and again.
  private func deep(_ size: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < size {
      for depth in 0..<500 {
        bytes += [UInt8](repeating: 0x20, count: depth)
        bytes += "a:\n".utf8
      }
    }
    return bytes
  }
}
