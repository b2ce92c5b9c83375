public import ArgumentParser
import Checking
public import Reporting
import Standards
import Synchronization

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Checks files against the guide.",
    discussion: """
      ashlar check                                  everything below this folder
      ashlar check deploy services/api/Dockerfile   what is found there
      ashlar check --only Dockerfile                one file by itself
      ashlar check --staged                         what is about to be committed
      ashlar check --since origin/main              what this branch brought
      ashlar check --select G3 --format json

      Exit status: 0 clean, 1 findings at or above --fail-on, 2 the command or its input could not be used.
      """)

  @OptionGroup var arguments: CheckArguments

  @Flag(help: "Check the index, and report the files that differ from HEAD, or the paths.")
  var staged = false

  @Option(help: ArgumentHelp("Report only what was not found at the merge base with this revision.", valueName: "rev"))
  var since: String?

  @Flag(help: "With --since: report only findings on lines that changed.")
  var changedLines = false

  @Option(help: ArgumentHelp("Take configuration, baseline and suppressions as this revision has them.", valueName: "rev"))
  var policyFrom: String?

  @Option(help: "text or json.")
  var format = ReportFormat.text

  @Option(help: "The severity from which findings fail the run: error, warning or note.")
  var failOn = Severity.warning

  @Option(help: "Write what is found to this file, as a baseline.", completion: .file())
  var writeBaseline: String?

  @Flag(help: "Count findings by rule.")
  var statistics = false

  @Flag(help: "Name the rules that took longest.")
  var timings = false

  @Option(help: "Check standard input as if it were this file; needs - as the only path.", completion: .file())
  var stdinPath: String?

  func run() async throws {
    var request = try arguments.request()
    request.isStaged = staged
    request.since = since
    request.changedLinesOnly = changedLines
    request.policyFrom = policyFrom
    request.measuresTime = timings
    if changedLines, since == nil { throw CommandFailure("`--changed-lines` needs `--since REV`") }
    if let stdinPath {
      guard arguments.paths == ["-"] else { throw CommandFailure("`--stdin-path` needs `-` as the only path") }
      request.standardInput = (stdinPath, try Input.bytes("-"))
    } else if arguments.paths.contains("-") {
      throw CommandFailure("`-` needs `--stdin-path PATH`, which says what standard input is")
    }

    var context = ReportContext(version: Ashlar.version, today: try arguments.date())
    context.usesColour = arguments.usesColour
    context.width = Console.width
    context.showsStatistics = statistics
    context.showsTimings = timings
    context.isVerbose = arguments.verbose
    context.isQuiet = arguments.quiet

    let asked = request
    let result = try await Progress.shown("checking", isQuiet: arguments.quiet) { try await Input.check(asked) }
    Self.kept.withLock { $0 = result.session }
    if let writeBaseline {
      try Input.write(Baseline.text(for: result.findings), to: writeBaseline)
      Console.error(plain: "wrote \(result.findings.count) finding\(result.findings.count == 1 ? "" : "s") to \(writeBaseline)")
      return
    }
    if result.fileCount == 0, result.notChecked.isEmpty {
      if format == .json { Console.write(format.render(result, context)) }
      if !arguments.quiet {
        Console.error("nothing to check here: no file of a kind that is known; `--verbose` lists what files are taken for")
      }
      return
    }
    Console.write(format.render(result, context))
    if result.findings.contains(where: { $0.severity >= failOn }) { throw ExitCode(1) }
  }
}

extension CheckCommand {
  /// Till the process ends.
  private static let kept = Mutex<Session?>(nil)
}

extension ReportFormat: ExpressibleByArgument {}
