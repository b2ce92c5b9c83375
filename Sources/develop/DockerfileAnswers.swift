import Foundation
import SourceText

/// `develop dockerfile-answers FILE [--record LIST]`: compares our reading of Dockerfiles with answers that were recorded
/// when BuildKit's own front end gave the same, or records them for the files of a list.
enum DockerfileAnswers {
  /// A line of the file.
  private struct Answer: Codable {
    let text: String
    /// As `dockerfile-facts` prints it, the file's name left empty.
    let facts: String
  }

  /// - Returns: 1 where an answer differs.
  static func run(_ arguments: [String]) throws -> Int32 {
    var arguments = arguments
    let list = try Develop.option("--record", from: &arguments)
    guard arguments.count == 1, let file = arguments.first else { throw Develop.Failure(message: "dockerfile-answers takes one file") }
    if let list {
      try record(try Develop.read(list).split(separator: 0x0A).map(\.asString), to: file)
      return 0
    }
    var differing = 0
    let lines = try Develop.read(file).split(separator: 0x0A)
    for (number, line) in lines.enumerated() {
      let answer = try JSONDecoder().decode(Answer.self, from: Data(line))
      let facts = Self.facts(Array(answer.text.utf8))
      if facts != answer.facts {
        differing += 1
        print("line \(number + 1)\n  now      \(facts)  recorded \(answer.facts)")
      }
    }
    print("\(lines.count) recorded answers, \(differing) differ")
    return differing == 0 && !lines.isEmpty ? 0 : 1
  }

  /// Without the messages, whose words are ours to change.
  private static func facts(_ bytes: [UInt8]) -> String {
    DockerfileFacts.line(bytes, of: "").asString.replacing(/,"message":"(?:[^"\\]|\\.)*"/, with: "")
  }

  private static func record(_ paths: [String], to file: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var out = Data()
    for path in paths {
      let bytes = try Develop.read(path)
      // JSON holds text: what is not UTF-8 is proven elsewhere.
      guard SourceText(bytes).invalidUTF8.isEmpty else { continue }
      out += try encoder.encode(Answer(text: bytes.asString, facts: facts(bytes)))
      out.append(0x0A)
    }
    try Develop.write(Array(out), to: file)
  }
}
