import Checking
import Infrastructure

extension Rule {
  static let containerBaseImageWithoutDigest = Rule(
    "container/base-image-without-digest", [.G4(5)], .note,
    aliases: [.part("semgrep:dockerfile-source-not-pinned")],
    optIn: true,
    summary: "An image from outside is named by a tag alone, which its owner can move.",
    rationale: """
      A tag is a name that somebody else may point elsewhere; a digest is the content itself. With `@sha256:…` behind \
      the tag the build takes the same bytes for ever. Somebody, mostly a bot, must then move it when the image is \
      mended, so this is off unless selected.
      """,
    examples: [
      .bad("FROM «node:20-alpine»\nCOPY --from=«nginx:1.27» /etc/nginx /etc/nginx\nUSER node\n"),
      .good("FROM node:20-alpine@sha256:a7a6cbaf2a1bb9c1ba8a6e41ec1c0d6ca4b3e1ec9ec3c3e1a1b62d0ee1a0a5d3\nUSER node\n"),
      .good("FROM scratch\nUSER 1000\n"),
    ],
    moreExamples: [
      .bad(
        "FROM node:20-alpine@sha256:a7a6cbaf2a1bb9c1ba8a6e41ec1c0d6ca4b3e1ec9ec3c3e1a1b62d0ee1a0a5d3 AS a\nRUN --mount=type=bind,from=«busybox:1»,target=/b true\n"
      ),
      .good(
        "FROM node:20@sha256:a7a6cbaf2a1bb9c1ba8a6e41ec1c0d6ca4b3e1ec9ec3c3e1a1b62d0ee1a0a5d3 AS build\nFROM scratch\nCOPY --from=build /a /a\n"
      ),
    ],
    check: .each(BaseImage.self) { image, report in
      guard !image.isScratch, let reference = image.reference, reference.digest == nil else { return }
      report.found(
        "`\(reference.familiarName)\(reference.tag.map { ":" + $0 } ?? "")` may be another image tomorrow: a tag can be moved; add the digest you tested, `@sha256:…`",
        at: image.range)
    })
}
