import SourceText

/// What each instruction does to the stage that runs it.
///
/// Source: moby/buildkit `dispatch` and its like in `convert.go`, `convert_copy.go`, `convert_expose.go` and
/// `convert_runmount.go`.
extension DockerfileEvaluator {
  mutating func run(_ instruction: DockerfileInstruction) {
    switch (instruction.keyword, instruction.arguments) {
    case (.env, .variables(let variables, _)): runEnvironment(variables)
    case (.arg, .variables(let variables, _)): runArguments(variables)
    case (.label, .variables(let variables, _)): runLabels(variables)
    case (.user, .text(let word)):
      current.user = traced(expand(word), word.range)
      settingsChanged()
    case (.workdir, .text(let word)): runDirectory(word)
    case (.stopsignal, .text(let word)): runSignal(word)
    case (.maintainer, .text(let word)):
      current.author = traced(word.text.bytes, word.range)
      settingsChanged()
    case (.cmd, .command(let command)):
      current.command = self.command(command)
      isCommandSet = true
      settingsChanged()
    case (.entrypoint, .command(let command)): runEntrypoint(command)
    case (.shell, .command(let command)):
      guard case .exec(let words) = command.form else { return }
      current.shell = Traced(.known(words.map(\.text.string)), from: origin(command.range))
      settingsChanged()
    case (.healthcheck, .healthcheck(let command)): runHealthcheck(command, instruction)
    case (.healthcheck, .noHealthcheck):
      current.healthcheck = Traced(.known(Healthcheck(test: .disabled)), from: origin(instruction.range))
      settingsChanged()
    case (.expose, .words(let words, _)): runPorts(words)
    case (.volume, .words(let words, _)): runVolumes(words)
    case (.onbuild, .trigger):
      effects.append(.trigger(.init(text: triggerText(instruction), origin: origin(instruction.range))))
    case (.copy, .copy(let sources, let destination, _)), (.add, .copy(let sources, let destination, _)):
      runCopy(instruction, sources, destination)
    case (.run, _): runMounts(instruction)
    default: return
    }
  }

  // MARK: Words

  var moment: EnvironmentHistory.Moment {
    let index = stage ?? 0
    // What the instruction itself has set so far is seen: ARG gives its names one by one.
    return EnvironmentHistory.Moment(time: clock + 1, stageStart: traces[index].start, otherwise: traces[index].otherwise)
  }

  mutating func expand(_ word: DockerfileWord) -> [UInt8]? { expand(word, seeing: moment) }

  /// The word's value; nil where it is not known, or cannot be expanded, which is reported.
  mutating func expand(
    _ word: DockerfileWord, seeing moment: EnvironmentHistory.Moment, everywhere: Bool = false
  ) -> [UInt8]? {
    let expansion = expansion(of: word, seeing: moment, expansionOptions)
    switch expansion.outcome {
    case .known(let value): return spend(value.count, at: word.range) ? value : nil
    case .unknown: return nil
    case .failed(.tooComplex):
      report(.tooComplex, word.range)
      return nil
    case .failed(let error):
      report(.badWord(error), word.range, everywhere: everywhere)
      return nil
    }
  }

  mutating func expansion(
    of word: DockerfileWord, seeing moment: EnvironmentHistory.Moment, _ options: DockerfileExpansion.Options
  ) -> DockerfileExpansion {
    let isGlobal = moment.stageStart == 0
    let expansion = DockerfileExpansion(word.text.bytes, options: options) {
      isGlobal ? globals.variable($0, at: moment) : history.variable($0, at: moment)
    }
    for reference in expansion.references where reference.state != .set {
      let name = Array(reference.name.utf8)
      let environment = isGlobal ? globals : history
      guard environment.assignment(name, at: moment) == nil else { continue }
      guard let instruction = step?.instruction ?? blamed else { continue }
      unresolved.append(
        DockerfileEvaluation.UnresolvedReference(
          stage: stage, instruction: instruction, isTrigger: step?.isTrigger ?? false, reference: reference,
          range: word.text.hostRange(of: reference.range),
          isDeclared: isGlobal ? globallyDeclared.contains(name) : declared[name] != nil))
    }
    return expansion
  }

