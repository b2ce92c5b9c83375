public import Dockerfile
public import Shell

/// A command that a Dockerfile's instruction runs, seen through `env`, `sudo`, `sh -c` and their like. Both the wrapper and
/// what it wraps are subjects.
public struct RunCommand: Sendable {
  public let document: DockerfileDocument
  /// RUN, CMD, ENTRYPOINT or HEALTHCHECK; for a trigger the one inside ONBUILD.
  public let instruction: DockerfileInstruction
  public let command: ShellCommand
}

extension RunCommand: Subject {
  public static func forEach(in document: borrowing DockerfileDocument, _ body: (RunCommand) -> Void) {
    let document = copy document
    for (index, instruction) in document.tree.instructions.enumerated() {
      guard let commands = document.commands(ofInstruction: index) else { continue }
      for command in commands {
        body(RunCommand(document: document, instruction: instruction.trigger ?? instruction, command: command))
      }
    }
  }

  public var path: RepositoryPath { document.path }
}
