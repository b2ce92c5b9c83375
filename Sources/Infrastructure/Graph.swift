public import Documents

/// The infrastructure of a repository: what its documents say, linked. It holds facts, no opinions.
public struct Graph: Sendable {
  public let listing: FileListing
  /// In the order of the Dockerfiles' paths.
  public let builds: [ImageBuild]

  public init(workspace: Workspace) {
    let listing = workspace.listing
    let ignoreFiles = workspace.documents.compactMapValues { document -> IgnoreFileDocument? in
      if case .ignoreFile(let file) = document.content { file } else { nil }
    }
    self.listing = listing
    builds = workspace.documents.values
      .compactMap { document -> DockerfileDocument? in
        if case .dockerfile(let dockerfile) = document.content { dockerfile } else { nil }
      }
      .sorted { $0.path < $1.path }
      .map { ImageBuild($0, listing: listing, ignoreFiles: ignoreFiles) }
  }
}
