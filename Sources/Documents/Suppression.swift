public import SourceText

/// A comment that asks for silence: ours, or another tool's.
public struct Suppression: Sendable, Hashable {
  /// A rule as the comment names it.
  public struct Name: Sendable, Hashable {
    /// `container/missing-user`, or with the peer's prefix: `hadolint:DL3002`.
    public let text: String
    public let range: SourceRange

    public init(_ text: String, _ range: SourceRange) {
      self.text = text
      self.range = range
    }
  }

  /// How far a comment speaks. Scopes of one reach never overlap, but for comments above the same thing.
  public enum Reach: Sendable, Hashable, CaseIterable {
    /// The construct directly below.
    case construct
    /// The build stage that the construct below begins.
    case stage
    case file
  }

  /// The comment.
  public let range: SourceRange
  public let reach: Reach
  /// Findings that begin in here are silenced. Nil where the comment stands above nothing.
  public let scope: SourceRange?
  /// Empty stands for every rule of the peer, or, in ours, for a mistake.
  public let names: [Name]
  /// The tool whose language it speaks; nil for ours.
  public let peer: String?

  public init(range: SourceRange, reach: Reach, scope: SourceRange?, names: [Name], peer: String?) {
    self.range = range
    self.reach = reach
    self.scope = scope
    self.names = names
    self.peer = peer
  }
}
