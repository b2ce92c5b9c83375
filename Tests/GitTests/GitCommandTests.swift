import Files
import TestSupport
import Testing

@testable import Git

struct GitObjectsTests {
  let sandbox = GitSandbox()

  private func blobs(_ count: Int, seed: UInt64) throws -> [(id: ObjectID, bytes: [UInt8])] {
    var generator = SeededGenerator(seed: seed)
    var blobs: [(id: ObjectID, bytes: [UInt8])] = []
    for index in 0..<count {
      let bytes = (0..<generator.below(generator.oneIn(10) ? 200_000 : 300)).map { _ in UInt8(generator.below(256)) }
      sandbox.temporary.write("repo/f\(index)", bytes)
      blobs.append((ObjectID(hexadecimal: Array(repeating: 0x30, count: 40))!, bytes))
    }
    let names = (0..<count).map { "f\($0)" }.joined(separator: "\n")
    let answer = try sandbox.git("hash-object", "-w", "--stdin-paths", in: "repo", input: Array(names.utf8))
    for (index, line) in answer.split(separator: 0x0A).enumerated() {
      blobs[index].id = try #require(ObjectID(hexadecimal: line))
    }
    return blobs
  }

  @Test func `reads blobs one by one and many ahead`() throws {
    try sandbox.makeRepository()
    let blobs = try blobs(300, seed: 4)
    var objects = try GitObjects(try sandbox.repository())
    for blob in blobs.prefix(20) { #expect(try objects.blob(blob.id) == blob.bytes) }
    var position = 0
    try objects.objects(blobs.map(\.id)) { index, answer in
      let isSame = index == position && (try? answer.get().bytes) == blobs[index].bytes
      #expect(isSame, "object \(index)")
      position += 1
    }
    #expect(position == 300)
  }

  @Test func `goes on after an object that is missing or too large`() throws {
    try sandbox.makeRepository()
    let blobs = try blobs(40, seed: 8)
    let missing = try #require(ObjectID(String(repeating: "1", count: 40)))
    var objects = try GitObjects(try sandbox.repository())
    #expect(throws: GitError.missingObject(missing.description)) { try objects.blob(missing) }
    for blob in blobs {
      if blob.bytes.count > 200 {
        #expect(throws: GitError.file(.tooLarge(limit: 200))) { try objects.blob(blob.id, limit: 200) }
      } else {
        #expect(try objects.blob(blob.id, limit: 200) == blob.bytes)
      }
    }
  }

  @Test func `tells the kinds apart`() throws {
    try sandbox.makeRepository()
    sandbox.temporary.write("repo/a", "a")
    try sandbox.commitAll()
    let repository = try sandbox.repository()
    let head = try #require(try GitHistory(repository).commit("HEAD"))
    var objects = try GitObjects(repository)
    #expect(try objects.object(head).kind == .commit)
    #expect(throws: GitError.self) { try objects.blob(head) }
  }

  @Test func `reads nothing from a repository that borrows its objects`() throws {
    try sandbox.makeRepository("victim")
    try sandbox.makeRepository()
    sandbox.temporary.write(
      "repo/.git/objects/info/alternates", sandbox.temporary.absolute("victim/.git/objects") + "\n")
    let repository = try sandbox.repository()
    #expect(throws: GitError.refused("the repository borrows objects from another one (`objects/info/alternates`)")) {
      _ = try GitObjects(repository)
    }
  }

