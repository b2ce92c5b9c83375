import Documents
import Testing

@Suite struct RepositoryPathTests {
  @Test func `resolves dots and never leaves the root`() {
    let folder = RepositoryPath("a/b")
    #expect(folder.appending("./c//d")?.description == "a/b/c/d")
    #expect(folder.appending("../c")?.description == "a/c")
    #expect(folder.appending("../..")?.isRoot == true)
    #expect(folder.appending("../../..") == nil)
  }

  @Test func `knows what lies inside it`() {
    #expect(RepositoryPath("a/b/c").isInside("a/b"))
    #expect(RepositoryPath("a/b").isInside("a/b"))
    #expect(!RepositoryPath("a/bc").isInside("a/b"))
    #expect(RepositoryPath("a").isInside(.root))
    #expect(RepositoryPath("a/b/c").relative(to: "a")?.description == "b/c")
    #expect(RepositoryPath("a/b/c").directory.description == "a/b")
  }
}

@Suite struct FileListingTests {
  private let listing = FileListing(["b/c", "a", "b/d/e", "b-c", "b0"].map { .init(RepositoryPath($0)) })

  @Test func `finds files and folders`() {
    #expect(listing.contains("b/c") && !listing.contains("b"))
    #expect(listing.hasFolder("b") && listing.hasFolder("b/d") && !listing.hasFolder("a") && !listing.hasFolder("b/"))
    #expect(listing.files(below: "b").map(\.path.description) == ["b/c", "b/d/e"])
    #expect(listing.files(below: .root).count == 5)
  }
}
