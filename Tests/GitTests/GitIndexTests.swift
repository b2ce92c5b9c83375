import Files
import TestSupport
import Testing

@testable import Git

struct GitIndexTests {
  let sandbox = GitSandbox()

  private func fill(_ count: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for index in 0..<count {
      let parts = (0...generator.below(3)).map { _ in generator.pick(["a", "b", "long-name-of-a-folder", "é", "x y"]) }
      let path = parts.joined(separator: "/") + "/f\(index)"
      if generator.oneIn(10) {
        sandbox.temporary.link("repo/" + path, to: "target")
      } else {
        sandbox.temporary.write("repo/" + path, "\(index)", mode: generator.oneIn(4) ? 0o755 : 0o644)
      }
    }
  }

  private func compare(_ index: GitIndex) throws {
    let expected = try GitIndex(
      stageListing: try sandbox.git("ls-files", "-z", "--stage", in: "repo"), index.entries.objectFormat)
    try #require(index.count == expected.count)
    for entry in 0..<index.count {
      let isSame =
        index.entries.isSame(entry, as: expected.entries, entry)
        && index.entries.path(entry) == expected.entries.path(entry) && index.stage(entry) == expected.stage(entry)
      #expect(isSame, "entry \(entry)")
    }
  }

  @Test(arguments: [2, 3, 4], ["sha1", "sha256"])
  func `agrees with git on every version`(version: Int, format: String) throws {
    try sandbox.makeRepository(format: format)
    fill(120, seed: UInt64(version))
    try sandbox.git("add", "-A", in: "repo")
    try sandbox.git("update-index", "--index-version", "\(version)", in: "repo")
    // Version 3 is written only where an entry needs its flags.
    sandbox.temporary.write("repo/new", "new")
    sandbox.temporary.write("repo/sparse", "sparse")
    try sandbox.git("add", "-N", "new", in: "repo")
    try sandbox.git("add", "sparse", in: "repo")
    try sandbox.git("update-index", "--skip-worktree", "sparse", in: "repo")
    let index = try sandbox.repository().readIndex()
    #expect(index.version == (version == 2 ? 3 : version))
    try compare(index)
    let new = try #require(index.entries.firstIndex(of: Array("new".utf8)))
    #expect(index.isIntentToAdd(new) && !index.isSkipWorktree(new))
    let sparse = try #require(index.entries.firstIndex(of: Array("sparse".utf8)))
    #expect(index.isSkipWorktree(sparse) && !index.isIntentToAdd(sparse))
    #expect(index.entries.hasEntries(below: Array("a/".utf8)))
    #expect(!index.entries.hasEntries(below: Array("new/".utf8)))
    #expect(index.entries.firstIndex(of: Array("a".utf8)) == nil)
  }

  @Test func `reads an index of version 2 with extensions`() throws {
    try sandbox.makeRepository()
    fill(30, seed: 9)
    try sandbox.commitAll()
    try sandbox.git("update-index", "--untracked-cache", in: "repo", accepted: 0...1)
    let index = try sandbox.repository().readIndex()
    #expect(index.version == 2)
    try compare(index)
  }

  @Test func `knows submodules and conflicts`() throws {
    try sandbox.makeRepository()
    let hash = String(repeating: "1", count: 40)
    let blob = try sandbox.git("hash-object", "-w", "--stdin", in: "repo", input: Array("x".utf8)).dropLast()
    let info = """
      160000 \(hash) 0\tsub
      100644 \(String(decoding: blob, as: UTF8.self)) 1\tconflict
      100644 \(String(decoding: blob, as: UTF8.self)) 3\tconflict

      """
    try sandbox.git("update-index", "--index-info", in: "repo", input: Array(info.utf8))
    let index = try sandbox.repository().readIndex()
    try compare(index)
    #expect((0..<3).map { index.stage($0) } == [1, 3, 0])
    #expect(index.entries.kind(2) == .gitlink)
    #expect(index.entries.object(2).description == hash)
  }

  @Test func `takes no index for an empty one`() throws {
    try sandbox.makeRepository()
    #expect(try sandbox.repository().readIndex().count == 0)
  }

  @Test func `says where git must be asked`() throws {
    try sandbox.makeRepository()
    fill(20, seed: 1)
    try sandbox.commitAll()
    try sandbox.git("update-index", "--split-index", in: "repo")
    let repository = try sandbox.repository()
    #expect(throws: GitError.unsupported("a split index")) { try repository.readIndex() }
    try compare(try GitHistory(repository).index())
  }

  @Test func `says that an index is sparse`() throws {
    try sandbox.makeRepository()
    for path in ["a/x", "b/c/x", "b/d/x", "top"] { sandbox.temporary.write("repo/" + path, path) }
    try sandbox.commitAll()
    try sandbox.git("sparse-checkout", "set", "--cone", "--sparse-index", "a", in: "repo")
    #expect(throws: GitError.unsupported("a sparse index")) { try sandbox.repository().readIndex() }
  }

  @Test func `reads any bytes without a trap`() throws {
    try sandbox.makeRepository()
    fill(40, seed: 5)
    try sandbox.git("add", "-A", in: "repo")
    for version in ["2", "4"] {
      try sandbox.git("update-index", "--index-version", version, in: "repo")
      let bytes = try #require(sandbox.temporary.read("repo/.git/index"))
      for seed in 0..<3_000 as Range<UInt64> {
        var generator = SeededGenerator(seed: seed)
        var changed = bytes
        switch generator.below(4) {
        case 0: changed.removeLast(generator.below(changed.count))
        case 1: changed.removeSubrange(0..<generator.below(changed.count))
        default: break
        }
        for _ in 0..<generator.below(6) where !changed.isEmpty {
          changed[generator.below(changed.count)] = generator.pick([
            0x00, 0xFF, 0x7F, 0x80, UInt8(generator.below(256)),
          ])
        }
        guard let index = try? GitIndex(changed, .sha1) else { continue }
        for entry in 0..<index.count {
          let first = index.entries.firstIndex(of: index.entries.path(entry))
          let isFound = first.map { $0 <= entry && index.entries.path($0) == index.entries.path(entry) } == true
          #expect(isFound, "seed \(seed)")
        }
      }
    }
  }

  @Test func `refuses a path that grows without end`() {
    // Version 4: each entry keeps the last path and adds to it.
    var bytes = Array("DIRC".utf8) + [0, 0, 0, 4, 0, 0, 0, 9]
    for _ in 0..<9 {
      bytes += [UInt8](repeating: 0, count: 62) + [0] + [UInt8](repeating: 0x61, count: 1000) + [0]
    }
    bytes += [UInt8](repeating: 0, count: 20)
    #expect(throws: GitError.malformed("a path of the index")) { try GitIndex(bytes, .sha1) }
  }
}
