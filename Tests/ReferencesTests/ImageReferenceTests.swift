import References
import SourceText
import TestSupport
import Testing

private let hex64 = String(repeating: "0123456789abcdef", count: 4)

private func failure(_ text: String) -> ImageReferenceError? {
  do throws(ImageReferenceError) {
    _ = try ImageReference(parsing: text)
    return nil
  } catch { return error }
}

@Suite struct ImageReferenceTests {
  @Test(arguments: [
    ("alpine", "docker.io/library/alpine:latest"), ("alpine:3.20", "docker.io/library/alpine:3.20"),
    ("user/app", "docker.io/user/app:latest"), ("docker.io/alpine", "docker.io/library/alpine:latest"),
    ("index.docker.io/alpine:1", "docker.io/library/alpine:1"), ("quay.io/a/b/c:v1", "quay.io/a/b/c:v1"),
    ("localhost/app", "localhost/app:latest"), ("localhost:5000/app:1", "localhost:5000/app:1"),
    ("Registry/app", "Registry/app:latest"), ("[::1]:5000/app", "[::1]:5000/app:latest"),
    ("registry:5000", "docker.io/library/registry:5000"),
    ("my_host.example/app", "my_host.example/app:latest"), ("a__b--c.d/e-f", "a__b--c.d/e-f:latest"),
  ])
  func `completes a name as Docker does`(text: String, canonical: String) throws {
    #expect(try ImageReference(parsing: text).canonical == canonical)
  }

  @Test func `tells the parts and where they stand`() throws {
    let text = "ghcr.io:443/org/app:1.2@sha256:" + hex64
    let reference = try ImageReference(parsing: text)
    #expect(reference.domain == "ghcr.io:443")
    #expect(reference.host == "ghcr.io")
    #expect(reference.port == "443")
    #expect(reference.path == "org/app")
    #expect(reference.tag == "1.2")
    #expect(reference.digest == "sha256:" + hex64)
    #expect(reference.domainRange == SourceRange(0, 11))
    #expect(reference.pathRange == SourceRange(12, 19))
    #expect(reference.tagRange == SourceRange(20, 23))
    #expect(reference.digestRange == SourceRange(24, text.utf8.count))
    #expect(reference.canonical == text)
  }

  @Test func `gives no default tag to what has a digest`() throws {
    let reference = try ImageReference(parsing: "alpine@sha256:" + hex64)
    #expect(reference.tag == nil)
    #expect(reference.effectiveTag == nil)
    #expect(reference.canonical == "docker.io/library/alpine@sha256:" + hex64)
  }

  @Test(arguments: [
    ("docker.io/library/redis:7", "redis"), ("user/app", "user/app"), ("docker.io/library/a/b", "library/a/b"),
    ("quay.io/library/x", "quay.io/library/x"), ("host.example/x", "host.example/x"),
  ])
  func `says a name as people do`(text: String, familiar: String) throws {
    #expect(try ImageReference(parsing: text).familiarName == familiar)
  }

  @Test(
    arguments: [
      ("[::1]:5000/app", "[::1]", "5000"), ("[::1]/app", "[::1]", nil), ("a.example/app", "a.example", nil),
    ] as [(String, String, String?)])
  func `separates the port from the host`(text: String, host: String, port: String?) throws {
    let reference = try ImageReference(parsing: text)
    #expect(reference.host == host)
    #expect(reference.port == port)
  }

  @Test(arguments: [
    ("", ImageReferenceError.Kind.empty, 0, 0), (hex64, .identifier, 0, 64), ("Alpine", .uppercaseName, 0, 1),
    ("user/App:1", .uppercaseName, 5, 6), ("a b", .invalidName, 1, 2), ("-a", .invalidName, 0, 1), ("a..b", .invalidName, 2, 3),
    ("a___b", .invalidName, 3, 4), ("a/", .invalidName, 2, 2), ("a.b/", .invalidName, 4, 4), ("alpine:", .invalidTag, 7, 7),
    ("alpine:-1", .invalidTag, 7, 9), ("alpine:a:b", .invalidTag, 7, 10), ("alpine@", .invalidDigest, 7, 7),
    ("alpine@sha256:abc", .invalidDigest, 7, 17), ("a@sha256:" + hex64 + "00", .digestLength, 2, 75),
    ("a@sha256:" + hex64.uppercased(), .invalidDigest, 2, 73), ("a@md5:" + String(hex64.prefix(32)), .digestAlgorithm, 2, 38),
    ("$IMAGE", .uppercaseName, 1, 2),
  ])
  func `refuses what is no reference, and says where`(text: String, kind: ImageReferenceError.Kind, start: Int, end: Int) {
    #expect(failure(text)?.kind == kind)
    #expect(failure(text)?.range == SourceRange(start, end))
  }

  @Test func `refuses names and tags that are too long`() {
    #expect(failure(String(repeating: "a", count: 247)) == nil)
    #expect(failure(String(repeating: "a", count: 248))?.kind == .nameTooLong)
    #expect(failure("x.io/" + String(repeating: "a", count: 255)) == nil)
    #expect(failure("a:" + String(repeating: "t", count: 128)) == nil)
    #expect(failure("a:" + String(repeating: "t", count: 129))?.kind == .invalidTag)
  }

  @Test(arguments: [("sha256", 64), ("sha384", 96), ("sha512", 128)])
  func `knows how many digits an algorithm gives`(algorithm: String, count: Int) {
    let digits = String(repeating: "a", count: count)
    #expect(failure("a@\(algorithm):\(digits)") == nil)
    #expect(failure("a@\(algorithm):\(digits)a")?.kind == .digestLength)
  }

  @Test(arguments: 0..<40)
  func `reads its own canonical form as the same image`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let pieces = ["a", "b1", "/", ".", "_", "-", ":", "@", "sha256:" + hex64, "docker.io", "localhost", "A", "80", "[::1]", "é", " "]
    for _ in 0..<500 {
      let text = (0..<random.below(8)).map { _ in random.pick(pieces) }.joined()
      guard let reference = try? ImageReference(parsing: text) else {
        #expect(failure(text).map { SourceRange(0, text.utf8.count).encloses($0.range) } == true, "seed \(seed): \(text)")
        continue
      }
      let again = try ImageReference(parsing: reference.canonical)
      #expect(again.canonical == reference.canonical, "seed \(seed): \(text)")
      #expect(again.familiarName == reference.familiarName, "seed \(seed): \(text)")
    }
  }
}
