public import Checking
import Documents
import SourceText

/// What there is to know about a rule, for `explain` and for the generated reference.
public struct RuleReference: Sendable {
  public let rule: Rule

  public init(_ rule: Rule) { self.rule = rule }

  /// For a terminal.
  public var text: String {
    var text = "\(rule.id)\n\n\(rule.summary)\n\n\(wrapped(rule.rationale))\n\n"
    for (name, value) in facts { text += name + String(repeating: " ", count: max(1, 10 - name.count)) + value + "\n" }
    for option in rule.check.options { text += "option    \(option.name) (\(option.type.rawValue)): \(option.meaning)\n" }
    for (index, example) in rule.examples.enumerated() {
      text += "\n\(example.isBad ? "found in" : "silent about"):\n" + indented(ExampleFiles.unmarked(example.text))
      if let fixed = example.fixed, index == firstBad { text += "\nmended:\n" + indented(fixed) }
    }
    return text
  }

  /// For `docs/rules/`.
  ///
  /// - Parameter printed: what `check` prints about the first bad example.
  public func markdown(printed: String) -> String {
    var text = "## \(rule.id)\n\n\(rule.summary)\n\n\(rule.rationale)\n\n| | |\n|---|---|\n"
    for (name, value) in facts { text += "| \(name) | \(value.replacingPipes) |\n" }
    if !rule.check.options.isEmpty {
      text += "\n| option | takes | meaning |\n|---|---|---|\n"
      for option in rule.check.options { text += "| `\(option.name)` | \(option.type.rawValue) | \(option.meaning.replacingPipes) |\n" }
    }
    if let index = firstBad {
      text += "\nFound in\n\n" + fenced(ExampleFiles.unmarked(rule.examples[index].text))
      if !printed.isEmpty { text += "\n```text\n\(printed)```\n" }
      if let fixed = rule.examples[index].fixed { text += "\nMended\n\n" + fenced(fixed) }
    }
    let others = rule.examples.indices.filter { $0 != firstBad && rule.examples[$0].isBad }
    for index in others { text += "\nFound in\n\n" + fenced(ExampleFiles.unmarked(rule.examples[index].text)) }
    for example in rule.examples where !example.isBad { text += "\nSilent about\n\n" + fenced(ExampleFiles.unmarked(example.text)) }
    return text
  }

  public var firstBad: Int? { rule.examples.firstIndex(where: \.isBad) }

  private var facts: [(String, String)] {
    var facts = [("severity", rule.severity.rawValue + (rule.isOptIn ? ", off unless selected" : ""))]
    if !rule.clauses.isEmpty { facts.append(("guide", rule.clauses.map(\.description).joined(separator: ", "))) }
    facts.append(("sees", rule.check.need == .document ? "its own file" : "the repository"))
    let fixes = Set((rule.examples + rule.moreExamples).compactMap(\.fixed)).isEmpty ? "none" : "offered where the case allows it"
    facts.append(("fix", fixes))
    for relation in [Alias.Relation.same, .part, .near] {
      let aliases = rule.aliases.filter { $0.relation == relation }.map(\.check.description)
      if aliases.isEmpty { continue }
      let name =
        switch relation {
        case .same: "same as"
        case .part: "part of"
        case .near: "near"
        }
      facts.append((name, aliases.joined(separator: ", ")))
    }
    if !rule.supersedes.isEmpty { facts.append(("replaces", rule.supersedes.joined(separator: ", "))) }
    if !rule.formerIDs.isEmpty { facts.append(("was", rule.formerIDs.joined(separator: ", "))) }
    facts.append(("since", rule.since))
    return facts
  }

  private func indented(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0)
      .map { "    \(Display.escaped($0))\n" }.joined()
  }

  private func fenced(_ text: String) -> String {
    "```dockerfile\n\(text)\(text.hasSuffix("\n") ? "" : "\n")```\n"
  }

  private func wrapped(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { paragraph in
      var lines: [String] = [""]
      for word in paragraph.split(separator: " ") {
        if lines[lines.count - 1].count + word.count + 1 > 100 { lines.append("") }
        lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
      }
      return lines.joined(separator: "\n")
    }.joined(separator: "\n")
  }
}

extension String {
  fileprivate var replacingPipes: String { split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") }
}
