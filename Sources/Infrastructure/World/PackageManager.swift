import SourceText

/// A program that installs the packages an application is built from, and the files it reads.
public enum PackageManager: String, Sendable, CaseIterable {
  case npm, yarn, pnpm, bun, pip, poetry, uv, pipenv, go, cargo, bundler, composer, maven, gradle, dotnet, swift

  /// Files that say what is wanted, by name; `*` stands for any beginning.
  public var manifests: [String] {
    switch self {
    case .npm, .yarn, .pnpm, .bun: ["package.json"]
    case .pip: ["requirements*.txt", "constraints*.txt", "setup.py", "setup.cfg", "pyproject.toml"]
    case .poetry, .uv: ["pyproject.toml"]
    case .pipenv: ["Pipfile"]
    case .go: ["go.mod", "go.work"]
    case .cargo: ["Cargo.toml"]
    case .bundler: ["Gemfile", "*.gemspec"]
    case .composer: ["composer.json"]
    case .maven: ["pom.xml"]
    case .gradle: ["build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts"]
    case .dotnet: ["*.csproj", "*.fsproj", "*.vbproj", "*.sln", "Directory.Packages.props", "Directory.Build.props"]
    case .swift: ["Package.swift"]
    }
  }

  /// Files that say which versions were chosen.
  public var locks: [String] {
    switch self {
    case .npm: ["package-lock.json", "npm-shrinkwrap.json"]
    case .yarn: ["yarn.lock"]
    case .pnpm: ["pnpm-lock.yaml"]
    case .bun: ["bun.lock", "bun.lockb"]
    case .pip: []
    case .poetry: ["poetry.lock"]
    case .uv: ["uv.lock"]
    case .pipenv: ["Pipfile.lock"]
    case .go: ["go.sum", "go.work.sum"]
    case .cargo: ["Cargo.lock"]
    case .bundler: ["Gemfile.lock"]
    case .composer: ["composer.lock"]
    case .maven: []
    case .gradle: ["gradle.lockfile"]
    case .dotnet: ["packages.lock.json"]
    case .swift: ["Package.resolved"]
    }
  }

  public func reads(_ name: String) -> Bool { (manifests + locks).contains { Self.matches($0, name) } }
  public func isManifest(_ name: String) -> Bool { manifests.contains { Self.matches($0, name) } }
  public func isLock(_ name: String) -> Bool { locks.contains(name) }

  private static func matches(_ pattern: String, _ name: String) -> Bool {
    guard let star = pattern.firstIndex(of: "*") else { return pattern == name }
    let head = pattern[..<star]
    let tail = pattern[pattern.index(after: star)...]
    return name.utf8.count >= head.utf8.count + tail.utf8.count && name.hasPrefix(head) && name.hasSuffix(tail)
  }
}

extension PackageManager {
  /// The folders that hold what it installed.
  public var packageFolders: Set<String> {
    switch self {
    case .npm, .yarn, .pnpm, .bun: ["node_modules"]
    case .pip, .poetry, .uv, .pipenv: ["site-packages", ".venv", "venv", "dist-packages"]
    case .composer, .bundler, .go: ["vendor"]
    case .cargo, .maven, .gradle, .dotnet, .swift: []
    }
  }
}
