import Dockerfile
import SourceText
import Testing

struct DiagnosticTests {
  /// Every kind of thing that can be wrong.
  private static let wrong = """
    # escape=x
    # check=a
    # check=b
    RUN early
    FROM a b
    FROM c AS 1
    RUNN x
    \\

    ENV
    ENV a
    ENV a=b c
    ENV =c
    COPY a
    COPY --frmo=a b c
    COPY --from=a --from=b c d
    COPY --from c d e
    COPY --link=x c d
    COPY a <<E
    E
    CMD [1]
    SHELL x
    SHELL [x]
    VOLUME [""]
    HEALTHCHECK CDM
    HEALTHCHECK NONE a
    HEALTHCHECK CMD
    HEALTHCHECK --interval=1 --timeout=1ns --retries=x CMD a
    RUN --network=hots --security=sandbx --mount= --mount=from=$a,target=/b --device=a,b c
    ONBUILD ONBUILD
    RUN <<NEAR
     NEAR
    RUN <<FAR
    """

  @Test func `each has a message, a place and a phase`() {
    let tree = tree(Self.wrong)
    var names: Set<String> = []
    for diagnostic in tree.diagnostics {
      names.insert(String("\(diagnostic.kind)".prefix { $0 != "(" }))
      #expect(!diagnostic.message.isEmpty, "\(diagnostic.kind)")
      #expect(!diagnostic.message.hasSuffix(".") && !diagnostic.message.contains("\n"), "\(diagnostic.message)")
      #expect(!diagnostic.range.isEmpty, "\(diagnostic.kind)")
      if let index = diagnostic.instruction { #expect(tree.instructions[index].range.encloses(diagnostic.range), "\(diagnostic)") }
    }
    // The others need a file of their own: no instruction, no stage, a long line, a large file, deep nesting.
    #expect(names.count == 32, "\(names.sorted())")
    #expect(tree.diagnostics.map(\.range) == tree.diagnostics.map(\.range).sorted())
  }

  @Test(
    arguments: [
      ("COPPY a b", "COPY"), ("copyy a b", "COPY"), ("ENTRY a", nil), ("RNU a", "RUN"), ("A b", nil), ("HEALTCHECK NONE", "HEALTHCHECK"),
    ] as [(String, String?)])
  func `near keywords are suggested`(text: String, keyword: String?) {
    let diagnostic = tree("FROM a\n" + text + "\n").diagnostics.first
    #expect(diagnostic?.suggestion == keyword)
    if let keyword { #expect(diagnostic?.message.contains("did you mean `\(keyword)`?") == true) }
  }

  @Test func `near flags are suggested, or the known ones listed`() {
    #expect(tree("FROM a\nRUN --mont=a b\n").diagnostics.first?.message == "unknown flag `--mont`; did you mean `--mount`?")
    #expect(tree("FROM a\nCMD --x\n").diagnostics.first?.message == "unknown flag `--x`; `CMD` takes no flags")
    #expect(
      tree("FROM --x a\n").diagnostics.first?.message == "unknown flag `--x`; `FROM` knows `--platform`")
  }

  @Test func `a file too large is not read`() {
    let tree = DockerfileTree(parsing: [UInt8](repeating: 0x0A, count: 64 << 20 + 1))
    #expect(tree.diagnostics.map(\.kind) == [.fileTooLarge])
    #expect(tree.diagnostics.first?.message.isEmpty == false)
  }
}
