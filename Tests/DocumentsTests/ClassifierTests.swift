import Documents
import Testing

@Suite struct ClassifierTests {
  private func kind(_ path: String, _ text: String = "FROM alpine\n") -> DocumentKind? {
    Classifier.classify(RepositoryPath(path), content: Array(text.utf8))?.kind
  }

  @Test(arguments: [
    "Dockerfile", "dockerfile", "a/Dockerfile", "Containerfile", "Dockerfile.dev", "Dockerfile-dev", "Dockerfile_dev", "dev.Dockerfile",
    "api.dockerfile", "Containerfile.ubi9", "docker/Dockerfile.api.prod", "Dockerfile.2024", "DOCKERFILE", "build-Dockerfile",
    "Dockerfile.windows",
  ])
  func `takes every habit of naming for a Dockerfile`(_ path: String) { #expect(kind(path) == .dockerfile) }

  @Test(arguments: [
    "Dockerfile.md", "dockerfile.go", "dockerfile_test.go", "Dockerfile.j2", "Dockerfile.tmpl", "Dockerfile.in", "docker.file",
    "Dockerfile.html",
    "dockerfile.py", "FROM", "Dockerfiles/readme", "Dockerfile.tpl", "Dockerfile.erb",
  ])
  func `does not take prose, programs or templates for one`(_ path: String) { #expect(kind(path) == nil) }

  @Test func `asks the content where the name leaves it open`() {
    #expect(kind("Dockerfile.notes", "These are notes.\n") == nil)
    #expect(kind("Dockerfile.build", "\u{FEFF}# comment\n\n  arg X=1\nFROM a\n") == .dockerfile)
    #expect(kind("Dockerfile.fragment", "RUN make\n") == .dockerfile)
    // The plain name is a Dockerfile whatever is in it: that it cannot be built is then said of it.
    #expect(kind("Dockerfile", "nonsense\n") == .dockerfile)
  }

  @Test(arguments: [".dockerignore", "a/.dockerignore", "api.Dockerfile.dockerignore", "Dockerfile.dockerignore", ".containerignore"])
  func `knows the builder's ignore files`(_ path: String) { #expect(kind(path, "") == .ignoreFile) }
}

@Suite struct ProvenanceTests {
  @Test(arguments: [
    ("Dockerfile", Provenance.Kind.own), ("vendor/x/Dockerfile", .vendored), ("a/node_modules/b/Dockerfile", .vendored),
    ("examples/a/Dockerfile", .example), ("src/testdata/Dockerfile", .example), ("Test/Dockerfile", .example), ("latest/Dockerfile", .own),
    ("contest/Dockerfile", .own), ("vendor.Dockerfile", .own),
  ])
  func `is told by whole folder names`(_ path: String, _ kind: Provenance.Kind) {
    #expect(Provenance(path: RepositoryPath(path)).kind == kind)
  }

  @Test func `is judged from what the user asked about`() {
    #expect(Provenance(path: "examples/shop/Dockerfile", below: "examples/shop").kind == .own)
    #expect(Provenance(path: "examples/shop/tests/Dockerfile", below: "examples/shop").kind == .example)
  }
}
