public import SourceText

extension DockerfileTree {
  /// Whether BuildKit builds nothing of the file.
  public var hasErrors: Bool { diagnostics.contains(where: \.isError) }

  /// The text of a range; invalid sequences as U+FFFD.
  public func text(_ range: SourceRange) -> String { bytes[range.indices].asString }

  /// The last stage: what is built where no target is named.
  public var finalStage: DockerfileStage? { stages.last }

  /// The instructions of a stage, its FROM first.
  public func instructions(of stage: DockerfileStage) -> ArraySlice<DockerfileInstruction> {
    instructions[stage.instructions]
  }

  /// The stage that an instruction, by its position in `instructions`, belongs to; nil before the first FROM.
  public func stage(containing instruction: Int) -> DockerfileStage? {
    var low = 0
    var high = stages.count
    while low < high {
      let middle = (low + high) / 2
      if stages[middle].instructions.lowerBound <= instruction { low = middle + 1 } else { high = middle }
    }
    guard low > 0, stages[low - 1].instructions.contains(instruction) else { return nil }
    return stages[low - 1]
  }

  /// The position of the instruction whose range, its end included, holds an offset.
  public func instruction(at offset: Int) -> Int? {
    var low = 0
    var high = instructions.count
    while low < high {
      let middle = (low + high) / 2
      if instructions[middle].range.start <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 && offset <= instructions[low - 1].range.end ? low - 1 : nil
  }

  /// A directive that is in effect.
  public func directive(_ name: DockerfileDirective.Name) -> DockerfileDirective? {
    directives.first { $0.name == name && $0.isInEffect }
  }

  /// The comment lines above an instruction that belong to it.
  public func documentation(of instruction: DockerfileInstruction) -> ArraySlice<SourceRange> {
    comments[instruction.documentation]
  }
}

extension DockerfileInstruction {
  /// Its lines whole, for a fix that removes it: from the start of the first to behind the last line break.
  public func rangeIncludingLineBreak(in tree: DockerfileTree) -> SourceRange {
    var start = range.start
    while start > 0, tree.bytes[start - 1] != 0x0A { start -= 1 }
    // A byte order mark stays at the head of the file.
    if start == 0 { start = min(SourceText.byteOrderMarkLength(tree.bytes), range.start) }
    // A heredoc without an end has its last line's break in its range.
    if range.end > start, tree.bytes[range.end - 1] == 0x0A { return SourceRange(start, range.end) }
    let newline = tree.bytes[range.end...].firstIndex(of: 0x0A)
    return SourceRange(start, newline.map { $0 + 1 } ?? tree.bytes.count)
  }

  /// The last flag of a name, which is given without its dashes.
  public func flag(_ name: String) -> DockerfileFlag? { flags.last { $0.name == name } }

  /// All flags of a name, in source order.
  public func flags(_ name: String) -> [DockerfileFlag] { flags.filter { $0.name == name } }

  /// The mounts of a RUN that can be read, in source order.
  public var mounts: [DockerfileMount] {
    keyword == .run ? flags("mount").compactMap { $0.value.flatMap(DockerfileMount.init) } : []
  }

  /// The devices of a RUN that can be read, in source order.
  public var devices: [DockerfileDevice] {
    guard keyword == .run else { return [] }
    return flags("device").compactMap { flag in
      guard let value = flag.value, case .success(let device) = DockerfileDevice.read(value.text) else { return nil }
      return device
    }
  }

  /// The command of RUN, CMD, ENTRYPOINT, SHELL or HEALTHCHECK CMD.
  public var command: DockerfileCommand? {
    switch arguments {
    case .command(let command), .healthcheck(let command): command
    default: nil
    }
  }

  /// The instruction that an ONBUILD stores.
  public var trigger: DockerfileInstruction? {
    if case .trigger(let instructions) = arguments { instructions.first } else { nil }
  }
}
