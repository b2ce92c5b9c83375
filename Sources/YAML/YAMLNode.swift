public import SourceText

extension YAMLTree {
  /// A node's place in `YAMLTree.nodes`.
  public struct NodeID: Hashable, Comparable, Sendable {
    @usableFromInline let raw: Int32

    /// - Parameter index: of `YAMLTree.nodes`.
    @inlinable
    public init(_ index: Int) { raw = Int32(truncatingIfNeeded: index) }

    @inlinable public var index: Int { Int(raw) }

    /// By the order of the text.
    @inlinable public static func < (left: NodeID, right: NodeID) -> Bool { left.raw < right.raw }
  }

  /// One construct. Its children follow it directly, in the order of the text.
  ///
  /// 16 bytes, so that four share a cache line: what few nodes have (anchor, tag, `?`) stands in arrays beside.
  public struct Node: Sendable, Equatable {
    public internal(set) var kind: Kind
    public internal(set) var flags: Flags
    /// Of a mapping's key, its number in the `KeyTable`; of a block scalar, its content's indentation.
    @usableFromInline var detail: UInt16
    @usableFromInline var start: Int32
    @usableFromInline var end: Int32
    @usableFromInline var next: Int32

    init(_ kind: Kind, _ flags: Flags = [], detail: UInt16 = 0, start: Int, end: Int, next: Int) {
      self.kind = kind
      self.flags = flags
      self.detail = detail
      self.start = Int32(truncatingIfNeeded: start)
      self.end = Int32(truncatingIfNeeded: end)
      self.next = Int32(truncatingIfNeeded: next)
    }

    /// From the first byte of the content to its end: no anchor or tag before it, no blank or comment behind it.
    ///
    /// A literal or folded scalar ends with its last line without the break, or behind its last line break where it
    /// keeps them (`|+`). A block collection begins with its first key or dash. An empty node is an empty range, where a
    /// value would be written.
    @inlinable public var range: SourceRange { SourceRange(Int(start), Int(end)) }

    /// A key's number; `.none` for keys that the table does not have, and for nodes that are no keys.
    @inlinable public var key: KeyTable.Key { flags.contains(.isKey) && !kind.isBlockScalar ? KeyTable.Key(raw: detail) : .none }
  }

  public enum Kind: UInt8, Sendable, CaseIterable {
    /// At the top of the tree; its child is the root node, always there.
    case document
    /// Keys and values in turn: `YAMLTree.entries(of:)`.
    case blockMapping
    /// `{ … }`, or a single pair inside `[ … ]`, which has no braces of its own.
    case flowMapping
    case blockSequence, flowSequence
    case plain, singleQuoted, doubleQuoted
    /// `|`
    case literal
    /// `>`
    case folded
    /// `*name`
    case alias
    /// Nothing is written: null, or an empty text for the tag `!!str`.
    case empty
    /// A template's action on lines of its own, where a value would be.
    case action
    /// Something that cannot be what stands here; a diagnostic says why.
    case error

    @inlinable public var isMapping: Bool { self == .blockMapping || self == .flowMapping }
    @inlinable public var isSequence: Bool { self == .blockSequence || self == .flowSequence }
    @inlinable public var isCollection: Bool { rawValue &- 1 < 4 }
    @inlinable public var isBlockCollection: Bool { self == .blockMapping || self == .blockSequence }
    /// Plain, quoted, literal or folded.
    @inlinable public var isScalar: Bool { rawValue &- 5 < 5 }
    @inlinable public var isBlockScalar: Bool { self == .literal || self == .folded }
    @inlinable public var isQuoted: Bool { self == .singleQuoted || self == .doubleQuoted }
  }

  public struct Flags: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// An anchor or a tag stands before it: `YAMLTree.properties(of:)`.
    @inlinable public static var hasProperties: Flags { Flags(rawValue: 1) }
    /// A key of a mapping.
    @inlinable public static var isKey: Flags { Flags(rawValue: 2) }
    /// A scalar that goes on over a line break.
    @inlinable public static var isMultiline: Flags { Flags(rawValue: 4) }
    /// A scalar whose text is not the bytes between its quotes: it has escapes or folded lines.
    @inlinable public static var needsDecoding: Flags { Flags(rawValue: 8) }
    /// A scalar that holds a template's action; an action where a value would be.
    @inlinable public static var isTemplated: Flags { Flags(rawValue: 16) }
    /// A document that begins with `---`; a key with `?` before it.
    @inlinable public static var isExplicit: Flags { Flags(rawValue: 32) }
    /// A document that ends with `...`.
    @inlinable public static var endsExplicitly: Flags { Flags(rawValue: 64) }
    /// A document whose structure depends on a template's action, so that entries may be missing, doubled or elsewhere.
    @inlinable public static var isPartial: Flags { Flags(rawValue: 128) }
  }
}
