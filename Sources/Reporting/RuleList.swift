public import Checking
import Documents

/// The rules for programs.
public struct RuleList: Sendable {
  public let json: String

  public init(_ rules: [Rule]) {
    var json = JSONWriter()
    json.array { json in
      for rule in rules {
        json.object { json in
          json.value("id", rule.id)
          json.array("clauses") { json in
            for clause in rule.clauses { json.value(nil, clause.description) }
          }
          json.value("severity", rule.severity.rawValue)
          json.value("optIn", rule.isOptIn)
          json.value("need", rule.check.need.rawValue)
          json.value("summary", rule.summary)
          json.array("aliases") { json in
            for alias in rule.aliases {
              json.object { json in
                json.value("id", alias.check.description)
                json.value("relation", alias.relation.rawValue)
              }
            }
          }
          json.array("options") { json in
            for option in rule.check.options {
              json.object { json in
                json.value("name", option.name)
                json.value("type", option.type.rawValue)
                json.value("meaning", option.meaning)
              }
            }
          }
          json.value("since", rule.since)
        }
      }
    }
    self.json = json.text + "\n"
  }
}
