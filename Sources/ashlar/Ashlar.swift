import ArgumentParser

@main
struct Ashlar: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ashlar",
    abstract: "Checks infrastructure files against the guide, and mends what is safe to mend.",
    discussion: """
      ashlar check                     everything below this folder
      ashlar check --only Dockerfile   one file, in milliseconds
      ashlar fix --diff                what would be mended
      ashlar explain container/missing-user

      Exit status: 0 clean, 1 findings at or above --fail-on, 2 the command or its input could not be used.
      """,
    version: version,
    subcommands: [
      CheckCommand.self, FixCommand.self, ExplainCommand.self, RulesCommand.self, ParseCommand.self, CompletionsCommand.self,
    ])

  static let version = "0.1.0"

  /// Not `async`: the runtime would end the main thread with `pthread_exit`, and unwinding it costs a static program
  /// 10 ms. The task ends the process.
  static func main() {
    Task.detached {
      do {
        var command = try parseAsRoot()
        if var command = command as? any AsyncParsableCommand { try await command.run() } else { try command.run() }
        exit(withStatus: 0)
      } catch {
        end(error)
      }
    }
    Console.waitForEver()
  }

  private static func end(_ error: any Error) -> Never {
    if let failure = error as? CommandFailure {
      Console.error(failure.message)
      exit(withStatus: 2)
    }
    if let code = error as? ExitCode { exit(withStatus: code.rawValue) }
    // Wrong arguments are one of our own exit codes, not the library's 64.
    let isHelp = exitCode(for: error).rawValue == 0
    if isHelp {
      Console.write(fullMessage(for: error) + "\n")
    } else {
      Console.error(fullMessage(for: error).withoutPrefix("Error: "))
    }
    exit(withStatus: isHelp ? 0 : 2)
  }

  private static func exit(withStatus status: Int32) -> Never { Console.exit(status) }
}

/// Why a command could not be carried out: what was attempted, where, and what to do.
struct CommandFailure: Error {
  let message: String

  init(_ message: String) { self.message = message }
}

extension String {
  fileprivate func withoutPrefix(_ prefix: String) -> String { hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self }
}
