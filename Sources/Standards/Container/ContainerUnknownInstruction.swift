import Checking
import Documents

extension Rule {
  static let containerUnknownInstruction = Rule(
    "container/unknown-instruction", [.G14(1)], .error,
    aliases: [.same("tally:unknown-instruction")],
    summary: "The first word of a line is no instruction, so nothing of the file can be built.",
    rationale: """
      Mostly a typing mistake, or a `\\` that is missing at the end of the line above. BuildKit stops at the first one; \
      the rest of the file is checked all the same.

      A frontend other than Docker's, named by `# syntax=`, may know more instructions: a note then.
      """,
    examples: [
      .bad("FROM node:20-alpine\n«COPPY» . .\nUSER node\n", fixed: "FROM node:20-alpine\nCOPY . .\nUSER node\n"),
      .bad("FROM node:20-alpine\nRUN npm ci\n  «npm» run build\nUSER node\n"),
      .good("FROM node:20-alpine\nRUN npm ci && \\\n  npm run build\nUSER node\n"),
    ],
    moreExamples: [
      .bad("# syntax=example.com/frontend:1\nFROM node:20\n«INCLUDE» other\nUSER node\n", as: .note),
      .bad("FROM node:20\n«add1» a b\nUSER node\n", fixed: "FROM node:20\nADD a b\nUSER node\n"),
    ],
    check: .each(SyntaxProblem.self) { problem, report in
      guard case .unknownInstruction(let word) = problem.diagnostic.kind else { return }
      let near = problem.diagnostic.suggestion
      report.found(
        "`\(word)` is no instruction: the builder stops here; "
          + (near.map { "write `\($0)`" } ?? "end the line above with `\\` if it goes on here"),
        at: problem.range, isCertain: !problem.hasForeignFrontend,
        fix: near.map { .unsafe("write `\($0)`", .replace(problem.range, with: $0)) })
    })
}
