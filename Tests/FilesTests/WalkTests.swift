import TestSupport
import Testing

@testable import Files

private func paths(_ listing: Listing) -> [String] {
  (0..<listing.count).map { String(decoding: listing.path($0), as: UTF8.self) }
}

/// Leaves out what is named `skip`, and takes a directory that holds `repo` for a repository.
private struct NameFilter: WalkFilter {
  func rootScope(_ root: borrowing ListedDirectory) -> Int { 0 }

  func entrance(to directory: borrowing ListedDirectory, from parent: Int) -> WalkEntrance<Int> {
    directory.kind(of: [UInt8]("repo")) == .regular ? .repository : .enter(parent + 1)
  }

  func keeps(_ path: Span<UInt8>, kind: FileKind, in scope: Int) -> Bool {
    var bytes: [UInt8] = []
    for index in path.indices { bytes.append(path[index]) }
    return !bytes.elementsEqual("skip".utf8) && !bytes.suffix(5).elementsEqual("/skip".utf8)
  }
}

struct WalkTests {
  let temporary = TemporaryDirectory()

  @Test func `lists files in the order of their paths`() throws {
    for path in ["b", "a/c", "a.b", "a-", "a/b/c", "a0", ".github/x", "é"] { temporary.write(path, "") }
    temporary.write(".git/config", "")
    temporary.write("a/.git/config", "")
    let listing = try Directory(temporary.path).walk(KeepAll())
    #expect(paths(listing) == [".github/x", "a-", "a.b", "a/b/c", "a/c", "a0", "b", "é"])
    #expect(listing.firstIndex(of: [UInt8]("a/c")[...]) == 4)
    #expect(listing.firstIndex(of: [UInt8]("a")[...]) == nil)
    #expect(listing.directoryCount == 4)
  }

  @Test func `lists links and does not follow them`() throws {
    temporary.write("a/b", "")
    temporary.link("link", to: "a")
    temporary.link("a/up", to: "..")
    temporary.makeFIFO("fifo")
    let listing = try Directory(temporary.path).walk(KeepAll())
    #expect(paths(listing) == ["a/b", "a/up", "link"])
    #expect(listing.kind(1) == .symlink)
    #expect(listing.specialCount == 1)
  }

  @Test func `leaves out what the filter leaves out`() throws {
    for path in ["a/x", "a/skip/x", "skip/x", "sub/repo", "sub-x", "sub/more/x", "sub0"] { temporary.write(path, "") }
    let listing = try Directory(temporary.path).walk(NameFilter())
    #expect(paths(listing) == ["a/x", "sub", "sub-x", "sub0"])
    #expect(listing.kind(1) == .repository)
    #expect(listing.repositories == [1])
    #expect(listing.ignoredCount == 2)
  }

  @Test func `gives the same listing with several workers`() async throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<400 {
      let depth = generator.below(4)
      let parts = (0...depth).map { _ in String(generator.pick(Array("abcdefgh."))) + String(generator.below(3)) }
      let path = parts.joined(separator: "/") + (generator.oneIn(20) ? "/repo" : "/f")
      temporary.write(path, "")
    }
    let root = try Directory(temporary.path)
    let one = root.walk(NameFilter())
    let three = await root.walk(NameFilter(), workers: 3)
    #expect(paths(one) == paths(three))
    #expect(one.directoryCount == three.directoryCount)
    #expect(paths(one) == paths(one).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  @Test func `stops at its limits and says so`() throws {
    temporary.write("a/b/c/d/e", "")
    temporary.write("x", "")
    var limits = WalkLimits()
    limits.depth = 2
    let shallow = try Directory(temporary.path).walk(KeepAll(), limits: limits)
    #expect(paths(shallow) == ["x"])
    #expect(shallow.problems.map { String(decoding: $0.path, as: UTF8.self) } == ["a/b/c/"])
    limits = WalkLimits()
    limits.pathLength = 5
    let short = try Directory(temporary.path).walk(KeepAll(), limits: limits)
    #expect(paths(short) == ["x"])
    #expect(short.problems.count == 1)
    limits = WalkLimits()
    limits.fileCount = 1
    #expect(try Directory(temporary.path).walk(KeepAll(), limits: limits).problems.count == 1)
  }

  @Test(.enabled(if: !isSuperuser)) func `names directories it cannot list`() throws {
    temporary.write("closed/x", "")
    temporary.setMode("closed", 0)
    defer { temporary.setMode("closed", 0o755) }
    let listing = try Directory(temporary.path).walk(KeepAll())
    #expect(listing.problems.map(\.error) == [.permissionDenied])
  }
}
