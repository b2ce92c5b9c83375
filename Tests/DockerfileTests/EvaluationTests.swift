import Dockerfile
import SourceText
import TestSupport
import Testing

func evaluation(
  _ text: String, target: String? = nil, arguments: [String: String?] = [:], base: ImageConfiguration? = nil
) -> DockerfileEvaluation {
  var options = DockerfileEvaluation.Options()
  options.target = target
  options.buildArguments = arguments
  options.baseImage = { _ in base }
  return DockerfileEvaluation(DockerfileTree(parsing: Array(text.utf8)), options: options)
}

extension DockerfileEvaluation {
  /// Of the target's image.
  var image: ImageConfiguration { configuration(ofStage: target ?? 0) }

  func value(_ name: String) -> String? { image.variable(name)?.value.value }
}

@Suite struct EvaluationStageTests {
  @Test func `tells stages, images and scratch apart`() {
    let result = evaluation(
      """
      ARG IMAGE=node
      FROM alpine AS Base
      FROM base AS two
      FROM Base
      FROM scratch
      FROM $IMAGE:20
      FROM $NAME
      """)
    #expect(result.stages.map(\.base) == [.image("alpine"), .stage(0), .image("Base"), .scratch, .image("node:20"), .unknown])
    #expect(result.stages.map(\.name) == ["base", "two", nil, nil, nil, nil])
    #expect(result.chain(of: 1) == [1, 0])
  }

  @Test func `takes the last earlier stage of a name for FROM, and the last one at all for COPY`() {
    let result = evaluation(
      """
      FROM a AS x
      FROM b AS x
      FROM x
      FROM c
      COPY --from=X f /
      FROM d AS x
      """, target: "x")
    #expect(result.stages[2].base == .stage(1))
    #expect(result.stages[3].dependencies.map(\.source) == [.stage(4)])
    #expect(result.target == 4)
  }

  @Test func `knows what a target needs`() {
    let text = """
      FROM a AS one
      FROM b AS two
      FROM c AS three
      COPY --from=one x /
      FROM three AS four
      RUN --mount=from=two,target=/m true
      FROM d
      """
    #expect(evaluation(text).isReachable == [false, false, false, false, true])
    #expect(evaluation(text, target: "four").isReachable == [true, true, true, true, false])
    #expect(evaluation(text, target: "three").isReachable == [true, false, true, false, false])
  }

  @Test func `finds what files are taken from`() {
    let result = evaluation(
      """
      FROM a AS one
      FROM b
      COPY --from=0 x /
      COPY --from=nginx:1 x /
      RUN --mount=type=bind,from=one,target=/m --mount=type=cache,target=/c true
      """)
    #expect(result.stages[1].dependencies.map(\.source) == [.stage(0), .image("nginx:1"), .stage(0)])
    let text = result.stages[1].dependencies.map { result.tree.text($0.range) }
    #expect(text == ["0", "nginx:1", "one"])
  }

  @Test func `replaces variables in FROM by global arguments alone`() {
    let text = "ARG V=3\nARG W=$V-slim\nFROM python:$W\nENV V=9\nFROM python:$V\n"
    #expect(evaluation(text).stages.map(\.base) == [.image("python:3-slim"), .image("python:3")])
    #expect(evaluation(text, arguments: ["V": "4"]).stages.map(\.base) == [.image("python:4-slim"), .image("python:4")])
    #expect(evaluation(text, arguments: ["V": nil]).stages.map(\.base) == [.unknown, .unknown])
  }

  @Test func `gives platforms`() {
    let result = evaluation(
      """
      FROM --platform=$BUILDPLATFORM a AS one
      FROM --platform=linux/arm64/v8 b AS two
      FROM --platform=windows/amd64 two
      """)
    #expect(result.stages.map { $0.platform?.description } == ["linux/amd64", "linux/arm64/v8", "linux/arm64/v8"])
  }
}

@Suite struct EvaluationVariableTests {
  @Test func `adds up the environment in order`() {
    let image = evaluation("FROM scratch\nENV A=1 B=$A\nENV A=2 B=$A C=${A}x\nENV PATH=/x:$PATH\n").image
    #expect(image.environment.map(\.name) == ["PATH", "A", "B", "C"])
    #expect(image.environment.map(\.value.value) == ["/x:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "2", "1", "1x"])
    #expect(image.isComplete)
  }

  @Test func `keeps arguments out of the image, and in reach of the stages above`() {
    let result = evaluation(
      """
      FROM scratch AS base
      ARG A=1
      ENV B=$A
      FROM base
      ENV C=$A$B
      """)
    #expect(result.value("C") == "11")
    #expect(result.image.variable("A") == nil)
  }

  @Test func `lets an argument hide a variable within its stage only`() {
    let result = evaluation(
      """
      FROM scratch AS base
      ENV A=image
      ARG A=argument
      ENV B=$A
      FROM base
      ENV C=$A
      """)
    #expect(result.value("B") == "argument")
    #expect(result.value("C") == "image")
  }

