public import Dockerfile
import Documents
public import SourceText

/// A COPY or ADD as a stage runs it: variables replaced.
public struct CopyStep: Sendable {
  public let instruction: DockerfileInstruction
  public let step: DockerfileEvaluation.Step
  public let sources: [Source]
  /// Nil where it depends on what is not known.
  public let destination: String?
  public let destinationRange: SourceRange

  public struct Source: Sendable {
    public let word: DockerfileWord
    /// With variables replaced; nil where one is not known, and for a heredoc.
    public let path: [UInt8]?
    public let isHeredoc: Bool

    /// Whether Go's `filepath.Match` finds something to match in it.
    public var isPattern: Bool { path?.contains { [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "[")].contains($0) } ?? false }

    /// The path in the context where it is one and no pattern: `./`, leading and trailing slashes dropped; empty for the
    /// context itself.
    public var plainPath: [UInt8]? {
      guard let path, !isPattern, !isRemote else { return nil }
      return RepositoryPath.root.appending(path)?.bytes
    }

    var isRemote: Bool { path.map { $0.holds("://") || $0.starts(with: Array("git@".utf8)) } ?? false }
  }

  init?(_ evaluation: DockerfileEvaluation, _ step: DockerfileEvaluation.Step) {
    let keyword = evaluation.keyword(of: step)
    guard keyword == .copy || keyword == .add else { return nil }
    let instruction = evaluation.instruction(of: step)
    guard case .copy(let words, let destination, _) = instruction.arguments else { return nil }
    self.instruction = instruction
    self.step = step
    let environment = evaluation.environment(before: step)
    sources = words.map { word in
      let isHeredoc = instruction.heredocs.contains { word.range.encloses($0.openingRange) }
      return Source(word: word, path: isHeredoc ? nil : environment.expansion(of: word).value, isHeredoc: isHeredoc)
    }
    destinationRange = destination.range
    self.destination = environment.expansion(of: destination).value?.asString
  }

  /// Whether the sources are files of the build context.
  public var takesFromContext: Bool { instruction.flag("from") == nil }
  public var isAdd: Bool { instruction.keyword == .add }
}
