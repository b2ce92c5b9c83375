import Dockerfile
import Documents
import Shell
import SourceText

extension InstallStep {
  /// The command as a sentence names it: `npm ci`, `go mod download`.
  public var words: String {
    // `go mod` is no sentence without its third word.
    let third = manager == .go && install.verb == "mod" ? install.arguments.operands.first?.text : nil
    return [command.name, install.verb, third].compactMap(\.self).joined(separator: " ")
  }

  /// Whether the install reads the manifest and the lock file, and nothing else of the source.
  public var readsManifestOnly: Bool {
    switch manager {
    case .npm, .yarn, .pnpm, .bun, .poetry, .uv, .pipenv, .bundler, .composer: install.scope == .project
    case .pip:
      install.scope == .project && !install.arguments.has("-e", "--editable")
        && !install.arguments.operands.contains { $0.text.map { $0.hasPrefix(".") } ?? true }
    // The compilers' own builds read the source; only a fetch before it does not.
    case .go, .cargo, .maven, .gradle, .dotnet, .swift: install.scope == .fetch
    }
  }

  /// A copy of the source by which the manifest arrives.
  public struct SourceCopy: Sendable {
    public let copy: CopyStep
    public let source: CopyStep.Source
  }

  /// The copy that brings the source with the manifest before the install, where nothing brought the manifest earlier.
  public var sourceCopiedFirst: SourceCopy? {
    if instruction.mounts.contains(where: { $0.kind == .bind }) { return nil }
    for copy in copiesBefore {
      if copy.sources.contains(where: { namesManifest($0) }) { return nil }
      for source in copy.sources {
        if bringsSource(source) { return SourceCopy(copy: copy, source: source) }
      }
    }
    return nil
  }

  /// `package.json`, `package*.json`, `./requirements/*.txt`
  private func namesManifest(_ source: CopyStep.Source) -> Bool {
    // A variable or a heredoc may be anything, and a remote file is no source tree.
    guard let path = source.path else { return true }
    let name = (path.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? []).asString
    if manager.reads(name) || name.hasSuffix(".txt") && manager == .pip { return true }
    guard source.isPattern else { return false }
    // A pattern with the beginning of a manifest's name, and no bare `*`.
    let beginning = name.prefix { $0 != "*" && $0 != "?" && $0 != "[" }
    return !beginning.isEmpty && (manager.manifests + manager.locks).contains { $0.hasPrefix(beginning) }
  }

  /// The whole context, or a folder of it that holds the manifest among other files.
  private func bringsSource(_ source: CopyStep.Source) -> Bool {
    if source.path.map({ $0.asString == "*" }) ?? false { return true }
    guard let plain = source.plainPath else { return false }
    if plain.isEmpty { return true }
    guard let context = build.context, let folder = context.folder.appending(plain) else { return false }
    let files = context.listing.files(below: folder).filter { $0.path.directory == folder }
    let manifests = files.filter { manager.reads($0.path.name.asString) }
    return !manifests.isEmpty && context.listing.files(below: folder).count > manifests.count
  }

  /// The folder of the context that holds the manifest: its root, or the one that is copied.
  private func manifestFolder(_ copy: SourceCopy?) -> RepositoryPath? {
    guard let context = build.context else { return nil }
    guard let plain = copy?.source.plainPath else { return context.folder }
    return context.folder.appending(plain)
  }

  /// Manifest, then lock files at the root of what is copied, those that the ignore file takes away left out.
  public var manifestsInContext: [String] {
    guard let context = build.context, let folder = manifestFolder(sourceCopiedFirst) else { return [] }
    let names = context.listing.files(below: folder).filter { entry in
      guard entry.path.directory == folder, let file = entry.path.relative(to: context.folder) else { return false }
      return manager.reads(entry.path.name.asString) && context.ignoreFile?.excludingLine(of: file) == nil
    }.map { $0.path.name.asString }
    return names.filter(manager.isManifest) + names.filter { !manager.isManifest($0) }
  }

  /// Whether there are further manifests of the kind below the first: a workspace, whose members must come first too.
  public var isInWorkspace: Bool {
    guard let context = build.context, let folder = manifestFolder(sourceCopiedFirst) else { return false }
    return context.listing.files(below: folder).contains { entry in
      entry.path.directory != folder && manager.isManifest(entry.path.name.asString)
        && Provenance(path: entry.path.relative(to: folder) ?? entry.path).kind == .own
    }
  }

  /// The name of npm's lock file that the stage holds when it installs; nil where none is known to arrive.
  public var lockThatArrives: String? {
    for copy in copiesBefore {
      for source in copy.sources {
        guard let path = source.path else { continue }
        let name = (path.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? []).asString
        if manager.isLock(name) { return name }
        guard let context = build.context else { continue }
        let found = context.files(namedBy: source) + (source.plainPath.map(context.files(directlyIn:)) ?? [])
        if let lock = found.first(where: { manager.isLock($0.name.asString) && context.ignoreFile?.excludingLine(of: $0) == nil }) {
          return lock.name.asString
        }
      }
    }
    return nil
  }
}
