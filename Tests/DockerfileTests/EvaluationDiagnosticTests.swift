import Dockerfile
import References
import SourceText
import Testing

@Suite struct EvaluationDiagnosticTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    /// What is at fault; the last place where it stands.
    let place: String
    let kind: DockerfileEvaluationDiagnostic.Kind
    var testDescription: String { text }

    init(_ text: String, _ place: String, _ kind: DockerfileEvaluationDiagnostic.Kind) {
      self.text = text
      self.place = place
      self.kind = kind
    }
  }

  private static let cases = [
    Case("FROM $IMAGE\n", "$IMAGE", .blankBase("$IMAGE")),
    Case("FROM Alpine\n", "Alpine", .badReference("Alpine", .uppercaseName)),
    Case("FROM a:b:c\n", "a:b:c", .badReference("a:b:c", .invalidTag)),
    Case("FROM ${A\n", "${A", .badWord(.unsupportedModifier("\u{FFFD}"))),
    Case("FROM --platform=foo a\n", "foo", .badPlatform("foo")),
    Case("FROM --platform=$NONE a\n", "$NONE", .blankPlatform("$NONE")),
    Case("FROM a\nCOPY --from=$X a b\n", "$X", .variableInFrom),
    Case("FROM a\nCOPY --from=7 a b\n", "7", .noSuchStage(7)),
    Case("FROM a\nCOPY --from=Up a b\n", "Up", .badReference("Up", .uppercaseName)),
    Case("FROM a AS x\nCOPY --from=x a b\n", "x", .circularStages("x")),
    Case("FROM a AS x\nRUN --mount=from=y,target=/a b\nFROM a AS y\nFROM x\n", "y", .laterStage("y")),
    Case("FROM a\nEXPOSE 80 http\n", "http", .badPort("http")),
    Case("FROM a\nEXPOSE 80/icmp\n", "80/icmp", .badTransport("80/icmp")),
    Case("FROM a\nEXPOSE 70000\n", "70000", .badPort("70000")),
    Case("FROM a\nEXPOSE x:1:2\n", "x:1:2", .badHostAddress("x:1:2")),
    Case("FROM a\nENV S=SIGNOPE\nSTOPSIGNAL $S\n", "$S", .badSignal("SIGNOPE")),
    Case("FROM a\nCOPY --chmod=u+q a b\n", "u+q", .badFileMode("u+q")),
    Case("FROM a\nADD --chmod=10000 a b\n", "10000", .badFileMode("10000")),
    Case("FROM scratch\nVOLUME /a $V\n", "$V", .blankVolume),
    Case("FROM a\nCOPY https://x.example/f /\n", "https://x.example/f", .remoteSource("https://x.example/f")),
    Case("FROM a\nCOPY git@host:a/b /\n", "git@host:a/b", .remoteSource("git@host:a/b")),
    Case(
      "FROM a\nADD https://x.example/f.git?what=1 /\n", "https://x.example/f.git?what=1", .badGitSource("https://x.example/f.git?what=1")),
    Case("FROM a\nADD --checksum=sha256:00 f /\n", "sha256:00", .checksumOfLocalSource),
    Case("FROM a\nADD --checksum=sha256:00 https://x.example/f /\n", "https://x.example/f", .badChecksum("sha256:00")),
    Case("FROM a\nADD --checksum=sha256:00 f g /\n", "sha256:00", .checksumOfManySources),
    Case("FROM a\nRUN --mount=type=what,target=/a b\n", "type=what,target=/a", .badMount(.unknownKind("what"))),
    Case("FROM scratch\nRUN --mount=type=tmpfs b\n", "type=tmpfs", .badMount(.rootTarget)),
    Case("FROM a\nRUN --mount=target=/a,mode=0700 b\n", "target=/a,mode=0700", .badMount(.keyOfOtherKind("mode", .bind))),
    Case("FROM a\nRUN --mount=type=secret b\n", "type=secret", .badMount(.secretWithoutName)),
    Case("FROM a\nENV A='x\n", "'x", .badWord(.unclosedSingleQuote)),
    Case("FROM scratch\nARG A\nUSER ${A:?tell}\n", "${A:?tell}", .badWord(.required(name: "A", message: "tell"))),
    Case("FROM --platform=windows/amd64 a\nWORKDIR D:/x\n", "D:/x", .badPath("D:/x")),
    Case("ARG SOURCE_DATE_EPOCH=soon\nFROM a\n", "SOURCE_DATE_EPOCH=soon", .badSourceDate("soon")),
    Case("# check=skip=all;what=1\nFROM a\n", "what=1", .badCheckOption("what=1")),
    Case("FROM a AS x\nONBUILD COPY --what a b\nFROM x\n", "ONBUILD COPY --what a b", .badTrigger),
    Case("FROM a AS x\nONBUILD STOPSIGNAL nope\nFROM x\n", "nope", .badSignal("nope")),
  ]

  @Test(arguments: cases)
  func `finds what BuildKit refuses, where it stands`(example: Case) {
    let result = evaluation(example.text)
    #expect(result.diagnostics.map(\.kind) == [example.kind])
    #expect(result.diagnostics.map { result.tree.text($0.range) } == [example.place])
    #expect(result.diagnostics.allSatisfy { $0.isError })
    #expect(result.diagnostics.allSatisfy { !$0.message.isEmpty })
  }

  @Test(arguments: [
    "FROM a\nRUN --mount=type=tmpfs b\n", "FROM a\nEXPOSE $PORT\n", "FROM a\nSTOPSIGNAL $S\n", "FROM a\nVOLUME $V\n",
    "FROM a\nCOPY --chmod=$M a b\n", "FROM a\nUSER ${A:?tell}\n", "FROM a\nADD --checksum=$C https://x.example/f /\n",
    "FROM a\nRUN --mount=type=$T,mode=0700,target=/a b\n", "FROM a\nENTRYPOINT x\nSTOPSIGNAL SIGRTMIN+15\n",
    "FROM a\nCOPY --chmod=u=rwX,go=rX a b\nEXPOSE 80-80 1-3/udp\n", "FROM a\nADD git@github.com:a/b.git#main /\n",
    "FROM a\nCOPY <<E /f\n$X 'it\nE\n", "# check=skip=all;error=true\nFROM a\n", "ARG SOURCE_DATE_EPOCH=0\nFROM a\n",
  ])
  func `accepts what may be right`(text: String) { #expect(evaluation(text).diagnostics.isEmpty) }

  @Test func `counts as an error only what the target needs`() {
    let text = "FROM a AS x\nSTOPSIGNAL nope\nFROM b AS y\n"
    #expect(evaluation(text).diagnostics.map(\.isError) == [false])
    #expect(evaluation(text, target: "x").diagnostics.map(\.isError) == [true])
    #expect(evaluation("FROM A AS x\nFROM b AS y\n").diagnostics.map(\.isError) == [true])
  }

  @Test func `blames the FROM that pulls a trigger`() {
    let result = evaluation("FROM a AS x\nONBUILD STOPSIGNAL nope\nFROM x\n")
    #expect(result.diagnostics.map(\.instruction) == [2])
  }

  @Test func `says that a target does not exist`() {
    let result = evaluation("FROM a AS x\n", target: "y")
    #expect(result.target == nil)
    #expect(result.diagnostics.map(\.kind) == [.noSuchTarget("y")])
  }
}
