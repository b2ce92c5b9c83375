import Checking

extension Rule {
  static let ashlarUnusedSuppression = Rule(
    "ashlar/unused-suppression", [], .note,
    summary: "A suppression that suppresses nothing hides only what comes next.",
    rationale: """
      A comment that once silenced a finding outlives it, and the day the mistake returns nobody hears of it. Ours and \
      the peers' comments are judged alike, but only where every rule they name was run.
      """,
    examples: [
      .bad(
        "FROM node:20-alpine\n«# ashlar: ignore[container/add-instead-of-copy] unpacked by hand»\nCOPY a /a\nUSER node\n",
        fixed: "FROM node:20-alpine\nCOPY a /a\nUSER node\n"),
      .bad("FROM node:20-alpine\n«# hadolint ignore=DL3020»\nCOPY a /a\nUSER node\n"),
      .good("FROM node:20-alpine\n# ashlar: ignore[container/add-instead-of-copy] the loader wants it\nADD a /a\nUSER node\n"),
      .good("FROM node:20-alpine\n# hadolint ignore=DL3020\nADD a /a\nUSER node\n"),
    ],
    check: .byEngine)
}
