import Checking

extension Rule {
  static let ashlarUnusedSuppression = Rule(
    "ashlar/unused-suppression", [], .note,
    summary: "A suppression that suppresses nothing hides only what comes next.",
    rationale: """
      A comment that once silenced a finding outlives it, and the day the mistake returns nobody hears of it. Only \
      comments of rules that were run are judged. A peer's comment may silence what that peer finds and we, seeing more, \
      do not: those are judged only with the option `peers`, for a repository that has left the peer.
      """,
    examples: [
      .bad(
        "FROM node:20-alpine\n«# ashlar: ignore[container/add-instead-of-copy] unpacked by hand»\nCOPY a /a\nUSER node\n",
        fixed: "FROM node:20-alpine\nCOPY a /a\nUSER node\n"),
      .bad("FROM node:20-alpine\n«# hadolint ignore=DL3020»\nCOPY a /a\nUSER node\n", options: ["peers": true]),
      .good("FROM node:20-alpine\n# hadolint ignore=DL3020\nCOPY a /a\nUSER node\n"),
      .good("FROM node:20-alpine\n# ashlar: ignore[container/add-instead-of-copy] the loader wants it\nADD a /a\nUSER node\n"),
      .good("FROM node:20-alpine\n# hadolint ignore=DL3020\nADD a /a\nUSER node\n"),
    ],
    check: .byEngine(options: UnusedSuppressionOptions.self))
}
