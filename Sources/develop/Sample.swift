import Checking
import Documents
import Foundation
import SourceText
import Standards
import TestSupport

/// `develop sample FOLDER… [--per-rule N] [--random N] [--seed S]`: draws findings over repositories as a ledger for
/// readers, tab-separated: repository, revision, place, rule, severity, message, verdict, reason. The last two are
/// theirs to fill in.
func sample(arguments: [String]) async throws -> Int32 {
  var folders = arguments
  let perRule = try Develop.number("--per-rule", from: &folders, default: 10)
  let extra = try Develop.number("--random", from: &folders, default: 0)
  let seed = try Develop.number("--seed", from: &folders, default: 1)
  guard !folders.isEmpty else { throw Develop.Failure(message: "usage: develop sample FOLDER… [--per-rule N] [--random N] [--seed S]") }

  var rows: [(rule: String, row: String)] = []
  for folder in folders {
    var request = CheckRequest(currentDirectory: FileManager.default.currentDirectoryPath)
    request.paths = [folder]
    let result: CheckResult
    do throws(CheckFailure) {
      result = try await request.run(rules: .all)
    } catch {
      throw Develop.Failure(message: "\(folder): \(error.message)")
    }
    let name = URL(filePath: folder).lastPathComponent
    let revision = revision(of: folder)
    for finding in result.findings {
      let place = "\(finding.place.path):\(finding.place.start.line):\(finding.place.start.column)"
      rows.append(
        (
          finding.rule.id,
          [name, revision, place, finding.rule.id, finding.severity.rawValue, finding.message, "", ""].joined(separator: "\t")
        ))
    }
  }
  var random = SeededGenerator(seed: UInt64(seed))
  var drawn: [String] = []
  var rest: [String] = []
  for (_, group) in Dictionary(grouping: rows, by: \.rule).sorted(by: { $0.key < $1.key }) {
    let shuffled = group.map(\.row).shuffled(using: &random)
    drawn += shuffled.prefix(perRule)
    rest += shuffled.dropFirst(perRule)
  }
  drawn += rest.shuffled(using: &random).prefix(extra)
  print("repository\trevision\tplace\trule\tseverity\tmessage\tverdict\treason")
  for row in drawn { print(row) }
  return 0
}

/// The commit that a folder has checked out, short; `-` where it is no repository.
private func revision(of folder: String) -> String {
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["git", "-C", folder, "rev-parse", "--short", "HEAD"]
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return "-" }
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  return process.terminationStatus == 0 ? text.trimmingCharacters(in: .whitespacesAndNewlines) : "-"
}
