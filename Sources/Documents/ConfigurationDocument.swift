/// An `ashlar.yaml`.
public struct ConfigurationDocument: Sendable {
  public let path: RepositoryPath
  public let bytes: [UInt8]
  public let configuration: Configuration
  public let names: Configuration.Names
  public let problems: [ConfigurationProblem]

  public init(path: RepositoryPath, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    (configuration, names, problems) = Configuration.read(bytes)
  }

  /// What it speaks for: its folder.
  public var folder: RepositoryPath { path.directory }
}
