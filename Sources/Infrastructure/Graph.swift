public import Documents

/// The infrastructure of a repository: what its documents say, linked. It holds facts, no opinions.
public struct Graph: Sendable {
  public let listing: FileListing

  public init(workspace: Workspace) {
    listing = workspace.listing
  }
}
