public import Documents
public import SourceText

/// A change that mends a finding. It is applied whole or not at all.
public struct Fix: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// Keeps behaviour.
    case safe
    /// May change behaviour: applied only with `--unsafe`.
    case unsafe
  }

  public let kind: Kind
  /// Imperative, lower case: what it does.
  public let description: String
  public let changes: [Change]

  public static func safe(_ description: String, _ changes: Change...) -> Fix {
    Fix(kind: .safe, description: description, changes: changes)
  }

  public static func unsafe(_ description: String, _ changes: Change...) -> Fix {
    Fix(kind: .unsafe, description: description, changes: changes)
  }

  public static func unsafe(_ description: String, _ changes: [Change]) -> Fix {
    Fix(kind: .unsafe, description: description, changes: changes)
  }

  public init(kind: Kind, description: String, changes: [Change]) {
    self.kind = kind
    self.description = description
    self.changes = changes
  }

  /// What is to happen at which place. It becomes a text edit when the file has been read again, in the file's own
  /// indentation and line ends.
  public enum Change: Sendable, Hashable {
    /// Replaces a range; an empty one inserts there. `in` nil is the subject's own file.
    case replace(SourceRange, with: String, in: RepositoryPath? = nil)
    /// A new line above the line where the range begins, indented like it.
    case insertLineAbove(SourceRange, String, in: RepositoryPath? = nil)
    /// A new line below the line where the range ends.
    case insertLineBelow(SourceRange, String, in: RepositoryPath? = nil)
    /// Removes the lines that the range touches, line breaks included.
    case removeLines(SourceRange, in: RepositoryPath? = nil)
    /// A file that does not exist yet.
    case create(RepositoryPath, content: String)
  }
}
