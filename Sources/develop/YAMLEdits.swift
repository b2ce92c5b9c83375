import Foundation
import SourceText
import TestSupport
import YAML

/// `develop yaml-edits [FOLDER…] --seed S --count N`: random edits of each YAML file below some folders, or of
/// generated texts where no folder is given, each held against a plain model of what it should do.
///
/// Files that are no YAML are read as templates.
enum YAMLEdits {
  /// - Returns: 1 where an edit did something else, or where nothing was edited.
  static func run(_ arguments: [String]) throws -> Int32 {
    var arguments = arguments
    let seed = UInt64(try Develop.number("--seed", from: &arguments, default: 1))
    let count = try Develop.number("--count", from: &arguments, default: 4)
    var tally = YAMLEditTrial.Tally()
    for folder in arguments {
      for path in try files(below: folder) {
        try prove(path, Develop.read(path), seed: seed &+ UInt64(tally.texts), count, &tally)
      }
    }
    if arguments.isEmpty {
      for text in 0..<1_000 {
        let seed = seed &+ UInt64(text)
        prove("seed \(seed)", YAMLGenerator.text(seed: seed), seed: seed, count, &tally)
      }
    }
    for failure in tally.failures.prefix(20) { print(failure) }
    for (name, edits) in tally.edits.sorted(by: { $0.key < $1.key }) { print("\(edits) \(name), \(tally.refused[name] ?? 0) refused") }
    print("\(tally.texts) texts, \(tally.undone) undone, \(tally.pairs) pairs, \(tally.failures.count) failures")
    return tally.failures.isEmpty && !tally.edits.isEmpty ? 0 : 1
  }

  private static func prove(_ name: String, _ bytes: [UInt8], seed: UInt64, _ count: Int, _ tally: inout YAMLEditTrial.Tally) {
    let known = tally.failures.count
    let templates: TemplateSyntax = YAMLTree(parsing: bytes).diagnostics.isEmpty ? [] : [.go, .jinja]
    YAMLEditTrial.run(on: bytes, templates: templates, seed: seed, count: count, into: &tally)
    for index in known..<tally.failures.count { tally.failures[index] = "\(name): \(tally.failures[index])" }
  }

  /// Sorted, so that the same folder gives the same edits.
  private static func files(below folder: String) throws -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: folder) else { throw Develop.Failure(message: "cannot list `\(folder)`") }
    var paths: [String] = []
    while let path = walk.nextObject() as? String {
      guard path.hasSuffix(".yaml") || path.hasSuffix(".yml"), walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular else {
        continue
      }
      paths.append("\(folder)/\(path)")
    }
    return paths.sorted()
  }
}
