import Dockerfile
import SourceText

extension Suppression {
  /// The suppressions of a Dockerfile. A comment stands directly above its instruction where only other comments lie
  /// between; hadolint's may not have even those, but nobody who wrote one means otherwise.
  static func all(in tree: DockerfileTree) -> [Suppression] {
    var found: [Suppression] = []
    for directive in tree.directives where directive.name == .check {
      if let comment = SuppressionComment(tree.bytes, directive.range) {
        let file = SourceRange(0, tree.bytes.count)
        found.append(Suppression(range: directive.range, reach: .file, scope: file, names: comment.names, peer: comment.peer))
      }
    }
    for (index, range) in tree.comments.enumerated() {
      guard let comment = SuppressionComment(tree.bytes, range) else { continue }
      var scope: SourceRange? =
        switch comment.reach {
        case .file: SourceRange(0, tree.bytes.count)
        case .construct: tree.instruction(directlyBelowComment: index).map { tree.instructions[$0].range }
        case .stage: tree.instruction(directlyBelowComment: index).flatMap { tree.stageRange(beginningAt: $0) }
        }
      // trivy has no way to silence what is missing; as the file's first comment it is meant for the file.
      var reach = comment.reach
      if comment.peer == "trivy", index == 0, scope == nil || tree.instructions.first?.range == scope {
        reach = .file
        scope = SourceRange(0, tree.bytes.count)
      }
      found.append(Suppression(range: range, reach: reach, scope: scope, names: comment.names, peer: comment.peer))
    }
    return found
  }
}

extension DockerfileTree {
  /// The instruction below a comment with nothing but comments between: no blank line, no other instruction.
  fileprivate func instruction(directlyBelowComment index: Int) -> Int? {
    var comment = index
    while true {
      var position = comments[comment].end
      guard position < bytes.count else { return nil }
      if bytes[position] == UInt8(ascii: "\r") { position += 1 }
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\n") else { return nil }
      position += 1
      while position < bytes.count, bytes[position].isBlank { position += 1 }
      if comment + 1 < comments.count, comments[comment + 1].start == position {
        comment += 1
        continue
      }
      // A comment inside a continued instruction has text of that instruction below it, not its beginning.
      return firstInstruction(startingAt: position)
    }
  }

  private func firstInstruction(startingAt offset: Int) -> Int? {
    var low = 0
    var high = instructions.count
    while low < high {
      let middle = (low + high) / 2
      if instructions[middle].range.start < offset { low = middle + 1 } else { high = middle }
    }
    return low < instructions.count && instructions[low].range.start == offset ? low : nil
  }

  fileprivate func stageRange(beginningAt instruction: Int) -> SourceRange? {
    guard let stage = stages.first(where: { $0.instructions.lowerBound == instruction }),
      let last = stage.instructions.last
    else { return nil }
    return instructions[instruction].range.union(instructions[last].range)
  }
}
