public import Dockerfile
public import Documents
import References

/// One way a Dockerfile is built: which stage, with which arguments, from which context.
///
/// Where nothing in the repository builds the file it is taken to be built as `docker build` would by itself: the last
/// stage, no arguments.
public struct ImageBuild: Sendable {
  public let document: DockerfileDocument
  public let evaluation: DockerfileEvaluation
  /// Nil where nothing tells which folder is the context.
  public let context: BuildContext?

  init(_ document: DockerfileDocument, listing: FileListing, ignoreFiles: [RepositoryPath: IgnoreFileDocument]) {
    self.document = document
    var options = DockerfileEvaluation.Options()
    options.baseImage = Self.knownConfiguration
    evaluation = DockerfileEvaluation(document.tree, options: options)
    context = BuildContext(of: document, evaluation, listing: listing, ignoreFiles: ignoreFiles)
  }

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
