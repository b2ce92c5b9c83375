import Checking
import Infrastructure

extension Rule {
  static let containerSecretInEnv = Rule(
    "container/secret-in-env", [.G2(5), .G4(3)], .error,
    aliases: [
      .part("hadolint:DL3064"), .part("buildkit:SecretsUsedInArgOrEnv"), .part("trivy:DS-0031"), .part("dockle:CIS-DI-0010"),
      .part("tally:ruby/secrets-in-arg-or-env"),
    ],
    summary: "An `ENV` whose name says credential keeps its value in the image.",
    rationale: """
      `ENV` is part of the image's configuration: everyone who can pull the image reads it with `docker inspect`, and \
      deleting it later changes nothing. `ENV TOKEN=$TOKEN` copies a build argument there.

      Whole words of the name are compared (`KMS_KEY_ALIAS`, `PASSWORD_FILE`, `TOKENIZERS_PARALLELISM` are no \
      credentials); an empty value, `true`, a number of one digit and a path say nothing secret. In a stage that is not \
      part of the image the value stays in the build cache: a warning.
      """,
    examples: [
      .bad("FROM node:20-alpine\nENV «DB_PASSWORD»=hunter2 PORT=80\nUSER node\n"),
      .bad("FROM node:20-alpine\nARG NPM_TOKEN\nENV «NPM_TOKEN»=$NPM_TOKEN\nUSER node\n"),
      .bad("FROM node:20-alpine AS build\nENV «NPM_TOKEN»=abcdef\nFROM scratch\nCOPY --from=build /a /a\nUSER 1\n", as: .warning),
      .good("FROM node:20-alpine\nENV DB_PASSWORD= PASSWORD_FILE=/run/secrets/db KMS_KEY_ALIAS=app\nUSER node\n"),
      .good("FROM node:20-alpine\nRUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci\nUSER node\n"),
    ],
    moreExamples: [
      .bad("FROM a:1 AS base\nENV «API_KEY» legacy value\nFROM base\nUSER 1\n"),
      .good("FROM a:1\nENV DISABLE_AUTH_TOKEN=true SECRET=/run/secrets/x\nUSER 1\n"),
      .bad("FROM a:1\nENV «apiKey»=\"x y\"\nUSER 1\n"),
    ],
    check: .each(StageVariable.self, options: SecretNameOptions.self) { variable, options, report in
      guard !variable.isArgument, variable.namesSecret, !options.allow.contains(variable.name) else { return }
      guard variable.value == .literal || variable.copiesVariable else { return }
      let what = variable.copiesVariable ? "copies a build argument into" : "stays in"
      report.found(
        "`\(variable.name)` \(what) the image, where everyone who can pull it reads it; give it to the container when it runs, "
          + "or to the build with `RUN --mount=type=secret,id=\(variable.name.lowercased()),env=\(variable.name)`",
        at: variable.nameRange, severity: variable.isInFinalImage ? nil : .warning)
    })
}

/// What the rules about credentials by name take.
struct SecretNameOptions: RuleOptions {
  var allow: [String] = []
  static let keys = [OptionKey("allow", "names that hold no secret, as they are written", \SecretNameOptions.allow)]
}
