public import Dockerfile
import Documents
public import Shell

extension ImageBuild {
  /// A command as a stage runs it.
  public struct StageCommand: Sendable {
    public let step: DockerfileEvaluation.Step
    public let instruction: DockerfileInstruction
    public let command: ShellCommand
  }

  static func runCommands(
    of stage: DockerfileEvaluation.Stage, _ evaluation: DockerfileEvaluation, _ document: DockerfileDocument
  ) -> [StageCommand] {
    var found: [StageCommand] = []
    for index in stage.steps {
      let step = evaluation.steps[index]
      guard evaluation.keyword(of: step) == .run, let commands = document.commands(ofInstruction: step.instruction) else { continue }
      let instruction = evaluation.instruction(of: step)
      found += commands.map { StageCommand(step: step, instruction: instruction, command: $0) }
    }
    return found
  }

  /// An installation of packages as a stage runs it.
  public struct StageInstall: Sendable {
    public let at: StageCommand
    public let install: PackageInstall
  }

  /// An account that a command creates.
  public struct CreatedAccount: Sendable {
    public let name: String
    /// Its primary group, where the command names it.
    public let group: String?
    public let at: StageCommand
  }

  /// The accounts that the RUNs of a stage and of those it is built on create, the lowest stage's first.
  public func accounts(inChainOf stage: Int) -> [CreatedAccount] {
    evaluation.chain(of: stage).reversed().flatMap { member in
      runCommands(inStage: member).compactMap { command in
        guard let name = command.command.name, ["adduser", "useradd"].contains(name) else { return nil }
        // BusyBox and Debian alike: the account is the first operand; `adduser USER GROUP` adds to a group.
        let arguments = command.command.arguments(name == "useradd" ? Self.useraddSyntax : Self.adduserSyntax)
        guard arguments.unknowns.isEmpty, arguments.operands.count == 1, let account = arguments.operands.first?.text else { return nil }
        let group = (name == "useradd" ? arguments.option("-g", "--gid") : arguments.option("-G", "--ingroup"))?.value?.text
        return CreatedAccount(name: account, group: group, at: command)
      }
    }
  }

  private static let useraddSyntax = ShellProgramSyntax(valueOptions: [
    "-b", "--base-dir", "-c", "--comment", "-d", "--home-dir", "--home", "-e", "--expiredate", "-f", "--inactive", "-g", "--gid", "-G",
    "--groups",
    "-k", "--skel", "-K", "--key", "-p", "--password", "-R", "--root", "-P", "--prefix", "-s", "--shell", "-u", "--uid", "-Z",
    "--selinux-user",
  ])
  private static let adduserSyntax = ShellProgramSyntax(valueOptions: [
    "-h", "-g", "-s", "-G", "-u", "-k", "--home", "--shell", "--uid", "--gid", "--ingroup", "--gecos", "--firstuid", "--lastuid", "--conf",
    "--add_extra_groups=",
    "--comment",
  ])
}
