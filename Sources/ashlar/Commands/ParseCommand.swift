import ArgumentParser
import Checking
import Documents
import Reporting
import SourceText

struct ParseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parse", abstract: "Shows what the parser saw of a file.",
    discussion: """
      ashlar parse Dockerfile
      ashlar parse --format json Dockerfile
      cat Dockerfile | ashlar parse --path Dockerfile -

      Exit status: 2 where the file has errors; its tree is printed all the same.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case tree, json }

  @Argument(help: "The file, or - for standard input.", completion: .file())
  var file: String

  @Option(help: "tree or json.")
  var format = Format.tree

  @Option(help: "What standard input is taken for: a path with the file's name.")
  var path: String?

  func run() throws {
    let name = file == "-" ? path ?? "Dockerfile" : file
    let bytes = try Input.bytes(file)
    let kind = Classifier.classify(RepositoryPath(name), content: bytes)?.kind ?? .dockerfile
    guard kind == .dockerfile else { throw CommandFailure("\(Display.escaped(name)): there is no parser for this kind of file yet") }
    let dump = DockerfileDump(bytes)
    Console.write(format == .tree ? dump.text : dump.json)
    for problem in dump.errors { Console.error(plain: "\(Display.escaped(name)):\(problem)") }
    if !dump.errors.isEmpty { throw ExitCode(2) }
  }
}
