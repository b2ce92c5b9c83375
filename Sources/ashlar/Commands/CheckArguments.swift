public import ArgumentParser
public import Checking

/// What `check` and `fix` take alike.
struct CheckArguments: ParsableArguments {
  @Argument(help: "Files or folders to report on; this folder if none is named.", completion: .file())
  var paths: [String] = []

  @Flag(help: "Read only the paths themselves: fast, without what other files would tell.")
  var only = false

  @Option(parsing: .singleValue, help: "Run only these: a rule, a section, a clause, or a peer's id. May be repeated.")
  var select: [String] = []

  @Option(parsing: .singleValue, help: "Leave these out: a rule, a section, a clause, or a peer's id. May be repeated.")
  var ignore: [String] = []

  @Option(help: "Do not report the findings listed in this file.", completion: .file())
  var baseline: String?

  @Option(help: ArgumentHelp("The date that dated rules go by, YYYY-MM-DD.", valueName: "date"))
  var today: String?

  @Flag(help: "Print nothing but findings.")
  var quiet = false

  @Flag(help: "Say what each file was taken for.")
  var verbose = false

  @Option(help: "auto, always or never; NO_COLOR is honoured.")
  var color = ColourChoice.auto

  enum ColourChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

  var usesColour: Bool {
    switch color {
    case .always: true
    case .never: false
    case .auto: Console.isTerminal(1) && (Console.environment("NO_COLOR") ?? "").isEmpty && Console.environment("TERM") != "dumb"
    }
  }

  func request() throws -> CheckRequest {
    guard let folder = Console.currentDirectory else { throw CommandFailure("the current folder does not exist any more") }
    var request = CheckRequest(currentDirectory: folder)
    request.paths = paths
    request.isDocumentOnly = only
    request.select = select.flatMap(Self.list)
    request.ignore = ignore.flatMap(Self.list)
    request.baseline = baseline
    return request
  }

  func date() throws -> String {
    guard let today else { return Console.today }
    let parts = today.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2, parts.allSatisfy({ Int($0) != nil }),
      (1...12).contains(Int(parts[1]) ?? 0), (1...31).contains(Int(parts[2]) ?? 0)
    else { throw CommandFailure("`--today \(today)` is no date; write YYYY-MM-DD") }
    return today
  }

  /// `--select a,b` is `--select a --select b`.
  private static func list(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }
}

extension Severity: ExpressibleByArgument {}
