/// A `.dockerignore`: its lines are read by the dialect of whoever applies it, so only the bytes are kept.
public struct IgnoreFileDocument: Sendable {
  public let path: RepositoryPath
  public let bytes: [UInt8]
}