  @Test func `sees a global argument only where a stage declares it`() {
    let text = "ARG V=1\nFROM scratch\nENV A=[$V]\nARG V\nENV B=[$V]\nARG V=2\nENV C=[$V]\n"
    let result = evaluation(text)
    #expect(["A", "B", "C"].map { result.value($0) } == ["[]", "[1]", "[2]"])
    let given = evaluation(text, arguments: ["V": "9"])
    #expect(["A", "B", "C"].map { given.value($0) } == ["[]", "[9]", "[9]"])
  }

  @Test func `gives platform arguments where they are declared`() {
    let result = evaluation("FROM scratch\nENV A=[$TARGETARCH]\nARG TARGETARCH TARGETPLATFORM\nENV B=$TARGETARCH,$TARGETPLATFORM\n")
    #expect(result.value("A") == "[]")
    #expect(result.value("B") == "amd64,linux/amd64")
  }

  @Test func `does not let siblings see each other`() {
    let result = evaluation(
      """
      FROM scratch AS base
      ENV A=base
      FROM base AS one
      ENV A=one
      ARG B=one
      FROM base AS two
      ENV C=$A$B
      """)
    #expect(result.value("C") == "base")
    let instruction = result.tree.instructions.count - 1
    #expect(result.environment(beforeInstruction: instruction).variable("A") == .set(Array("base".utf8)))
    #expect(result.environment(beforeInstruction: 4).variable("A") == .set(Array("one".utf8)))
    #expect(result.environment(beforeInstruction: 3).variable("A") == .set(Array("base".utf8)))
  }

  @Test func `does not know what an unknown base image may set`() {
    let result = evaluation("FROM alpine\nENV A=$X B=${X:-1} C=${C:+}c D=$A\nARG Y\nENV E=$Y F=1\n")
    #expect(["A", "B", "D", "E"].map { result.value($0) } == [nil, nil, nil, nil])
    #expect(result.value("C") == "c")
    #expect(result.value("F") == "1")
    #expect(!result.image.isComplete)
    let unset = evaluation("FROM alpine\nENV A=[$X]\n", base: .empty)
    #expect(unset.value("A") == "[]")
  }

  @Test func `takes what is known of a base image`() {
    var base = ImageConfiguration.empty
    base.environment = [.init(name: "PATH", value: Traced(.known("/bin"))), .init(name: "HOME", value: .unknown)]
    base.settings.user = Traced(.known("node"))
    base.settings.workingDirectory = Traced(.known("/srv"))
    let result = evaluation("FROM node\nENV PATH=$PATH:/x H=$HOME\nWORKDIR app\n", base: base)
    #expect(result.value("PATH") == "/bin:/x")
    #expect(result.value("H") == nil)
    #expect(result.image.settings.user.value == "node")
    #expect(result.image.settings.user.origin == nil)
    #expect(result.image.settings.workingDirectory.value == "/srv/app")
  }

  @Test func `expands any word of an instruction in its environment`() throws {
    let result = evaluation("ARG G=global\nFROM scratch\nARG P=8080\nENV HOST=db\nRUN curl $HOST:$P\nENV P=1\n")
    let environment = result.environment(beforeInstruction: 4)
    #expect(environment.expansion(of: Array("$HOST:$P".utf8)).value?.asString == "db:8080")
    #expect(environment.variable("G") == .unset)
    #expect(environment.origin("HOST").map { result.tree.text($0.range) } == "HOST=db")
    #expect(result.environment(beforeInstruction: 1).variable("G") == .set(Array("global".utf8)))
    #expect(result.environment(beforeInstruction: 0).variable("G") == .unset)
  }

  @Test func `lists names that nothing sets`() {
    let result = evaluation("FROM scratch\nARG D\nENV A=$D$E\nENV F=${G:-1}\nRUN echo $H\n")
    #expect(result.unresolvedReferences.map(\.reference.name) == ["D", "E", "G"])
    #expect(result.unresolvedReferences.map(\.isDeclared) == [true, false, false])
    #expect(result.unresolvedReferences.map { result.tree.text($0.range) } == ["$D", "$E", "${G:-1}"])
  }
}

@Suite struct EvaluationSettingTests {
  @Test func `says what the image runs as, and which instruction says it`() throws {
    let result = evaluation(
      """
      FROM alpine AS base
      USER root
      WORKDIR /srv
      FROM base
      ARG UID=1000
      USER $UID:$UID
      WORKDIR app
      STOPSIGNAL SIGINT
      MAINTAINER me
      """)
    let settings = result.image.settings
    #expect(settings.user.value == "1000:1000")
    #expect(settings.user.origin.map { result.tree.text($0.range) } == "$UID:$UID")
    #expect(settings.user.origin?.stage == 1)
    #expect(settings.user.origin?.instruction == 5)
    #expect(settings.workingDirectory.value == "/srv/app")
    #expect(settings.stopSignal.value == "SIGINT")
    #expect(settings.author.value == "me")
    #expect(settings.healthcheck == .unknown)
  }

