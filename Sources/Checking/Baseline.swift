public import Documents
public import SourceText

/// Findings that are known: a text file with a fingerprint a line, sorted, so that it merges and reviews well.
public struct Baseline: Sendable {
  public struct Entry: Sendable, Hashable {
    public let fingerprint: String
    /// In the file it was read from.
    public let range: SourceRange
  }

  /// In the order of the file.
  public let entries: [Entry]
  /// The file, where it lies below the root: what is stale in it is reported there.
  public let path: RepositoryPath?
  private let fingerprints: Set<String>

  /// Lines that begin with `#` and empty ones are comments.
  public init(parsing bytes: [UInt8], path: RepositoryPath? = nil) {
    let lines = LineIndex(bytes)
    entries = (1...lines.lineCount).compactMap { number in
      let range = lines.range(ofLine: number)
      guard !range.isEmpty, bytes[range.start] != UInt8(ascii: "#") else { return nil }
      return Entry(fingerprint: bytes[range.indices].asString, range: range)
    }
    fingerprints = Set(entries.map(\.fingerprint))
    self.path = path
  }

  public func contains(_ fingerprint: String) -> Bool { fingerprints.contains(fingerprint) }

  /// The file's text for these findings.
  public static func text(for findings: [Finding]) -> String {
    (["# Findings that `ashlar check --baseline` does not report. Delete a line to have it reported again."]
      + Set(findings.map(\.fingerprint)).sorted()).joined(separator: "\n") + "\n"
  }
}
