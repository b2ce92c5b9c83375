import Foundation

/// `develop new-rule ID`: writes the rule's file and its line in the section's table, with what the catalogue knows.
func newRule(root: URL, arguments: [String]) throws -> Int32 {
  guard arguments.count == 1, let id = arguments.first else {
    throw Develop.Failure(message: "usage: develop new-rule section/what-is-wrong")
  }
  guard id.wholeMatch(of: /[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*/) != nil else {
    throw Develop.Failure(message: "`\(id)` is no rule id; write section/what-is-wrong in lower case with hyphens")
  }
  let row = try Catalogue(root: root).row(id)
  let words = id.split { $0 == "/" || $0 == "-" }.map(String.init)
  let typeName = words.map(\.capitalized).joined()
  let constant = words[0] + words.dropFirst().map(\.capitalized).joined()
  let section = words[0].capitalized
  let folder = root.appending(path: "Sources/Standards/\(section)")
  let file = folder.appending(path: "\(typeName).swift")
  guard !FileManager.default.fileExists(atPath: file.path) else {
    throw Develop.Failure(message: "\(file.lastPathComponent) exists already")
  }

  let clauses = (row?.clauses ?? []).map { clause -> String in
    let parts = clause.split(separator: ".")
    return parts.count == 2 ? ".\(parts[0])(\(parts[1]))" : ".\(clause)"
  }
  let aliases = (row?.aliases ?? []).map { "      .same(\"\($0)\"),\n" }
  let text = """
    import Checking
    import Documents

    extension Rule {
      static let \(constant) = Rule(
        "\(id)", [\(clauses.joined(separator: ", "))], .\(row?.severity ?? "warning"),\(aliases.isEmpty ? "" : "\n    aliases: [\n\(aliases.joined())    ],")\(row?.isOptIn == true ? "\n    optIn: true," : "")
        summary: "What is wrong, in one sentence with a full stop.",
        rationale: \"\"\"
          Why it matters here, and what is done instead.
          \"\"\",
        examples: [
          .bad("FROM node:20-alpine\\nWORKDIR /app\\n«COPY» --chown=node . .\\nUSER node\\n"),
          .good("FROM node:20-alpine\\nWORKDIR /app\\nUSER node\\n"),
        ],
        check: .each(CopyInstruction.self) { subject, report in
          report.found("what is wrong: why here; what instead", at: subject.keywordRange)
        })
    }

    """
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  try text.write(to: file, atomically: true, encoding: .utf8)

  let table = folder.appending(path: "\(section)Rules.swift")
  if FileManager.default.fileExists(atPath: table.path) {
    var lines = try String(contentsOf: table, encoding: .utf8).components(separatedBy: "\n")
    let entries = lines.indices.filter { lines[$0].hasPrefix("    .") }
    let entry = "    .\(constant),"
    let place = entries.first { lines[$0] > entry } ?? (entries.last.map { $0 + 1 } ?? lines.count)
    lines.insert(entry, at: place)
    try lines.joined(separator: "\n").write(to: table, atomically: true, encoding: .utf8)
  } else {
    try """
    import Checking

    extension Rule {
      static let \(words[0])Rules: [Rule] = [
        .\(constant),
      ]
    }

    """.write(to: table, atomically: true, encoding: .utf8)
    print("add `Rule.\(words[0])Rules` to Sources/Standards/AllRules.swift")
  }
  print("wrote Sources/Standards/\(section)/\(typeName).swift")
  if let row {
    print("the catalogue has it: need \(row.need), fix \(row.fix)")
  } else {
    print("the catalogue has no such rule: add its line to docs/catalogue.tsv")
  }
  if !aliases.isEmpty { print("decide for each alias: .same, .part where the peer's check covers more, .near where it only touches it") }
  print(
    "next: write summary, rationale, examples and check, then run `swift test --filter RuleExamples`, and `swift run develop reference`")
  return 0
}
