import Detection
public import Dockerfile
public import Documents
public import SourceText

/// A variable that ENV or ARG sets in a stage, or before the first, with what its value comes to.
public struct StageVariable: Sendable {
  public let build: ImageBuild
  public let instruction: DockerfileInstruction
  public let variable: DockerfileVariable
  /// Nil before the first FROM.
  public let stage: Int?
  public let value: Value

  public enum Value: Sendable, Equatable {
    /// ARG without a default: whoever builds gives it.
    case none
    /// Empty.
    case empty
    /// Written here in full.
    case literal
    /// Made of other variables, the last of which is named.
    case reference(String)
  }

  /// Whether name and value together say credential: an empty value, a switch, a digit or a path is none.
  public var namesSecret: Bool { SecretName.matches(variable.name.text.bytes) && value != .empty && value != .none && !hasHarmlessValue }

  /// The same for an argument, whose value may come from whoever builds.
  public var namesSecretArgument: Bool { SecretName.matches(variable.name.text.bytes) && !hasHarmlessValue }

  /// Whether the value is that of an argument or of another variable.
  public var copiesVariable: Bool { if case .reference = value { true } else { false } }

  private var hasHarmlessValue: Bool {
    guard value == .literal, let written = variable.value?.text.string else { return false }
    let text = written.filter { $0 != "\"" && $0 != "'" }.lowercased()
    return ["true", "false", "yes", "no", "on", "off", "none", "null"].contains(text) || text.hasPrefix("/")
      || (text.utf8.count == 1 && text.utf8.first?.isASCIIDigit ?? false)
  }

  public var isArgument: Bool { instruction.keyword == .arg }
  public var name: String { variable.name.text.string }
  public var nameRange: SourceRange { variable.name.range }
  public var range: SourceRange { variable.range }

  /// Whether the variable is one of the image that is made: set in the final stage or one it is built on.
  public var isInFinalImage: Bool {
    guard let stage, let final = build.evaluation.finalStage else { return false }
    return build.evaluation.chain(of: final.index).contains(stage)
  }
}

extension StageVariable: Subject {
  public static func forEach(in graph: borrowing Graph, _ body: (StageVariable) -> Void) {
    for subject in graph.stageVariables { body(subject) }
  }

  static func all(in build: ImageBuild) -> [StageVariable] {
    var found: [StageVariable] = []
    let tree = build.document.tree
    for (index, instruction) in tree.instructions.enumerated() where instruction.keyword == .env || instruction.keyword == .arg {
      guard case .variables(let variables, _) = instruction.arguments else { continue }
      let environment = build.evaluation.environment(beforeInstruction: index)
      for variable in variables {
        found.append(
          StageVariable(
            build: build, instruction: instruction, variable: variable, stage: tree.stage(containing: index)?.index,
            value: value(of: variable, in: environment)))
      }
    }
    return found
  }

  private static func value(of variable: DockerfileVariable, in environment: DockerfileEnvironment) -> Value {
    guard let word = variable.value else { return .none }
    let expansion = environment.expansion(of: word)
    if expansion.value?.isEmpty ?? false {
      return expansion.references.isEmpty ? .empty : .reference(expansion.references.last?.name ?? "")
    }
    if let last = expansion.references.last { return .reference(last.name) }
    return .literal
  }

  public var path: RepositoryPath { build.document.path }
}
