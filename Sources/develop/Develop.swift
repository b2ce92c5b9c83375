import Foundation

/// `swift run develop <subcommand> …`: what the project needs to prove itself, and never ships.
@main
enum Develop {
  struct Failure: Error {
    let message: String
  }

  private static let usage = """
    usage: develop new-rule ID                  writes a rule's file and its line in the table
           develop reference [--check]          writes docs/rules/
           develop schema [--check]             writes docs/ashlar.schema.json
           develop ledger [--missing]           compares the rules with docs/catalogue.tsv
           develop sample FOLDER…               draws findings for readers
           develop dockerfile-facts FILE…       our reading of Dockerfiles, for an oracle
           develop dockerfile-answers FILE      compares it with recorded answers; --record LIST writes them
           develop mutate-dockerfiles OUT FOLDER --seed S --count N
           develop generate-dockerfiles OUT --seed S --count N
           develop yaml-facts FILE…             our reading of YAML, for an oracle
           develop yaml-lines FILE              compares it with what a script says of templates' lines
           develop yaml-damages FOLDER…         what is still read of files with one damaged line
           develop yaml-speed FOLDER…           what trees cost, of good texts and of hostile ones
           develop generate-yaml OUT --seed S --count N
           develop yaml-edits [FOLDER…] --seed S --count N   edits, held against a model
    """

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
      case "dockerfile-answers": exit(try DockerfileAnswers.run(Array(arguments)))
      case "mutate-dockerfiles": try DockerfileMutation.run(Array(arguments))
      case "generate-dockerfiles": try DockerfileGeneration.run(Array(arguments))
      case "yaml-facts": try YAMLFacts.run(Array(arguments))
      case "yaml-lines": exit(try YAMLLines.run(Array(arguments)))
      case "yaml-damages": exit(try YAMLDamages.run(Array(arguments)))
      case "yaml-speed": try await YAMLSpeed.run(Array(arguments))
      case "generate-yaml": try YAMLGeneration.run(Array(arguments))
      case "yaml-edits": exit(try YAMLEdits.run(Array(arguments)))
      default:
        throw Failure(message: name.isEmpty ? Self.usage : "unknown subcommand `\(name)`\n\(Self.usage)")
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
