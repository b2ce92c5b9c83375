import Foundation
import Testing
import YAML

/// One case of the yaml-test-suite, by its own id.
struct SuiteCase: Sendable, CustomTestStringConvertible {
  let id: String
  let folder: URL

  var testDescription: String { id }

  static let all: [SuiteCase] = {
    let suite = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Suites/YAML")
    let paths = FileManager.default.enumerator(atPath: suite.path)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix("/in.yaml") }.sorted().map {
      let id = String($0.dropLast("/in.yaml".count))
      return SuiteCase(id: id, folder: suite.appending(path: id))
    }
  }()

  func bytes(_ name: String) -> [UInt8]? { (try? Data(contentsOf: folder.appending(path: name))).map { Array($0) } }
  var isError: Bool { bytes("error") != nil }
}

@Suite struct SuiteTests {
  @Test func `has all cases`() { #expect(SuiteCase.all.count == 402) }

  @Test(arguments: SuiteCase.all)
  func `reads a case`(_ suiteCase: SuiteCase) throws {
    let tree = YAMLTree(parsing: try #require(suiteCase.bytes("in.yaml")))
    if suiteCase.isError {
      #expect(!tree.diagnostics.isEmpty)
      return
    }
    #expect(tree.diagnostics.map(\.message) == [])
    let expected = String(decoding: try #require(suiteCase.bytes("test.event")), as: UTF8.self)
    #expect(String(decoding: tree.events, as: UTF8.self) == expected)
  }

  @Test(arguments: SuiteCase.all.filter { $0.bytes("in.json") != nil && !$0.isError })
  func `gives the JSON of a case`(_ suiteCase: SuiteCase) throws {
    let tree = YAMLTree(parsing: try #require(suiteCase.bytes("in.yaml")))
    let expected = try Self.texts(in: try #require(suiteCase.bytes("in.json"))).map(Self.value)
    let found = try tree.documents.map { try Self.value(try #require(tree.json(of: $0))) }
    #expect(found == expected)
  }

  private static func value(_ json: [UInt8]) throws -> NSObject {
    try #require(JSONSerialization.jsonObject(with: Data(json), options: .fragmentsAllowed) as? NSObject)
  }

  /// The texts that stand one after another in a file, which JSONSerialization does not read.
  private static func texts(in file: [UInt8]) -> [[UInt8]] {
    var texts: [[UInt8]] = []
    var text: [UInt8] = []
    var depth = 0
    var isQuoted = false
    var isEscaped = false
    func isEnd(_ byte: UInt8) -> Bool { depth == 0 && !isQuoted && !text.isEmpty && byte <= 0x20 }
    for byte in file + [0x0A] {
      if isEnd(byte) {
        texts.append(text)
        text = []
        continue
      }
      if text.isEmpty, byte <= 0x20 { continue }
      text.append(byte)
      if isQuoted {
        if !isEscaped, byte == UInt8(ascii: "\"") { isQuoted = false }
        isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
      } else if byte == UInt8(ascii: "\"") {
        isQuoted = true
      } else if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
        depth += 1
      } else if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
        depth -= 1
      }
    }
    return texts
  }
}