  @Test func `knows the user and directory of each step`() throws {
    let result = evaluation("FROM scratch\nRUN a\nUSER u\nRUN b\nWORKDIR /w\nRUN c\n")
    let steps = try [1, 3, 5].map { try #require(result.step(ofInstruction: $0)) }
    #expect(steps.map { result.settings(beforeStep: $0).user.value } == [nil, "u", "u"])
    #expect(steps.map { result.settings(beforeStep: $0).workingDirectory.value } == ["/", "/", "/w"])
  }

  @Test func `forgets the command of the image below with a new entrypoint`() {
    let text = "FROM scratch AS base\nCMD [\"a\"]\nFROM base\n"
    #expect(evaluation(text).image.settings.command.value == ["a"])
    #expect(evaluation(text + "ENTRYPOINT [\"e\"]\n").image.settings.command.state == .unset)
    #expect(evaluation(text + "CMD [\"b\"]\nENTRYPOINT [\"e\"]\n").image.settings.command.value == ["b"])
    #expect(evaluation("FROM alpine\nENTRYPOINT [\"e\"]\n").image.settings.command.state == .unset)
    #expect(evaluation("FROM alpine\n").image.settings.command.state == .unknown)
  }

  @Test func `wraps shell forms in the shell of the moment`() {
    let text = "FROM alpine\nCMD run $X\nSHELL [\"/bin/bash\", \"-c\"]\nENTRYPOINT go\n"
    #expect(evaluation(text).image.settings.entrypoint.value == ["/bin/bash", "-c", "go"])
    #expect(evaluation("FROM alpine\nCMD run $X\n").image.settings.command.value == ["/bin/sh", "-c", "run $X"])
    let windows = evaluation("FROM --platform=windows/amd64 a\nCMD run\nWORKDIR C:\\\\app\nWORKDIR x\n")
    #expect(windows.image.settings.command.value == ["cmd", "/S", "/C", "run"])
    #expect(windows.image.settings.workingDirectory.value == "\\app\\x")
  }

  @Test(arguments: [
    ("WORKDIR /a/../b\n", "/a/../b"), ("WORKDIR /a\nWORKDIR ../b/./c/\n", "/b/c"), ("WORKDIR a\n", "/a"),
    ("ENV D=x\nWORKDIR /$D\nWORKDIR $D\n", "/x/x"), ("WORKDIR /a\nWORKDIR $N\n", "/a"),
  ])
  func `follows directories`(text: String, directory: String) {
    #expect(evaluation("FROM scratch\n" + text).image.settings.workingDirectory.value == directory)
  }

  @Test func `does not know a relative directory above an unknown image`() {
    #expect(evaluation("FROM alpine\nWORKDIR a\n").image.settings.workingDirectory.state == .unknown)
    #expect(evaluation("FROM alpine\nWORKDIR a\nWORKDIR /b\n").image.settings.workingDirectory.value == "/b")
  }

  @Test func `reads ports, volumes, labels and health`() {
    let image = evaluation(
      """
      FROM scratch
      ENV PORT=3000
      EXPOSE $PORT 53/UDP 8000-8002 127.0.0.1:81:82/tcp
      VOLUME /a /$PORT
      LABEL a=1 b="$PORT x" a=2
      HEALTHCHECK --interval=5s --retries=3 CMD curl localhost:$PORT
      """
    ).image
    #expect(image.ports.map(\.numbers) == [3000...3000, 53...53, 8000...8002, 82...82])
    #expect(image.ports.map(\.transport) == ["tcp", "udp", "tcp", "tcp"])
    #expect(image.volumes.map(\.path) == ["/a", "/3000"])
    #expect(image.labels.map(\.key) == ["a", "b"])
    #expect(image.labels.map(\.value.value) == ["2", "3000 x"])
    #expect(image.settings.healthcheck.value == Healthcheck(test: .shell("curl localhost:$PORT"), interval: 5_000_000_000, retries: 3))
    #expect(evaluation("FROM scratch\nHEALTHCHECK NONE\n").image.settings.healthcheck.value?.test == .disabled)
  }

  @Test func `stores a trigger with its keyword where that has letters outside ASCII`() {
    let result = evaluation("FROM a\nONBU\u{130}LD  RUN a\nONBUILD RUN b\n")
    #expect(result.configuration(ofStage: 0).triggers.map(\.text) == ["ONBU\u{130}LD  RUN a", "RUN b"])
  }

  @Test func `runs triggers in the next stage, before its own instructions, and only there`() throws {
    let result = evaluation(
      """
      FROM scratch AS base
      ONBUILD ENV A=1
      ONBUILD USER app
      FROM base AS one
      ENV B=$A
      FROM one
      ENV C=$A
      """)
    #expect(result.value("B") == "1")
    #expect(result.value("C") == "1")
    #expect(result.image.triggers.isEmpty)
    #expect(result.configuration(ofStage: 0).triggers.map(\.text) == ["ENV A=1", "USER app"])
    #expect(result.configuration(ofStage: 0).settings.user.state == .unset)
    let origin = try #require(result.image.settings.user.origin)
    #expect(origin.isTrigger)
    #expect(origin.stage == 1)
    #expect(result.tree.text(origin.range) == "app")
    let trigger = try #require(result.steps.first { $0.isTrigger })
    #expect(result.instruction(of: trigger).keyword == .env)
  }
}
