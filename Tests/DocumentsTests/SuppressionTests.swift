import Documents
import SourceText
import Testing

@Suite struct SuppressionTests {
  /// The suppressions of a Dockerfile: names, and the first line of the scope (`file` for all of it, `–` for none).
  private func suppressions(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    let path = RepositoryPath("Dockerfile")
    guard let classification = Classifier.classify(path, content: bytes) else { return [] }
    let document = Document(path: path, classification: classification, bytes: bytes)
    return document.suppressions.map { suppression in
      let names = suppression.names.map(\.text).joined(separator: ",")
      guard let scope = suppression.scope else { return "\(names) –" }
      if scope == SourceRange(0, bytes.count) { return "\(names) file" }
      return "\(names) \(LineIndex(bytes).line(at: scope.start))-\(LineIndex(bytes).line(at: scope.end))"
    }
  }

  @Test(arguments: [
    ("FROM a\n# ashlar: ignore[x/y] why\nRUN b\n", ["x/y 3-3"]),
    ("FROM a\n# ashlar: ignore[x/y, z/w]\n# more\nRUN b \\\n c\n", ["x/y,z/w 4-5"]),
    ("FROM a\n# ashlar: ignore[x/y]\n\nRUN b\n", ["x/y –"]), ("# ashlar: ignore-file[x/y] why\nFROM a\n", ["x/y file"]),
    ("FROM a\nRUN b \\\n# ashlar: ignore[x/y]\n c\n", ["x/y –"]), ("FROM a\n# ashlar ignore[x/y]\nRUN b\n", []),
    ("# hadolint ignore=DL3006\nFROM a\n", ["hadolint:DL3006 2-2"]),
    ("FROM a\n# hadolint ignore = DL3008 , SC2086 because # of\nRUN b\n", ["hadolint:DL3008,shellcheck:SC2086 3-3"]),
    ("# hadolint global ignore=DL3006\nFROM a\n", ["hadolint:DL3006 file"]),
    ("# hadolint stage ignore=DL3006\nFROM a\nRUN b\nFROM c\n", ["hadolint:DL3006 2-3"]),
    ("# check=skip=StageNameCasing,FromAsCasing;error=true\nFROM a\n", ["buildkit:StageNameCasing,buildkit:FromAsCasing file"]),
    ("# check=skip=all\nFROM a\n", [" file"]), ("FROM a\n# check=skip=JSONArgsRecommended\nCMD b\n", ["buildkit:JSONArgsRecommended 3-3"]),
    ("FROM a\n# tally ignore=DL3020,no-x;reason=text\nADD b c\n", ["hadolint:DL3020,tally:no-x 3-3"]),
    ("FROM a\n# trivy:ignore:DS-0005\nADD b c\n", ["trivy:DS-0005 3-3"]), ("# trivy:ignore:DS-0002\nFROM a\n", ["trivy:DS-0002 file"]),
    ("FROM a\n# checkov:skip=CKV_DOCKER_2:no health\nRUN b\n", ["checkov:CKV_DOCKER_2 file"]),
    ("FROM a\n# nosemgrep: dockerfile.missing-user\nRUN b\n", ["semgrep:dockerfile.missing-user 3-3"]),
    ("FROM a\n# nosemgrep\nRUN b\n", [" 3-3"]),
    ("FROM a\n# kics-scan ignore-line\nRUN b\n", [" 3-3"]),
    ("# kics-scan disable=9513a694-aa0d-41d8-be61-3271e056f36b\nFROM a\n", ["kics:9513a694 file"]),
  ])
  func `reads ours and the peers' comments`(_ text: String, _ expected: [String]) { #expect(suppressions(text) == expected) }
}
