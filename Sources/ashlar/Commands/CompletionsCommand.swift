import ArgumentParser

struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Prints the completion script of a shell.",
    discussion: """
      ashlar completions bash > /etc/bash_completion.d/ashlar
      ashlar completions zsh > "${fpath[1]}/_ashlar"
      ashlar completions fish > ~/.config/fish/completions/ashlar.fish
      """)

  enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell

  func run() throws {
    let completionShell: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    Console.write(Ashlar.completionScript(for: completionShell) + "\n")
  }
}
