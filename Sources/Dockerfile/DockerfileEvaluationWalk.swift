import References
import SourceText

/// Evaluates one file: global arguments, then what stages are built on, then each stage before those built on it.
struct DockerfileEvaluator {
  let tree: DockerfileTree
  let options: DockerfileEvaluation.Options
  let expansionOptions: DockerfileExpansion.Options

  var graph = StageGraph()
  var globals = EnvironmentHistory()
  var history = EnvironmentHistory()
  var steps: [DockerfileEvaluation.Step] = []
  var effects: [StageEffect] = []
  var settingsChanges: [(beforeStep: Int, settings: ImageSettings)] = []
  var traces: [StageTrace] = []
  var diagnostics: [DockerfileEvaluationDiagnostic] = []
  var unresolved: [DockerfileEvaluation.UnresolvedReference] = []

  /// By stage, at its end.
  var settings: [ImageSettings] = []
  var platforms: [ContainerPlatform?] = []
  /// What the current stage and those it is built on have declared with ARG, and how often.
  var declared: [[UInt8]: Int] = [:]
  var declarations: [[UInt8]] = []
  /// What ARG declares before the first FROM.
  var globallyDeclared: Set<[UInt8]> = []

  // The stage and instruction at hand.
  var stage: Int?
  /// What BuildKit names in an error.
  var blamed: Int?
  /// What runs, with `isTrigger` and the stage's moment.
  var step: DockerfileEvaluation.Step?
  var current = ImageSettings(.unknown)
  var isCommandSet = false
  var clock = 1

  /// What may still be made: bytes of values, and triggers run. Files may double a value line by line.
  private var budget: Int
  private var stepBudget: Int
  private var isExhausted = false

  init(_ tree: DockerfileTree, _ options: DockerfileEvaluation.Options) {
    self.tree = tree
    self.options = options
    var expansion = DockerfileExpansion.Options(escape: tree.escape)
    expansion.maximumLength = 1 << 18
    expansionOptions = expansion
    budget = 1 << 22 + 16 * tree.bytes.count
    stepBudget = 1 << 16 + 4 * tree.instructions.count
  }

  mutating func evaluate() -> DockerfileEvaluation {
    checkDirectives()
    let firstFrom = tree.stages.first?.instructions.lowerBound ?? tree.instructions.count
    setPlatformArguments()
    for index in 0..<firstFrom { runGlobal(index) }
    checkSourceDate(before: firstFrom)
    for stage in tree.stages { resolve(stage) }
    for stage in tree.stages { findDependencies(stage) }
    let target = findTarget()
    // BuildKit looks for circles before it knows of triggers.
    let groups = graph.groups()
    findTriggerDependencies()
    checkDependencies(groups)
    walk()
    let isReachable = graph.reachable(from: target)
    let stages = tree.stages.indices.map { index in
      DockerfileEvaluation.Stage(
        index: index, name: graph.names[index], base: graph.bases[index], platform: platforms[index],
        steps: stageSteps[index], settings: settings[index], dependencies: graph.dependencies[index])
    }
    return DockerfileEvaluation(self, stages: stages, target: target, isReachable: isReachable)
  }

  private var stageSteps: [Range<Int>] = []

  // MARK: reports

  mutating func report(_ kind: DockerfileEvaluationDiagnostic.Kind, _ range: SourceRange, everywhere: Bool = false) {
    diagnostics.append(
      DockerfileEvaluationDiagnostic(kind, range, instruction: blamed, stage: stage, isEverywhere: everywhere))
  }

  /// Takes from the budget; false, with a diagnostic the first time, where it is used up.
  mutating func spend(_ bytes: Int, at range: SourceRange) -> Bool {
    if isExhausted { return false }
    budget -= bytes
    if budget < 0 {
      isExhausted = true
      report(.tooComplex, range)
    }
    return !isExhausted
  }

  // MARK: the walk

