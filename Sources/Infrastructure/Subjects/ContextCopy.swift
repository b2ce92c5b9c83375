import Dockerfile
public import Documents
import Globs
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
    for build in graph.builds {
      guard let context = build.context else { continue }
      var patternWork = 0
      for step in build.evaluation.steps where build.evaluation.isReachable[step.stage] && !step.isTrigger {
        guard let copy = CopyStep(build.evaluation, step), copy.takesFromContext else { continue }
        for source in copy.sources {
          // A pattern is matched with every file: a hostile file may hold any number of them.
          if source.isPattern {
            patternWork += graph.listing.entries.count
            if patternWork > Self.patternWorkLimit { continue }
          }
          for file in context.files(namedBy: source) {
            body(ContextCopy(build: build, context: context, copy: copy, source: source, file: file))
          }
        }
      }
    }
  }

  private static let patternWorkLimit = 20_000_000

  public var path: RepositoryPath { build.document.path }
  public var certainty: Certainty { context.certainty }
}

extension BuildContext {
  /// The files that a source names one by one: itself where it is a file, the files that a pattern matches. A folder
  /// names none.
  func files(namedBy source: CopyStep.Source) -> [RepositoryPath] {
    if let plain = source.plainPath, !plain.isEmpty {
      let file = RepositoryPath(bytes: plain)
      guard let path = folder.appending(plain), listing.contains(path) else { return [] }
      return [file]
    }
    guard source.isPattern, let pattern = source.path else { return [] }
    let matcher = GoMatch(Array(pattern.drop { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") && pattern.starts(with: [UInt8(ascii: "."), UInt8(ascii: "/")]) }))
    let depth = pattern.count { $0 == UInt8(ascii: "/") } + 1
    return listing.files(below: folder).compactMap { entry in
      guard let file = entry.path.relative(to: folder), file.parts.count <= depth else { return nil }
      let bytes = file.bytes
      return (try? matcher.matches(bytes.span)) ?? false ? file : nil
    }
  }
}

extension BuildContext.IgnoreFile {
  /// The line (from 1) that decides that a path of the context is left out.
  public func excludingLine(of file: RepositoryPath) -> Int? {
    let bytes = file.bytes
    let verdict = patterns.excludes(bytes.span)
    return verdict.isExcluded ? verdict.line : nil
  }
}
