import Checking
import Documents

extension Rule {
  static let containerUnknownFlag = Rule(
    "container/unknown-flag", [.G14(1)], .error,
    summary: "A flag that the instruction does not take, takes once, or takes with a value.",
    rationale: """
      Every instruction strips leading words that begin with `--`, `CMD --version` too: what is not one of its own flags \
      fails the build. hadolint drops the whole file there.
      """,
    examples: [
      .bad("FROM node:20-alpine\nCOPY «--chwon=node» . .\nUSER node\n", fixed: "FROM node:20-alpine\nCOPY --chown=node . .\nUSER node\n"),
      .bad("FROM node:20-alpine\nUSER node\nENTRYPOINT «--help»\n"),
      .good("FROM node:20-alpine\nCOPY --chown=node . .\nUSER node\nENTRYPOINT [\"node\", \"--help\"]\n"),
    ],
    moreExamples: [
      .bad("FROM node:20\nCOPY --chown=node «--chown=root» . .\nUSER node\n"),
      .bad("FROM node:20\nCOPY «--from» a b\nUSER node\n"),
    ],
    check: .each(SyntaxProblem.self) { problem, report in
      guard problem.isAboutFlag else { return }
      report.found(
        problem.message + ": the builder stops here", at: problem.range, isCertain: !problem.hasForeignFrontend,
        fix: problem.flagSuggestion.map { name, range in .unsafe("write `--\(name)`", .replace(range, with: name)) })
    })
}
