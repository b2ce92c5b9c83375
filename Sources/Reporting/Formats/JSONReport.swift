import Checking
import Documents
import SourceText

/// The stable format for programs: keys may be added, none changes its meaning.
///
/// Lines and columns from 1, columns in Unicode scalars, offsets in bytes from 0, paths relative to the root with `/`.
struct JSONReport {
  static let version = 1
  let text: String

  init(_ result: CheckResult, _ context: ReportContext) {
    var json = JSONWriter()
    json.object { json in
      json.value("version", Self.version)
      json.object("tool") { json in
        json.value("name", "ashlar")
        json.value("version", context.version)
      }
      json.value("today", context.today)
      json.object("summary") { json in
        json.value("files", result.fileCount)
        json.array("notChecked") { json in
          for (path, reason) in result.notChecked {
            json.object { json in
              json.value("file", path.description)
              json.value("reason", reason)
            }
          }
        }
        json.value("findings", result.findings.count)
        json.value("errors", result.count(.error))
        json.value("warnings", result.count(.warning))
        json.value("notes", result.count(.note))
        json.value("suppressed", result.suppressedCount)
        json.value("baselined", result.baselinedCount)
      }
      json.array("findings") { json in
        for finding in result.findings { json.object { Self.write(finding, &$0) } }
      }
      if context.showsStatistics {
        json.object("statistics") { json in
          for (rule, count) in result.countsByRule { json.value(rule, count) }
        }
      }
      if context.showsTimings {
        json.array("timings") { json in
          for (rule, nanoseconds) in result.timings {
            json.object { json in
              json.value("rule", rule)
              json.value("nanoseconds", nanoseconds)
            }
          }
        }
      }
    }
    text = json.text + "\n"
  }

  private static func write(_ finding: Finding, _ json: inout JSONWriter) {
    json.value("rule", finding.rule.id)
    json.array("clauses") { json in
      for clause in finding.rule.clauses { json.value(nil, clause.description) }
    }
    json.array("aliases") { json in
      for alias in finding.rule.aliases {
        json.object { json in
          json.value("id", alias.check.description)
          json.value("relation", alias.relation.rawValue)
        }
      }
    }
    json.value("severity", finding.severity.rawValue)
    json.value("certainty", finding.certainty.rawValue)
    json.value("message", finding.message)
    write(finding.place, &json)
    json.value("subject", finding.subject)
    // Nothing that is checked yet belongs to one.
    json.null("environment")
    json.array("related") { json in
      for related in finding.related {
        json.object { json in
          write(related.place, &json)
          json.value("message", related.message)
        }
      }
    }
    json.array("fixes") { json in
      if let fix = finding.fix { json.object { write(fix, &$0) } }
    }
    json.value("fingerprint", finding.fingerprint)
  }

  private static func write(_ place: Finding.Place, _ json: inout JSONWriter) {
    json.value("file", place.path.description)
    write("start", place.start, &json)
    write("end", place.end, &json)
  }

  private static func write(_ key: String, _ position: SourcePosition, _ json: inout JSONWriter) {
    json.object(key) { json in
      json.value("line", position.line)
      json.value("column", position.column)
      json.value("offset", position.offset)
    }
  }

  private static func write(_ fix: PlacedFix, _ json: inout JSONWriter) {
    json.value("kind", fix.kind.rawValue)
    json.value("description", fix.description)
    json.array("edits") { json in
      for edit in fix.edits {
        json.object { json in
          json.value("file", edit.path.description)
          write("start", edit.start, &json)
          write("end", edit.end, &json)
          json.value("text", edit.shownText)
        }
      }
    }
    json.array("creates") { json in
      for file in fix.creates {
        json.object { json in
          json.value("file", file.path.description)
          json.value("text", file.shownText)
        }
      }
    }
  }
}

extension CheckResult {
  /// Findings by rule, most first.
  var countsByRule: [(rule: String, count: Int)] {
    Dictionary(grouping: findings, by: \.rule.id).map { ($0.key, $0.value.count) }
      .sorted { ($1.count, $0.rule) < ($0.count, $1.rule) }
  }
}
