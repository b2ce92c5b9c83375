public import Dockerfile
public import Documents
import References
import SourceText

/// One way a Dockerfile is built: which stage, with which arguments, from which context.
///
/// Where nothing in the repository builds the file it is taken to be built as `docker build` would by itself: the last
/// stage, no arguments.
///
/// One object, since every subject made of it holds it.
public final class ImageBuild: Sendable {
  public let document: DockerfileDocument
  public let evaluation: DockerfileEvaluation
  /// Nil where nothing tells which folder is the context.
  public let context: BuildContext?
  /// What each stage runs with RUN, by the stage's index.
  private let runs: [[StageCommand]]
  private let installsByStage: [[StageInstall]]
  /// By step; nil where it is no COPY or ADD.
  private let copies: [CopyStep?]

  init(_ document: DockerfileDocument, listing: FileListing, ignoreFiles: [RepositoryPath: IgnoreFileDocument]) {
    self.document = document
    var options = DockerfileEvaluation.Options()
    options.baseImage = Self.knownConfiguration
    let evaluation = DockerfileEvaluation(document.tree, options: options)
    self.evaluation = evaluation
    let runs = evaluation.stages.map { Self.runCommands(of: $0, evaluation, document) }
    self.runs = runs
    installsByStage = runs.map { commands in
      commands.lazy.compactMap { command in PackageInstall(command.command).map { StageInstall(at: command, install: $0) } }
        .prefix(Self.installLimit).map(\.self)
    }
    copies = evaluation.steps.map { CopyStep(evaluation, $0) }
    context = BuildContext(of: document, copies, listing: listing, ignoreFiles: ignoreFiles)
  }

  /// What a stage's own instructions run with RUN, in order; triggers of the stage below included.
  public func runCommands(inStage stage: Int) -> [StageCommand] { runs[stage] }

  /// Whether a stage is meant for development and not to be shipped: its name says so, or the file's, as in
  /// `Dockerfile.dev`.
  func isForDevelopment(stage: Int) -> Bool {
    let names = (evaluation.stages[stage].name ?? "") + " " + document.path.name.asString
    let words = names.split { !$0.isLetter }.map { $0.lowercased() }
    return words.contains { ["dev", "develop", "development", "test", "tests", "testing", "ci", "lint", "debug"].contains($0) }
  }

  /// The COPY or ADD that a step, by its position in `evaluation.steps`, runs.
  func copy(inStep step: Int) -> CopyStep? { copies[step] }

  /// The COPYs and ADDs that a stage's own lines run, in order.
  func copies(inStage stage: Int) -> [CopyStep] { copies[evaluation.stages[stage].steps].compactMap { $0 }.filter { !$0.step.isTrigger } }

  public func installs(inStage stage: Int) -> [StageInstall] { installsByStage[stage] }

  /// No stage that a person wrote installs more often; each is compared with what was copied before it.
  private static let installLimit = 256

  /// What is known of a base image without asking a registry: whom it runs as. The rest stays unknown.
  @Sendable
  private static func knownConfiguration(_ name: String) -> ImageConfiguration? {
    guard let reference = try? ImageReference(parsing: name) else { return nil }
    var configuration = ImageConfiguration.unknown
    switch KnownImages.defaultUser(of: reference) {
    case .root: configuration.settings.user = .unset
    case .nonRoot(let user): configuration.settings.user = Traced(.known(user))
    case .unknown: break
    }
    if let directory = KnownImages.workingDirectory(of: reference) {
      configuration.settings.workingDirectory = Traced(.known(directory))
    }
    return configuration
  }
}
