import Dockerfile
import Documents
import Shell
import SourceText

extension FinalStage {
  /// The COPYs and ADDs of the final stage that give application code to root, though nothing gives it away later.
  public var codeNotOwned: [CopyStep] {
    guard stage.settings.workingDirectory.value.map({ $0 != "/" }) ?? false else { return [] }
    return ownCopies.filter { copy in
      guard copy.takesFromContext, copy.instruction.flag("chown") == nil, let place = placeOf(copy) else { return false }
      return !isGivenAway(place, after: copy)
    }
  }

  /// Where a COPY puts its files, if that is in the working folder of the stage at that point.
  private func placeOf(_ copy: CopyStep) -> String? {
    guard let destination = copy.destination, let step = build.evaluation.step(ofInstruction: copy.step.instruction),
      let directory = build.evaluation.settings(beforeStep: step).workingDirectory.value, directory != "/"
    else { return nil }
    let path = destination.hasPrefix("/") ? destination : directory + "/" + destination
    let normal = Self.normalised(path)
    let root = Self.normalised(directory)
    return normal == root || normal.hasPrefix(root + "/") ? normal : nil
  }

  private static func normalised(_ path: String) -> String {
    "/" + path.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// Whether a later `chown` names the place, a folder above it, or something unknown.
  private func isGivenAway(_ place: String, after copy: CopyStep) -> Bool {
    build.runCommands(inStage: stage.index).contains { run in
      guard run.step.instruction > copy.step.instruction, let name = run.command.name else { return false }
      guard name == "chown" || name == "install" || name == "find" else { return false }
      if name != "chown" { return run.command.words.contains { $0.equals("chown") } }
      let arguments = run.command.arguments(Self.chownSyntax)
      if !arguments.unknowns.isEmpty { return true }
      return arguments.operands.dropFirst().contains { operand in
        guard let text = operand.text else { return true }
        let path = Self.normalised(text.hasPrefix("/") ? text : (stage.settings.workingDirectory.value ?? "") + "/" + text)
        return path == place || place.hasPrefix(path == "/" ? path : path + "/")
      }
    }
  }

  private static let chownSyntax = ShellProgramSyntax(valueOptions: ["--from", "--reference"])

  /// `user:group` for `--chown`: the group that USER names or that the account was created in; else the user alone,
  /// whose number then is the group's too.
  public func owner(for user: String) -> String {
    if user.contains(":") { return user }
    for account in build.accounts(inChainOf: stage.index) where account.name == user {
      if let group = account.group { return "\(user):\(group)" }
    }
    return user
  }
}
