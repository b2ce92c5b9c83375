/// What a rule asks for: one thing it can judge, with all that may be asked of it.
///
/// A *syntactic* subject comes from one document's tree; an *effective* one from the graph, after stages, overrides and
/// build targets are applied. What a thing *is* takes an effective subject.
public protocol Subject: Sendable {
  /// The document's content, or the graph.
  associatedtype Origin

  /// Whether files other than its own decide what it is.
  static var need: Need { get }

  static func forEach(in origin: borrowing Origin, _ body: (Self) -> Void)

  /// The file whose ranges it speaks of.
  var path: RepositoryPath { get }

  /// How sure it is that this is so. Not written by rules.
  var certainty: Certainty { get }
}

extension Subject {
  public static var need: Need { .document }
  public var certainty: Certainty { .certain }
}

/// What a rule must see to judge.
public enum Need: String, Sendable, CaseIterable {
  /// Its own file; what another file would decide is taken at its default.
  case document
  /// The whole repository.
  case graph
  /// Earlier commits.
  case history
  /// A registry or a forge: never in `check`.
  case network
}

/// How a finding's premises are known. Two inferred steps are not reported at all.
public enum Certainty: String, Sendable, CaseIterable {
  /// Literals and exact links.
  case certain
  /// The configuration says so.
  case configured
  /// One step was inferred from a convention: reported as a note.
  case conventional
}
