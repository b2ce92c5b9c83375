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
}

extension PeerCheck: ExpressibleByStringLiteral {
  /// `"hadolint:DL3006"`. KICS' checks go by the first eight hexadecimal digits of their UUIDs.
  public init(stringLiteral value: String) {
    let parts = value.split(separator: ":", maxSplits: 1)
    self.init(String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : "")
  }
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
