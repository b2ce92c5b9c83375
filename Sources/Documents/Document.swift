import Detection
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
  /// In the order of the text.
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
    provenance =
      byPath.kind == .own && Provenance.isGenerated(bytes)
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

  /// Where a range stands, in words that outlive unrelated changes.
  ///
  /// - Parameter isSecret: whether a word of the file must not be shown; it is left out then, like one that holds what
  ///   its own words call a credential.
  public func address(of range: SourceRange, isSecret: (String) -> Bool = { _ in false }) -> String {
    func isHidden(_ word: String) -> Bool { isSecret(word) || !SecretPlaces.ranges(in: Array(word.utf8)).isEmpty }
    // A comment that asks for silence is known by what it names, whatever stands around it.
    if let suppression = suppression(enclosing: range) {
      return "ignore[" + suppression.names.map(\.text).filter { !isHidden($0) }.joined(separator: ",") + "]"
    }
    return if case .dockerfile(let document) = content { document.address(of: range, isSecret: isHidden) } else { "" }
  }

  private func suppression(enclosing range: SourceRange) -> Suppression? {
    var low = 0
    var high = suppressions.count
    while low < high {
      let middle = (low + high) / 2
      if suppressions[middle].range.start <= range.start { low = middle + 1 } else { high = middle }
    }
    return low > 0 && suppressions[low - 1].range.encloses(range) ? suppressions[low - 1] : nil
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
