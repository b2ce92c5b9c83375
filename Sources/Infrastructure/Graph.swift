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

  public init(workspace: Workspace) async {
    let listing = workspace.listing
    let ignoreFiles = workspace.documents.compactMapValues { document -> IgnoreFileDocument? in
      if case .ignoreFile(let file) = document.content { file } else { nil }
    }
    self.listing = listing
    let dockerfiles = workspace.documents.values
      .compactMap { document -> DockerfileDocument? in
        if case .dockerfile(let dockerfile) = document.content { dockerfile } else { nil }
      }
      .sorted { $0.path < $1.path }
    let parts = await inParallel(dockerfiles, workers: workspace.workers) {
      Part(ImageBuild($0, listing: listing, ignoreFiles: ignoreFiles), listing)
    }
    builds = parts.map(\.build)
    finalStages = parts.compactMap(\.finalStage)
    baseImages = parts.flatMap(\.baseImages)
    contextCopies = parts.flatMap(\.contextCopies)
    installSteps = parts.flatMap(\.installSteps)
    stageVariables = parts.flatMap(\.stageVariables)
    workdirSteps = parts.flatMap(\.workdirSteps)
  }

  /// What one build contributes.
  private struct Part: Sendable {
    let build: ImageBuild
    let finalStage: FinalStage?
    let baseImages: [BaseImage]
    let contextCopies: [ContextCopy]
    let installSteps: [InstallStep]
    let stageVariables: [StageVariable]
    let workdirSteps: [WorkdirStep]

    init(_ build: ImageBuild, _ listing: FileListing) {
      self.build = build
      finalStage = FinalStage(build)
      baseImages = BaseImage.all(in: build)
      contextCopies = ContextCopy.all(in: build, listing)
      installSteps = InstallStep.all(in: build)
      stageVariables = StageVariable.all(in: build)
      workdirSteps = WorkdirStep.all(in: build)
    }
  }
}
