import Foundation
import Testing

/// One file of `corpus/`: a seed, or an input that once broke something.
struct CorpusFile: Sendable, CustomTestStringConvertible {
  let fuzzer: String
  let file: URL

  var testDescription: String { "\(fuzzer)/\(file.lastPathComponent)" }

  static let all: [CorpusFile] = {
    let corpus = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "corpus")
    return fuzzers.keys.sorted().flatMap { name in
      let files = try? FileManager.default.contentsOfDirectory(at: corpus.appending(path: name), includingPropertiesForKeys: nil)
      return (files ?? []).sorted { $0.path < $1.path }.map { CorpusFile(fuzzer: name, file: $0) }
    }
  }()
}

@Suite struct FuzzTests {
  @Test(arguments: CorpusFile.all)
  func `holds for what is in the corpus`(_ input: CorpusFile) async throws {
    let fuzzer = try #require(fuzzers[input.fuzzer])
    #expect(await fuzzer.problem(in: Array(try Data(contentsOf: input.file))) == nil)
  }

  /// Bytes that change a little from seed to seed reach what no seed was written for.
  @Test(arguments: CorpusFile.all)
  func `holds for what is cut off anywhere`(_ input: CorpusFile) async throws {
    let fuzzer = try #require(fuzzers[input.fuzzer])
    let bytes = Array(try Data(contentsOf: input.file))
    for step in 1...16 {
      let length = bytes.count * step / 17
      #expect(await fuzzer.problem(in: Array(bytes[..<length])) == nil, "the first \(length) bytes")
    }
  }

  @Test func `every fuzzer has seeds`() {
    for name in fuzzers.keys { #expect(CorpusFile.all.contains { $0.fuzzer == name }, "\(name)") }
  }
}
