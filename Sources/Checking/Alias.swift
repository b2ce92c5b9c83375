/// A check of another tool that says what one of our rules says.
public struct PeerCheck: Hashable, Sendable, CustomStringConvertible {
  /// `hadolint`
  public let peer: String
  /// As the peer writes it: `DL3006`.
  public let id: String

  public init(_ peer: String, _ id: String) {
    self.peer = peer
    self.id = id
  }

  /// `hadolint:DL3006`
  public var description: String { "\(peer):\(id)" }

  public static func hadolint(_ id: String) -> PeerCheck { PeerCheck("hadolint", id) }
  public static func shellcheck(_ id: String) -> PeerCheck { PeerCheck("shellcheck", id) }
  public static func buildkit(_ id: String) -> PeerCheck { PeerCheck("buildkit", id) }
  public static func tally(_ id: String) -> PeerCheck { PeerCheck("tally", id) }
  public static func trivy(_ id: String) -> PeerCheck { PeerCheck("trivy", id) }
  public static func checkov(_ id: String) -> PeerCheck { PeerCheck("checkov", id) }
  public static func dockle(_ id: String) -> PeerCheck { PeerCheck("dockle", id) }
  public static func semgrep(_ id: String) -> PeerCheck { PeerCheck("semgrep", id) }
  /// By the first eight hexadecimal digits of its UUID.
  public static func kics(_ id: String) -> PeerCheck { PeerCheck("kics", id) }
}

/// How a peer's check relates to the rule that names it.
public struct Alias: Hashable, Sendable {
  public enum Relation: String, Sendable {
    /// It says the same.
    case same
    /// It covers more than the rule: the rule is a part of it.
    case part
    /// It is about the same thing, from another side. Does not suppress.
    case near
  }
  public let check: PeerCheck
  public let relation: Relation

  public static func same(_ check: PeerCheck) -> Alias { Alias(check: check, relation: .same) }
  public static func part(_ check: PeerCheck) -> Alias { Alias(check: check, relation: .part) }
  public static func near(_ check: PeerCheck) -> Alias { Alias(check: check, relation: .near) }
}
