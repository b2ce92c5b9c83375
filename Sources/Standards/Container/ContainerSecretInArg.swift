import Checking
import Infrastructure

extension Rule {
  static let containerSecretInArg = Rule(
    "container/secret-in-arg", [.G2(5), .G4(3)], .error,
    aliases: [
      .part("hadolint:DL3064"), .part("buildkit:SecretsUsedInArgOrEnv"), .part("trivy:DS-0031"), .same("semgrep:secret-in-build-arg"),
      .same("tally:ruby/prefer-secret-mounts-for-build-credentials"),
    ],
    summary: "An `ARG` whose name says credential leaves its value in the image's history.",
    rationale: """
      Every `RUN` after an `ARG` records its value: `docker history` prints it, and the build cache keeps it. A secret \
      mount gives the build the same value and leaves nothing behind.

      With a default the secret is in the repository itself: an error. Without one, whoever builds must pass it: a \
      warning, as in a stage that is not part of the image.
      """,
    examples: [
      .bad("FROM node:20-alpine\nARG «NPM_TOKEN»=abcdef\nRUN npm ci\nUSER node\n"),
      .bad("FROM node:20-alpine\nARG «NPM_TOKEN»\nRUN npm ci\nUSER node\n", as: .warning),
      .good("FROM node:20-alpine\nRUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci\nUSER node\n"),
      .good("FROM node:20-alpine\nARG TOKEN_URL=https://example.com/token\nARG HTTP_PROXY\nUSER node\n"),
    ],
    moreExamples: [
      .bad("ARG «DB_PASSWORD»=hunter2\nFROM node:20\nUSER node\n", as: .warning),
      .bad("FROM a:1 AS build\nARG «TOKEN»=x1\nFROM scratch\nUSER 1\n", as: .warning),
      .bad("FROM a:1\nARG A=1 «SECRET_KEY» B=2\nUSER 1\n", as: .warning),
      .bad("FROM a:1\nARG «TOKEN»=\nUSER 1\n", as: .warning),
    ],
    check: .each(StageVariable.self, options: SecretNameOptions.self) { variable, options, report in
      guard variable.isArgument, variable.namesSecretArgument, !options.allow.contains(variable.name) else { return }
      let isWritten = variable.value == .literal && variable.isInFinalImage
      let what =
        variable.value == .literal
        ? "is written here and stays in the build's history" : "stays in the build's history, where `docker history` prints it"
      report.found(
        "`\(variable.name)` \(what); pass it with `RUN --mount=type=secret,id=\(variable.name.lowercased()),env=\(variable.name)` instead",
        at: variable.nameRange, severity: isWritten ? nil : .warning)
    })
}
