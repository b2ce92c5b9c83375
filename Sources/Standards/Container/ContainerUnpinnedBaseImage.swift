import Checking
import Infrastructure

extension Rule {
  static let containerUnpinnedBaseImage = Rule(
    "container/unpinned-base-image", [.G3(1)], .warning,
    aliases: [
      .same("hadolint:DL3006"), .same("hadolint:DL3007"), .same("trivy:DS-0001"), .same("checkov:CKV_DOCKER_7"),
      .same("dockle:DKL-DI-0006"), .same("kics:9efb0b2d"), .same("kics:f45ea400"), .same("semgrep:missing-image-version"),
      .same("semgrep:avoid-latest-version"),
    ],
    summary: "A base image without a version changes under you.",
    rationale: """
      `latest`, or no tag at all, is whatever the registry serves that day: the build that passed review is not the \
      build that ships, and no rollback can name it. A digest pins whatever the tag says.

      Defaults of `ARG`s before the first `FROM` count, so `ARG VERSION=latest` is found where it is used. A port is no \
      tag, a stage is no image, and a variable without a default is left to whoever builds.
      """,
    examples: [
      .bad("FROM «node»\nUSER node\n"),
      .bad("FROM «node:latest»\nUSER node\n"),
      .bad("ARG VERSION=latest\nFROM «node:${VERSION}»\nUSER node\n"),
      .good("FROM node:20-alpine\nUSER node\n"),
      .good("FROM node:latest@sha256:a7a6cbaf2a1bb9c1ba8a6e41ec1c0d6ca4b3e1ec9ec3c3e1a1b62d0ee1a0a5d3\nUSER node\n"),
      .good("FROM scratch\nUSER 1000\n"),
    ],
    moreExamples: [
      .bad("FROM «registry.example.com:5000/team/app»\nUSER 1\n"),
      .bad("FROM --platform=linux/amd64 «node» AS build\nRUN make\nFROM build\nUSER node\n"),
      .bad("FROM «\"node\"»\nUSER node\n"),
      .good("FROM node:20 AS node\nFROM node\nUSER node\n"),
      .good("ARG IMAGE\nFROM $IMAGE\nUSER 1\n"),
      .good("ARG VERSION\nFROM node:${VERSION:-20}\nUSER 1\n"),
      .good("ARG VERSION\nFROM node:$VERSION\nUSER 1\n"),
    ],
    check: .each(BaseImage.self) { image, report in
      guard image.use == .from, !image.isScratch, let reference = image.reference, reference.digest == nil else { return }
      let given = image.argument.map { [RelatedPlace("`\($0.name)` is set here", at: $0.range)] } ?? []
      switch reference.tag {
      case nil:
        report.found(
          "`\(reference.familiarName)` has no tag: each build takes what the registry serves that day; write the version you tested",
          at: image.range, related: given)
      case "latest":
        report.found(
          "`\(reference.familiarName):latest` moves: each build takes what the registry serves that day; write the version you tested",
          at: image.range, related: given)
      default: break
      }
    })
}
