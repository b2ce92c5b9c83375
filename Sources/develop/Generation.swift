import Foundation
import TestSupport

/// `develop generate-… OUTDIR --seed S --count N`: files for an oracle, and `list.txt`, which names them.
enum Generation {
  static func run(_ arguments: [String], suffix: String, _ text: (SeededGenerator) -> String) throws {
    var arguments = arguments
    let seed = try Develop.number("--seed", from: &arguments, default: 1)
    let count = try Develop.number("--count", from: &arguments, default: 1000)
    guard arguments.count == 1 else { throw Develop.Failure(message: "expected OUTDIR") }
    let folder = arguments[0]
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var list = ""
    for index in 0..<count {
      // A generator a file, so that one file can be made again without those before it.
      let random = SeededGenerator(seed: UInt64(seed) << 32 | UInt64(index))
      let path = "\(folder)/\(DockerfileMutation.padded(index))\(suffix)"
      try Develop.write(Array(text(random).utf8), to: path)
      list += path + "\n"
    }
    try Develop.write(Array(list.utf8), to: "\(folder)/list.txt")
  }
}
