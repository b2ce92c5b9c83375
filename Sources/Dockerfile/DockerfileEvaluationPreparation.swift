import References
import SourceText

/// What comes before stages are run.
extension DockerfileEvaluator {
  // MARK: Global arguments

  private static let globalOrigin: DockerfileOrigin? = nil

  /// `defaultArgs`
  mutating func setPlatformArguments() {
    let isPlain = options.platform == .linux && options.buildPlatform == .linux && options.buildArguments.isEmpty
    globals = isPlain ? Self.linuxArguments : Self.platformArguments(options)
    let name = options.target ?? tree.stages.last?.name.map { GoText.lowercased($0.text.bytes).asString } ?? ""
    Self.set("TARGETSTAGE", name.isEmpty ? "default" : name, options, &globals)
  }

  /// Those of nearly every file, made once.
  private static let linuxArguments = platformArguments(DockerfileEvaluation.Options())

  private static func platformArguments(_ options: DockerfileEvaluation.Options) -> EnvironmentHistory {
    var globals = EnvironmentHistory()
    for (prefix, platform) in [("BUILD", options.buildPlatform), ("TARGET", options.platform)] {
      let isTarget = prefix == "TARGET"
      set(prefix + "PLATFORM", isTarget ? platform?.fullDescription : platform?.description, options, &globals)
      set(prefix + "OS", platform?.operatingSystem, options, &globals)
      set(prefix + "OSVERSION", platform?.version, options, &globals)
      set(prefix + "ARCH", platform?.architecture, options, &globals)
      set(prefix + "VARIANT", platform?.variant, options, &globals)
    }
    return globals
  }

  private static func set(
    _ name: String, _ value: String?, _ options: DockerfileEvaluation.Options, _ globals: inout EnvironmentHistory
  ) {
    var variable: DockerfileExpansion.Variable = value.map { .set(Array($0.utf8)) } ?? .unknown
    if let given = options.buildArguments[name] { variable = given.map { .set(Array($0.utf8)) } ?? .unknown }
    // Before the first instruction, whose time is 0.
    globals.set(Array(name.utf8), .argument, .init(value: variable, origin: globalOrigin), at: -1)
  }

  /// An instruction before the first FROM, of which only ARG means anything.
  mutating func runGlobal(_ index: Int) {
    let instruction = tree.instructions[index]
    guard instruction.keyword == .arg, case .variables(let variables, _) = instruction.arguments else { return }
    blamed = index
    for variable in variables {
      let name = variable.name.text.bytes
      defer { globallyDeclared.insert(name) }
      var value: DockerfileExpansion.Variable?
      if let given = options.buildArguments[name.asString] {
        value = given.map { .set(Array($0.utf8)) } ?? .unknown
      } else if let word = variable.value {
        value = expand(word, seeing: globalMoment).map { .set($0) } ?? .unknown
      }
      guard let value else { continue }
      // Arguments of one instruction see those before them.
      globals.set(name, .argument, .init(value: value, origin: origin(variable.range, index)), at: index)
    }
  }

  /// All that has been set so far.
  var globalMoment: EnvironmentHistory.Moment { .global(before: .max) }

  private func origin(_ range: SourceRange, _ instruction: Int) -> DockerfileOrigin {
    DockerfileOrigin(stage: stage ?? 0, instruction: instruction, isTrigger: false, range: range)
  }

  /// `resolveSourceDateEpochValue`
  mutating func checkSourceDate(before firstFrom: Int) {
    let name = Array("SOURCE_DATE_EPOCH".utf8)
    guard let assignment = globals.assignment(name, at: globalMoment) else { return }
    guard case .set(let value) = assignment.value else { return }
    if value.isEmpty || value.equals("context") { return }
    if let seconds = ArgumentValues.goInteger(value) {
      // What stages see is the number as it is usually written.
      let text = Array(String(seconds).utf8)
      globals.set(name, .argument, .init(value: .set(text), origin: assignment.origin), at: firstFrom - 1)
      return
    }
    let isFetching = tree.stages.first { $0.name.map { GoText.lowercased($0.text.bytes) } == GoText.lowercased(value) }
      .map(fetchesOneFile)
    if isFetching != true, let origin = assignment.origin {
      blamed = origin.instruction
      report(.badSourceDate(value.asString), origin.range)
    }
  }

