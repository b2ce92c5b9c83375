import Checking
import Documents

extension Rule {
  static let containerInstructionBeforeFrom = Rule(
    "container/instruction-before-from", [.G3], .error,
    aliases: [.same("hadolint:DL3061")],
    summary: "An instruction other than `ARG` stands before the first `FROM`.",
    rationale: """
      Before the first `FROM` there is no image that an instruction could change: only `ARG`, for the `FROM`s, may stand \
      there.
      """,
    examples: [
      .bad("«ENV» PORT=80\nFROM node:20-alpine\nUSER node\n"),
      .good("ARG VERSION=20-alpine\nFROM node:${VERSION}\nENV PORT=80\nUSER node\n"),
    ],
    check: .each(SyntaxProblem.self) { problem, report in
      guard case .beforeFirstFrom(let keyword) = problem.diagnostic.kind else { return }
      let word = keyword.rawValue.uppercased()
      report.found("`\(word)` before the first `FROM` has no image to change: the builder stops here; move it below", at: problem.range)
    })
}
