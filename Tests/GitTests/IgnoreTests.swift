import Files
import TestSupport
import Testing

@testable import Git

/// git itself is the oracle: `check-ignore` for single paths, `ls-files` for a walk.
struct IgnoreTests {
  private static let names = ["a", "b", "ab", "c.o", "x y", "é", "#a", "!b", "a]", "foo", "bar", "build", "-a"]
  private static let pieces = [
    "a", "b", "ab", "c", ".o", "o", "x", "foo", "bar", "build", "*", "*", "?", "/", "/", "**", "**/", "/**", "/**/",
    "[ab]", "[!a]",
    "[^b]", "[a-c]", "[[:alpha:]]", "[[:punct:]]*", "[]a]", "[a", "\\", "\\*", "\\a", " ", "\\ ", "#", "!", "é", "-",
    "[--z]", "[a\\]]",
    "[[:foo:]]", "*.o", "\t", "\u{FF}",
  ]

  private static func pattern(_ generator: inout SeededGenerator) -> String {
    var line = generator.oneIn(5) ? "!" : ""
    if generator.oneIn(4) {
      line += (0...generator.below(2)).map { _ in generator.pick(names) }.joined(separator: "/")
    } else {
      for _ in 0...generator.below(4) { line += generator.pick(pieces) }
    }
    if generator.oneIn(6) { line += generator.pick(["/", " ", "  ", "\r", "/*", "/**", "\\", "\\ "]) }
    return line
  }

  private static func file(_ generator: inout SeededGenerator) -> String {
    (0...generator.below(5)).map { _ in pattern(&generator) }.joined(separator: "\n") + (generator.oneIn(3) ? "" : "\n")
  }

  private static func path(_ generator: inout SeededGenerator) -> String {
    (0...generator.below(4)).map { _ in generator.pick(names) }.joined(separator: "/")
  }

  /// Makes a tree of folders, files and ignore files, and gives the paths of all but the ignore files.
  private static func makeTree(
    _ sandbox: GitSandbox, _ repository: String, _ generator: inout SeededGenerator
  )
    -> [String]
  {
    var folders: Set<String> = []
    var files: Set<String> = []
    for _ in 0..<180 {
      let path = path(&generator)
      var parents: [String] = []
      for component in path.split(separator: "/").dropLast() {
        parents.append((parents.last.map { $0 + "/" } ?? "") + component)
      }
      if files.contains(path) || folders.contains(path) || parents.contains(where: files.contains) { continue }
      folders.formUnion(parents)
      files.insert(path)
      sandbox.temporary.write("\(repository)/\(path)", "")
    }
    sandbox.temporary.write("\(repository)/.gitignore", file(&generator))
    for folder in folders.sorted() where generator.oneIn(5) {
      sandbox.temporary.write("\(repository)/\(folder)/.gitignore", file(&generator))
    }
    sandbox.temporary.write("\(repository)/.git/info/exclude", generator.oneIn(2) ? file(&generator) : "")
    return folders.union(files).map { $0 + "/" }.sorted().map { String($0.dropLast()) }
  }

