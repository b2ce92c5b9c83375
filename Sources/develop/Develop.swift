import Foundation

/// `swift run develop <subcommand> …`: what the project needs to prove itself, and never ships.
@main
enum Develop {
  struct Failure: Error {
    let message: String
  }

  static func main() async {
    var arguments = CommandLine.arguments.dropFirst()
    let name = arguments.popFirst() ?? ""
    do {
      switch name {
      case "new-rule": exit(try newRule(root: root, arguments: Array(arguments)))
      case "reference": exit(try await reference(root: root, arguments: Array(arguments)))
      case "schema": exit(try schema(root: root, arguments: Array(arguments)))
      case "ledger": exit(try ledger(root: root, arguments: Array(arguments)))
      case "sample": exit(try await sample(arguments: Array(arguments)))
      case "dockerfile-facts": try DockerfileFacts.run(Array(arguments))
      case "mutate-dockerfiles": try DockerfileMutation.run(Array(arguments))
      case "generate-dockerfiles": try DockerfileGeneration.run(Array(arguments))
      default:
        throw Failure(message: "unknown subcommand `\(name)`; expected new-rule, reference, schema, ledger, sample, dockerfile-facts, mutate-dockerfiles or generate-dockerfiles")
      }
    } catch {
      let message = (error as? Failure)?.message ?? "\(error)"
      FileHandle.standardError.write(Data("develop: \(message)\n".utf8))
      exit(2)
    }
  }

  /// The package's folder: the one it is run in.
  private static var root: URL { URL(filePath: FileManager.default.currentDirectoryPath) }

  static func read(_ path: String) throws -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else { throw Failure(message: "cannot read `\(path)`") }
    return Array(data)
  }

  static func write(_ bytes: [UInt8], to path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else {
      throw Failure(message: "cannot write `\(path)`")
    }
  }

  /// The value of `--name VALUE`, taken out of the arguments.
  static func option(_ name: String, from arguments: inout [String]) throws -> String? {
    guard let index = arguments.firstIndex(of: name) else { return nil }
    guard index + 1 < arguments.count else { throw Failure(message: "`\(name)` without a value") }
    let value = arguments[index + 1]
    arguments.removeSubrange(index...(index + 1))
    return value
  }

  static func number(_ name: String, from arguments: inout [String], default fallback: Int) throws -> Int {
    guard let text = try option(name, from: &arguments) else { return fallback }
    guard let value = Int(text), value >= 0 else { throw Failure(message: "`\(name) \(text)`: expected a number") }
    return value
  }
}
