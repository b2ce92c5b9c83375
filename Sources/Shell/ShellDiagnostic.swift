public import SourceText

/// Where a text is no shell program. Each is at the place where a reader would mend it.
public struct ShellDiagnostic: Diagnostic {
  public enum Kind: Sendable, Equatable {
    /// A token where the grammar has no place for it.
    case unexpected(String)
    /// What was expected where the range (empty) is; `opener` is what needs it.
    case missing(String, opener: String)
    /// A quote, substitution or bracket that is never closed; the range is the opening token.
    case unterminated(String, closer: String)
    /// A here-document whose terminator's line never comes; the range is the opening redirection.
    case unterminatedHeredoc(String)
    /// Constructs nest deeper than is read; the range is what was left unread.
    case tooDeep
  }
  public let kind: Kind
  /// In the derived text of the tree that has the diagnostic.
  public let range: SourceRange
  /// In the outermost host.
  public let hostRange: SourceRange

  public var message: String {
    switch kind {
    case .unexpected(let token):
      token == "\n" ? "unexpected line break: a command or word was expected" : "unexpected `\(token)`"
    case .missing(let expected, let opener): "expected \(expected) for `\(opener)`"
    case .unterminated(let opener, let closer): "`\(opener)` is never closed: expected `\(closer)`"
    case .unterminatedHeredoc(let delimiter): "the here-document is never closed: expected a line `\(delimiter)`"
    case .tooDeep: "constructs nest too deeply to be read"
    }
  }
}