  private func origin(_ range: SourceRange) -> DockerfileOrigin? {
    step.map { DockerfileOrigin(stage: $0.stage, instruction: $0.instruction, isTrigger: $0.isTrigger, range: range) }
  }

  private func traced(_ value: [UInt8]?, _ range: SourceRange) -> Traced<String> {
    Traced(value.map { .known($0.asString) } ?? .unknown, from: origin(range))
  }

  // MARK: Names and values

  /// All words see what was set before the instruction.
  private mutating func pairs(
    _ variables: [DockerfileVariable]
  ) -> [(name: [UInt8]?, value: [UInt8]?, range: SourceRange)] {
    var pairs: [(name: [UInt8]?, value: [UInt8]?, range: SourceRange)] = []
    for variable in variables {
      let name = expand(variable.name)
      pairs.append((name, variable.value.flatMap { expand($0) }, variable.range))
    }
    return pairs
  }

  private mutating func runEnvironment(_ variables: [DockerfileVariable]) {
    for (name, value, range) in pairs(variables) {
      guard let name else {
        effects.append(.unknown)
        continue
      }
      let origin = origin(range)
      history.set(name, .environment, .init(value: value.map { .set($0) } ?? .unknown, origin: origin), at: clock)
      // The image keeps `name=value` as one text, whose name ends at the first `=`.
      guard let equals = name.firstIndex(of: UInt8(ascii: "=")) else {
        effects.append(.variable(.init(name: name.asString, value: traced(value, range))))
        continue
      }
      let kept = value.map { Array(name[equals...].dropFirst()) + [UInt8(ascii: "=")] + $0 }
      effects.append(.furtherVariable(.init(name: name[..<equals].asString, value: traced(kept, range))))
    }
  }

  /// `dispatchArg`
  private mutating func runArguments(_ variables: [DockerfileVariable]) {
    for variable in variables {
      let name = variable.name.text.bytes
      let value: DockerfileExpansion.Variable? =
        if let given = options.buildArguments[name.asString] {
          given.map { .set(Array($0.utf8)) } ?? .unknown
        } else if let word = variable.value {
          expand(word).map { .set($0) } ?? .unknown
        } else {
          globals.assignment(name, at: globalMoment)?.value
        }
      if let value, !Self.scanArguments.contains(name.asString) {
        history.set(name, .argument, .init(value: value, origin: origin(variable.range)), at: clock)
      }
      declared[name, default: 0] += 1
      declarations.append(name)
    }
  }

  /// Told to the builder, and not put into the environment.
  private static let scanArguments: Set<String> = ["BUILDKIT_SBOM_SCAN_CONTEXT", "BUILDKIT_SBOM_SCAN_STAGE"]

  private mutating func runLabels(_ variables: [DockerfileVariable]) {
    for (name, value, range) in pairs(variables) {
      effects.append(name.map { .label(.init(key: $0.asString, value: traced(value, range))) } ?? .unknown)
    }
  }

  // MARK: How the image runs

  private mutating func runDirectory(_ word: DockerfileWord) {
    defer { settingsChanged() }
    guard let path = expand(word) else {
      current.workingDirectory = traced(nil, word.range)
      return
    }
    let isWindows = isWindows(stage ?? 0)
    let before: [UInt8]?
    switch current.workingDirectory.state {
    case .known(let directory): before = Array(directory.utf8)
    case .unset: before = []
    case .unknown:
      if path.isEmpty { return }
      before = ImagePath.isAbsolute(path, isWindows: isWindows) ? [] : nil
    }
    // A path that no image can have is one wherever it starts.
    let directory = ImagePath.directory(path, from: before ?? [], isWindows: isWindows)
    if directory == nil { report(.badPath(path.asString), word.range) }
    guard before != nil else {
      current.workingDirectory = traced(nil, word.range)
      return
    }
    let isAffordable = spend(directory?.count ?? 0, at: word.range)
    current.workingDirectory = traced(isAffordable ? directory : nil, word.range)
  }

  private mutating func runSignal(_ word: DockerfileWord) {
    let signal = expand(word)
    if let signal, !ArgumentValues.isSignal(signal) { report(.badSignal(signal.asString), word.range) }
    current.stopSignal = traced(signal, word.range)
    settingsChanged()
  }

