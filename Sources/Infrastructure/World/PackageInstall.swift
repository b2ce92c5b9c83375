public import Shell
import SourceText

/// A command that installs an application's packages.
public struct PackageInstall: Sendable {
  public enum Scope: Sendable, Equatable {
    /// What the project's manifest asks for.
    case project
    /// Packages named on the command line.
    case named
    /// Nothing but a look-up of what is asked for: `go mod download`, `cargo fetch`.
    case fetch
  }

  public let manager: PackageManager
  public let scope: Scope
  public let command: ShellCommand
  public let arguments: ShellArguments
  /// As written: `ci`, `install`, `sync`; nil where the program's name alone installs.
  public let verb: String?

  public init?(_ command: ShellCommand) {
    guard let name = command.name, let found = Self.programs[Self.otherNames[name] ?? name]?(command) else { return nil }
    self = found
  }

  private init(_ manager: PackageManager, _ scope: Scope, _ command: ShellCommand, _ arguments: ShellArguments) {
    self.manager = manager
    self.scope = scope
    self.command = command
    self.arguments = arguments
    verb = arguments.verb?.text
  }

  /// What each program's command line installs, if anything.
  private static let programs: [String: @Sendable (ShellCommand) -> PackageInstall?] = [
    "npm": { node(.npm, $0, verbs: ["install", "i", "ci", "add", "clean-install", "install-clean", "in", "isntall"]) },
    "yarn": { yarn($0) },
    "pnpm": { node(.pnpm, $0, verbs: ["install", "i", "add"]) },
    "bun": { node(.bun, $0, verbs: ["install", "i", "add"]) },
    "pip": { pip($0, $0.arguments(pipSyntax)) },
    "uv": { uv($0) },
    "poetry": { verbs(.poetry, $0, ["install": .project, "sync": .project, "add": .named]) },
    "pipenv": { verbs(.pipenv, $0, ["install": .project, "sync": .project]) },
    "go": { go($0) },
    "cargo": { verbs(.cargo, $0, ["build": .project, "fetch": .fetch, "install": .named]) },
    "bundle": { verbs(.bundler, $0, ["install": .project]) },
    "composer": { verbs(.composer, $0, ["install": .project, "require": .named, "update": .project]) },
    "mvn": {
      verbs(
        .maven, $0,
        ["dependency:go-offline": .fetch, "dependency:resolve": .fetch, "package": .project, "install": .project, "verify": .project])
    },
    "gradle": { verbs(.gradle, $0, ["dependencies": .fetch, "build": .project, "assemble": .project, "bootJar": .project]) },
    "dotnet": { verbs(.dotnet, $0, ["restore": .fetch, "publish": .project, "build": .project]) },
  ]

  private static let otherNames = ["pip3": "pip", "bundler": "bundle", "composer.phar": "composer", "mvnw": "mvn", "gradlew": "gradle"]

  private static func node(_ manager: PackageManager, _ command: ShellCommand, verbs: Set<String>) -> PackageInstall? {
    let arguments = command.arguments(nodeSyntax)
    guard let verb = arguments.verb?.text, verbs.contains(verb) else { return nil }
    let isNamed = !arguments.operands.isEmpty || arguments.has("-g", "--global", "--location")
    return PackageInstall(manager, isNamed ? .named : .project, command, arguments)
  }

  private static func yarn(_ command: ShellCommand) -> PackageInstall? {
    let arguments = command.arguments(nodeSyntax)
    guard let verb = arguments.verb?.text else {
      // Bare `yarn` installs; `yarn --version` does not.
      guard arguments.unknowns.isEmpty, !arguments.has("--version", "-v", "--help", "-h") else { return nil }
      return PackageInstall(.yarn, .project, command, arguments)
    }
    switch verb {
    case "install": return PackageInstall(.yarn, .project, command, arguments)
    case "workspaces" where arguments.operands.first?.text == "focus": return PackageInstall(.yarn, .project, command, arguments)
    case "add": return PackageInstall(.yarn, .named, command, arguments)
    case "global" where arguments.operands.first?.text == "add": return PackageInstall(.yarn, .named, command, arguments)
    default: return nil
    }
  }

  private static func pip(_ command: ShellCommand, _ arguments: ShellArguments) -> PackageInstall? {
    guard arguments.verb?.text == "install" else { return nil }
    let readsProject =
      arguments.has("-r", "--requirement", "-e", "--editable")
      || arguments.operands.contains { $0.text.map { $0 == "." || $0.hasPrefix("./") || $0.hasPrefix(".[") } ?? false }
    return PackageInstall(.pip, readsProject ? .project : .named, command, arguments)
  }

