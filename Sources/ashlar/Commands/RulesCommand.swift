import ArgumentParser
import Checking
import Reporting
import SourceText
import Standards

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "Lists the rules.",
    discussion: """
      ashlar rules                  all, in the order of their ids
      ashlar rules container G4     those of a section or a clause
      ashlar rules --format json    for programs
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: "Rules, sections, clauses or peers' ids; none for all.")
  var selectors: [String] = []

  @Option(help: "text or json.")
  var format = Format.text

  func run() throws {
    var rules = RuleSet.all.rules
    if !selectors.isEmpty {
      var ids: Set<String> = []
      for selector in selectors {
        guard let found = RuleSet.all.rules(selectedBy: selector) else {
          let near = RuleSet.all.nearestSelector(to: selector).map { "; did you mean `\($0)`?" } ?? ""
          throw CommandFailure("`\(Display.escaped(selector))` is no rule, section, clause or peer's id\(near)")
        }
        ids.formUnion(found.map(\.id))
      }
      rules = rules.filter { ids.contains($0.id) }
    }
    switch format {
    case .text:
      let width = rules.map(\.id.count).max() ?? 0
      for rule in rules {
        let clause = rule.clauses.map(\.description).joined(separator: ",")
        Console.write(
          rule.id.padded(to: width + 2) + rule.severity.rawValue.padded(to: 9) + clause.padded(to: 11)
            + (rule.isOptIn ? "(opt-in) " : "") + rule.summary + "\n")
      }
    case .json:
      Console.write(RuleList(rules).json)
    }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
}
