import ArgumentParser
import Checking
import Documents
import Reporting
import SourceText
import Standards

struct FixCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fix", abstract: "Mends what is safe to mend.",
    discussion: """
      ashlar fix                    in everything below this folder
      ashlar fix --diff             shows what would change, and changes nothing
      ashlar fix --unsafe api       also what may change behaviour

      Exit status: 0 nothing is left at or above --fail-on, 1 something is, 2 the command or its input could not be used.
      """)

  @OptionGroup var arguments: CheckArguments

  @Flag(help: "Print the changes as a patch instead of making them.")
  var diff = false

  @Flag(help: "Also make changes that may change behaviour.")
  var unsafe = false

  @Option(help: "The severity from which what is left fails the run: error, warning or note.")
  var failOn = Severity.warning

  func run() async throws {
    let request = try arguments.request()
    let (takesUnsafe, writes) = (unsafe, !diff)
    let outcome = try await Progress.shown("mending", isQuiet: arguments.quiet) {
      try await Input.fix(request, includesUnsafe: takesUnsafe, writes: writes)
    }
    if let recovery = outcome.recovery { Console.error(Display.escaped(recovery)) }
    if diff {
      Console.write(outcome.files.map { Patch(path: $0.path, old: $0.old, new: $0.new).text }.joined())
    } else if !arguments.quiet {
      func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
      for file in outcome.files { Console.write("mended \(Display.escaped(file.path.description))\n") }
      let left = outcome.remaining.findings.count { $0.severity >= failOn }
      Console.write(
        "\(count(outcome.fixedCount, "finding")) mended in \(count(outcome.files.count, "file"))"
          + (left > 0 ? ", \(left) left: `ashlar check` shows them\n" : "\n"))
    }
    let pending = diff ? outcome.before : outcome.remaining
    if pending.findings.contains(where: { $0.severity >= failOn }) { throw ExitCode(1) }
  }
}
