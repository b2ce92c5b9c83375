/// What a word will be when the command runs, as far as the text says.
public enum ShellValue: Hashable, Sendable {
  /// Written so, after quote removal.
  case literal(String)
  /// Made of variables whose values are given or assigned earlier.
  case known(String)
  /// A pattern that the shell replaces by file names; a backslash stands before what is quoted in it.
  case pattern(String)
  /// Only the running shell knows: never to be compared.
  case unknown

  /// The value, where it is one text.
  public var text: String? {
    switch self {
    case .literal(let text), .known(let text): text
    case .pattern, .unknown: nil
    }
  }

  /// The value or the pattern: for a question that an unmatched pattern answers too (`rm -rf /var/lib/apt/lists/*`).
  public var textOrPattern: String? {
    switch self {
    case .literal(let text), .known(let text), .pattern(let text): text
    case .unknown: nil
    }
  }
}
