public import Documents
public import Infrastructure

/// What a rule does: which subjects it asks for, and how it judges one.
public struct Check: Sendable {
  /// Where the subjects come from; one case an origin.
  public enum Run: Sendable {
    case dockerfile(@Sendable (borrowing DockerfileDocument, inout Report) -> Void)
    case graph(@Sendable (borrowing Graph, inout Report) -> Void)
    /// The engine itself finds it: suppressions, baselines, files that cannot be read.
    case engine
  }

  let run: Run
  public let need: Need
  public let options: [OptionDescription]
  /// Whether a value for an option has its type.
  let accepts: @Sendable (String, ConfigurationValue) -> Bool

  @usableFromInline
  init<O: RuleOptions>(_ run: Run, need: Need, options: O.Type) {
    self.run = run
    self.need = need
    self.options = O.keys.map(\.description)
    accepts = { name, value in
      var options = O()
      return O.keys.first { $0.description.name == name }?.apply(value, &options) ?? false
    }
  }

  /// Found by the engine, not by looking at a subject.
  public static let byEngine = byEngine(options: NoOptions.self)

  public static func byEngine<O: RuleOptions>(options: O.Type) -> Check { Check(.engine, need: .document, options: O.self) }

  /// Judges every subject by itself.
  @inlinable
  public static func each<S: Subject>(_: S.Type, _ body: @escaping @Sendable (S, inout Report) -> Void) -> Check
  where S.Origin: RuleOrigin {
    Check(
      S.Origin.run { origin, report in
        S.forEach(in: origin) { subject in
          report.begin(subject.path, subject.certainty)
          body(subject, &report)
        }
      }, need: S.need, options: NoOptions.self)
  }

  /// Judges every subject by itself, with the options that hold for its file.
  @inlinable
  public static func each<S: Subject, O: RuleOptions>(
    _: S.Type, options: O.Type, _ body: @escaping @Sendable (S, O, inout Report) -> Void
  ) -> Check where S.Origin: RuleOrigin {
    Check(
      S.Origin.run { origin, report in
        S.forEach(in: origin) { subject in
          report.begin(subject.path, subject.certainty)
          body(subject, report.options(O.self), &report)
        }
      }, need: S.need, options: O.self)
  }
}

/// What subjects can come from.
public protocol RuleOrigin {
  static func run(_ body: @escaping @Sendable (borrowing Self, inout Report) -> Void) -> Check.Run
}

extension DockerfileDocument: RuleOrigin {
  public static func run(_ body: @escaping @Sendable (borrowing DockerfileDocument, inout Report) -> Void) -> Check.Run {
    .dockerfile(body)
  }
}

extension Graph: RuleOrigin {
  public static func run(_ body: @escaping @Sendable (borrowing Graph, inout Report) -> Void) -> Check.Run { .graph(body) }
}
