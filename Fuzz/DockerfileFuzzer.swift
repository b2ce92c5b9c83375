import Dockerfile
import SourceText

/// Any bytes as a Dockerfile: the tree keeps them, its ranges nest, and its evaluation ends.
enum DockerfileFuzzer: Fuzzer {
  static func problem(in bytes: [UInt8]) -> String? {
    let tree = DockerfileTree(parsing: bytes)
    if tree.bytes != bytes { return "the tree has other bytes" }
    return problem(in: tree) ?? evaluationProblem(in: tree)
  }

  /// Whether BuildKit would build nothing of it.
  static func hasErrors(_ bytes: [UInt8]) -> Bool { DockerfileTree(parsing: bytes).hasErrors }

  private static func problem(in tree: DockerfileTree) -> String? {
    let whole = SourceRange(0, tree.bytes.count)
    for instruction in tree.instructions {
      if let problem = self.problem(of: instruction, in: tree, inside: whole) { return problem }
    }
    for diagnostic in tree.diagnostics {
      if let problem = diagnostic.range.problem(outside: whole, "diagnostic `\(diagnostic.message)`") { return problem }
      if let index = diagnostic.instruction, !tree.instructions.indices.contains(index) { return "diagnostic of no instruction" }
    }
    for directive in tree.directives {
      if let problem = directive.range.problem(outside: whole, "directive")
        ?? directive.valueRange.problem(outside: directive.range, "a directive's value")
      {
        return problem
      }
    }
    for (index, stage) in tree.stages.enumerated() {
      if stage.index != index || stage.instructions.isEmpty { return "stage \(index) is not in its place" }
      if stage.instructions.upperBound > tree.instructions.count { return "stage \(index) ends behind the file" }
      if tree.instructions[stage.instructions.lowerBound].keyword != .from { return "stage \(index) begins with no FROM" }
    }
    let lines = tree.instructions.map { $0.rangeIncludingLineBreak(in: tree) }
    for (index, instruction) in tree.instructions.enumerated().dropFirst() where instruction.range.start < lines[index - 1].end {
      return "the lines of instruction \(index - 1) hold the beginning of the next"
    }
    return tree.instructions.map(\.range).problemOfOrder("instructions")
      ?? tree.comments.problemOfOrder("comments")
      ?? tree.emptyContinuationLines.problemOfOrder("empty lines")
      ?? tree.comments.last?.problem(outside: whole, "comment")
      ?? tree.emptyContinuationLines.last?.problem(outside: whole, "empty line")
  }

  private static func problem(of instruction: DockerfileInstruction, in tree: DockerfileTree, inside whole: SourceRange) -> String? {
    let name = instruction.keywordText
    if let problem = instruction.range.problem(outside: whole, name)
      ?? instruction.headRange.problem(outside: instruction.range, "\(name)'s head")
      ?? instruction.keywordRange.problem(outside: instruction.headRange, "\(name)'s keyword")
      ?? instruction.text.problem(of: instruction.operandRange, in: tree.bytes, "\(name)'s operands")
      ?? instruction.text.hostRange.problem(outside: instruction.headRange, "\(name)'s text")
      ?? instruction.flags.map(\.range).problemOfOrder("\(name)'s flags")
    {
      return problem
    }
    for flag in instruction.flags {
      if let problem = flag.range.problem(outside: instruction.headRange, "--\(flag.name)")
        ?? flag.nameRange.problem(outside: flag.range, "--\(flag.name)'s name")
        ?? flag.value?.range.problem(outside: flag.range, "--\(flag.name)'s value")
      {
        return problem
      }
    }
    for word in words(of: instruction) {
      if let problem = word.range.problem(outside: instruction.range, "\(name)'s word `\(word.text.string)`")
        ?? word.text.problem(of: SourceRange(0, word.text.count), in: tree.bytes, "\(name)'s word")
      {
        return problem
      }
    }
    if let command = instruction.command {
      if let problem = command.range.problem(outside: instruction.headRange, "\(name)'s command") { return problem }
      if case .shell(let text) = command.form,
        let problem = text.problem(of: SourceRange(0, text.count), in: tree.bytes, "\(name)'s shell text")
      {
        return problem
      }
    }
    for heredoc in instruction.heredocs {
      if let problem = heredoc.openingRange.problem(outside: instruction.headRange, "<<\(heredoc.name)")
        ?? heredoc.bodyRange.problem(outside: instruction.range, "<<\(heredoc.name)'s body")
        ?? heredoc.terminatorRange.problem(outside: instruction.range, "<<\(heredoc.name)'s end")
        ?? heredoc.body.problem(of: SourceRange(0, heredoc.body.count), in: tree.bytes, "<<\(heredoc.name)'s text")
      {
        return problem
      }
    }
    if !SourceRange(0, tree.comments.count).encloses(SourceRange(instruction.documentation)) {
      return "\(name) documents itself with no comment"
    }
    if let problem = instruction.range.problem(outside: instruction.rangeIncludingLineBreak(in: tree), "\(name)'s lines") { return problem }
    _ = (instruction.mounts, instruction.devices)
    return instruction.trigger.flatMap { problem(of: $0, in: tree, inside: instruction.range) }
  }

  static func words(of instruction: DockerfileInstruction) -> [DockerfileWord] {
    switch instruction.arguments {
    case .base(let image, let name): [image] + (name.map { [$0] } ?? [])
    case .command(let command), .healthcheck(let command):
      if case .exec(let words) = command.form { words } else { [] }
    case .copy(let sources, let destination, _): sources + [destination]
    case .variables(let variables, _): variables.flatMap { [$0.name] + ($0.value.map { [$0] } ?? []) }
    case .words(let words, _): words
    case .text(let word): [word]
    case .trigger, .noHealthcheck, .unread: []
    }
  }

  /// All that an evaluation can be asked, so that nothing traps.
  private static func evaluationProblem(in tree: DockerfileTree) -> String? {
    let whole = SourceRange(0, tree.bytes.count)
    let evaluation = DockerfileEvaluation(tree)
    if evaluation.stages.count != tree.stages.count { return "\(evaluation.stages.count) stages of \(tree.stages.count)" }
    if let target = evaluation.target, !evaluation.stages.indices.contains(target) { return "the target is no stage" }
    for diagnostic in evaluation.diagnostics {
      if let problem = diagnostic.range.problem(outside: whole, "evaluation's diagnostic `\(diagnostic.message)`") { return problem }
    }
    for reference in evaluation.unresolvedReferences {
      if let problem = reference.range.problem(outside: whole, "unresolved reference") { return problem }
    }
    // A chain has up to all stages, so all chains of a large file are more than the square root of time.
    for stage in evaluation.stages.prefix(16) {
      if stage.steps.upperBound > evaluation.steps.count { return "stage \(stage.index) runs steps that are not there" }
      for source in stage.dependencies {
        if let problem = source.range.problem(outside: whole, "dependency") { return problem }
      }
      _ = evaluation.configuration(ofStage: stage.index)
    }
    for (index, step) in evaluation.steps.enumerated().prefix(64) {
      let environment = evaluation.environment(before: step)
      for word in words(of: evaluation.instruction(of: step)).prefix(16) { _ = environment.expansion(of: word) }
      _ = evaluation.settings(beforeStep: index)
    }
    return nil
  }
}
