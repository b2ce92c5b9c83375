import Checking
import Infrastructure

extension Rule {
  static let containerMissingWorkdir = Rule(
    "container/missing-workdir", [.G3(3)], .warning,
    summary: "Application files are copied and no `WORKDIR` says where the image works.",
    rationale: """
      Without `WORKDIR` relative paths mean `/`: the application lies among the system's folders, and every later \
      `COPY`, `RUN` and command depends on a folder that nobody chose.

      Images that are one absolute program need none, and some base images set one (`golang`, `php`, `redis` …). Where \
      the base image is not known, it is a note.
      """,
    examples: [
      .bad(
        "FROM «node:20-alpine»\nCOPY package.json server.js ./\nUSER node\nCMD [\"node\", \"server.js\"]\n",
        fixed: "FROM node:20-alpine\nWORKDIR /app\nCOPY package.json server.js ./\nUSER node\nCMD [\"node\", \"server.js\"]\n"),
      .bad("FROM «python:3.12-slim»\nCOPY . /srv\nUSER 1000\nCMD [\"python\", \"srv/main.py\"]\n"),
      .bad(
        "FROM «registry.example.com/base:4»\nCOPY . .\nUSER 1000\n", as: .note,
        fixed: "FROM registry.example.com/base:4\nWORKDIR /app\nCOPY . .\nUSER 1000\n"),
      .good("FROM node:20-alpine\nWORKDIR /app\nCOPY package.json server.js ./\nUSER node\nCMD [\"node\", \"server.js\"]\n"),
      .good("FROM scratch\nCOPY app /app\nUSER 1000\nENTRYPOINT [\"/app\"]\n"),
    ],
    moreExamples: [
      .good("FROM node:20 AS base\nWORKDIR /app\nFROM base\nCOPY . .\nUSER node\n"),
      .good("FROM php:8.3-apache\nCOPY src/ ./\nUSER www-data\n"),
      .good("FROM nginx:1.27\nCOPY nginx.conf /etc/nginx/nginx.conf\nUSER nginx\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n"),
      .good("FROM debian:12-slim\nCOPY entrypoint.sh /usr/local/bin/\nUSER 1000\nENTRYPOINT [\"entrypoint.sh\"]\n"),
      .good("FROM node:20\nARG DIR\nWORKDIR $DIR\nCOPY . .\nUSER node\n"),
    ],
    check: .each(FinalStage.self) { stage, report in
      guard stage.workingDirectory == .nowhere || stage.workingDirectory == .unknown, let need = stage.needForWorkdir else { return }
      let what =
        switch need.reason {
        case .relativeCopy: "relative to `/`, as no `WORKDIR` is set"
        case .relativeCommand: "found only from `/`, as no `WORKDIR` is set"
        }
      report.found(
        "`\(need.path)` is \(what): set `WORKDIR` before the first `COPY`", at: stage.imageRange,
        isCertain: stage.workingDirectory == .nowhere, related: [.init("used here", at: need.range)],
        fix: need.firstCopy.map { .unsafe("set `WORKDIR /app`", .insertLineAbove($0, "WORKDIR /app")) })
    })
}
