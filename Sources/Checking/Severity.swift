/// How much a finding matters; see the severity policy in CONTRIBUTING.md.
public enum Severity: String, Sendable, CaseIterable, Comparable {
  /// A matter of degree, or less than certain.
  case note
  /// A clause of the guide is not held.
  case warning
  /// It breaks, it leaks, or a secret is outside Vault.
  case error

  private var rank: Int {
    switch self {
    case .note: 0
    case .warning: 1
    case .error: 2
    }
  }

  public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}
