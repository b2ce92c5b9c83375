import Dockerfile
public import Documents
public import SourceText

/// A file that a build takes from its context by name or pattern, as the context really holds it.
public struct ContextCopy: Sendable {
  public let build: ImageBuild
  public let context: BuildContext
  public let copy: CopyStep
  public let source: CopyStep.Source
  /// Relative to the context.
  public let file: RepositoryPath

  public var name: String { file.name.asString }
  /// Where the Dockerfile names it.
  public var range: SourceRange { source.word.range }
  /// Whether the source is this file's name, and no pattern that also finds it.
  public var isLiteral: Bool { !source.isPattern }

  /// The line of the ignore file that keeps it from the builder; nil where none does.
  public var exclusion: Exclusion? {
    guard let ignore = context.ignoreFile, let line = ignore.excludingLine(of: file) else { return nil }
    let lines = LineIndex(ignore.bytes)
    return Exclusion(path: ignore.path, line: line, range: lines.range(ofLine: line))
  }

  public struct Exclusion: Sendable {
    public let path: RepositoryPath
    /// From 1.
    public let line: Int
    public let range: SourceRange
  }

  /// The package managers that read the file, and that the stage it is copied to runs.
  public var installers: [PackageManager] {
    let managers = PackageManager.allCases.filter { $0.reads(name) }
    guard !managers.isEmpty else { return [] }
    let installed = Set(build.installs(inStage: copy.step.stage).map(\.install.manager))
    return managers.filter(installed.contains)
  }
}

extension ContextCopy: Subject {
  public static var need: Need { .graph }

  public static func forEach(in graph: borrowing Graph, _ body: (ContextCopy) -> Void) {
    for subject in graph.contextCopies { body(subject) }
  }

  static func all(in build: ImageBuild, _ listing: FileListing) -> [ContextCopy] {
    var found: [ContextCopy] = []
    guard let context = build.context else { return [] }
    var patternWork = 0
    for (index, step) in build.evaluation.steps.enumerated() where build.evaluation.isReachable[step.stage] && !step.isTrigger {
      guard let copy = build.copy(inStep: index), copy.takesFromContext else { continue }
      for source in copy.sources {
        // A pattern is matched with every file: a hostile file may hold any number of them.
        if source.isPattern {
          patternWork += listing.entries.count
          if patternWork > Self.patternWorkLimit { continue }
        }
        for file in context.files(namedBy: source) {
          found.append(ContextCopy(build: build, context: context, copy: copy, source: source, file: file))
        }
      }
    }
    return found
  }

  private static let patternWorkLimit = 20_000_000

  public var path: RepositoryPath { build.document.path }
  public var certainty: Certainty { context.certainty }
}
