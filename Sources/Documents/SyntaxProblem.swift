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

  /// Whether another frontend than Docker's reads the file, which may know more.
  public var hasForeignFrontend: Bool {
    guard let frontend else { return false }
    return !["docker/dockerfile", "docker.io/docker/dockerfile", "docker/dockerfile-upstream"].contains { frontend.hasPrefix($0) }
  }

  /// Whether `docker build` finds the file by itself: an error there is no matter of opinion.
  public var isInStandardFile: Bool {
    let name = path.name.map(\.asciiLowercased)
    return name.equals("dockerfile") || name.equals("containerfile")
  }

  public var isAboutFlag: Bool {
    switch diagnostic.kind {
    case .unknownFlag, .repeatedFlag, .flagWithoutValue: true
    default: false
    }
  }

  /// Whether `container/syntax-error` speaks for it, and no rule that knows more.
  public var hasNoRuleOfItsOwn: Bool {
    switch diagnostic.kind {
    case .unknownInstruction, .noStage, .beforeFirstFrom: false
    default: !isAboutFlag
    }
  }

  /// The flag that was probably meant, and where its name stands.
  public var flagSuggestion: (name: String, range: SourceRange)? {
    guard case .unknownFlag(let name, _) = diagnostic.kind, let suggestion = diagnostic.suggestion else { return nil }
    // From the dashes on.
    let start = diagnostic.range.start + 2
    return (suggestion, SourceRange(start, start + name.utf8.count))
  }
}

extension SyntaxProblem: Subject {
  public static func forEach(in document: borrowing DockerfileDocument, _ body: (SyntaxProblem) -> Void) {
    let frontend = document.tree.directive(.syntax).map { document.tree.text($0.valueRange) }
    for diagnostic in document.tree.diagnostics where diagnostic.isError {
      body(SyntaxProblem(path: document.path, diagnostic: diagnostic, frontend: frontend))
    }
  }
}
