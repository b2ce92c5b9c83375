import Files
import TestSupport
import Testing

@testable import Git

struct GitRepositoryTests {
  let sandbox = GitSandbox()

  private func discover(_ folder: String) throws -> GitRepository? {
    try GitRepository.discover(from: sandbox.temporary.absolute(folder))
  }

  @Test func `finds the top level from a folder below`() throws {
    try sandbox.makeRepository()
    sandbox.temporary.makeDirectory("repo/a/b")
    let found = try #require(try discover("repo/a/b"))
    #expect(String(decoding: found.topLevel, as: UTF8.self) == sandbox.temporary.absolute("repo"))
    #expect(String(decoding: found.gitDirectory.realPath, as: UTF8.self) == sandbox.temporary.absolute("repo/.git"))
    #expect(found.objectFormat == .sha1)
    #expect(!found.isShallow)
  }

  @Test func `finds none where there is none`() throws {
    sandbox.temporary.makeDirectory("repo/.git")
    sandbox.temporary.makeDirectory("other")
    #expect(try discover("repo") == nil)
    #expect(try discover("other") == nil)
    #expect(throws: GitError.file(.notFound)) { try discover("none") }
  }

  @Test func `reads the object format`() throws {
    try sandbox.makeRepository(format: "sha256")
    #expect(try discover("repo")?.objectFormat == .sha256)
  }

  @Test func `never takes a bare repository for one`() throws {
    try sandbox.makeRepository()
    try sandbox.git("init", "-q", "--bare", "repo/vendor/bare.git")
    let found = try #require(try discover("repo/vendor/bare.git"))
    #expect(String(decoding: found.topLevel, as: UTF8.self) == sandbox.temporary.absolute("repo"))
    try sandbox.git("init", "-q", "--bare", "bare")
    #expect(try discover("bare") == nil)
  }

  @Test func `opens a linked working tree`() throws {
    try sandbox.makeRepository()
    sandbox.temporary.write("repo/a", "a")
    try sandbox.commitAll()
    try sandbox.git("worktree", "add", "-q", "../linked", in: "repo")
    let found = try #require(try discover("linked"))
    #expect(String(decoding: found.commonDirectory.realPath, as: UTF8.self) == sandbox.temporary.absolute("repo/.git"))
    #expect(try found.readIndex().count == 1)
  }

  @Test func `opens a submodule`() throws {
    try sandbox.makeRepository("library")
    sandbox.temporary.write("library/a", "a")
    try sandbox.commitAll(in: "library")
    try sandbox.makeRepository()
    try sandbox.git("submodule", "--quiet", "add", sandbox.temporary.absolute("library"), "sub", in: "repo")
    let found = try #require(try discover("repo/sub"))
    #expect(String(decoding: found.topLevel, as: UTF8.self) == sandbox.temporary.absolute("repo/sub"))
    #expect(try found.readIndex().count == 1)
  }

  @Test func `refuses a git directory that does not point back`() throws {
    try sandbox.makeRepository("victim")
    sandbox.temporary.write("attack/.git", "gitdir: ../victim/.git\n")
    #expect(throws: GitError.refused("the directory that the file `.git` names does not point back")) {
      try discover("attack")
    }
    sandbox.temporary.write("attack/.git", "gitdir: ../none\n")
    #expect(throws: GitError.refused("the directory that the file `.git` names does not exist")) {
      try discover("attack")
    }
  }

  @Test func `refuses the git directory of another working tree`() throws {
    try sandbox.makeRepository()
    try sandbox.commitAll()
    try sandbox.git("worktree", "add", "-q", "../linked", in: "repo")
    sandbox.temporary.write("attack/.git", "gitdir: ../repo/.git/worktrees/linked\n")
    #expect(throws: GitError.self) { try discover("attack") }
  }

  @Test func `refuses a link for a git directory`() throws {
    try sandbox.makeRepository("victim")
    sandbox.temporary.link("attack/.git", to: "../victim/.git")
    #expect(throws: GitError.refused("`.git` is a symbolic link")) { try discover("attack") }
  }

  @Test func `refuses a common directory that does not hold the working tree`() throws {
    try sandbox.makeRepository("victim")
    try sandbox.makeRepository("attack")
    sandbox.temporary.write("attack/.git/commondir", "../../victim/.git\n")
    #expect(throws: GitError.refused("the directory that `commondir` names does not hold this working tree")) {
      try discover("attack")
    }
  }

  @Test func `lets no setting move the working tree`() throws {
    try sandbox.makeRepository()
    sandbox.temporary.write("repo/.git/config", "[core]\n\tworktree = /etc\n\tbare = true\n")
    #expect(
      try discover("repo").map { String(decoding: $0.topLevel, as: UTF8.self) } == sandbox.temporary.absolute("repo"))
  }
}

struct GitConfigurationTests {
  private func value(_ text: String, _ key: String) -> String? {
    GitConfiguration(Array(text.utf8)).values[key].map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(
    arguments: [
      ("[core]\n\tworktree = ../a b ; why\n", "../a b"), ("[Core]\nWorkTree=\"a # b\" # c\n", "a # b"),
      ("[core] worktree = a\n", "a"), ("[core]\nworktree = a\\\n  b\n", "a  b"), ("[core]\nworktree = a\\tb\n", "a\tb"),
      ("[core]\nworktree = a\nworktree = b\n", "b"), ("[core]\r\nworktree = a\r\n", "a"), ("[core]\nworktree\n", ""),
      ("[core \"x\"]\nworktree = a\n", nil), ("; [core]\nworktree = a\n", nil), ("", nil), ("[core\nworktree = a", nil),
    ] as [(String, String?)])
  func `reads a value`(text: String, expected: String?) {
    #expect(value(text, "core.worktree") == expected)
  }

  @Test func `reads any bytes`() {
    for seed in 0..<500 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let alphabet = Array("[]=\"\\#; \t\r\nab.".utf8) + [0x00, 0xFF]
      _ = GitConfiguration((0..<generator.below(80)).map { _ in generator.pick(alphabet) })
    }
  }
}
