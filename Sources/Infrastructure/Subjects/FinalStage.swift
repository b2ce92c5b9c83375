public import Dockerfile
public import Documents
public import References
import Shell
public import SourceText

/// What a build makes: its last stage, with all that the stages below it and the base image say.
public struct FinalStage: Sendable {
  public let build: ImageBuild
  public let stage: DockerfileEvaluation.Stage

  /// Nil for a file without stages.
  init?(_ build: ImageBuild) {
    guard let stage = build.evaluation.finalStage else { return nil }
    self.build = build
    self.stage = stage
  }

  private var tree: DockerfileTree { build.document.tree }
  private var evaluation: DockerfileEvaluation { build.evaluation }

  /// The stages it is made of, itself first, that on the external base last.
  public var chain: [Int] { evaluation.chain(of: stage.index) }

  /// The FROM that begins it.
  public var from: DockerfileInstruction { tree.instructions[tree.stages[stage.index].instructions.lowerBound] }

  /// The image that its FROM names.
  public var imageRange: SourceRange {
    if case .base(let image, _) = from.arguments { image.range } else { from.headRange }
  }

  /// Whether its name, or the file's, says that it is meant for development: then another image is what is shipped.
  public var isForDevelopment: Bool { build.isForDevelopment(stage: stage.index) }

  /// What the chain begins with.
  public var externalBase: DockerfileEvaluation.Base { build.externalBase(ofStage: stage.index) }

  /// The external base where it is an image whose name is known.
  public var externalImage: ImageReference? { build.externalImage(ofStage: stage.index) }

  /// Who the image runs as, and what says so.
  public var user: User {
    let traced = stage.settings.user
    guard let origin = traced.origin else {
      switch traced.state {
      case .unset: return externalBase == .unknown ? .unknown : .root(origin: nil)
      case .known(let name): return Self.isRoot(name) ? .root(origin: nil) : .named(name, origin: nil)
      case .unknown: return externalBase == .scratch ? .root(origin: nil) : .unknown
      }
    }
    switch traced.state {
    case .known(let name): return Self.isRoot(name) ? .root(origin: origin) : .named(name, origin: origin)
    case .unset: return .root(origin: origin)
    case .unknown: return .chosenLater(origin)
    }
  }

  public enum User: Sendable, Equatable {
    /// By an instruction, or because nothing says otherwise.
    case root(origin: DockerfileOrigin?)
    case named(String, origin: DockerfileOrigin?)
    /// An instruction names it by a variable whose value is not known.
    case chosenLater(DockerfileOrigin)
    /// No instruction sets one, and the base image is not known.
    case unknown
  }

  /// `root`, `0`, `00`, `root:x`, and the empty name, which is nobody's.
  static func isRoot(_ user: String) -> Bool {
    let name = user.split(separator: ":", omittingEmptySubsequences: false).first ?? ""
    return name.isEmpty || name == "root" || name.allSatisfy { $0 == "0" }
  }

  /// Where a USER would take effect and change nothing of the build: the first CMD, ENTRYPOINT or HEALTHCHECK of the
  /// stage behind its last RUN, COPY or ADD; nil where there is none.
  public var placeForUser: SourceRange? {
    let own = tree.instructions[tree.stages[stage.index].instructions]
    let afterWork = own.lastIndex { [.run, .copy, .add, .workdir].contains($0.keyword) }.map { $0 + 1 } ?? own.startIndex
    return own[afterWork...].first { [.cmd, .entrypoint, .healthcheck].contains($0.keyword) }?.range
  }

  /// The program by which the entry point gives up root, where the image installs or names one: `gosu`, `su-exec` and
  /// their like, as a word of a command.
  public var privilegeDrop: String? {
    for index in chain {
      for step in evaluation.stages[index].steps {
        let step = evaluation.steps[step]
        guard [.entrypoint, .cmd, .run].contains(evaluation.keyword(of: step)),
          let commands = build.document.commands(ofInstruction: step.instruction)
        else { continue }
        for command in commands {
          for word in command.words {
            if let program = word.lastPathComponent(among: Self.dropPrograms) { return program }
          }
        }
      }
    }
    return nil
  }

  private static let dropPrograms = ["gosu", "su-exec", "setpriv", "s6-setuidgid", "runuser", "setuidgid", "chpst"]
}

extension FinalStage: Subject {
  public static func forEach(in graph: borrowing Graph, _ body: (FinalStage) -> Void) {
    for stage in graph.finalStages { body(stage) }
  }

  public var path: RepositoryPath { build.document.path }
}