  @Test func `runs nothing that the repository names`() throws {
    try sandbox.makeRepository()
    sandbox.temporary.write("repo/a", "a")
    sandbox.temporary.write("repo/.gitattributes", "* filter=evil diff=evil\n")
    try sandbox.commitAll()
    let repository = try sandbox.repository()
    let marker = sandbox.temporary.absolute("marker")
    sandbox.temporary.write("evil", "#!/bin/sh\ntouch '\(marker)'\ncat\n", mode: 0o755)
    let evil = sandbox.temporary.absolute("evil")
    sandbox.temporary.write(
      "repo/.git/config",
      """
      [core]
      \trepositoryformatversion = 1
      \tfsmonitor = \(evil)
      \thooksPath = \(sandbox.temporary.path)
      \tpager = \(evil)
      \tsshCommand = \(evil)
      \tgitProxy = \(evil)
      \talternateRefsCommand = \(evil)
      [extensions]
      \tpartialClone = origin
      [remote "origin"]
      \turl = "ext::\(evil)"
      \tpromisor = true
      \tuploadpack = \(evil)
      [remote "second"]
      \turl = \(sandbox.temporary.absolute("repo"))
      \tpromisor = true
      \tuploadpack = \(evil)
      [diff "evil"]
      \ttextconv = \(evil)
      \tcommand = \(evil)
      [diff]
      \texternal = \(evil)
      [filter "evil"]
      \tsmudge = \(evil)
      \tclean = \(evil)
      \tprocess = \(evil)
      [alias]
      \tls-tree = "!\(evil)"
      \tcat-file = "!\(evil)"
      [credential]
      \thelper = \(evil)

      """)
    let history = try GitHistory(repository)
    let head = try #require(try history.commit("HEAD"))
    #expect(try history.files(head).count == 2)
    #expect(try history.changes(from: head, to: head).isEmpty)
    #expect(try history.mergeBase(head, head) == head)
    #expect(try history.index().count == 2)
    let missing = try #require(ObjectID(String(repeating: "1", count: 40)))
    var objects = try GitObjects(repository)
    #expect(throws: GitError.self) { try objects.blob(missing) }
    #expect(try objects.blob(try history.files(head).object(1)) == Array("a".utf8))
    #expect(sandbox.temporary.read("marker") == nil)
  }

  @Test func `finds no git inside the repository`() {
    for path in ["repo/bin/git", "elsewhere/git", "repo-tools/git"] {
      sandbox.temporary.write(path, "#!/bin/sh\n", mode: 0o755)
    }
    sandbox.temporary.link("link", to: "repo/bin")
    func found(_ folders: String...) -> String? {
      let path = Array(folders.joined(separator: ":").utf8)
      return GitCommand.executable(outside: Array(sandbox.temporary.absolute("repo").utf8), path: path)
        .map { String(decoding: $0, as: UTF8.self) }
    }
    let elsewhere = sandbox.temporary.absolute("elsewhere")
    #expect(
      found("bin", ".", "", sandbox.temporary.absolute("repo/bin"), sandbox.temporary.absolute("link"), elsewhere)
        == elsewhere + "/git")
    #expect(found(sandbox.temporary.absolute("repo-tools")) == sandbox.temporary.absolute("repo-tools/git"))
    #expect(found(sandbox.temporary.absolute("repo/bin")) == nil)
  }
}

struct GitHistoryTests {
  let sandbox = GitSandbox()

  @Test func `names commits and refuses what would be an option`() throws {
    try sandbox.makeRepository()
    try sandbox.commitAll()
    let history = try GitHistory(try sandbox.repository())
    let head = try sandbox.text("rev-parse", "HEAD", in: "repo")
    #expect(try history.commit("HEAD")?.description == head)
    #expect(try history.commit("main")?.description == head)
    #expect(try history.commit("none") == nil)
    #expect(try history.commit("--all") == nil)
    #expect(try history.commit("") == nil)
  }

  @Test func `finds the merge base`() throws {
    try sandbox.makeRepository()
    try sandbox.commitAll("base")
    let base = try sandbox.text("rev-parse", "HEAD", in: "repo")
    try sandbox.git("checkout", "-q", "-b", "side", in: "repo")
    sandbox.temporary.write("repo/side", "")
    try sandbox.commitAll("side")
    try sandbox.git("checkout", "-q", "main", in: "repo")
    sandbox.temporary.write("repo/main", "")
    try sandbox.commitAll("main")
    try sandbox.git("checkout", "-q", "--orphan", "alone", in: "repo")
    try sandbox.commitAll("alone")
    let history = try GitHistory(try sandbox.repository())
    let main = try #require(try history.commit("main"))
    let side = try #require(try history.commit("side"))
    let alone = try #require(try history.commit("alone"))
    #expect(try history.mergeBase(main, side)?.description == base)
    #expect(try history.mergeBase(main, alone) == nil)
  }

