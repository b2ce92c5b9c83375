/// Findings that are known: a text file with a fingerprint a line, sorted, so that it merges and reviews well.
public struct Baseline: Sendable, Equatable {
  public private(set) var fingerprints: Set<String>

  public init(fingerprints: some Sequence<String>) { self.fingerprints = Set(fingerprints) }

  /// Lines that begin with `#` and empty ones are comments.
  public init(parsing text: String) {
    self.init(
      fingerprints: text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.isEmpty && !$0.hasPrefix("#") })
  }

  public func contains(_ fingerprint: String) -> Bool { fingerprints.contains(fingerprint) }

  /// The file's text.
  public var text: String {
    (["# Findings that `ashlar check --baseline` does not report. Delete a line to have it reported again."]
      + fingerprints.sorted()).joined(separator: "\n") + "\n"
  }
}