  private static func uv(_ command: ShellCommand) -> PackageInstall? {
    let arguments = command.arguments(uvSyntax)
    switch arguments.verb?.text {
    case "sync": return PackageInstall(.uv, .project, command, arguments)
    case "add": return PackageInstall(.uv, .named, command, arguments)
    case "pip" where ["install", "sync"].contains(arguments.operands.first?.text ?? ""):
      return PackageInstall(
        .pip, arguments.has("-r", "--requirement", "-e") || arguments.operands.first?.text == "sync" ? .project : .named, command, arguments
      )
    default: return nil
    }
  }

  private static func go(_ command: ShellCommand) -> PackageInstall? {
    let arguments = command.arguments(goSyntax)
    switch arguments.verb?.text {
    case "mod" where ["download", "vendor"].contains(arguments.operands.first?.text ?? ""):
      return PackageInstall(.go, .fetch, command, arguments)
    case "build": return PackageInstall(.go, .project, command, arguments)
    case "install", "get", "run":
      let names = arguments.operands.compactMap(\.text)
      return PackageInstall(.go, names.contains { $0.contains("@") } ? .named : .project, command, arguments)
    default: return nil
    }
  }

  private static func verbs(_ manager: PackageManager, _ command: ShellCommand, _ scopes: [String: Scope]) -> PackageInstall? {
    let arguments = command.arguments(plainSyntax)
    let words = [arguments.verb?.text].compactMap(\.self) + arguments.operands.compactMap(\.text)
    // Maven and Gradle take several goals; elsewhere the verb is the first word.
    let candidates = manager == .maven || manager == .gradle ? words : Array(words.prefix(1))
    guard let scope = candidates.compactMap({ scopes[$0] }).first else { return nil }
    return PackageInstall(manager, scope, command, arguments)
  }

  private static let nodeSyntax = ShellProgramSyntax(
    valueOptions: [
      "--prefix", "-C", "--dir", "--cwd", "--registry", "--cache", "--omit", "--include", "--only", "--loglevel", "-w", "--workspace",
      "--filter",
      "-F", "--network-timeout", "--network-concurrency", "--mutex", "--modules-folder", "--cache-folder", "--location", "--reporter",
      "--store-dir", "--fetch-retries", "--fetch-timeout", "--fetch-retry-mintimeout", "--fetch-retry-maxtimeout", "--userconfig",
    ], hasVerb: true)
  private static let pipValueOptions: Set<String> = [
    "-r", "--requirement", "-c", "--constraint", "-e", "--editable", "-i", "--index-url", "--extra-index-url", "-f", "--find-links", "-t",
    "--target", "--prefix", "--root", "--src", "--platform", "--python-version", "--trusted-host", "--cache-dir", "--timeout", "--retries",
    "--proxy", "--log", "--progress-bar", "--no-binary", "--only-binary", "--config-settings", "--upgrade-strategy", "--root-user-action",
  ]
  private static let pipSyntax = ShellProgramSyntax(valueOptions: pipValueOptions, hasVerb: true)
  private static let uvSyntax = ShellProgramSyntax(
    valueOptions: pipValueOptions.union([
      "-p", "--python", "--group", "--extra", "--no-group", "--package", "--directory", "--project", "--link-mode", "--no-install-package",
    ]),
    hasVerb: true)
  private static let goSyntax = ShellProgramSyntax(
    valueOptions: ["-o", "-tags", "-ldflags", "-gcflags", "-asmflags", "-mod", "-modfile", "-p", "-C", "-trimpath=", "-overlay", "-pgo"],
    hasVerb: true,
    longOptions: .singleDash)
  private static let plainSyntax = ShellProgramSyntax(
    valueOptions: [
      "-C", "--directory", "-d", "--working-dir", "-f", "--file", "-p", "--project", "--only", "--without", "--with", "--extras", "-E",
      "--manifest-path",
      "--bin", "--target", "--target-dir", "--features", "-c", "--configuration", "-o", "--output", "-r", "--runtime", "--jobs", "-j",
      "--retry",
      "--path", "--gemfile", "--profile", "-P", "--settings", "-s", "-b", "-I", "-x",
    ], hasVerb: true)
}
