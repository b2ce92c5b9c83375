import Dockerfile
import SourceText
import TestSupport
import Testing

@Suite struct EvaluationPropertyTests {
  /// A file of stages built on each other, with ENV and ARG that use each other's names.
  private static func file(_ random: inout SeededGenerator) -> String {
    let names = ["A", "B", "C"]
    func value() -> String { (0..<random.below(3)).map { _ in random.oneIn(2) ? "$" + random.pick(names) : "v" }.joined() }
    var text = "ARG A=\(value())\n"
    for stage in 0..<(1 + random.below(6)) {
      let base = stage > 0 && !random.oneIn(3) ? "s\(random.below(stage))" : random.pick(["scratch", "alpine"])
      text += "FROM \(base) AS s\(stage)\n"
      for _ in 0..<random.below(5) {
        let trigger = random.oneIn(5) ? "ONBUILD " : ""
        text += trigger + random.pick(["ENV", "ENV", "ARG"]) + " \(random.pick(names))=\(value())\n"
      }
    }
    return text
  }

  /// The same, with a dictionary copied for each stage.
  private struct Naive {
    var environment: [String: DockerfileExpansion.Variable] = [:]
    var all: [String: DockerfileExpansion.Variable] = [:]
    var otherwise = DockerfileExpansion.Variable.unknown

    func variable(_ name: String) -> DockerfileExpansion.Variable { all[name] ?? otherwise }

    mutating func run(_ instruction: DockerfileInstruction) {
      guard case .variables(let variables, _) = instruction.arguments, let variable = variables.first else { return }
      let word = variable.value?.text.bytes ?? []
      let expansion = DockerfileExpansion(word) { self.variable($0.asString) }
      let value = expansion.value.map(DockerfileExpansion.Variable.set) ?? .unknown
      let name = variable.name.text.string
      all[name] = value
      if instruction.keyword == .env { environment[name] = value }
    }
  }

  @Test(arguments: 0..<30)
  func `sees what a walk with copies would see`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<20 {
      let text = Self.file(&random)
      let result = evaluation(text)
      var ends: [Naive] = []
      for stage in result.stages {
        var state = Naive()
        if case .stage(let base) = stage.base {
          state = ends[base]
          state.all.merge(state.environment) { $1 }
        } else if stage.base == .scratch {
          state.otherwise = .unset
        }
        for index in stage.steps {
          let step = result.steps[index]
          let environment = result.environment(before: step)
          for name in ["A", "B", "C"] {
            #expect(environment.variable(name) == state.variable(name), "seed \(seed), stage \(stage.index):\n\(text)")
          }
          let instruction = result.instruction(of: step)
          if instruction.keyword != .onbuild { state.run(instruction) }
        }
        let variables = result.configuration(ofStage: stage.index).environment.filter { $0.name != "PATH" }
        #expect(Set(variables.map(\.name)) == Set(state.environment.keys), "seed \(seed)")
        for variable in variables {
          let value = variable.value.value.map { DockerfileExpansion.Variable.set(Array($0.utf8)) } ?? .unknown
          #expect(state.environment[variable.name] == value, "seed \(seed), stage \(stage.index):\n\(text)")
        }
        ends.append(state)
      }
    }
  }

  private static let lines = [
    "FROM a AS x", "FROM x", "FROM scratch AS y", "FROM --platform=windows/arm64 z", "ARG A", "ARG A=$B", "ENV A=$A$A", "ENV $A=1",
    "COPY --from=x . .", "COPY --from=2 . .", "COPY --from=y a $A", "RUN --mount=type=cache,target=$A --mount=from=x,target=/ a",
    "ONBUILD COPY --from=x . .", "ONBUILD ENV A=$A", "EXPOSE $A 1-3", "WORKDIR $A/..", "USER ${A:?b}", "CMD a", "CMD [\"a\"]",
    "ENTRYPOINT b",
    "SHELL [\"s\"]", "HEALTHCHECK NONE", "VOLUME $A", "STOPSIGNAL $A", "LABEL $A=$A", "ADD https://$A/b.git?ref=$A /", "WHAT", "\\", "ENV",
  ]

  @Test(arguments: 0..<40)
  func `answers for any file, with ranges inside it`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<25 {
      let text = (0..<random.below(20)).map { _ in random.pick(Self.lines) + "\n" }.joined()
      let result = evaluation(text, base: random.oneIn(2) ? .empty : nil)
      let whole = SourceRange(0, text.utf8.count)
      #expect(result.stages.count == result.tree.stages.count)
      #expect(result.diagnostics.allSatisfy { whole.encloses($0.range) }, "seed \(seed):\n\(text)")
      #expect(result.unresolvedReferences.allSatisfy { whole.encloses($0.range) }, "seed \(seed):\n\(text)")
      for instruction in result.tree.instructions.indices {
        _ = result.environment(beforeInstruction: instruction).variable("A")
        guard let step = result.step(ofInstruction: instruction) else { continue }
        #expect(result.steps[step].instruction == instruction, "seed \(seed):\n\(text)")
        _ = result.settings(beforeStep: step)
      }
      for stage in result.stages.indices { _ = result.configuration(ofStage: stage) }
    }
  }

  @Test func `bounds values that double from line to line`() {
    let text = "FROM scratch\nENV A=xxxxxxxxxxxxxxxx\n" + String(repeating: "ENV A=$A$A\nWORKDIR $A\nLABEL l=$A\n", count: 2000)
    let result = evaluation(text)
    #expect(result.value("A") == nil)
    #expect(result.diagnostics.contains { $0.kind == .tooComplex && !$0.isError })
  }

  @Test func `bounds triggers that multiply`() {
    let triggers = String(repeating: "ONBUILD ENV A=$A\n", count: 3000)
    let result = evaluation("FROM scratch AS b\n" + triggers + String(repeating: "FROM b\n", count: 3000))
    #expect(result.steps.count < 200_000)
    #expect(result.diagnostics.contains { $0.kind == .tooComplex })
  }

  @Test func `follows long chains of stages`() {
    var text = "FROM scratch AS s0\n"
    for stage in 1..<5000 { text += "FROM s\(stage - 1) AS s\(stage)\nENV V\(stage)=$V\(stage - 1)x\nCOPY --from=s\(stage - 1) a b\n" }
    let result = evaluation(text)
    #expect(result.image.environment.count == 5000)
    #expect(!result.isReachable.contains(false))
    #expect(result.chain(of: 4999).count == 5000)
  }
}
