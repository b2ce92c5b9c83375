public import SourceText

/// Something BuildKit refuses. What it only warns of is data of the tree (`DockerfileTree.emptyContinuationLines`).
public struct DockerfileDiagnostic: Diagnostic {
  /// The catalogue of all that can be wrong with a Dockerfile as a text. Names are as written.
  public enum Kind: Sendable, Equatable {
    // The file as a whole.
    case noInstruction
    /// No FROM at all: a fragment that another file includes, or not a Dockerfile.
    case noStage
    /// An instruction that only a stage may hold stands before the first FROM.
    case beforeFirstFrom(DockerfileKeyword)
    case lineTooLong(length: Int)
    case fileTooLarge
    case nestedTooDeep

    // Directives.
    case repeatedDirective(DockerfileDirective.Name)
    case badEscape(String)

    // Keywords.
    case unknownInstruction(String)
    case forbiddenTrigger(DockerfileKeyword)

    // Flags, without their dashes.
    case unknownFlag(String, of: DockerfileKeyword)
    case repeatedFlag(String)
    case flagWithoutValue(String)
    case flagNotBoolean(String, value: String)
    case badNetworkMode(String)
    case badSecurityMode(String)
    case badMountList(String)
    case variableInMountSource
    case badDevice(String)
    case badDuration(flag: String, value: String)
    case durationTooShort(flag: String, value: String)
    case badRetries(String)

    // Arguments.
    case noArgument(DockerfileKeyword)
    case noDestination(DockerfileKeyword)
    case fromArguments(count: Int)
    case badStageName(String)
    case noValue(DockerfileKeyword, name: String)
    case pairWithoutEquals(DockerfileKeyword, word: String)
    case blankName(DockerfileKeyword)
    case nonStringInArray
    case shellNotArray(looksLikeArray: Bool)
    case unknownHealthcheck(String)
    case healthcheckWithoutCommand
    case noneWithArguments
    case blankVolume

    // Heredocs.
    /// `nearMiss` where a line holds the delimiter with blanks around it.
    case unterminatedHeredoc(String, nearMiss: Bool)
    case heredocDestination(DockerfileKeyword)
  }

  /// When BuildKit says so.
  public enum Phase: Sendable, Equatable, CaseIterable {
    /// While splitting the file into instructions: nothing of the file is built, and nothing else is reported.
    case parser
    /// While reading the instructions one by one: nothing of the file is built.
    case instructions
    /// While another file is built FROM this one's image: an ONBUILD trigger.
    case trigger
  }

  public let kind: Kind
  /// The part at fault, as narrow as can be said.
  public let range: SourceRange
  /// The instruction at fault, as a position in `DockerfileTree.instructions`; nil for a directive or the whole file.
  /// BuildKit names the first line of it, wherever `range` is.
  public let instruction: Int?
  public let phase: Phase

  init(kind: Kind, range: SourceRange, instruction: Int? = nil, isTrigger: Bool = false) {
    self.kind = kind
    self.range = range
    self.instruction = instruction
    let phase = kind.phase
    self.phase = isTrigger && phase == .instructions ? .trigger : phase
  }

  /// Whether this file itself cannot be built. False for a trigger, which fails only where it is pulled.
  public var isError: Bool { phase != .trigger }
}

extension DockerfileDiagnostic.Kind {
  var phase: DockerfileDiagnostic.Phase {
    switch self {
    case .noInstruction, .lineTooLong, .fileTooLarge, .repeatedDirective, .badEscape, .noValue,
      .pairWithoutEquals, .nonStringInArray, .unterminatedHeredoc:
      .parser
    default: .instructions
    }
  }
}
