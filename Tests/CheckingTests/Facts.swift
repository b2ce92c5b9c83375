import Documents
import SourceText
import Testing

@testable import Checking

extension CheckResult {
  /// All that a result says, a line a fact, so that two results are compared and a difference can be read.
  var facts: [String] {
    var facts = findings.flatMap(\.facts)
    facts.append("files \(fileCount), suppressed \(suppressedCount), baselined \(baselinedCount)")
    facts += notChecked.map { "not checked: \($0.path) \($0.reason)" }
    facts += documents.map { "document: \($0.path) \($0.classification) \($0.provenance)" }
    return facts
  }

  /// `path:line:column severity rule` of each finding.
  var places: [String] {
    findings.map { "\($0.place.path):\($0.place.start.line):\($0.place.start.column) \($0.severity) \($0.rule.id)" }
  }

  var fingerprints: [String] { findings.map(\.fingerprint) }
}

extension Finding {
  var facts: [String] {
    var facts = ["\(rule.id) \(severity) \(certainty) \(place.facts) \(message) [\(fingerprint)]"]
    facts += related.map { "  related: \($0.place.facts) \($0.message)" }
    if let fix {
      facts.append("  fix: \(fix.kind) \(fix.description)")
      facts += fix.edits.map {
        "    \($0.path) \($0.edit.range) \($0.start) \($0.end) \($0.edit.replacement.debugDescription) shown as \($0.shownText)"
      }
      facts += fix.creates.map { "    \($0.path) \($0.text.debugDescription)" }
    }
    return facts
  }
}

extension Finding.Place {
  var facts: String { "\(path) \(range) \(start) \(end) \(excerpt.map { "\($0.number)|\($0.text)|\($0.marked)" })" }
}

extension Session {
  /// What a check answers: the facts, or why it was refused.
  mutating func answer() async -> [String] {
    do throws(CheckError) {
      return try await check().facts
    } catch {
      return ["refused: \(error.message)"]
    }
  }
}

/// A session over files in memory that has read everything.
func session(
  _ files: [String: String], rules: RuleSet = .everything, options: CheckOptions = CheckOptions(), workers: Int = 1
) async throws -> Session {
  let source = MemorySource(Dictionary(files.map { (RepositoryPath($0), Array($1.utf8)) }) { $1 })
  return try await session(source, rules: rules, options: options, workers: workers)
}

func session(
  _ source: any Source, rules: RuleSet = .everything, options: CheckOptions = CheckOptions(), workers: Int = 1
) async throws -> Session {
  var session = try await Session(workspace: Workspace(source: source, workers: workers), rules: rules, options: options)
  await session.load()
  return session
}

func check(_ files: [String: String], rules: RuleSet = .everything, options: CheckOptions = CheckOptions()) async throws -> CheckResult {
  var session = try await session(files, rules: rules, options: options)
  return try await session.check()
}

/// Where two answers differ, for the message of a failure.
func difference(_ one: [String], _ other: [String]) -> String {
  let changes = other.difference(from: one)
  return changes.prefix(8).map { change in
    switch change {
    case .remove(_, let line, _): "- \(line)"
    case .insert(_, let line, _): "+ \(line)"
    }
  }.joined(separator: "\n")
}
