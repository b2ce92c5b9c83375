import Checking

extension Rule {
  static let ashlarStaleBaseline = Rule(
    "ashlar/stale-baseline", [], .note,
    summary: "A baseline entry matches nothing any more.",
    rationale: """
      What was known and accepted has been mended. Its line in the baseline would hide the same mistake if it came \
      back; `ashlar check --write-baseline` leaves it out.
      """,
    examples: [],
    check: .byEngine)
}