  /// Whether a stage is FROM scratch, and has but ARGs and one ADD of one URL or repository.
  private func fetchesOneFile(_ stage: DockerfileStage) -> Bool {
    let instructions = tree.instructions[stage.instructions]
    guard case .base(let image, _) = instructions.first?.arguments else { return false }
    let added = instructions.dropFirst().filter { $0.keyword != .arg }
    guard image.text.bytes == StageGraph.scratch, added.count == 1, let add = added.first else { return false }
    guard add.keyword == .add, case .copy(let sources, _, _) = add.arguments else { return false }
    guard sources.count == 1, let source = sources.first else { return false }
    return CopySource(source.text.bytes) != .path || source.text.bytes.contains(UInt8(ascii: "$"))
  }

  /// `ParseLintOptions`: nothing is built with an option of `# check=` that is not known.
  mutating func checkDirectives() {
    guard let directive = tree.directive(.check) else { return }
    let text = tree.bytes[directive.valueRange.indices]
    guard !text.isEmpty else { return }
    blamed = nil
    // A third part takes all the rest.
    for part in text.split(separator: UInt8(ascii: ";"), maxSplits: 2, omittingEmptySubsequences: false) {
      let equals = part.firstIndex(of: UInt8(ascii: "="))
      let bytes = Array(part[..<(equals ?? part.endIndex)])
      let name = bytes[GoText.trimmed(bytes, SourceRange(0, bytes.count)).indices].asString
      let value = Array(equals.map { part[($0 + 1)...] } ?? [])
      let isKnown =
        switch name {
        case "skip", "experimental": equals != nil
        case "error": goBoolean(Array(value[GoText.trimmed(value, SourceRange(0, value.count)).indices])) != nil
        default: false
        }
      if !isKnown { report(.badCheckOption(part.asString), SourceRange(part.startIndex, part.endIndex)) }
    }
  }

  // MARK: What stages are built on

  mutating func resolve(_ source: DockerfileStage) {
    stage = source.index
    blamed = source.instructions.lowerBound
    let instruction = tree.instructions[source.instructions.lowerBound]
    var image: [UInt8]?
    if case .base(let word, _) = instruction.arguments {
      image = expand(word, seeing: globalMoment, everywhere: true)
      if image?.isEmpty == true {
        report(.blankBase(word.text.string), word.range, everywhere: true)
        image = nil
      }
    }
    let name = source.name.map { GoText.lowercased($0.text.bytes) }
    let platform = platform(of: instruction)
    graph.addStage(name: name, image: image)
    platforms.append(platform)
    switch graph.bases[source.index] {
    case .stage(let base): platforms[source.index] = platforms[base]
    case .scratch: platforms[source.index] = options.platform
    case .image(let text):
      if case .base(let word, _) = instruction.arguments { checkReference(text, word.range, everywhere: true) }
    case .unknown: break
    }
  }

  private mutating func checkReference(_ text: String, _ range: SourceRange, everywhere: Bool) {
    do throws(ImageReferenceError) { _ = try ImageReference(parsing: text) } catch {
      report(.badReference(text, error.kind), range, everywhere: everywhere)
    }
  }

  /// What the flag says, else what is built for.
  private mutating func platform(of instruction: DockerfileInstruction) -> ContainerPlatform? {
    guard let word = instruction.flag("platform")?.value, !word.text.isEmpty else { return options.platform }
    guard let text = expand(word, seeing: globalMoment, everywhere: true) else { return nil }
    guard !text.isEmpty else {
      report(.blankPlatform(word.text.string), word.range, everywhere: true)
      return nil
    }
    let platform = ContainerPlatform(parsing: text)
    if platform == nil { report(.badPlatform(text.asString), word.range, everywhere: true) }
    return platform
  }

