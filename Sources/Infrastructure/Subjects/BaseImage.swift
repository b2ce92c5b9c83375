import Dockerfile
public import Documents
public import References
public import SourceText

/// An image from outside that a build starts a stage from, or takes files from, with variables replaced.
public struct BaseImage: Sendable {
  public enum Use: Sendable, Equatable {
    case from
    /// `COPY --from`, `RUN --mount from=`
    case files
  }

  public let build: ImageBuild
  public let use: Use
  /// As it is written, variables and all.
  public let range: SourceRange
  /// With variables replaced: `node:20-alpine`. Nil where one is not known.
  public let name: String?
  /// Nil where the name is not known, or no image has such a name.
  public let reference: ImageReference?
  /// The global ARG that gives the name, or the part of it that says which version, where that is written there.
  public let argument: Argument?

  public struct Argument: Sendable {
    public let name: String
    /// The `NAME=value` that sets the default.
    public let range: SourceRange
  }

  /// Nothing, but for the builder: an empty root folder.
  public var isScratch: Bool { name == "scratch" }
}

extension BaseImage: Subject {
  public static func forEach(in graph: borrowing Graph, _ body: (BaseImage) -> Void) {
    for subject in graph.baseImages { body(subject) }
  }

  static func all(in build: ImageBuild) -> [BaseImage] {
    var found: [BaseImage] = []
    let evaluation = build.evaluation
    for stage in evaluation.stages {
      let from = build.document.tree.stages[stage.index].instructions.lowerBound
      guard case .base(let word, _) = build.document.tree.instructions[from].arguments else { continue }
      switch stage.base {
      case .stage: break
      case .scratch: found.append(BaseImage(build, .from, word.range, "scratch", nil))
      case .image(let name): found.append(BaseImage(build, .from, word.range, name, argument(of: word, in: evaluation, before: from)))
      case .unknown: found.append(BaseImage(build, .from, word.range, nil, argument(of: word, in: evaluation, before: from)))
      }
      for dependency in stage.dependencies {
        if case .image(let name) = dependency.source { found.append(BaseImage(build, .files, dependency.range, name, nil)) }
      }
    }
    return found
  }

  private init(_ build: ImageBuild, _ use: Use, _ range: SourceRange, _ name: String?, _ argument: Argument?) {
    self.build = build
    self.use = use
    self.range = range
    self.name = name
    self.argument = argument
    reference = name.flatMap { try? ImageReference(parsing: $0) }
  }

  /// The last variable of the word: `$IMAGE`, `node:${VERSION}`.
  private static func argument(of word: DockerfileWord, in evaluation: DockerfileEvaluation, before instruction: Int) -> Argument? {
    let environment = evaluation.environment(beforeInstruction: instruction)
    guard let reference = environment.expansion(of: word).references.last, let origin = environment.origin(reference.name) else {
      return nil
    }
    return Argument(name: reference.name, range: origin.range)
  }

  public var path: RepositoryPath { build.document.path }
}
