public import Documents
public import Infrastructure

/// What a rule does: which subjects it asks for, and how it judges one.
public struct Check: Sendable {
  enum Run: Sendable {
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

  /// Judges every subject of a document by itself.
  @inlinable
  public static func each<S: Subject>(_: S.Type, _ body: @escaping @Sendable (S, inout Report) -> Void) -> Check
  where S.Origin == DockerfileDocument {
    dockerfile(need: S.need, options: NoOptions.self) { document, report in
      S.forEach(in: document) { subject in body(subject, &report) }
    }
  }

  /// Judges every subject of the graph by itself.
  @inlinable
  public static func each<S: Subject>(_: S.Type, _ body: @escaping @Sendable (S, inout Report) -> Void) -> Check
  where S.Origin == Graph {
    graph(need: S.need, options: NoOptions.self) { graph, report in
      S.forEach(in: graph) { subject in
        report.begin(subject.path, subject.certainty)
        body(subject, &report)
      }
    }
  }

  @inlinable
  public static func each<S: Subject, O: RuleOptions>(
    _: S.Type, options: O.Type, _ body: @escaping @Sendable (S, O, inout Report) -> Void
  ) -> Check where S.Origin == DockerfileDocument {
    dockerfile(need: S.need, options: O.self) { document, report in
      let options = report.options(O.self)
      S.forEach(in: document) { subject in body(subject, options, &report) }
    }
  }

  @inlinable
  public static func each<S: Subject, O: RuleOptions>(
    _: S.Type, options: O.Type, _ body: @escaping @Sendable (S, O, inout Report) -> Void
  ) -> Check where S.Origin == Graph {
    graph(need: S.need, options: O.self) { graph, report in
      let options = report.options(O.self)
      S.forEach(in: graph) { subject in
        report.begin(subject.path, subject.certainty)
        body(subject, options, &report)
      }
    }
  }

  @usableFromInline
  static func dockerfile<O: RuleOptions>(
    need: Need, options: O.Type, _ body: @escaping @Sendable (borrowing DockerfileDocument, inout Report) -> Void
  ) -> Check { Check(.dockerfile(body), need: need, options: options) }

  @usableFromInline
  static func graph<O: RuleOptions>(
    need: Need, options: O.Type, _ body: @escaping @Sendable (borrowing Graph, inout Report) -> Void
  ) -> Check { Check(.graph(body), need: need, options: options) }
}
