import Foundation
import SourceText
import YAML

/// The YAML that the harnesses read.
enum YAMLFiles {
  /// The paths of `--list FILE`, and those that are given.
  static func listed(_ arguments: inout [String]) throws -> [String] {
    var paths: [String] = []
    if let list = try Develop.option("--list", from: &arguments) {
      paths = try Develop.read(list).split(separator: 0x0A).map(\.asString)
    }
    return paths + arguments
  }

  /// The `*.yaml` and `*.yml` below folders, sorted, so that the same tree gives the same list; what is no folder as it is.
  static func below(_ folders: [String]) throws -> [String] {
    var paths: [String] = []
    for folder in folders {
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: folder) else {
        throw Develop.Failure(message: "cannot read `\(folder)`")
      }
      guard attributes[.type] as? FileAttributeType == .typeDirectory, let walk = FileManager.default.enumerator(atPath: folder) else {
        paths.append(folder)
        continue
      }
      while let path = walk.nextObject() as? String {
        guard path.hasSuffix(".yaml") || path.hasSuffix(".yml"), walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular else {
          continue
        }
        paths.append("\(folder)/\(path)")
      }
    }
    return paths.sorted()
  }

  /// Those among the files that are well-formed without being a template.
  static func wellFormed(below folders: [String], upTo size: Int = .max) throws -> [(path: String, bytes: [UInt8])] {
    try below(folders).compactMap { path in
      let bytes = try Develop.read(path)
      return bytes.count <= size && YAMLTree(parsing: bytes).diagnostics.isEmpty ? (path, bytes) : nil
    }
  }

  /// What is no YAML and holds a template's marks is read as a template.
  static func tree(_ bytes: [UInt8]) -> YAMLTree {
    let tree = YAMLTree(parsing: bytes)
    if tree.diagnostics.isEmpty || !(bytes.holds("{{") || bytes.holds("{%")) { return tree }
    return YAMLTree(parsing: bytes, templates: [.go, .jinja])
  }
}
