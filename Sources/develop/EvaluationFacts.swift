import Dockerfile
import SourceText

/// The "image" of the oracle: what the last stage's image says, with base images that say nothing.
struct EvaluationFacts {
  let evaluation: DockerfileEvaluation

  init(_ tree: DockerfileTree) {
    var options = DockerfileEvaluation.Options()
    options.baseImage = { _ in
      var image = ImageConfiguration.empty
      image.settings.operatingSystem = Traced(.known("linux"))
      return image
    }
    evaluation = DockerfileEvaluation(tree, options: options)
  }

  func writeErrors(_ lines: LineIndex, to out: inout JSONText) {
    for diagnostic in evaluation.diagnostics where diagnostic.isError {
      let instruction = diagnostic.instruction.map { evaluation.tree.instructions[$0].range.start }
      out.object { out in
        out.key("line")
        out.number(lines.line(at: instruction ?? diagnostic.range.start))
        out.key("phase")
        out.string("convert")
        out.key("message")
        out.string(diagnostic.message)
      }
    }
  }

  func writeImage(to out: inout JSONText) {
    guard let stage = evaluation.target else {
      out.null()
      return
    }
    let image = evaluation.configuration(ofStage: stage)
    out.object { out in
      text("User", image.settings.user, to: &out)
      text("WorkingDir", image.settings.workingDirectory, to: &out)
      list("Env", image.environment.map { "\($0.name)=\($0.value.value ?? "?")" }, to: &out)
      command("Cmd", image.settings.command, to: &out)
      command("Entrypoint", image.settings.entrypoint, to: &out)
      let ports = image.ports.flatMap { port in port.numbers.map { "\($0)/\(port.transport)" } }
      list("ExposedPorts", sorted(ports), to: &out)
      command("Shell", image.settings.shell, to: &out)
      out.key("Healthcheck")
      write(image.settings.healthcheck.value, to: &out)
      list("OnBuild", image.triggers.map(\.text), to: &out)
      list("Volumes", sorted(image.volumes.map(\.path)), to: &out)
      text("StopSignal", image.settings.stopSignal, to: &out)
      out.key("Labels")
      out.object { out in
        for label in image.labels {
          out.key(label.key)
          out.string(label.value.value ?? "?")
        }
      }
    }
  }

  /// By bytes, each once, as Go sorts.
  private func sorted(_ texts: [String]) -> [String] {
    Set(texts.map { Array($0.utf8) }).sorted { $0.lexicographicallyPrecedes($1) }.map(\.asString)
  }

  private func text(_ key: String, _ value: Traced<String>, to out: inout JSONText) {
    out.key(key)
    out.string(value.isKnown ? value.value ?? "" : "?")
  }

  private func list(_ key: String, _ values: [String], to out: inout JSONText) {
    out.key(key)
    out.array { out in for value in values { out.string(value) } }
  }

  private func command(_ key: String, _ value: Traced<[String]>, to out: inout JSONText) {
    guard let words = value.isKnown ? value.value : ["?"] else {
      out.key(key)
      out.null()
      return
    }
    list(key, words, to: &out)
  }

  private func write(_ healthcheck: Healthcheck?, to out: inout JSONText) {
    guard let healthcheck else {
      out.null()
      return
    }
    out.object { out in
      let test =
        switch healthcheck.test {
        case .disabled: ["NONE"]
        case .exec(let words): ["CMD"] + words
        case .shell(let text): ["CMD-SHELL", text]
        }
      list("Test", test, to: &out)
      for (key, value) in [
        ("Interval", healthcheck.interval), ("Timeout", healthcheck.timeout), ("StartPeriod", healthcheck.startPeriod),
        ("StartInterval", healthcheck.startInterval), ("Retries", Int64(healthcheck.retries)),
      ] {
        out.key(key)
        out.number(Int(value))
      }
    }
  }
}
