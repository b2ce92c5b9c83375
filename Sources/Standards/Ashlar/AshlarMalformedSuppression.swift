import Checking

extension Rule {
  static let ashlarMalformedSuppression = Rule(
    "ashlar/malformed-suppression", [], .note,
    aliases: [.part("pint:pint/comment")],
    summary: "A suppression names no rule, or stands where it has no effect.",
    rationale: """
      `# ashlar: ignore[rule] reason` counts on a line of its own directly above the construct in which the finding \
      begins. With a mistyped rule, or a blank line between, it silences nothing, and the reader believes it does.
      """,
    examples: [
      .bad(
        "FROM scratch\n# ashlar: ignore[«container/ad-instead-of-copy»] typing\nADD a /a\nUSER 1000\n",
        fixed: "FROM scratch\n# ashlar: ignore[container/add-instead-of-copy] typing\nADD a /a\nUSER 1000\n"),
      .bad("FROM scratch\n«# ashlar: ignore because»\nCOPY a /a\nUSER 1000\n"),
      .bad("FROM scratch\n«# ashlar: ignore[container/add-instead-of-copy] too far»\n\nCOPY a /a\nUSER 1000\n"),
      .good("FROM scratch\n# ashlar: ignore[container/add-instead-of-copy] the loader wants it\nADD a /a\nUSER 1000\n"),
    ],
    check: .byEngine)
}
