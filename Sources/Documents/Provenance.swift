import SourceText

/// Whose a file is. Inferred here and nowhere else, with what it was inferred from.
public struct Provenance: Hashable, Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Written and run by the team: judged in full.
    case own
    /// A test, an example, a sample: findings are notes at most.
    case example
    /// Somebody else's, copied in: feeds the graph, is not reported.
    case vendored
    /// Written by a program: feeds the graph, is not reported.
    case generated
  }

  public let kind: Kind
  /// The part of the path, or the line, that says so; empty for own.
  public let evidence: String

  public static let own = Provenance(kind: .own, evidence: "")

  /// From the path, relative to what the user asked about: a PATH inside a folder of examples counts as own.
  public init(path: RepositoryPath, below base: RepositoryPath = .root) {
    let relative = path.relative(to: base) ?? path
    for part in relative.directory.parts {
      if let kind = Self.folders[part.map(\.asciiLowercased).asString] {
        self.init(kind: kind, evidence: "folder `\(part.asString)`")
        return
      }
    }
    self = .own
  }

  init(kind: Kind, evidence: String) {
    self.kind = kind
    self.evidence = evidence
  }

  private static let folders: [String: Kind] = {
    var kinds: [String: Kind] = [:]
    for name in ["vendor", "third_party", "third-party", "node_modules", "bower_components", "external_vendor", ".terraform"] {
      kinds[name] = .vendored
    }
    for name in [
      "example", "examples", "sample", "samples", "test", "tests", "testdata", "test-data", "fixture", "fixtures",
      "__tests__", "e2e", "demo", "demos", "mocks",
    ] {
      kinds[name] = .example
    }
    for name in ["generated", "zz_generated"] { kinds[name] = .generated }
    return kinds
  }()

  /// What a generator writes in a comment at the head of its files, as the Go project fixed the form and others follow.
  static func isGenerated(_ bytes: [UInt8]) -> Bool {
    let head = bytes.prefix(1024)
    guard head.holds("generated") else { return false }
    return head.split(separator: 0x0A).contains { line in
      let comment = line.drop(while: \.isASCIISpace)
      guard comment.first == UInt8(ascii: "#") else { return false }
      return comment.holds("Code generated") && comment.holds("DO NOT EDIT") || comment.holds("@generated")
    }
  }
}
