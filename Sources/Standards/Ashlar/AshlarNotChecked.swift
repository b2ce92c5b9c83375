import Checking

extension Rule {
  static let ashlarNotChecked = Rule(
    "ashlar/not-checked", [.G14(1)], .error,
    summary: "A file that would be checked could not be read whole.",
    rationale: """
      A file that is too large, unreadable, or leads out of the repository was not looked at. Silence about it would \
      read as approval, so it is an error until it can be read or is excluded in `ashlar.yaml`.
      """,
    examples: [],
    check: .byEngine)
}
