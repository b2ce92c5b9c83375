public import Dockerfile
public import SourceText

/// A place of a Dockerfile that BuildKit would refuse.
public struct SyntaxProblem: Sendable {
  public let path: RepositoryPath
  public let diagnostic: DockerfileDiagnostic
  /// The frontend that `# syntax=` names, where one is named.
  public let frontend: String?

  public var range: SourceRange { diagnostic.range }
  public var message: String { diagnostic.message }
}

extension SyntaxProblem: Subject {
  public static func forEach(in document: borrowing DockerfileDocument, _ body: (SyntaxProblem) -> Void) {
    let frontend = document.tree.directive(.syntax).map { document.tree.text($0.valueRange) }
    for diagnostic in document.tree.diagnostics where diagnostic.isError {
      body(SyntaxProblem(path: document.path, diagnostic: diagnostic, frontend: frontend))
    }
  }
}
