import TestSupport
import Testing

@testable import Files

struct DirectoryTests {
  let temporary = TemporaryDirectory()

  private func root(_ path: String = "") throws -> Directory { try Directory(temporary.absolute(path)) }

  private func read(_ path: String, limit: Int = Directory.defaultSizeLimit) throws -> String {
    String(decoding: try root("root").read([UInt8](path), limit: limit), as: UTF8.self)
  }

  private func error(_ path: String) -> FileError? {
    do throws(FileError) {
      _ = try Directory(temporary.absolute("root")).read([UInt8](path))
      return nil
    } catch { return error }
  }

  @Test func `reads a file`() throws {
    temporary.write("root/a/b", "text")
    temporary.write("root/empty", "")
    #expect(try read("a/b") == "text")
    #expect(try read("./a//b") == "text")
    #expect(try read("a/../a/b") == "text")
    #expect(try read("empty").isEmpty)
  }

  @Test func `reads a file that announces no size`() throws {
    #if os(Linux)
      let bytes = try Directory("/proc/self").read([UInt8]("status"))
      #expect(bytes.starts(with: "Name:".utf8))
    #endif
  }

  @Test func `follows links that stay inside`() throws {
    temporary.write("root/a/b", "text")
    temporary.link("root/up/file", to: "../a/b")
    temporary.link("root/directory", to: "a")
    temporary.link("root/absolute", to: temporary.absolute("root/a/b"))
    temporary.link("root/chain", to: "directory/../up/file")
    #expect(try read("up/file") == "text")
    #expect(try read("directory/b") == "text")
    #expect(try read("absolute") == "text")
    #expect(try read("chain") == "text")
  }

  @Test(arguments: [
    "link", "up", "absolute/secret", "a/../../secret", "../secret", "/etc/passwd", "through/secret", "a\0b",
  ])
  func `never reads outside the root`(path: String) {
    temporary.write("secret", "secret")
    temporary.write("root/a/b", "")
    temporary.write("root-other/secret", "secret")
    temporary.link("root/link", to: "../secret")
    temporary.link("root/up", to: "a/../../secret")
    temporary.link("root/absolute", to: temporary.absolute("root-other"))
    temporary.link("root/through", to: "..")
    #expect(error(path) == .outsideRoot)
  }

  @Test(arguments: [".git/config", "link", "a/../.git/config", "through/config", ".GIT/config"])
  func `never reads what git keeps`(path: String) {
    temporary.write("root/.git/config", "token")
    temporary.makeDirectory("root/a")
    temporary.link("root/link", to: ".git/config")
    temporary.link("root/through", to: ".git")
    #expect(error(path) == .outsideRoot)
  }

  @Test func `tells what it cannot read`() {
    temporary.write("root/file", "")
    temporary.makeFIFO("root/fifo")
    temporary.link("root/device", to: "fifo")
    temporary.link("root/loop", to: "pool")
    temporary.link("root/pool", to: "loop")
    temporary.link("root/dangling", to: "none")
    #expect(error("none") == .notFound)
    #expect(error("file/none") == .notDirectory)
    #expect(error("fifo") == .notRegular)
    #expect(error("device") == .notRegular)
    #expect(error("loop") == .symlinkLoop)
    #expect(error("dangling") == .notFound)
    #expect(error("") == .isDirectory)
    #expect(error(".") == .isDirectory)
  }

  @Test func `ends where links multiply`() {
    temporary.link("root/a0", to: ".")
    for index in 1..<30 { temporary.link("root/a\(index)", to: "a\(index - 1)/a\(index - 1)") }
    #expect(error("a29/none") == .symlinkLoop)
  }

  @Test func `refuses what is larger than the limit`() throws {
    temporary.write("root/file", "12345")
    #expect(try read("file", limit: 5) == "12345")
    #expect(throws: FileError.tooLarge(limit: 4)) { try read("file", limit: 4) }
    #expect(FileError.tooLarge(limit: 64 << 20).message == "larger than 64 MiB")
  }

  @Test(.enabled(if: !isSuperuser)) func `tells a missing permission`() {
    temporary.write("root/file", "", mode: 0)
    #expect(error("file") == .permissionDenied)
  }

  @Test func `reads many files in any order`() throws {
    for seed in 0..<20 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let names = (0..<30).map { _ in
        (0...generator.below(4)).map { _ in generator.pick(["a", "b", "ab"]) }.joined(separator: "/") + "/f"
      }
      for name in names { temporary.write("root/" + name, name) }
      let root = try root("root")
      var reader = FileReader(root)
      for _ in 0..<60 {
        let name = [UInt8](generator.pick(names))
        #expect(try reader.read(name[...]) == name, "seed \(seed)")
        if generator.oneIn(4) { #expect((try? reader.read([UInt8]("a/none/f")[...])) == nil) }
      }
    }
  }

  @Test func `tells kind, size and mode`() throws {
    temporary.write("root/run", "#!", mode: 0o755)
    temporary.link("root/link", to: "run")
    temporary.makeDirectory("root/directory")
    let root = try root("root")
    #expect(try root.status([UInt8]("run")).isExecutable)
    #expect(try root.status([UInt8]("link")).kind == .regular)
    #expect(try root.status([UInt8]("run")).size == 2)
    #expect(try root.status([UInt8]("run")).mode == 0o755)
    #expect(try root.status([UInt8]("directory")).kind == .directory)
    #expect(try root.status([]).kind == .directory)
    #expect(root.exists([UInt8]("run")))
    #expect(!root.exists([UInt8]("none")))
    #expect(try root.list().map(\.kind) == [.directory, .symlink, .regular])
  }
}