  @Test(arguments: ["sha1", "sha256"])
  func `lists files and changes`(format: String) throws {
    try sandbox.makeRepository(format: format)
    for path in ["a", "b/c", "b/d", "x y/é\n"] { sandbox.temporary.write("repo/" + path, path) }
    try sandbox.commitAll("one")
    sandbox.temporary.write("repo/b/c", "changed")
    sandbox.temporary.write("repo/b/new", "new", mode: 0o755)
    sandbox.temporary.removeFile("repo/a")
    try sandbox.commitAll("two")
    let repository = try sandbox.repository()
    let history = try GitHistory(repository)
    let old = try #require(try history.commit("HEAD~1"))
    let new = try #require(try history.commit("HEAD"))
    let files = try history.files(new)
    #expect(
      (0..<files.count).map { String(decoding: files.path($0), as: UTF8.self) } == ["b/c", "b/d", "b/new", "x y/é\n"])
    #expect(files.kind(2) == .executable)
    let changes = try history.changes(from: old, to: new)
    #expect(changes.map { String(decoding: $0.path, as: UTF8.self) } == ["a", "b/c", "b/new"])
    #expect(changes[0].new == nil && changes[2].old == nil && changes[1].old != changes[1].new)
    #expect(GitChange.between(try history.files(old), files) == changes)
    #expect(GitChange.between(files, try repository.readIndex().entries).isEmpty)
  }

  @Test func `knows a shallow clone`() throws {
    try sandbox.makeRepository("origin")
    try sandbox.commitAll(in: "origin", "one")
    try sandbox.commitAll(in: "origin", "two")
    try sandbox.git("clone", "-q", "--depth", "1", "file://" + sandbox.temporary.absolute("origin"), "repo")
    #expect(try sandbox.repository().isShallow)
  }

  @Test func `tells what git said when it fails`() throws {
    try sandbox.makeRepository()
    let missing = try #require(ObjectID(String(repeating: "1", count: 40)))
    let history = try GitHistory(try sandbox.repository())
    #expect {
      try history.files(missing)
    } throws: { error in
      guard case GitError.failed("ls-tree", let status, let message) = error else { return false }
      return status == 128 && message.hasPrefix("fatal: ")
    }
  }
}

struct ChildProcessTests {
  private func run(
    _ script: String, input: [UInt8] = [], seconds: UInt64 = 60
  ) throws -> (
    output: [UInt8], errors: [UInt8], status: Int32
  ) {
    var process = try ChildProcess(
      ["/bin/sh", "-c", script].map { Array($0.utf8) }, environment: [Array("PATH=/usr/bin:/bin".utf8)],
      keepsErrors: true)
    var output: [UInt8] = []
    var errors: [UInt8] = []
    try process.exchange(
      input, closesInput: true, deadline: Deadline.now + seconds * 1_000_000_000, isDone: { _, _ in false },
      output: &output, errors: &errors)
    return (output, errors, process.wait())
  }

  @Test func `reads and writes more than a pipe holds`() throws {
    let input = [UInt8](repeating: 0x61, count: 1 << 20)
    #expect(try run("cat", input: input).output == input)
    #expect(try run("cat >&2; exit 3", input: input).status == 3)
  }

  @Test func `survives a process that reads nothing`() throws {
    let result = try run("exec <&-; echo done", input: [UInt8](repeating: 0x61, count: 1 << 20))
    #expect(result.output == Array("done\n".utf8))
  }

  @Test func `ends a process that does not answer`() {
    #expect(throws: ChildProcess.Failure.self) { try run("exec sleep 600", seconds: 0) }
  }

  @Test func `tells the signal that ended a process`() throws {
    #expect(try run("kill -9 $$").status == 128 + 9)
  }

  @Test func `passes nothing on but the environment given`() throws {
    #expect(try run("env").output.split(separator: 0x0A).count <= 3)
  }
}
