import ArgumentParser
import Checking
import Documents
import Reporting
import SourceText
import YAML

struct ParseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parse", abstract: "Shows what the parser saw of a file.",
    discussion: """
      ashlar parse Dockerfile
      ashlar parse --format json compose.yaml
      ashlar parse --format events --templates go chart/templates/deployment.yaml
      cat Dockerfile | ashlar parse --path Dockerfile -

      Understood are Dockerfiles, YAML and JSON. Exit status: 2 where the file has errors; its tree is printed all the same.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case tree, json, events }

  enum Template: String, ExpressibleByArgument, CaseIterable {
    case go, jinja, dollar

    var syntax: TemplateSyntax {
      switch self {
      case .go: .go
      case .jinja: .jinja
      case .dollar: .dollar
      }
    }
  }

  @Argument(help: "The file, or - for standard input.", completion: .file())
  var file: String

  @Option(help: "tree, json, or for YAML events, in the notation of the yaml-test-suite.")
  var format = Format.tree

  @Option(help: "What standard input is taken for: a path with the file's name.")
  var path: String?

  @Option(help: "What a YAML file holds beside YAML: go ({{ }}), jinja ({{ }}, {% %}, {# #}) or dollar (${ }); may be repeated.")
  var templates: [Template] = []

  func run() throws {
    let name = file == "-" ? path ?? "Dockerfile" : file
    let bytes = try Input.bytes(file)
    let (output, errors) = try parsed(bytes, name)
    if let output { Console.write(output) }
    for problem in errors { Console.error(plain: "\(Display.escaped(name)):\(problem)") }
    if output == nil { throw CommandFailure("\(Display.escaped(name)): its aliases stand for more than can be written as JSON") }
    if !errors.isEmpty { throw ExitCode(2) }
  }

  private func parsed(_ bytes: [UInt8], _ name: String) throws -> (output: String?, errors: [String]) {
    if [".yaml", ".yml", ".json"].contains(where: name.lowercased().hasSuffix) {
      let dump = YAMLDump(bytes, templates: TemplateSyntax(templates.map(\.syntax)))
      return switch format {
      case .tree: (dump.text, dump.errors)
      case .json: (dump.json, dump.errors)
      case .events: (dump.events, dump.errors)
      }
    }
    let kind = Classifier.classify(RepositoryPath(name), content: bytes)?.kind ?? .dockerfile
    guard kind == .dockerfile else { throw CommandFailure("\(Display.escaped(name)): there is no parser for this kind of file yet") }
    guard format != .events else { throw CommandFailure("`--format events` is for YAML; write `tree` or `json` for a Dockerfile") }
    let dump = DockerfileDump(bytes)
    return (format == .tree ? dump.text : dump.json, dump.errors)
  }
}
