public import Dockerfile
public import Documents
public import Shell
public import SourceText

/// An installation of an application's packages in a stage that the build runs, with what the stage holds by then.
public struct InstallStep: Sendable {
  public let build: ImageBuild
  public let install: PackageInstall
  public let instruction: DockerfileInstruction
  public let stage: Int
  /// COPYs and ADDs from the context that the stage has run before, those of the stages it is built on included.
  public let copiesBefore: [CopyStep]

  public var manager: PackageManager { install.manager }
  public var command: ShellCommand { install.command }
  public var range: SourceRange { install.command.hostRange }

  /// The stage's name or number, as COPY --from names it.
  public var stageName: String { build.evaluation.stages[stage].name ?? String(stage) }

  /// Whether the installed packages become part of the image: the stage is in the final one's chain, or the final chain
  /// copies its packages or its whole folder.
  public var reachesFinalImage: Bool {
    guard let final = build.evaluation.finalStage else { return false }
    let finalChain = build.evaluation.chain(of: final.index)
    return finalChain.contains(stage) || finalChain.contains { build.copiesPackages(of: manager, from: stage, to: $0) }
  }

  /// Whether the stage, or the one that is built, is meant for development.
  public var isForDevelopment: Bool {
    [stage, build.evaluation.target].compactMap(\.self).contains(where: build.isForDevelopment(stage:))
  }

  /// The value of an environment variable that the command sees, from its own prefix or from ENV and ARG.
  public func environmentValue(_ name: String) -> String? {
    if let own = command.assignments.last(where: { $0.name == name }) { return own.value?.literal }
    if let set = command.variable(name) { return set }
    if case .set(let value) = build.environment(ofInstall: self).variable(name) { return value.asString }
    return nil
  }

  let step: DockerfileEvaluation.Step
}

extension InstallStep: Subject {
  public static func forEach(in graph: borrowing Graph, _ body: (InstallStep) -> Void) {
    for subject in graph.installSteps { body(subject) }
  }

  static func all(in build: ImageBuild) -> [InstallStep] {
    var found: [InstallStep] = []
    for stage in build.evaluation.stages where build.evaluation.isReachable[stage.index] {
      let installs = build.installs(inStage: stage.index)
      if installs.isEmpty { continue }
      for step in installs {
        found.append(
          InstallStep(
            build: build, install: step.install, instruction: step.at.instruction, stage: stage.index,
            copiesBefore: build.contextCopies(before: step.at.step), step: step.at.step))
      }
    }
    return found
  }

  public var path: RepositoryPath { build.document.path }
}

extension ImageBuild {
  func environment(ofInstall install: InstallStep) -> DockerfileEnvironment { evaluation.environment(before: install.step) }

  /// What was copied from the context before a step, in the order in which it was.
  func contextCopies(before step: DockerfileEvaluation.Step) -> [CopyStep] {
    evaluation.chain(of: step.stage).reversed().flatMap { member in
      evaluation.stages[member].steps.compactMap { index -> CopyStep? in
        let other = evaluation.steps[index]
        if member == step.stage, (other.instruction, other.isTrigger ? 0 : 1) >= (step.instruction, step.isTrigger ? 0 : 1),
          other.isTrigger == step.isTrigger
        {
          return nil
        }
        guard let copy = copy(inStep: index), copy.takesFromContext else { return nil }
        return copy
      }
    }
  }

  /// Whether a stage copies another's installed packages, by their folder's name or with the whole working folder.
  func copiesPackages(of manager: PackageManager, from source: Int, to target: Int) -> Bool {
    let directory = evaluation.stages[source].settings.workingDirectory.value
    return evaluation.stages[target].dependencies.contains { dependency in
      guard dependency.source == .stage(source) else { return false }
      let instruction = document.tree.instructions[dependency.instruction]
      guard case .copy(let words, _, _) = (instruction.trigger ?? instruction).arguments else { return false }
      return words.contains { word in
        let parts = word.text.bytes.split(separator: UInt8(ascii: "/")).map(\.asString)
        if parts.contains(where: manager.packageFolders.contains) { return true }
        let path = "/" + parts.filter { $0 != "." }.joined(separator: "/")
        return path == "/" || directory.map { $0 == path || $0.hasPrefix(path + "/") } ?? false
      }
    }
  }
}
