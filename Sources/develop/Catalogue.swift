import Foundation

/// `docs/catalogue.tsv`: every rule that there is or will be, a line each.
struct Catalogue {
  struct Row {
    let id: String
    let clauses: [String]
    let severity: String
    let isOptIn: Bool
    let need: String
    let aliases: [String]
    let fix: String
    let source: String
  }

  let rows: [Row]

  init(root: URL) throws {
    let text = try String(contentsOf: root.appending(path: "docs/catalogue.tsv"), encoding: .utf8)
    rows = try text.split(separator: "\n").enumerated().map { number, line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 8 else {
        throw Develop.Failure(message: "docs/catalogue.tsv:\(number + 1): \(fields.count) fields instead of 8")
      }
      return Row(
        id: fields[0], clauses: fields[1].split(separator: ",").map(String.init), severity: fields[2], isOptIn: fields[3] == "opt-in",
        need: fields[4], aliases: fields[5].split(separator: ",").map(String.init), fix: fields[6], source: fields[7])
    }
  }

  func row(_ id: String) -> Row? { rows.first { $0.id == id } }
}
