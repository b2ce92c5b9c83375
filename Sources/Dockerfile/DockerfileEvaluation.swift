import References
public import SourceText

/// What a Dockerfile builds: its stages resolved, its variables replaced, and what each stage's image says in the end.
///
/// Nothing outside the file is read. What a base image says, and what depends on it, is unknown unless the options
/// tell; a value is never guessed, with one exception: shell-form commands above an unknown base image are taken to
/// run in the platform's default shell.
///
/// All stages are evaluated, whether or not the target needs them. The cost is linear in the file, and bounded: where
/// values double from line to line, or triggers multiply, what is left stays unknown and a diagnostic says so.
///
/// Source: moby/buildkit `frontend/dockerfile/dockerfile2llb/convert.go`.
public struct DockerfileEvaluation: Sendable {
  public struct Options: Sendable {
    /// The name of the stage to build; the last one where it is nil.
    public var target: String?
    /// `--build-arg`; nil is a value that is not known.
    public var buildArguments: [String: String?] = [:]
    /// What is built for; nil where it is not known.
    public var platform: ContainerPlatform? = .linux
    /// What the build runs on; nil where it is not known.
    public var buildPlatform: ContainerPlatform? = .linux
    /// What is known of a base image, by its expanded name as FROM gives it. Images with triggers of their own are
    /// treated as unknown.
    public var baseImage: @Sendable (String) -> ImageConfiguration? = { _ in nil }

    public init() {}
  }

  /// What a stage begins with.
  public enum Base: Sendable, Equatable {
    case scratch
    /// An earlier stage.
    case stage(Int)
    /// By its expanded name.
    case image(String)
    /// The name depends on what is not known, or cannot be expanded.
    case unknown
  }

  public struct Stage: Sendable {
    /// Its position in `DockerfileTree.stages`.
    public let index: Int
    /// In lower case, as stages are looked up.
    public let name: String?
    public let base: Base
    /// Nil where it depends on what is not known.
    public let platform: ContainerPlatform?
    /// What it runs, in order, as positions in `steps`: triggers of the stage it is built on first.
    public let steps: Range<Int>
    /// At its end.
    public let settings: ImageSettings
    /// What its COPY, and mounts of its RUN, take files from.
    public let dependencies: [Dependency]
  }

  /// Files taken from another stage or an image.
  public struct Dependency: Sendable {
    public enum Source: Sendable, Equatable {
      case stage(Int)
      case image(String)
    }
    public let source: Source
    /// As a position in `DockerfileTree.instructions`.
    public let instruction: Int
    /// Whether the instruction is an ONBUILD of the stage below, which runs here.
    public let isTrigger: Bool
    /// Where it is named.
    public let range: SourceRange
    /// Whether BuildKit only needs the stage, and does not look whether it comes before: a mount without `from`, where
    /// a stage is named `scratch`.
    let isUnchecked: Bool
  }

  /// One instruction as one stage runs it.
  public struct Step: Sendable {
    public let stage: Int
    /// As a position in `DockerfileTree.instructions`: for a trigger that of its ONBUILD, in the stage below.
    public let instruction: Int
    public let isTrigger: Bool
    let time: Int
  }

  /// A `$name` to which neither file nor build arguments give a value.
  public struct UnresolvedReference: Sendable {
    /// Nil before the first FROM.
    public let stage: Int?
    /// As a position in `DockerfileTree.instructions`.
    public let instruction: Int
    /// Whether the instruction is an ONBUILD of the stage below, which runs here.
    public let isTrigger: Bool
    public let reference: DockerfileExpansion.Reference
    /// In the file, from `$` on.
    public let range: SourceRange
    /// Whether an ARG declares it without a value.
    public let isDeclared: Bool
  }

  public let tree: DockerfileTree
  /// As many as the tree has.
  public let stages: [Stage]
  /// Stages are walked each before those built on it, so their steps may stand in another order than the file's.
  public let steps: [Step]
  /// The stage that is built; nil for a file without stages, or a target that does not exist.
  public let target: Int?
  /// By stage: whether building the target runs it.
  public let isReachable: [Bool]
  /// In source order.
  public let diagnostics: [DockerfileEvaluationDiagnostic]
  /// In the order of `steps`, what stands before the first FROM and in FROMs first.
  public let unresolvedReferences: [UnresolvedReference]

  let globals: EnvironmentHistory
  let history: EnvironmentHistory
  /// By stage.
  let traces: [StageTrace]
  let effects: [StageEffect]
  /// In the order of `steps`; the first of a stage is what it starts with.
  let settingsChanges: [(beforeStep: Int, settings: ImageSettings)]

  public init(_ tree: DockerfileTree, options: Options = Options()) {
    var evaluator = DockerfileEvaluator(tree, options)
    self = evaluator.evaluate()
  }

  init(_ evaluator: DockerfileEvaluator, stages: [Stage], target: Int?, isReachable: [Bool]) {
    tree = evaluator.tree
    self.stages = stages
    self.target = target
    self.isReachable = isReachable
    steps = evaluator.steps
    diagnostics = evaluator.diagnostics.map { $0.reached(isReachable) }.sorted { $0.range < $1.range }
    unresolvedReferences = evaluator.unresolved
    globals = evaluator.globals
    history = evaluator.history
    traces = evaluator.traces
    effects = evaluator.effects
    settingsChanges = evaluator.settingsChanges
  }
}

/// When the walk was in a stage, and what it began with.
struct StageTrace: Sendable {
  var start = 0
  var otherwise = DockerfileExpansion.Variable.unknown
  /// Of an external base or `scratch`; nil for a stage built on another.
  var beginning: ImageConfiguration?
  var effects = 0..<0
}