  @Test func `agrees with git about every path, line by line`() throws {
    let sandbox = GitSandbox()
    var compared = 0
    for seed in 0..<40 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let name = "repo\(seed)"
      try sandbox.makeRepository(name)
      let paths = IgnoreTests.makeTree(sandbox, name, &generator)
      let answer = try sandbox.git(
        "check-ignore", "--no-index", "-v", "-n", "-z", "--stdin", in: name,
        input: Array(paths.joined(separator: "\0").utf8) + [0], accepted: 0...1)
      var fields = answer.split(separator: 0, omittingEmptySubsequences: false).map {
        String(decoding: $0, as: UTF8.self)
      }
      fields.removeLast()
      try #require(fields.count == 4 * paths.count)
      var rules = IgnoreRules(try Directory(sandbox.temporary.absolute(name)), try sandbox.repository(name))
      for (index, path) in paths.enumerated() {
        let isDirectory = index + 1 < paths.count && paths[index + 1].hasPrefix(path + "/")
        let decision = rules.decide(Array(path.utf8), isDirectory: isDirectory)
        let found = decision.map { "\(String(decoding: $0.source, as: UTF8.self)):\($0.line)" } ?? ":"
        let expected = "\(fields[4 * index]):\(fields[4 * index + 1])"
        #expect(found == expected, "seed \(seed), path \(path), pattern \(fields[4 * index + 2])")
        if let decision {
          #expect(decision.isIgnored == !fields[4 * index + 2].hasPrefix("!"), "seed \(seed), path \(path)")
        }
        compared += 1
      }
    }
    #expect(compared > 5_000)
  }

  @Test func `walks what git lists`() async throws {
    let sandbox = GitSandbox()
    for seed in 500..<520 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let name = "repo\(seed)"
      try sandbox.makeRepository(name)
      let paths = IgnoreTests.makeTree(sandbox, name, &generator)
      let tracked = paths.filter { _ in generator.oneIn(10) }
      if !tracked.isEmpty { _ = try sandbox.run(["add", "-f", "--"] + tracked.map { ":(literal)" + $0 }, in: name) }
      let answer = try sandbox.git(
        "ls-files", "-z", "--cached", "--others", "--exclude-per-directory=.gitignore",
        "--exclude-from=.git/info/exclude", in: name)
      let expected = Set(answer.split(separator: 0).map { String(decoding: $0, as: UTF8.self) })
      let repository = try sandbox.repository(name)
      let root = try Directory(repository.topLevel)
      let filter = IgnoreFilter(root, repository, try repository.readIndex())
      let listing = await root.walk(filter, workers: 2)
      let found = Set((0..<listing.count).map { String(decoding: listing.path($0), as: UTF8.self) })
      #expect(found == expected, "seed \(seed)")
      // From a folder below, the same paths.
      guard let folder = paths.first(where: { path in paths.contains { $0.hasPrefix(path + "/") } }) else { continue }
      var rules = IgnoreRules(root, repository)
      guard rules.decide(Array(folder.utf8), isDirectory: true)?.isIgnored != true else { continue }
      let below = try Directory(sandbox.temporary.absolute("\(name)/\(folder)"))
      let part = below.walk(IgnoreFilter(below, repository, try repository.readIndex()))
      let inside = Set((0..<part.count).map { "\(folder)/" + String(decoding: part.path($0), as: UTF8.self) })
      #expect(inside == expected.filter { $0.hasPrefix(folder + "/") }, "seed \(seed), folder \(folder)")
    }
  }

  @Test func `obeys ignore files without git`() throws {
    let temporary = TemporaryDirectory()
    temporary.write(".gitignore", "*.o\n/build/\n")
    temporary.write("a/.gitignore", "!keep.o\n")
    for path in ["x.o", "a/keep.o", "build/x", "a/build/x", "y"] { temporary.write(path, "") }
    let root = try Directory(temporary.path)
    let listing = root.walk(IgnoreFilter(root, nil, nil))
    #expect(
      (0..<listing.count).map { String(decoding: listing.path($0), as: UTF8.self) }
        == [".gitignore", "a/.gitignore", "a/build/x", "a/keep.o", "y"])
    #expect(listing.ignoredCount == 2)
  }

  @Test func `lists repositories within and does not enter them`() throws {
    let sandbox = GitSandbox()
    try sandbox.makeRepository()
    try sandbox.makeRepository("repo/nested")
    sandbox.temporary.write("repo/nested/x", "")
    try sandbox.commitAll(in: "repo/nested")
    sandbox.temporary.write("repo/fake/.git/x", "")
    sandbox.temporary.write("repo/fake/file", "")
    sandbox.temporary.write("repo/worktree/.git", "gitdir: elsewhere\n")
    sandbox.temporary.write("repo/worktree/file", "")
    let hash = String(repeating: "1", count: 40)
    sandbox.temporary.write("repo/.gitignore", "sub\n")
    sandbox.temporary.write("repo/sub/file", "")
    try sandbox.git("update-index", "--add", "--cacheinfo", "160000,\(hash),sub", in: "repo")
    let repository = try sandbox.repository()
    let root = try Directory(repository.topLevel)
    let listing = root.walk(IgnoreFilter(root, repository, try repository.readIndex()))
    #expect(
      (0..<listing.count).map { String(decoding: listing.path($0), as: UTF8.self) }
        == [".gitignore", "fake/file", "nested", "sub", "worktree"])
    #expect(listing.repositories == [2, 3, 4])
  }

  @Test func `reads no ignore file through a link`() throws {
    let temporary = TemporaryDirectory()
    temporary.write("rules", "*\n")
    temporary.link(".gitignore", to: "rules")
    let root = try Directory(temporary.path)
    #expect(root.walk(IgnoreFilter(root, nil, nil)).count == 2)
    var rules = IgnoreRules(root, nil)
    #expect(rules.decide(Array("a".utf8), isDirectory: false) == nil)
  }
}
