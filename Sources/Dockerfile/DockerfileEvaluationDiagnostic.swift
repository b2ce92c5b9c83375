public import References
public import SourceText

/// What BuildKit refuses once it knows the values: references between stages, and arguments with variables replaced.
public struct DockerfileEvaluationDiagnostic: Diagnostic {
  public enum Kind: Sendable, Equatable {
    // Words.
    case badWord(DockerfileExpansionError)
    /// More values, or longer ones, than are followed: what is left of the file is unknown. No error of the file.
    case tooComplex

    // FROM.
    case blankBase(String)
    case badReference(String, ImageReferenceError.Kind)
    case blankPlatform(String)
    case badPlatform(String)
    /// A trigger of the stage it is built on cannot be read.
    case badTrigger
    case noSuchTarget(String)

    // Files from elsewhere.
    case variableInFrom
    case noSuchStage(Int)
    /// The stage comes later, or is this one.
    case laterStage(String)
    case circularStages(String)

    // Arguments.
    case badPort(String)
    case badTransport(String)
    case badHostAddress(String)
    case badSignal(String)
    case badFileMode(String)
    case blankVolume
    /// On a Windows image: another drive than C, a bare drive, or a UNC path.
    case badPath(String)
    case remoteSource(String)
    case badGitSource(String)
    case checksumOfLocalSource
    case checksumOfManySources
    case badChecksum(String)
    case checksumConflict
    case keepGitDirectoryConflict
    case badMount(DockerfileMountProblem)

    // The file.
    case badSourceDate(String)
    case badCheckOption(String)
  }

  public let kind: Kind
  /// The part at fault, as narrow as can be said.
  public let range: SourceRange
  /// The instruction at fault, as a position in `DockerfileTree.instructions`; nil for a directive. BuildKit names its
  /// first line. For what a trigger does it is the FROM that pulls it, though `range` is the trigger's.
  public let instruction: Int?
  /// Nil before the first FROM.
  public let stage: Int?
  /// Whether the target cannot be built. False for what is wrong in a stage that the target does not need.
  public private(set) var isError = true

  /// Whether BuildKit looks at it in all stages, needed or not: what FROM and `COPY --from` say.
  private let isEverywhere: Bool

  init(_ kind: Kind, _ range: SourceRange, instruction: Int?, stage: Int?, isEverywhere: Bool) {
    self.kind = kind
    self.range = range
    self.instruction = instruction
    self.stage = stage
    self.isEverywhere = isEverywhere
  }

  func reached(_ isReachable: [Bool]) -> Self {
    var result = self
    if kind == .tooComplex {
      result.isError = false
    } else if let stage, !isEverywhere {
      result.isError = isReachable[stage]
    }
    return result
  }
}

extension DockerfileEvaluationDiagnostic {
  public var message: String {
    switch kind {
    case .badWord(let error): error.message
    case .tooComplex: "values grow beyond what is followed here: what comes after is taken as unknown"
    case .blankBase(let word): "`\(word)` is empty without a build argument; give the ARG before it a default"
    case .badReference(let text, let reason):
      "`\(text)` is no image: " + reason.message
    case .blankPlatform(let word): "`\(word)` is empty: expected a platform such as `linux/amd64`"
    case .badPlatform(let text): "`\(text)` is no platform; expected `os/architecture`, such as `linux/amd64`"
    case .badTrigger: "a trigger of the stage this is built on cannot be read"
    case .noSuchTarget(let name): "no stage is named `\(name)`"
    case .variableInFrom:
      "`--from` takes no variable; name a stage after the image, `FROM $IMAGE AS name`, and use its name"
    case .noSuchStage(let index): "there is no stage \(index); they are counted from 0"
    case .laterStage(let name): "`\(name)` comes later in the file; move it above this stage"
    case .circularStages(let name): "this stage and `\(name)` need each other, so neither can be built"
    case .badPort(let text): "`\(text)` is no port; expected a number up to 65535, or a range `8000-8010`"
    case .badTransport(let text): "`\(text)` has an unknown protocol; expected `tcp`, `udp` or `sctp`"
    case .badHostAddress(let text):
      "`\(text)` begins with what is no IP address; EXPOSE takes the container's port alone"
    case .badSignal(let text): "`\(text)` is no signal; expected a name such as `SIGTERM`, or a number"
    case .badFileMode(let text):
      "`\(text)` is no file mode; expected octal digits up to 7777, or a form such as `u=rwX,go=rX`"
    case .blankVolume: "an empty path in VOLUME"
    case .badPath(let text): "`\(text)` cannot be a path in a Windows image; expected one on drive C"
    case .remoteSource(let text): "COPY takes no `\(text)`; use ADD for what is fetched"
    case .badGitSource(let text): "the options of `\(text)` are unknown or contradict each other"
    case .checksumOfLocalSource: "`--checksum` is for what is fetched; the source is local"
    case .checksumOfManySources: "`--checksum` with several sources; it takes one"
    case .badChecksum(let text): "`\(text)` is no checksum; expected `sha256:` and 64 lower-case hexadecimal digits"
    case .checksumConflict: "`--checksum` and the checksum in the URL differ"
    case .keepGitDirectoryConflict: "`--keep-git-dir` and the URL contradict each other"
    case .badMount(let problem): problem.message
    case .badSourceDate(let text):
      "`SOURCE_DATE_EPOCH=\(text)` is neither seconds since 1970 nor `context` nor a stage that fetches one file"
    case .badCheckOption(let text): "`\(text)` is no option of `# check=`; expected `skip=`, `error=` or `experimental=`"
    }
  }
}
