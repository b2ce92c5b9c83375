import Checking
import Documents
import Foundation
import Reporting
import Standards

/// `develop schema [--check]`: writes `docs/ashlar.schema.json` (JSON Schema 2020-12) from the configuration's keys and
/// the rules' options, or tells that it is stale.
func schema(root: URL, arguments: [String]) throws -> Int32 {
  let text = configurationSchema()
  let file = root.appending(path: "docs/ashlar.schema.json")
  if (try? String(contentsOf: file, encoding: .utf8)) == text { return 0 }
  if arguments.contains("--check") {
    print("stale: docs/ashlar.schema.json")
    return 1
  }
  try text.write(to: file, atomically: true, encoding: .utf8)
  print("wrote docs/ashlar.schema.json")
  return 0
}

private func configurationSchema() -> String {
  var json = JSONWriter()
  json.object { json in
    json.value("$schema", "https://json-schema.org/draft/2020-12/schema")
    json.value("title", "ashlar.yaml")
    closedObject(&json) { json in
      for key in Configuration.Key.allCases {
        json.object(key.rawValue) { json in
          json.value("description", key.meaning)
          describe(key.shape, &json)
        }
      }
    }
  }
  return json.text + "\n"
}

private func describe(_ shape: Configuration.Key.Shape, _ json: inout JSONWriter) {
  switch shape {
  case .boolean: json.value("type", "boolean")
  case .strings: strings(&json)
  case .severities: severities(&json)
  case .overrides:
    json.value("type", "object")
    json.object("additionalProperties") { json in
      closedObject(&json) { json in
        json.object("ignore") { strings(&$0) }
        json.object("severity") { severities(&$0) }
      }
    }
  case .options:
    closedObject(&json) { json in
      for rule in RuleSet.all.rules where !rule.check.options.isEmpty {
        json.object(rule.id) { json in
          closedObject(&json) { json in
            for option in rule.check.options {
              json.object(option.name) { json in
                json.value("description", option.meaning)
                if option.type == .boolean { json.value("type", "boolean") } else { strings(&json) }
              }
            }
          }
        }
      }
    }
  }
}

private func closedObject(_ json: inout JSONWriter, _ properties: (inout JSONWriter) -> Void) {
  json.value("type", "object")
  json.value("additionalProperties", false)
  json.object("properties", properties)
}

private func strings(_ json: inout JSONWriter) {
  json.value("type", "array")
  json.object("items") { $0.value("type", "string") }
}

private func severities(_ json: inout JSONWriter) {
  json.value("type", "object")
  json.object("propertyNames") { json in
    json.array("enum") { json in
      for rule in RuleSet.all.rules { json.value(nil, rule.id) }
    }
  }
  json.object("additionalProperties") { json in
    json.array("enum") { json in
      for severity in Severity.allCases { json.value(nil, severity.rawValue) }
    }
  }
}
