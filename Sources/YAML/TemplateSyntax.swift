public import SourceText

/// What a file holds beside YAML: the marks between which a template engine's actions stand.
///
/// Actions become opaque: a scalar may contain them, and a line of nothing else is passed over as a comment is. With no
/// option `{{` is a mapping in a mapping, as YAML says.
public struct TemplateSyntax: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Go's `text/template`, and so Helm: `{{ … }}`.
  public static let go = TemplateSyntax(rawValue: 1)
  /// `{{ … }}`, `{% … %}`, `{# … #}`: Ansible, Salt, dbt.
  public static let jinja = TemplateSyntax(rawValue: 2)
  /// `${ … }`: Terraform, Compose, GitHub's expressions.
  public static let dollar = TemplateSyntax(rawValue: 4)

  /// What callers use who know only that a file may be a template.
  public static let helm: TemplateSyntax = .go
}

/// One action, or several on one line.
public struct TemplateAction: Sendable, Hashable {
  public enum Role: UInt8, Sendable {
    /// Stands where text does: inside a scalar.
    case inline
    /// A line of its own that decides what the lines around it are: `if`, `range`, `end`.
    case control
    /// A line of its own that puts something there: `include`, `toYaml`, a variable.
    case output
    /// A line of its own that puts nothing there: a comment, an assignment.
    case silent
  }
  @usableFromInline let start: Int32
  @usableFromInline let end: Int32
  public let role: Role
}

extension TemplateAction {
  init(_ start: Int, _ end: Int, _ role: Role) {
    self.start = Int32(truncatingIfNeeded: start)
    self.end = Int32(truncatingIfNeeded: end)
    self.role = role
  }

  /// From the opening to the closing mark.
  @inlinable public var range: SourceRange { SourceRange(Int(start), Int(end)) }
}
