import Checking
import Foundation
import Standards
import Testing

@Suite struct RuleTables {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources/Standards")

  /// The files of a section's folder that hold a rule.
  private static func ruleFiles() throws -> [String: [String]] {
    var files: [String: [String]] = [:]
    for folder in try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil) where folder.hasDirectoryPath {
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        .map { String($0.dropLast(6)) }.filter { $0 != folder.lastPathComponent + "Rules" }
      files[folder.lastPathComponent] = names.sorted()
    }
    return files
  }

  private static func typeName(_ id: String) -> String { id.split { $0 == "/" || $0 == "-" }.map(\.capitalized).joined() }

  @Test func `every rule file is in its section's table, and every rule has its file`() throws {
    for (section, files) in try Self.ruleFiles() {
      let rules = RuleSet.all.rules.filter { $0.section.capitalized == section }.map { Self.typeName($0.id) }
      #expect(files == rules.sorted(), "section \(section)")
    }
  }

  @Test func `every table is in the order of the ids`() throws {
    for section in try Self.ruleFiles().keys {
      let table = try String(contentsOf: Self.sources.appending(path: "\(section)/\(section)Rules.swift"), encoding: .utf8)
      let entries = table.split(separator: "\n").filter { $0.hasPrefix("    .") }.map(String.init)
      #expect(entries == entries.sorted(), "section \(section)")
    }
  }

  @Test func `ids are unique, well formed and say what is wrong`() {
    let ids = RuleSet.all.rules.flatMap { [$0.id] + $0.formerIDs }
    #expect(Set(ids).count == ids.count)
    for rule in RuleSet.all.rules {
      #expect(rule.id.wholeMatch(of: /[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*/) != nil)
      let name = rule.id.drop { $0 != "/" }.dropFirst()
      #expect(!["no-", "require-", "check-", "best-"].contains { name.hasPrefix($0) }, "\(rule.id)")
      #expect(rule.summary.hasSuffix(".") && !rule.rationale.isEmpty, "\(rule.id)")
      let aliases = rule.aliases.map(\.check)
      #expect(Set(aliases).count == aliases.count, "\(rule.id)")
      #expect(rule.supersedes.allSatisfy { RuleSet.all.rule($0) != nil }, "\(rule.id)")
    }
  }

  @Test func `every rule that looks at files shows a bad and a good example`() {
    for rule in RuleSet.all.rules where !["ashlar/not-checked", "ashlar/stale-baseline"].contains(rule.id) {
      #expect(rule.examples.contains(where: \.isBad) && rule.examples.contains { !$0.isBad }, "\(rule.id)")
    }
  }
}
