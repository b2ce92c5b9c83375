public import Documents
public import SourceText

/// What is wrong at a place, ready to be shown: placed in lines, masked, numbered.
public struct Finding: Sendable {
  public let rule: Rule
  public let severity: Severity
  public let certainty: Certainty
  public let message: String
  public let place: Place
  /// What it is about, by its place in the structure of the file: `build/COPY package.json`. Empty for the whole file.
  public let subject: String
  public let related: [Related]
  public let fix: PlacedFix?
  /// `rule path address #n`: stays the same while unrelated lines, items and files come and go.
  public let fingerprint: String

  /// A range in a file, with the lines it touches.
  public struct Place: Sendable, Hashable {
    public let path: RepositoryPath
    public let range: SourceRange
    public let start: SourcePosition
    public let end: SourcePosition
    public let excerpt: [ExcerptLine]

    /// The lines it touches: not the one that it ends before.
    public var lines: ClosedRange<Int> {
      start.line...max(start.line, end.column == 1 ? end.line - 1 : end.line)
    }
  }

  public struct Related: Sendable, Hashable {
    public let message: String
    public let place: Place
  }
}

/// A line of a file as it may be shown: secrets masked, control and bidirectional characters escaped.
public struct ExcerptLine: Sendable, Hashable {
  /// From 1.
  public let number: Int
  public let text: String
  /// The marked part, in Unicode scalars of `text`, half-open.
  public let marked: Range<Int>
}

/// A fix as text edits of files that were read.
public struct PlacedFix: Sendable, Hashable {
  public struct FileEdit: Sendable, Hashable {
    public let path: RepositoryPath
    public let edit: TextEdit
    public let start: SourcePosition
    public let end: SourcePosition
    /// The replacement as it may be shown.
    public let shownText: String
  }

  public let kind: Fix.Kind
  public let description: String
  public let edits: [FileEdit]
  public let creates: [NewFile]

  public struct NewFile: Sendable, Hashable {
    public let path: RepositoryPath
    public let text: String
    /// The text as it may be shown.
    public let shownText: String
  }
}

/// The result of a run.
public struct CheckResult: Sendable {
  /// By path, range, rule.
  public var findings: [Finding]
  /// Documents that were read.
  public var fileCount: Int
  public var notChecked: [(path: RepositoryPath, reason: String)]
  /// Findings silenced by comments.
  public var suppressedCount: Int
  /// Findings that the baseline holds.
  public var baselinedCount: Int
  /// What each file was taken for.
  public var documents: [(path: RepositoryPath, classification: Classification, provenance: Provenance)]
  /// What was checked. Whoever ends the process with the answer does well to keep it till then: taking everything apart
  /// costs a tenth of the run.
  public internal(set) var session: Session?
  /// Nanoseconds a rule took; empty unless asked for.
  public var timings: [(rule: String, nanoseconds: Int)]

  public func count(_ severity: Severity) -> Int { findings.count { $0.severity == severity } }
}
