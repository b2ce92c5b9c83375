import Checking
import Documents
import Foundation
import Standards

/// `develop ledger`: compares the rules with the catalogue.
///
/// Exits 1 where a rule differs from its row, or stands in no row; what is missing is only counted.
func ledger(root: URL, arguments: [String]) throws -> Int32 {
  let catalogue = try Catalogue(root: root)
  var differences: [String] = []
  var unfixed: [String] = []
  let rules = RuleSet.all.rules
  for rule in rules {
    guard let row = catalogue.row(rule.id) else {
      differences.append("\(rule.id): not in the catalogue")
      continue
    }
    func compare(_ what: String, _ ours: String, _ theirs: String) {
      if ours != theirs {
        differences.append("\(rule.id): \(what) is \(ours.isEmpty ? "none" : ours), the catalogue says \(theirs.isEmpty ? "none" : theirs)")
      }
    }
    compare("severity", rule.severity.rawValue, row.severity)
    compare("default", rule.isOptIn ? "opt-in" : "default", row.isOptIn ? "opt-in" : "default")
    // A row without a clause takes its section's bare one where it has one; the rule says which.
    if !row.clauses.isEmpty {
      compare("clauses", rule.clauses.map(\.description).sorted().joined(separator: ","), row.clauses.sorted().joined(separator: ","))
    }
    compare("need", rule.check.need.rawValue, row.need)
    let ours = Set(rule.aliases.map(\.check.description))
    let theirs = Set(row.aliases)
    for alias in theirs.subtracting(ours).sorted() { differences.append("\(rule.id): lacks the alias \(alias)") }
    for alias in ours.subtracting(theirs).sorted() { differences.append("\(rule.id): has the alias \(alias), which the catalogue lacks") }
    let hasFix = (rule.examples + rule.moreExamples).contains { $0.fixed != nil }
    if row.fix == "none", hasFix { differences.append("\(rule.id): offers a fix, the catalogue has none") }
    if row.fix != "none", !hasFix { unfixed.append(rule.id) }
  }
  let known = Set(rules.map(\.id))
  let missing = catalogue.rows.filter { !known.contains($0.id) }
  for difference in differences { print(difference) }
  for id in unfixed { print("\(id): shows no fix yet, the catalogue has one") }
  if arguments.contains("--missing") { for row in missing { print("missing: \(row.id)") } }
  let bySection = Dictionary(grouping: catalogue.rows, by: { $0.id.prefix { $0 != "/" } })
  for (section, rows) in bySection.sorted(by: { $0.key < $1.key }) {
    let done = rows.count { known.contains($0.id) }
    if done > 0 { print("\(section): \(done) of \(rows.count)") }
  }
  print("\(rules.count) rules, \(missing.count) of the catalogue's \(catalogue.rows.count) missing, \(differences.count) differences")
  return differences.isEmpty ? 0 : 1
}