  private mutating func runEntrypoint(_ command: DockerfileCommand) {
    current.entrypoint = self.command(command)
    // An empty array takes the entrypoint away.
    if current.entrypoint.value?.isEmpty == true { current.entrypoint = Traced(.unset, from: origin(command.range)) }
    // What the image below runs is no argument for another entrypoint.
    if !isCommandSet { current.command = Traced(.unset, from: origin(command.range)) }
    settingsChanged()
  }

  private func command(_ command: DockerfileCommand) -> Traced<[String]> {
    switch command.form {
    case .exec(let words): return Traced(.known(words.map(\.text.string)), from: origin(command.range))
    case .shell(let text), .script(let text, _):
      let shell = current.shell.value.flatMap { $0.isEmpty ? nil : $0 } ?? defaultShell
      return Traced(.known(shell + [text.string]), from: origin(command.range))
    }
  }

  private var defaultShell: [String] {
    let system = current.operatingSystem.value ?? stage.flatMap { platforms[$0]?.operatingSystem }
    return system == "windows" ? ["cmd", "/S", "/C"] : ["/bin/sh", "-c"]
  }

  private mutating func runHealthcheck(_ command: DockerfileCommand, _ instruction: DockerfileInstruction) {
    var healthcheck =
      switch command.form {
      case .exec(let words): Healthcheck(test: .exec(words.map(\.text.string)))
      case .shell(let text), .script(let text, _): Healthcheck(test: .shell(text.string))
      }
    func duration(_ flag: String) -> Int64 {
      instruction.flag(flag)?.value.flatMap { GoDuration($0.text.bytes)?.nanoseconds } ?? 0
    }
    healthcheck.interval = duration("interval")
    healthcheck.timeout = duration("timeout")
    healthcheck.startPeriod = duration("start-period")
    healthcheck.startInterval = duration("start-interval")
    healthcheck.retries = instruction.flag("retries")?.value.flatMap { ArgumentValues.goInteger($0.text.bytes) } ?? 0
    current.healthcheck = Traced(.known(healthcheck), from: origin(instruction.range))
    settingsChanged()
  }

  private mutating func runPorts(_ words: [DockerfileWord]) {
    for word in words {
      let expansion = expansion(of: word, seeing: moment, expansionOptions)
      if case .failed(let error) = expansion.outcome { report(.badWord(error), word.range) }
      guard let value = expansion.value, spend(value.count, at: word.range) else {
        effects.append(.unknown)
        continue
      }
      for text in expansion.words {
        do throws(PortArgument.Problem) {
          let port = try PortArgument(text)
          effects.append(.port(.init(numbers: port.numbers, transport: port.transport, origin: origin(word.range))))
        } catch {
          switch error {
          case .transport: report(.badTransport(text.asString), word.range)
          case .hostAddress: report(.badHostAddress(text.asString), word.range)
          case .port, .hostPort, .ranges: report(.badPort(text.asString), word.range)
          }
        }
      }
    }
  }

  private mutating func runVolumes(_ words: [DockerfileWord]) {
    for word in words {
      let trimmed = GoText.trimmed(word.text.bytes, SourceRange(0, word.text.count))
      let path = expand(DockerfileWord(text: word.text.slice(trimmed), range: word.range))
      if path?.isEmpty == true { report(.blankVolume, word.range) }
      effects.append(path.map { .volume(.init(path: $0.asString, origin: origin(word.range))) } ?? .unknown)
    }
  }

  /// The stored text: the line behind ONBUILD, then each heredoc's body with its delimiter.
  private func triggerText(_ instruction: DockerfileInstruction) -> String {
    var text = instruction.text.bytes
    // BuildKit cuts the keyword off by a pattern that does not know all the letters by which it found it.
    if !instruction.keywordText.utf8.allSatisfy({ $0 < 0x80 }) {
      let start = instruction.keywordRange.start
      text = tree.bytes[start..<max(start, instruction.text.hostRange.start)] + text
    }
    // The blanks at the end of the line are stored too.
    let end = instruction.text.hostRange.end
    let tail = tree.bytes[end..<max(end, instruction.headRange.end)]
    if tail.allSatisfy(\.isBlank) { text += tail }
    for heredoc in instruction.heredocs {
      text += [0x0A] + tree.bytes[heredoc.bodyRange.indices] + Array(heredoc.name.utf8)
    }
    return text.asString
  }
}