  mutating func findTarget() -> Int? {
    guard let name = options.target, !name.isEmpty else { return tree.stages.indices.last }
    if let stage = graph.stage(named: Array(name.utf8)) { return stage }
    (stage, blamed) = (nil, nil)
    report(.noSuchTarget(name), .at(tree.bytes.count))
    return nil
  }

  // MARK: What stages take files from

  mutating func findDependencies(_ source: DockerfileStage) {
    stage = source.index
    for index in source.instructions {
      blamed = index
      findDependencies(of: tree.instructions[index], at: index, isTrigger: false)
    }
  }

  /// Triggers are looked at in a stage that is built on the one that holds them.
  mutating func findTriggerDependencies() {
    var budget = 1 << 16
    let badTriggers = Set(tree.diagnostics.filter { $0.phase == .trigger }.compactMap(\.instruction))
    for (index, base) in graph.bases.enumerated() {
      guard case .stage(let parent) = base else { continue }
      stage = index
      blamed = tree.stages[index].instructions.lowerBound
      for instruction in tree.stages[parent].instructions where tree.instructions[instruction].keyword == .onbuild {
        budget -= 1
        guard budget >= 0 else { return }
        if badTriggers.contains(instruction) { report(.badTrigger, tree.instructions[instruction].range) }
        guard let trigger = tree.instructions[instruction].trigger else { continue }
        findDependencies(of: trigger, at: instruction, isTrigger: true)
      }
    }
  }

  private mutating func findDependencies(of instruction: DockerfileInstruction, at index: Int, isTrigger: Bool) {
    guard let stage else { return }
    switch instruction.keyword {
    case .copy:
      guard let word = instruction.flag("from")?.value, !word.text.isEmpty else { return }
      let expansion = DockerfileExpansion(word.text.bytes, options: expansionOptions) { _ in .unset }
      if case .failed(let error) = expansion.outcome {
        report(.badWord(error), word.range, everywhere: !isTrigger)
      } else if expansion.value != word.text.bytes {
        report(.variableInFrom, word.range, everywhere: !isTrigger)
      } else {
        switch graph.lookUp(word.text.bytes) {
        case .noSuchStage(let number): report(.noSuchStage(number), word.range, everywhere: !isTrigger)
        case .found(let source):
          graph.dependencies[stage].append(
            .init(source: source, instruction: index, isTrigger: isTrigger, range: word.range, isUnchecked: false))
          if case .image(let text) = source, text != "scratch" {
            checkReference(text, word.range, everywhere: !isTrigger)
          }
        }
      }
    case .run:
      for mount in instruction.mounts {
        let from = mount.from.flatMap { $0.text.isEmpty ? nil : $0 }
        guard let source = graph.lookUpMount(from: from?.text.bytes) else { continue }
        let range = from?.range ?? mount.range
        let isUnchecked = from == nil && mount.kind != .cache
        graph.dependencies[stage].append(
          .init(source: source, instruction: index, isTrigger: isTrigger, range: range, isUnchecked: isUnchecked))
        if case .image(let text) = source, text != "scratch" { checkReference(text, range, everywhere: !isTrigger) }
      }
    default: return
    }
  }

  /// Files can be taken only from stages that stand above.
  /// - Parameter groups: without what triggers take.
  mutating func checkDependencies(_ groups: [Int]) {
    for (index, uses) in graph.dependencies.enumerated() {
      stage = index
      for use in uses {
        // A trigger may take files from the stage it runs in.
        guard case .stage(let source) = use.source, use.isTrigger ? source > index : source >= index else { continue }
        blamed = use.isTrigger ? tree.stages[index].instructions.lowerBound : use.instruction
        let name = graph.names[source] ?? String(source)
        if !use.isTrigger, groups[source] == groups[index] {
          report(.circularStages(name), use.range, everywhere: true)
        } else if !use.isUnchecked {
          report(.laterStage(name), use.range)
        }
      }
    }
  }
}
