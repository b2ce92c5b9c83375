import SourceText
public import YAML

/// What a file is taken for.
public enum DocumentKind: String, Sendable, CaseIterable {
  case dockerfile = "Dockerfile"
  case ignoreFile = "Docker ignore file"
  case configuration = "Ashlar configuration"

  /// As what the program that reads files of this kind takes the scalars of YAML; nil where the kind is no YAML.
  public var dialect: YAMLDialect? {
    switch self {
    case .configuration: .core
    case .dockerfile, .ignoreFile: nil
    }
  }
}

/// What a file is taken for, and why.
public struct Classification: Hashable, Sendable {
  public let kind: DocumentKind
  /// What told it: `name`, `name and first instruction`, `directive`.
  public let evidence: String
}

public enum Classifier {
  /// Whether the name alone makes the content worth reading.
  public static func mayBeDocument(_ path: RepositoryPath) -> Bool { candidate(path) != .none }

  static func isConfiguration(_ path: RepositoryPath) -> Bool { candidate(path) == .certain(.configuration) }

  /// Judges by name, and by content where the name leaves it open.
  public static func classify(_ path: RepositoryPath, content: [UInt8]) -> Classification? {
    switch candidate(path) {
    case .none: nil
    case .certain(let kind): Classification(kind: kind, evidence: "name")
    case .dockerfileIfContentAgrees:
      beginsLikeDockerfile(content) ? Classification(kind: .dockerfile, evidence: "name and first instruction") : nil
    }
  }

  enum Candidate: Equatable {
    case none
    case certain(DocumentKind)
    case dockerfileIfContentAgrees
  }

  static func candidate(_ path: RepositoryPath) -> Candidate {
    let name = path.name.map(\.asciiLowercased)
    if name.equals("ashlar.yaml") { return .certain(.configuration) }
    if name.equals(".dockerignore") || name.equals(".containerignore") || name.ends(with: ".dockerignore") {
      return .certain(.ignoreFile)
    }
    if name.equals("dockerfile") || name.equals("containerfile") { return .certain(.dockerfile) }
    // `Dockerfile.dev`, `Dockerfile-dev`, `Dockerfile_dev`, `dev.Dockerfile`, `api-dockerfile`, `Containerfile.ubi9`; but
    // `Dockerfile.md`, `dockerfile.go`, `dockerfile_test.go` and `Dockerfile.j2` occur too, and are no Dockerfiles.
    let mentions =
      name.starts(with: Array("dockerfile".utf8)) || name.starts(with: Array("containerfile".utf8))
      || name.ends(with: "dockerfile") || name.ends(with: "containerfile")
    guard mentions else { return .none }
    if let dot = name.lastIndex(of: UInt8(ascii: ".")), otherSuffixes.contains(name[(dot + 1)...].asString) { return .none }
    return .dockerfileIfContentAgrees
  }

  /// Endings of program text, prose, data and templates.
  private static let otherSuffixes: Set<String> = [
    "md", "markdown", "rst", "txt", "adoc", "html", "htm", "css", "go", "py", "rb", "js", "ts", "tsx", "jsx", "java", "kt", "rs",
    "c", "h", "cpp", "cs", "php", "swift", "sh", "bash", "ps1", "pl", "lua", "vim", "el", "json", "yaml", "yml", "toml", "xml", "ini",
    "lock", "log", "png", "svg", "j2", "jinja", "jinja2", "tmpl", "tpl", "template", "in", "erb", "gotmpl", "mustache", "hbs", "ejs",
    "twig", "liquid", "orig", "rej", "bak", "swp", "patch", "diff", "snap", "golden", "expected", "out", "sum", "sig", "asc", "gz", "zip",
  ]

  /// Whether the first line that is neither blank nor a comment begins with an instruction, or a directive stands first.
  static func beginsLikeDockerfile(_ bytes: [UInt8]) -> Bool {
    var position = SourceText.byteOrderMarkLength(bytes)
    while position < bytes.count {
      let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
      let line = bytes[position..<end].drop(while: \.isASCIISpace)
      position = end + 1
      guard let first = line.first else { continue }
      if first == UInt8(ascii: "#") { continue }
      let word = line.prefix { !$0.isASCIISpace }.map(\.asciiLowercased).asString
      return instructions.contains(word)
    }
    return false
  }

  private static let instructions: Set<String> = [
    "add", "arg", "cmd", "copy", "entrypoint", "env", "expose", "from", "healthcheck", "label", "maintainer", "onbuild",
    "run", "shell", "stopsignal", "user", "volume", "workdir",
  ]
}

extension Collection where Element == UInt8, Self: BidirectionalCollection {
  func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
