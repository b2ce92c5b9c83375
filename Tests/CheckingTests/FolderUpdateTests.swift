import Documents
import SourceText
import TestSupport
import Testing

@testable import Checking

/// A session over a folder that changes, with ignore files as git reads them, knows what one that begins afresh would.
@Suite struct FolderUpdateTests {
  private func folderSession(_ folder: TemporaryDirectory) async throws -> Session {
    try await session(try Project.open([], from: folder.path).folderSource())
  }

  private static let ignoreFiles = [".gitignore", "api/.gitignore", ".git/info/exclude"]
  private static let patterns = [
    "/api", "*.dev", "!Dockerfile.dev", "Dockerfile", "!/Dockerfile", "web/**", "vendor/", "/*\n!/api/", "package*", "# nothing",
    "ashlar.yaml",
  ]

  /// A repository without git's help: an empty one is four names.
  private func makeRepository(_ folder: TemporaryDirectory) {
    for name in [".git/objects", ".git/refs", ".git/info"] { folder.makeDirectory(name) }
    folder.write(".git/HEAD", "ref: refs/heads/main\n")
  }

  @Test(arguments: 0..<16)
  func `answers as a new session does`(_ seed: Int) async throws {
    var generator = RepositoryGenerator(seed: 2000 + seed)
    let folder = TemporaryDirectory()
    // The folder of the tests could lie in a repository, so that every one has its own root.
    makeRepository(folder)
    for path in RepositoryGenerator.all where generator.random.oneIn(2) { folder.write(path.description, generator.content(of: path)) }
    var kept = try await folderSession(folder)
    for step in 1...8 {
      var changes: [Workspace.Change] = []
      for _ in 0...generator.random.below(2) {
        let path = generator.pick(RepositoryGenerator.all)
        switch generator.random.below(8) {
        case 0:
          folder.removeFile(path.description)
          changes.append(.removed(path))
        case 1:
          let target = generator.pick(RepositoryGenerator.all)
          guard let bytes = folder.read(path.description), target != path else { continue }
          folder.write(target.description, bytes)
          folder.removeFile(path.description)
          changes += [.removed(path), .wrote(target)]
        case 2, 3:
          let name = generator.pick(Self.ignoreFiles)
          folder.write(name, (0..<generator.random.below(3)).map { _ in generator.pick(Self.patterns) + "\n" }.joined())
          changes.append(.wrote(RepositoryPath(name)))
        case 4:
          guard !isSuperuser, folder.read(path.description) != nil else { continue }
          folder.setMode(path.description, 0o000)
          changes.append(.wrote(path))
        case 5:
          guard let bytes = folder.read(path.description) else { continue }
          folder.removeFile(path.description)
          folder.write("elsewhere.txt", bytes)
          folder.link(path.description, to: "elsewhere.txt")
          changes.append(.removed(path))
        default:
          folder.removeFile(path.description)
          folder.write(path.description, generator.content(of: path))
          changes.append(.wrote(path))
        }
      }
      changes.append(.relisted)
      try await kept.update(changes)
      var fresh = try await folderSession(folder)
      let answer = await kept.answer()
      let expected = await fresh.answer()
      let isEqual = answer == expected
      try #require(isEqual, "seed \(seed), step \(step), \(changes)\n\(difference(expected, answer))")
    }
  }
}
