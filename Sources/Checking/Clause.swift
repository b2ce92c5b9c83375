/// A clause of the guide: `G3` or `G3.1`. The numbers are part of the product's interface and never change.
public struct Clause: Hashable, Sendable, CustomStringConvertible {
  public let section: Int
  /// Nil for the section as a whole.
  public let item: Int?

  init(_ section: Int, _ item: Int?) {
    self.section = section
    self.item = item
  }

  /// Reads `G3` or `G3.1`; nil for anything else.
  public init?(_ text: some StringProtocol) {
    guard text.first == "G" else { return nil }
    let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
    // `Int` reads `+3` and `03` too, which are no clauses.
    guard (1...2).contains(parts.count), parts.allSatisfy({ "1"..."9" ~= ($0.first ?? "0") }), let section = Int(parts[0]),
      (1...14).contains(section)
    else { return nil }
    if parts.count == 2 {
      guard let item = Int(parts[1]) else { return nil }
      self.init(section, item)
    } else {
      self.init(section, nil)
    }
  }

  public var description: String { item.map { "G\(section).\($0)" } ?? "G\(section)" }

  /// Whether `other` is this clause or an item of this section.
  public func covers(_ other: Clause) -> Bool { section == other.section && (item == nil || item == other.item) }
}

extension Clause: Comparable {
  public static func < (left: Clause, right: Clause) -> Bool {
    (left.section, left.item ?? 0) < (right.section, right.item ?? 0)
  }
}

extension Clause {
  public static let G1 = Clause(1, nil), G2 = Clause(2, nil), G3 = Clause(3, nil), G4 = Clause(4, nil), G5 = Clause(5, nil)
  public static let G6 = Clause(6, nil), G7 = Clause(7, nil), G8 = Clause(8, nil), G9 = Clause(9, nil), G10 = Clause(10, nil)
  public static let G11 = Clause(11, nil), G12 = Clause(12, nil), G13 = Clause(13, nil), G14 = Clause(14, nil)
  public static func G1(_ item: Int) -> Clause { Clause(1, item) }
  public static func G2(_ item: Int) -> Clause { Clause(2, item) }
  public static func G3(_ item: Int) -> Clause { Clause(3, item) }
  public static func G4(_ item: Int) -> Clause { Clause(4, item) }
  public static func G5(_ item: Int) -> Clause { Clause(5, item) }
  public static func G6(_ item: Int) -> Clause { Clause(6, item) }
  public static func G7(_ item: Int) -> Clause { Clause(7, item) }
  public static func G8(_ item: Int) -> Clause { Clause(8, item) }
  public static func G9(_ item: Int) -> Clause { Clause(9, item) }
  public static func G10(_ item: Int) -> Clause { Clause(10, item) }
  public static func G11(_ item: Int) -> Clause { Clause(11, item) }
  public static func G12(_ item: Int) -> Clause { Clause(12, item) }
  public static func G13(_ item: Int) -> Clause { Clause(13, item) }
  public static func G14(_ item: Int) -> Clause { Clause(14, item) }
}
