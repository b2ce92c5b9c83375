import Checking
import Infrastructure

extension Rule {
  static let containerRootUser = Rule(
    "container/root-user", [.G3(7), .G4(2)], .warning,
    aliases: [
      .same("hadolint:DL3002"), .same("checkov:CKV_DOCKER_8"), .same("kics:67fd0c4a"), .same("semgrep:last-user-is-root"),
      .part("trivy:DS-0002"),
    ],
    summary: "The last `USER` of the final stage's chain is root.",
    rationale: """
      Switching to root to install something is fine; ending there is not. What counts is the last `USER` of the final \
      stage and of the stages it is built on, with variables replaced: `root`, `0`, `00`, `root:app`, `0:0`, \
      `${APP_USER:-root}` are all root. A `USER root` in a stage that only builds is left alone.
      """,
    examples: [
      .bad("FROM node:20-alpine\nUSER root\nRUN apk add --no-cache tini\nUSER «0:0»\nCMD [\"node\", \"server.js\"]\n"),
      .bad("FROM node:20-alpine AS base\nUSER «root»\n\nFROM base\nCMD [\"node\", \"server.js\"]\n"),
      .good("FROM node:20-alpine\nUSER root\nRUN apk add --no-cache tini\nUSER node\nCMD [\"node\", \"server.js\"]\n"),
      .good("FROM golang:1.23 AS build\nUSER root\nRUN make\n\nFROM gcr.io/distroless/static:nonroot\nCOPY --from=build /app /app\n"),
    ],
    moreExamples: [
      .bad("FROM node:20\nARG APP_USER=root\nUSER «${APP_USER}»\n"),
      .bad("FROM node:20\nUSER «\"root\"»\n"),
      .bad("FROM redis:7\nUSER «root»\nRUN apt-get install -y gosu\nENTRYPOINT [\"/entrypoint.sh\"]\n", as: .note),
      .good("FROM node:20\nARG APP_USER\nUSER $APP_USER\n"),
      .good("FROM node:20\nUSER rooty\n"),
      .good("FROM node:20\nUSER 1000:0\n"),
      .bad("FROM node:20 AS base\nONBUILD USER «root»\nFROM base\n"),
    ],
    check: .each(FinalStage.self) { stage, report in
      guard case .root(let origin?) = stage.user else { return }
      if let program = stage.privilegeDrop {
        report.found(
          "the container starts as root and `\(program)` drops it: whatever goes wrong before that runs as root; set `USER` where the entry point needs no root",
          at: origin.range, isCertain: false)
      } else {
        report.found(
          "the container runs as root: this is the last `USER` of the image; switch to another user before the command", at: origin.range)
      }
    })
}
