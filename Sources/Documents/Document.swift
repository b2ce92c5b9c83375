import Dockerfile
public import Files
public import SourceText

/// One file that was read and understood.
public struct Document: Sendable {
  public let path: RepositoryPath
  public let classification: Classification
  public let provenance: Provenance
  /// Of the bytes that were read: the last pass, which reads the file again, compares it.
  public let digest: ContentDigest
  public let content: Content
  public let suppressions: [Suppression]

  public enum Content: Sendable {
    case dockerfile(DockerfileDocument)
    case ignoreFile(IgnoreFileDocument)
    case configuration(ConfigurationDocument)
  }

  /// Never fails: what cannot be understood is in the content's diagnostics.
  public init(path: RepositoryPath, classification: Classification, bytes: [UInt8], base: RepositoryPath = .root) {
    self.path = path
    self.classification = classification
    digest = ContentDigest(bytes)
    let byPath = Provenance(path: path, below: base)
    provenance = byPath.kind == .own && Provenance.isGenerated(bytes)
      ? Provenance(kind: .generated, evidence: "its first lines say so") : byPath
    switch classification.kind {
    case .dockerfile:
      let document = DockerfileDocument(path: path, bytes: bytes)
      content = .dockerfile(document)
      suppressions = Suppression.all(in: document.tree)
    case .ignoreFile:
      content = .ignoreFile(IgnoreFileDocument(path: path, bytes: bytes))
      suppressions = []
    case .configuration:
      content = .configuration(ConfigurationDocument(path: path, bytes: bytes))
      suppressions = []
    }
  }
}

extension Document {
  /// Values that must never be shown, where only the tree can tell.
  public var secretRanges: [SourceRange] {
    if case .dockerfile(let document) = content { document.secretRanges } else { [] }
  }

  /// Where a range stands, in words that outlive unrelated changes. It may hold text of the file, so it is masked
  /// before it is shown.
  public func address(of range: SourceRange) -> String {
    if case .dockerfile(let document) = content { document.address(of: range) } else { "" }
  }

  /// The text that was parsed.
  public var bytes: [UInt8] {
    switch content {
    case .dockerfile(let document): document.tree.bytes
    case .ignoreFile(let document): document.bytes
    case .configuration(let document): document.bytes
    }
  }
}