/// One entry that a step adds to a list of the image's configuration.
enum StageEffect: Sendable {
  case variable(ImageConfiguration.EnvironmentVariable)
  /// One that takes no other's place.
  case furtherVariable(ImageConfiguration.EnvironmentVariable)
  case label(ImageConfiguration.Label)
  case port(ImageConfiguration.ExposedPort)
  case volume(ImageConfiguration.Volume)
  case trigger(ImageConfiguration.Trigger)
  /// An entry that depends on what is not known.
  case unknown
}

// MARK: Questions

extension DockerfileEvaluation {
  public var finalStage: Stage? { target.map { stages[$0] } }

  /// The stage and those it is built on, itself first, the one above the external base last.
  public func chain(of stage: Int) -> [Int] {
    var chain: [Int] = []
    var next: Int? = stage
    while let stage = next {
      chain.append(stage)
      next = if case .stage(let base) = stages[stage].base { base } else { nil }
    }
    return chain
  }

  /// The instruction of a step: for a trigger the one inside ONBUILD.
  public func instruction(of step: Step) -> DockerfileInstruction {
    let instruction = tree.instructions[step.instruction]
    return step.isTrigger ? instruction.trigger ?? instruction : instruction
  }

  /// The keyword of a step's instruction.
  public func keyword(of step: Step) -> DockerfileKeyword {
    step.isTrigger ? instruction(of: step).keyword : tree.instructions[step.instruction].keyword
  }

  /// The step in which the stage that an instruction belongs to runs it, as a position in `steps`; nil for FROM and
  /// what stands before the first one.
  public func step(ofInstruction instruction: Int) -> Int? {
    guard let stage = tree.stage(containing: instruction), instruction > stage.instructions.lowerBound else { return nil }
    // Triggers come first, then all instructions but the FROM.
    return stages[stage.index].steps.upperBound - (stage.instructions.upperBound - instruction)
  }

  /// The variables that a step sees.
  public func environment(before step: Step) -> DockerfileEnvironment {
    let trace = traces[step.stage]
    return DockerfileEnvironment(
      history: history,
      moment: EnvironmentHistory.Moment(time: step.time, stageStart: trace.start, otherwise: trace.otherwise),
      options: DockerfileExpansion.Options(escape: tree.escape))
  }

  /// The variables that an instruction of `DockerfileTree.instructions` sees: those of its stage, or for FROM and what
  /// stands before the first one the global arguments.
  public func environment(beforeInstruction instruction: Int) -> DockerfileEnvironment {
    if let step = step(ofInstruction: instruction) { return environment(before: steps[step]) }
    let firstFrom = tree.stages.first?.instructions.lowerBound ?? tree.instructions.count
    return DockerfileEnvironment(
      history: globals,
      moment: .global(before: min(instruction, firstFrom)),
      options: DockerfileExpansion.Options(escape: tree.escape))
  }

  /// The mounts of a RUN with their variables replaced; those that BuildKit refuses left out.
  public func mounts(of step: Step) -> [DockerfileRunMount] {
    let environment = environment(before: step)
    return instruction(of: step).mounts.compactMap { mount in
      try? DockerfileRunMount(mount) { word throws(DockerfileMountProblem) in environment.expansion(of: word).value }
    }
  }

  /// The user, directory, shell and so on in which a step, by its position in `steps`, runs.
  public func settings(beforeStep step: Int) -> ImageSettings {
    var low = 0
    var high = settingsChanges.count
    while low < high {
      let middle = (low + high) / 2
      if settingsChanges[middle].beforeStep <= step { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? settingsChanges[low - 1].settings : ImageSettings(.unknown)
  }

  /// What a stage's image says in the end. The cost is linear in what the stage and those it is built on set.
  public func configuration(ofStage stage: Int) -> ImageConfiguration {
    let chain = chain(of: stage)
    var builder = ConfigurationBuilder(chain.last.flatMap { traces[$0].beginning } ?? .unknown)
    for member in chain.reversed() {
      builder.beginStage()
      for effect in effects[traces[member].effects] { builder.add(effect) }
    }
    var configuration = builder.configuration
    configuration.settings = stages[stage].settings
    return configuration
  }
}

/// Adds up the lists of a configuration.
private struct ConfigurationBuilder {
  var configuration: ImageConfiguration
  private var variables: [String: Int] = [:]
  private var labels: [String: Int] = [:]

  init(_ configuration: ImageConfiguration) {
    self.configuration = configuration
    for (index, variable) in configuration.environment.enumerated() { variables[variable.name] = index }
    for (index, label) in configuration.labels.enumerated() { labels[label.key] = index }
  }

  /// Triggers are for the next stage only.
  mutating func beginStage() { configuration.triggers = [] }

  mutating func add(_ effect: StageEffect) {
    switch effect {
    case .variable(let variable):
      if let index = variables[variable.name] {
        configuration.environment[index] = variable
      } else {
        variables[variable.name] = configuration.environment.count
        configuration.environment.append(variable)
      }
    case .furtherVariable(let variable): configuration.environment.append(variable)
    case .label(let label):
      if let index = labels[label.key] {
        configuration.labels[index] = label
      } else {
        labels[label.key] = configuration.labels.count
        configuration.labels.append(label)
      }
    case .port(let port): configuration.ports.append(port)
    case .volume(let volume): configuration.volumes.append(volume)
    case .trigger(let trigger): configuration.triggers.append(trigger)
    case .unknown: configuration.isComplete = false
    }
  }
}
