public import Dockerfile
public import Documents
public import References
public import SourceText

/// A WORKDIR as a stage runs it, and the directory it starts from.
public struct WorkdirStep: Sendable {
  public let build: ImageBuild
  /// As written, quotes and variables included.
  public let word: DockerfileWord
  /// With variables replaced; nil where one is not known.
  public let directory: String?
  /// The directory before it, and what set that: no origin where no WORKDIR of the chain has.
  public let before: Traced<String>
  let stage: Int

  /// What the chain of stages begins with.
  public var externalBase: DockerfileEvaluation.Base { build.externalBase(ofStage: stage) }

  /// Whether the path leads to the same place whatever comes before it. A drive letter or a backslash counts on any
  /// system, since only `--platform` tells that an image is for Windows.
  public var isAbsolute: Bool {
    guard let bytes = directory.map({ Array($0.utf8) }), let first = bytes.first else { return false }
    if first == UInt8(ascii: "/") || first == UInt8(ascii: "\\") { return true }
    return first.isASCIILetter && bytes.dropFirst().first == UInt8(ascii: ":")
  }

  /// The name of the external base; nil for `scratch` and where it is not known.
  public var externalImage: ImageReference? { build.externalImage(ofStage: stage) }

  /// Whether what the base image sets is private or not known, so that an absolute directory may well be part of it.
  public var mayInheritDirectory: Bool {
    if externalBase == .scratch { false } else { externalImage.map { !KnownImages.isKnown($0) } ?? true }
  }

  /// The part of the word that a prefix takes the place of: nothing, `./` or a lone `.`, behind an opening quote.
  public var prefixRange: SourceRange? {
    let bytes = word.text.bytes
    let start = bytes.first == UInt8(ascii: "\"") || bytes.first == UInt8(ascii: "'") ? 1 : 0
    let rest = bytes.dropFirst(start)
    let length = rest.starts(with: Array("./".utf8)) ? 2 : bytes == Array(".".utf8) ? 1 : 0
    return word.text.editableHostRange(of: SourceRange(start, start + length))
  }
}

extension WorkdirStep: Subject {
  public static func forEach(in graph: borrowing Graph, _ body: (WorkdirStep) -> Void) {
    for subject in graph.workdirSteps { body(subject) }
  }

  static func all(in build: ImageBuild) -> [WorkdirStep] {
    var found: [WorkdirStep] = []
    let evaluation = build.evaluation
    for (index, step) in evaluation.steps.enumerated() where !step.isTrigger {
      guard evaluation.keyword(of: step) == .workdir, case .text(let word) = evaluation.instruction(of: step).arguments else { continue }
      found.append(
        WorkdirStep(
          build: build, word: word, directory: evaluation.environment(before: step).expansion(of: word).value?.asString,
          before: evaluation.settings(beforeStep: index).workingDirectory,
          stage: step.stage))
    }
    return found
  }

  public var path: RepositoryPath { build.document.path }
}
