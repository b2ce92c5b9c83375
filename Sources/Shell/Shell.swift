public import SourceText
public struct ShellTree: Sendable {
  public let source: MappedText
  public init(parsing source: MappedText) { self.source = source }
}
