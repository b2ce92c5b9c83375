import Checking
import Documents

extension Rule {
  static let containerMissingStage = Rule(
    "container/missing-stage", [.G3], .error,
    aliases: [.same("tally:require-stages")],
    summary: "A Dockerfile without `FROM` builds nothing.",
    rationale: """
      There is no image to start from. Under another name than the builder looks for by itself (`Dockerfile.common`) \
      the file may be a fragment that something puts together: a note then.
      """,
    examples: [
      .bad("«»RUN make\n"),
      .bad("-- Dockerfile.common --\n«»RUN make\n", as: .note),
      .good("FROM alpine:3.20\nRUN make\nUSER 1000\n"),
    ],
    check: .each(SyntaxProblem.self) { problem, report in
      guard problem.diagnostic.kind == .noStage else { return }
      report.found(
        "no `FROM`: there is no image to start from, so nothing can be built", at: problem.range, isCertain: problem.isInStandardFile)
    })
}
