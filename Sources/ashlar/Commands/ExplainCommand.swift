import ArgumentParser
import Checking
import Reporting
import SourceText
import Standards

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Says what a rule finds, why, and what to do instead.",
    discussion: """
      ashlar explain container/missing-user
      ashlar explain hadolint:DL3020     the rule that says the same
      ashlar explain G3.7                every rule of a clause
      """)

  @Argument(help: "A rule, a section, a clause of the guide, or a peer's id.")
  var rule: String

  func run() throws {
    guard let rules = RuleSet.all.rules(selectedBy: rule) else {
      let near = RuleSet.all.nearestSelector(to: rule).map { "; did you mean `\($0)`?" } ?? "; `ashlar rules` lists all there are"
      throw CommandFailure("`\(Display.escaped(rule))` is no rule, section, clause or peer's id\(near)")
    }
    Console.write(rules.map { RuleReference($0).text }.joined(separator: "\n\n"))
  }
}
