public import Documents

/// The infrastructure of a repository: what its documents say, linked. It holds facts, no opinions.
public struct Graph: Sendable {
  public let listing: FileListing
  /// In the order of the Dockerfiles' paths.
  public let builds: [ImageBuild]
  // The effective subjects, made once for all rules that ask for them.
  let finalStages: [FinalStage]
  let baseImages: [BaseImage]
  let contextCopies: [ContextCopy]
  let installSteps: [InstallStep]
  let stageVariables: [StageVariable]
  let workdirSteps: [WorkdirStep]

  public init(workspace: Workspace) {
    let listing = workspace.listing
    let ignoreFiles = workspace.documents.compactMapValues { document -> IgnoreFileDocument? in
      if case .ignoreFile(let file) = document.content { file } else { nil }
    }
    self.listing = listing
    let builds = workspace.documents.values
      .compactMap { document -> DockerfileDocument? in
        if case .dockerfile(let dockerfile) = document.content { dockerfile } else { nil }
      }
      .sorted { $0.path < $1.path }
      .map { ImageBuild($0, listing: listing, ignoreFiles: ignoreFiles) }
    self.builds = builds
    finalStages = builds.compactMap(FinalStage.init)
    baseImages = builds.flatMap { BaseImage.all(in: $0) }
    contextCopies = builds.flatMap { ContextCopy.all(in: $0, listing) }
    installSteps = builds.flatMap { InstallStep.all(in: $0) }
    stageVariables = builds.flatMap { StageVariable.all(in: $0) }
    workdirSteps = builds.flatMap { WorkdirStep.all(in: $0) }
  }
}