  /// Each stage before those built on it, by a stack of its own, since files decide the depth.
  private mutating func walk() {
    let count = tree.stages.count
    traces = Array(repeating: StageTrace(), count: count)
    stageSteps = Array(repeating: 0..<0, count: count)
    settings = Array(repeating: ImageSettings(.unknown), count: count)
    let children = graph.children()

    enum Move {
      case enter(Int)
      case leave(mark: Int, declarations: Int)
    }
    var moves: [Move] = []
    for stage in (0..<count).reversed() {
      if case .stage = graph.bases[stage] { continue }
      moves.append(.enter(stage))
    }
    while let move = moves.popLast() {
      switch move {
      case .enter(let index):
        let start = clock
        clock += 1
        moves.append(.leave(mark: history.mark, declarations: declarations.count))
        run(stage: index, start: start)
        for child in children[index].reversed() { moves.append(.enter(child)) }
      case .leave(let mark, let count):
        history.leave(mark, at: clock)
        clock += 1
        while declarations.count > count, let name = declarations.popLast() {
          declared[name] = declared[name].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
      }
    }
  }

  private mutating func run(stage index: Int, start: Int) {
    let source = tree.stages[index]
    stage = index
    isCommandSet = false
    traces[index].start = start
    let firstEffect = effects.count
    let firstStep = steps.count
    begin(index, start: start)
    settingsChanges.append((firstStep, current))
    if case .stage(let base) = graph.bases[index] {
      for instruction in tree.stages[base].instructions where tree.instructions[instruction].keyword == .onbuild {
        guard let trigger = tree.instructions[instruction].trigger else { continue }
        stepBudget -= 1
        guard stepBudget >= 0 else {
          blamed = source.instructions.lowerBound
          if stepBudget == -1 { report(.tooComplex, tree.instructions[instruction].range) }
          break
        }
        run(trigger, at: instruction, isTrigger: true, blaming: source.instructions.lowerBound)
      }
    }
    for instruction in source.instructions.dropFirst() {
      run(tree.instructions[instruction], at: instruction, isTrigger: false, blaming: instruction)
    }
    stageSteps[index] = firstStep..<steps.count
    traces[index].effects = firstEffect..<effects.count
    settings[index] = current
  }

  private mutating func run(_ instruction: DockerfileInstruction, at index: Int, isTrigger: Bool, blaming: Int) {
    let step = DockerfileEvaluation.Step(stage: stage ?? 0, instruction: index, isTrigger: isTrigger, time: clock)
    self.step = step
    blamed = blaming
    run(instruction)
    steps.append(step)
    clock += 1
  }

  /// Notes that settings have changed with this step.
  mutating func settingsChanged() {
    let next = steps.count + 1
    if settingsChanges.last?.beforeStep == next { settingsChanges.removeLast() }
    settingsChanges.append((next, current))
  }

  /// What a stage starts with.
  private mutating func begin(_ index: Int, start: Int) {
    switch graph.bases[index] {
    case .stage(let base):
      traces[index].otherwise = traces[base].otherwise
      current = settings[base]
      return
    case .scratch:
      var configuration = ImageConfiguration.empty
      configuration.settings.workingDirectory = Traced(.known("/"))
      begin(index, with: configuration, start: start)
    case .image(let name):
      if let known = options.baseImage(name), known.triggers.isEmpty {
        begin(index, with: known, start: start)
      } else {
        begin(index, with: .unknown, start: start)
      }
    case .unknown:
      begin(index, with: .unknown, start: start)
    }
  }

  private mutating func begin(_ index: Int, with configuration: ImageConfiguration, start: Int) {
    var configuration = configuration
    if configuration.isComplete, !isWindows(index), configuration.variable("PATH") == nil {
      configuration.environment.append(.init(name: "PATH", value: Traced(.known(Self.defaultPath))))
    }
    if let directory = configuration.settings.workingDirectory.value, !directory.isEmpty {
      let path = ImagePath.directory(Array(directory.utf8), from: [], isWindows: isWindows(index))
      configuration.settings.workingDirectory = path.map { Traced(.known($0.asString)) } ?? .unknown
    }
    for variable in configuration.environment {
      let value: DockerfileExpansion.Variable = variable.value.value.map { .set(Array($0.utf8)) } ?? .unknown
      history.set(Array(variable.name.utf8), .environment, .init(value: value, origin: nil), at: start)
    }
    traces[index].otherwise = configuration.isComplete ? .unset : .unknown
    traces[index].beginning = configuration
    current = configuration.settings
  }

  static let defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

  func isWindows(_ stage: Int) -> Bool { platforms[stage]?.operatingSystem == "windows" }
}
