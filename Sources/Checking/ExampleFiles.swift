public import Documents
public import SourceText

/// The files of an example, with the ranges that `«` and `»` enclose.
public struct ExampleFiles: Sendable {
  public struct File: Sendable {
    public let path: RepositoryPath
    /// Without the marks.
    public let bytes: [UInt8]
    /// In order of their starts.
    public let marks: [SourceRange]
  }

  public let files: [File]

  /// Several files stand under `-- path --` headings; a single one is a Dockerfile.
  public init(_ text: String) {
    var files: [File] = []
    var path = RepositoryPath("Dockerfile")
    var lines: [Substring] = []
    var hasHeading = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("-- "), line.hasSuffix(" --"), line.count > 6 else {
        lines.append(line)
        continue
      }
      if hasHeading { files.append(Self.file(path, Self.joined(lines))) }
      hasHeading = true
      path = RepositoryPath(String(line.dropFirst(3).dropLast(3)))
      lines = []
    }
    files.append(Self.file(path, hasHeading ? Self.joined(lines) : lines.joined(separator: "\n")))
    self.files = files
  }

  /// A file under a heading ends in one line break.
  private static func joined(_ lines: [Substring]) -> String {
    var lines = lines
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { $0 + "\n" }.joined()
  }

  private static func file(_ path: RepositoryPath, _ text: String) -> File {
    var bytes: [UInt8] = []
    var open: [Int] = []
    var marks: [SourceRange] = []
    for scalar in text.unicodeScalars {
      switch scalar {
      case "«": open.append(bytes.count)
      case "»": if let start = open.popLast() { marks.append(SourceRange(start, bytes.count)) }
      default: bytes += Array(String(scalar).utf8)
      }
    }
    return File(path: path, bytes: bytes, marks: marks.sorted())
  }

  public var source: MemorySource {
    MemorySource(Dictionary(files.map { ($0.path, $0.bytes) }) { $1 })
  }

  /// The text without marks, as the reference shows it.
  public static func unmarked(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "«" && $0 != "»" }))
  }
}

extension Example {
  /// The `ashlar.yaml` that selects the rule and gives it the example's options.
  public func configuration(for rule: Rule) -> MemorySource {
    var text = "select: [\(rule.id)]\n"
    if !options.isEmpty {
      text += "rules:\n  \(rule.id):\n"
      for (name, value) in options.sorted(by: { $0.key < $1.key }) {
        switch value {
        case .scalar(let scalar): text += "    \(name): \(scalar)\n"
        case .list(let items): text += "    \(name): [\(items.map(\.text).joined(separator: ", "))]\n"
        case .map: break
        }
      }
    }
    return MemorySource(["ashlar.yaml": Array(text.utf8)])
  }
}
