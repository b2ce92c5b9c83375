import Checking
import Documents

extension Rule {
  static let containerSyntaxError = Rule(
    "container/syntax-error", [.G14(1)], .error,
    aliases: [.same("hadolint:DL1000")],
    summary: "The builder would refuse the file here.",
    rationale: """
      Read as BuildKit reads it: arguments, quotes, heredocs, JSON arrays, durations, stage names, directives. The \
      builder stops at the first such place; here each instruction is judged by itself, so that one mistake does not \
      hide the next. Unknown instructions and flags, and files without a stage, have rules of their own.
      """,
    examples: [
      .bad("FROM node:20-alpine\nENV «PORT» \nUSER node\n"),
      .bad("FROM node:20-alpine AS «Build_!»\nUSER node\n"),
      .bad("FROM node:20-alpine\nRUN cat «<<EOF» > /motd\nhello\nUSER node\n"),
      .good("FROM node:20-alpine\nENV PORT 80\nRUN cat <<EOF > /motd\nhello\nEOF\nUSER node\n"),
    ],
    check: .each(SyntaxProblem.self) { problem, report in
      guard problem.hasNoRuleOfItsOwn else { return }
      report.found(problem.message + ": the builder stops here", at: problem.range, isCertain: !problem.hasForeignFrontend)
    })
}
