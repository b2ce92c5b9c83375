/// The mapping keys that a caller knows, as numbers: the parser looks each key up once, and who asks for an entry later
/// compares two `UInt16`.
public struct KeyTable: Sendable {
  /// A key's number; equal for equal texts of one table.
  public struct Key: Hashable, Sendable {
    @usableFromInline let raw: UInt16
    @inlinable init(raw: UInt16) { self.raw = raw }

    /// A key that the table does not have.
    @inlinable public static var none: Key { Key(raw: 0) }
    /// Its place among the names of the table, from 0; nil for `.none`.
    @inlinable public var index: Int? { raw == 0 ? nil : Int(raw) - 1 }

    /// The key of the name at a place: how a table's owner declares its constants.
    @inlinable public init(index: Int) { raw = UInt16(truncatingIfNeeded: index + 1) }
  }

  // One slot: the number of a key, 0 for none. At most a quarter is filled, so that most misses end at the first.
  private let slots: [UInt16]
  private let mask: Int
  private let starts: [Int32]
  private let text: [UInt8]

  /// The empty table.
  public init() { self.init([]) }

  /// - Parameter names: at most 65 534; of two that are equal the first counts, and so does its place.
  public init(_ names: [String]) {
    var size = 8
    while size < names.count * 4 { size *= 2 }
    var slots = [UInt16](repeating: 0, count: size)
    var starts: [Int32] = [0]
    var text: [UInt8] = []
    for (index, name) in names.prefix(65_534).enumerated() {
      let bytes = Array(name.utf8)
      text += bytes
      starts.append(Int32(text.count))
      guard !bytes.isEmpty else { continue }
      var slot = Self.hash(bytes, 0, bytes.count) & (size - 1)
      var isKnown = false
      while slots[slot] != 0, !isKnown {
        let other = Int(slots[slot])
        isKnown = text[Int(starts[other - 1])..<Int(starts[other])].elementsEqual(bytes)
        slot = (slot + 1) & (size - 1)
      }
      if !isKnown { slots[slot] = UInt16(index + 1) }
    }
    self.slots = slots
    self.starts = starts
    self.text = text
    mask = size - 1
  }

  public var isEmpty: Bool { text.isEmpty }

  public subscript(_ name: String) -> Key {
    let bytes = Array(name.utf8)
    return Key(raw: number(bytes, 0, bytes.count))
  }

  /// The name of a key of this table; empty for `.none`.
  public func name(of key: Key) -> String {
    guard let index = key.index, index + 1 < starts.count else { return "" }
    return String(decoding: text[Int(starts[index])..<Int(starts[index + 1])], as: UTF8.self)
  }

  /// Length and three bytes: of 1 000 keys of Kubernetes, Compose and GitHub that is enough, and costs the same for all.
  @inline(__always)
  private static func hash(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
    let first = UInt32(bytes[start])
    let last = UInt32(bytes[end &- 1])
    let middle = UInt32(bytes[start &+ (end &- start) / 2])
    let nearLast = UInt32(bytes[max(start, end &- 3)])
    let mixed = (first | middle << 8 | last << 16 | nearLast << 24) ^ UInt32(truncatingIfNeeded: end &- start) &* 0x9E37_79B1
    return Int((mixed &* 0x85EB_CA6B) >> 12)
  }

  /// The number of the key that stands at `start..<end`, 0 for none.
  @inline(__always)
  func number(_ bytes: [UInt8], _ start: Int, _ end: Int) -> UInt16 {
    guard end > start, mask > 7 || !text.isEmpty else { return 0 }
    var slot = Self.hash(bytes, start, end) & mask
    while true {
      let number = slots[slot]
      if number == 0 { return 0 }
      let from = Int(starts[Int(number) &- 1])
      let length = Int(starts[Int(number)]) &- from
      if length == end &- start {
        var index = 0
        while index < length, text[from &+ index] == bytes[start &+ index] { index &+= 1 }
        if index == length { return number }
      }
      slot = (slot &+ 1) & mask
    }
  }
}
