import Dockerfile
import SourceText
import Testing

struct FlagTests {
  @Test func `stand at the front only`() {
    let instruction = instruction("COPY --from=b --link a --chown=c d\n")
    #expect(instruction?.flagTexts == ["from=b", "link"])
    #expect(instruction?.copied?.sources == ["a", "--chown=c"])
    #expect(instruction?.flag("from")?.value?.text.string == "b")
  }

  @Test(arguments: [
    (#"--exclude="a b""#, #"exclude=a b"#), (#"--exclude='a b'"#, #"exclude=a b"#), (#"--exclude=a\ b"#, #"exclude=a b"#),
    (#"--exclude='a\'b'"#, #"exclude=a'b"#), (#"--"exclude"=a"#, #"exclude=a"#), (#"--exclude=a=b"#, #"exclude=a=b"#),
    ("--exclude=\\\n   a", "exclude="), ("--exc\\\nlude=a", "exclude=a"), ("--exclude=", "exclude="),
  ])
  func `lose quotes and escapes`(written: String, read: String) {
    #expect(instruction("COPY \(written) x y\n")?.flagTexts == [read])
  }

  @Test func `are read as Latin-1`() {
    #expect(instruction("COPY --chown=é x y\n")?.flagTexts == ["chown=Ã©"])
    // The second byte of à is a blank there.
    let instruction = instruction("COPY --chown=à x y\n")
    #expect(instruction?.flagTexts == ["chown=Ã"])
    #expect(instruction?.copied?.sources == ["x"])
  }

  @Test func `end with two dashes alone`() {
    #expect(instruction("RUN -- --network=none\n")?.shellText == "--network=none")
    #expect(problems("RUN --\n").isEmpty)
  }

  @Test func `have ranges in the file`() throws {
    let tree = tree("FROM a\nCOPY --from=\"b\" \\\n  --link c d\n")
    let flags = tree.instructions[1].flags
    #expect(flags.map { tree.text($0.range) } == ["--from=\"b\"", "--link"])
    #expect(flags.map { tree.text($0.nameRange) } == ["from", "link"])
    #expect(tree.text(try #require(flags[0].value).range) == "\"b\"")
  }

  @Test(
    arguments: [
      ("COPY --form=a b c", .unknownFlag("form", of: .copy)), ("COPY --From=a b c", .unknownFlag("From", of: .copy)),
      ("CMD --version", .unknownFlag("version", of: .cmd)), ("ENV --a=b c=d", .unknownFlag("a", of: .env)),
      ("COPY --from=a --from=b c d", .repeatedFlag("from")), ("COPY --from a b c", .flagWithoutValue("from")),
      ("COPY --link= a b", .flagWithoutValue("link")), ("COPY --link=1 a b", .flagNotBoolean("link", value: "1")),
      ("RUN --network=bridge a", .badNetworkMode("bridge")), ("RUN --network= a", .badNetworkMode("")),
      ("RUN --security=no a", .badSecurityMode("no")),
      ("RUN --mount='type=\"a' b", .badMountList("type=\"a")), ("RUN --mount= a", .badMountList("")),
      ("RUN --mount=from=$x,target=/a b", .variableInMountSource), ("ONBUILD --a RUN b", .unknownFlag("a", of: .onbuild)),
    ] as [(String, DockerfileDiagnostic.Kind)])
  func `are refused`(text: String, kind: DockerfileDiagnostic.Kind) { #expect(problems(text + "\n").first == kind) }

  @Test(arguments: [
    "COPY --link=TRUE --exclude=a --exclude=b c d", "RUN --mount=from=a$ --mount=type=cache,target=/a b", "ARG --x=y z",
    "STOPSIGNAL --x 9", "HEALTHCHECK --interval=x NONE", "COPY --chown= a b", "ADD --keep-git-dir --unpack=false a b",
    "RUN --device=a/b=c,required --device=name=d c", "HEALTHCHECK --interval=0 --retries=+3 --timeout=1h0.5s CMD a",
  ])
  func `are accepted`(text: String) { #expect(problems(text + "\n").isEmpty) }

  @Test func `each wrong one is told`() {
    let tree = tree("FROM a\nCOPY --a --b --chwon=c d e\n")
    #expect(tree.diagnostics.count == 3)
    #expect(tree.diagnostics.map(\.suggestion) == [nil, nil, "chown"])
    #expect(tree.diagnostics.allSatisfy { $0.instruction == 1 })
  }

  @Test(
    arguments: [
      ("5", true), ("1m30", true), ("-1s", false), ("999us", false), ("x", true), ("", nil), ("1.5h", nil), ("1ms", nil),
    ] as [(String, Bool?)])
  func `hold durations`(value: String, isUnreadable: Bool?) {
    let found = problems("HEALTHCHECK --timeout=\(value) CMD a\n")
    switch isUnreadable {
    case nil: #expect(found.isEmpty)
    case true?: #expect(found == [.badDuration(flag: "timeout", value: value)])
    case false?: #expect(found == [.durationTooShort(flag: "timeout", value: value)])
    }
  }

  @Test(arguments: ["-1", "x", "1.0", "2147483648", " 1"])
  func `hold retries`(value: String) {
    #expect(problems("HEALTHCHECK --retries='\(value)' CMD a\n") == [.badRetries(value)])
  }

  @Test(arguments: ["a,b", "name=a,name=b", "required=maybe,a", "a,\"b", ""])
  func `hold devices`(value: String) {
    let found = problems("RUN --device='\(value)' a\n")
    guard case .badDevice? = found.first, found.count == 1 else {
      Issue.record("\(found)")
      return
    }
  }
}
