import Checking
import Infrastructure

extension Rule {
  static let containerMissingUser = Rule(
    "container/missing-user", [.G3(7), .G4(2)], .warning,
    aliases: [
      .same("trivy:DS-0002"), .same("checkov:CKV_DOCKER_3"), .same("kics:fd54f200"), .same("dockle:CIS-DI-0001"),
      .same("semgrep:missing-user"), .same("semgrep:missing-user-entrypoint"),
      .near("tally:stateful-root-runtime"),
    ],
    summary: "Nothing in the final stage's chain sets a user, so the container runs as root.",
    rationale: """
      A process that breaks out of its program is root in the container, and one kernel or runtime bug away from root on \
      the host. A user costs two lines: create one, and switch to it before the end.

      The chain counts: a `USER` in a stage that the final one is built on is inherited, one in a stage it only copies \
      from is not. Base images that are known to set their own user (distroless `:nonroot`, Chainguard, `*-unprivileged`, \
      Bitnami …) are enough. Where the base image is not known, or the entry point hands over to `gosu` or the like, \
      it is a note.
      """,
    examples: [
      .bad("FROM «node:20-alpine»\nWORKDIR /app\nCOPY . .\nCMD [\"node\", \"server.js\"]\n"),
      .bad(
        "FROM «alpine:3.20»\nRUN addgroup -S app && adduser -S -G app app\nCMD [\"/app\"]\n",
        fixed: "FROM alpine:3.20\nRUN addgroup -S app && adduser -S -G app app\nUSER app\nCMD [\"/app\"]\n"),
      .bad("FROM node:20 AS build\nUSER node\nRUN npm ci\n\nFROM «nginx:1.27»\nCOPY --from=build /app /usr/share/nginx/html\n"),
      .bad("FROM «registry.example.com/base:4»\nCMD [\"/app\"]\n", as: .note),
      .good("FROM node:20-alpine\nUSER node\nCMD [\"node\", \"server.js\"]\n"),
      .good("FROM node:20-alpine AS base\nUSER node\n\nFROM base\nCMD [\"node\", \"server.js\"]\n"),
      .good("FROM gcr.io/distroless/static-debian12:nonroot\nCOPY app /app\nENTRYPOINT [\"/app\"]\n"),
    ],
    moreExamples: [
      .bad("FROM «scratch»\nCOPY app /\n"),
      .bad(
        "FROM «scratch»\nCOPY app /\nENTRYPOINT [\"/app\"]\n", fixed: "FROM scratch\nCOPY app /\nUSER 65532:65532\nENTRYPOINT [\"/app\"]\n"),
      .bad("FROM «redis:7»\nRUN apt-get update && apt-get install -y gosu\nENTRYPOINT [\"/entrypoint.sh\"]\n", as: .note),
      .good("ARG BASE=cgr.dev/chainguard/node:20\nFROM ${BASE}\nCMD [\"server.js\"]\n"),
      .bad("ARG BASE=node:20\nFROM «$BASE»\nCMD [\"server.js\"]\n"),
      .good("FROM nginxinc/nginx-unprivileged:1.27\nCOPY site /usr/share/nginx/html\n"),
      .good("FROM node:20\nARG APP_USER\nUSER $APP_USER\n"),
      .bad("FROM node:20 AS build\nUSER node\nFROM «node:20» AS dev-envs\n", as: .note),
      .bad("-- api/Dockerfile.debug --\nFROM «node:20»\n", as: .note),
      .bad("FROM «a.example/x:1»\nONBUILD USER app\n", as: .note),
      .good("FROM node:20 AS base\nONBUILD USER node\nFROM base\nCMD [\"server.js\"]\n"),
    ],
    check: .each(FinalStage.self) { stage, report in
      let isCertain: Bool
      let why: String
      switch stage.user {
      case .root(origin: nil):
        isCertain = !stage.isForDevelopment
        why = stage.externalImage.map { "`\($0.familiarName)` runs as root and nothing here changes that" } ?? "nothing here sets a user"
      case .unknown:
        isCertain = false
        why = "nothing here sets a user, so it runs as whoever the base image says, root unless it says otherwise"
      default: return
      }
      if let program = stage.privilegeDrop {
        report.found(
          "no `USER`: \(why), until `\(program)` drops it; set `USER` where the entry point needs no root", at: stage.imageRange,
          isCertain: false)
        return
      }
      if stage.externalBase == .scratch {
        // There is no file of accounts, so only a number will do.
        report.found(
          "no `USER`: nothing here sets one, so it runs as root; write `USER 65532:65532`, or any number but 0", at: stage.imageRange,
          fix: stage.placeForUser.map { .unsafe("set `USER 65532:65532`", .insertLineAbove($0, "USER 65532:65532")) })
        return
      }
      let accounts = stage.build.accounts(inChainOf: stage.stage.index)
      guard let account = accounts.first, accounts.count == 1, let place = stage.placeForUser else {
        report.found("no `USER`: \(why); create a user and switch to it before the command", at: stage.imageRange, isCertain: isCertain)
        return
      }
      report.found(
        "no `USER`: \(why); switch to `\(account.name)`, which the file creates", at: stage.imageRange, isCertain: isCertain,
        related: [.init("`\(account.name)` is created here", at: account.at.command.hostRange)],
        fix: .unsafe("switch to `\(account.name)` before the command", .insertLineAbove(place, "USER \(account.name)")))
    })
}
