public import SourceText

/// What BuildKit would refuse, or warn of while parsing.
public struct DockerfileDiagnostic: Diagnostic {
  public enum Kind: Sendable, Equatable {
    case unknownInstruction(String)
  }
  public let kind: Kind
  public let range: SourceRange

  public var message: String {
    switch kind {
    case .unknownInstruction(let word): "unknown instruction `\(word)`"
    }
  }
}
