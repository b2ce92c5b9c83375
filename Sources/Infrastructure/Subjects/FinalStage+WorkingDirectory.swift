import Dockerfile
import Documents
public import SourceText

extension FinalStage {
  public enum WorkingDirectory: Sendable, Equatable {
    case set
    /// `/`, as nothing sets one, the base image included.
    case nowhere
    /// No instruction sets one, and the base image is not known.
    case unknown
  }

  public var workingDirectory: WorkingDirectory {
    let traced = stage.settings.workingDirectory
    if traced.origin != nil || (traced.value.map { $0 != "/" && !$0.isEmpty } ?? false) { return .set }
    if externalBase == .scratch || traced.isKnown { return .nowhere }
    // Of images that are known at all it is known where they work.
    return externalImage.map(KnownImages.isKnown) ?? false ? .nowhere : .unknown
  }

  /// What the final chain does that depends on where it works; nil where all its paths are absolute.
  public struct WorkdirNeed: Sendable {
    public enum Reason: Sendable { case relativeCopy, relativeCommand }
    public let reason: Reason
    public let path: String
    public let range: SourceRange
    /// The first COPY or ADD of the final stage: WORKDIR belongs above it.
    public let firstCopy: SourceRange?
  }

  public var needForWorkdir: WorkdirNeed? {
    let copies = ownCopies
    let first = copies.first?.instruction.range
    for copy in chainCopies {
      guard let destination = copy.destination, !destination.hasPrefix("/"), !destination.contains(":") else { continue }
      return WorkdirNeed(reason: .relativeCopy, path: destination, range: copy.destinationRange, firstCopy: first)
    }
    // `CMD ["node", "server.js"]`: the file is one of those copied.
    for instruction in [stage.settings.entrypoint.origin, stage.settings.command.origin].compactMap(\.self) {
      guard case .exec(let words)? = instructionOf(instruction).command?.form else { continue }
      for (position, word) in words.enumerated() {
        let text = word.text.string
        // A program's name without a slash is looked up in PATH.
        let isPath = position == 0 ? text.contains("/") : text.hasPrefix("./") || Self.isProgramFile(text)
        if isPath, !text.hasPrefix("/"), !text.hasPrefix("-") {
          return WorkdirNeed(reason: .relativeCommand, path: text, range: word.range, firstCopy: first)
        }
      }
    }
    return nil
  }

  private static func isProgramFile(_ name: String) -> Bool {
    [".js", ".mjs", ".cjs", ".ts", ".py", ".rb", ".php", ".jar", ".sh", ".pl", ".dll"].contains { name.hasSuffix($0) }
  }

  /// The COPYs and ADDs of the final stage's own instructions.
  var ownCopies: [CopyStep] { build.copies(inStage: stage.index) }

  /// Those of the whole chain, the lowest stage's first.
  var chainCopies: [CopyStep] { chain.reversed().flatMap(build.copies(inStage:)) }

  func instructionOf(_ origin: DockerfileOrigin) -> DockerfileInstruction {
    let instruction = build.document.tree.instructions[origin.instruction]
    return origin.isTrigger ? instruction.trigger ?? instruction : instruction
  }
}
