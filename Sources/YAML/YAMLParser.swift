import SourceText

/// Bytes to nodes. Tokens are fused into the parser, and what is open stands on a stack of its own, so that depth costs
/// no machine stack: one line is read after the other, and its indentation says what it closes.
struct YAMLParser {
  typealias Node = YAMLTree.Node

  let bytes: [UInt8]
  let count: Int
  let keys: KeyTable
  let templates: TemplateSyntax
  let limits: YAMLLimits
  /// Twelve bytes of nodes a byte of text: `[1,1,` has eight, and nothing but empty keys in brackets has more.
  let nodeLimit: Int
  /// Whether a mark of the templates stands anywhere: most files that may be templates are none.
  var hasTemplates = false
  /// For each form of action, up to where no opening mark has a closing one.
  var unclosedUntil: InlineArray<4, Int> = [0, 0, 0, 0]

  var nodes: [Node] = []
  var properties: [YAMLTree.Properties] = []
  var marks: [YAMLTree.Mark] = []
  var aliases: [YAMLTree.AliasTarget] = []
  var comments: [SourceRange] = []
  var directives: [YAMLTree.Directive] = []
  var actions: [TemplateAction] = []
  var diagnostics: [YAMLDiagnostic] = []

  var position = 0
  /// The first byte of the line that `position` is in.
  var lineStart = 0
  /// How many blanks are known to begin the line at `position`: the end of a plain scalar looked at them already.
  var knownSpaces = 0
  /// The end of the last content: where a collection ends that is closed now.
  var lastEnd = 0
  /// Where the last `scanPlain` stopped: at `:`, `#`, a line break, a flow indicator or the end.
  var scanStop = 0

  /// The innermost open block collection; those around it stand in `frames`.
  var top = Frame(node: 0, indent: -1, kind: .document)
  var frames: [Frame] = []
  var flow: [FlowFrame] = []
  /// The node behind the last collection that was closed: only from there on are nodes the innermost open one's own.
  var closedEnd = 0

  /// Anchor and tag on this line that still need their node, and those of lines above.
  var inner = PendingProperties()
  var outer = PendingProperties()
  /// A tab stands between the line's indentation, or an indicator, and `position`: no block collection may begin.
  var isTabbed = false
  /// By how much lines are usually indented against those above them; 0 until something asks.
  var step = 0
  /// The start of a line whose indentation was complained of already.
  var forgivenLine = -1
  /// What directives before this document declared: handles, and `%YAML`.
  var declared: Set<ArraySlice<UInt8>> = []
  var hasAliases = false
  var hasNamedHandles = false
  var isTooDeep = false
  /// The document's structure depends on an action.
  var isDocumentPartial = false
  /// A `define` begins another text: what is above it is a document of its own.
  var breaksDocument = false
  var work = 0

  init(_ bytes: [UInt8], _ keys: KeyTable, _ templates: TemplateSyntax, _ limits: YAMLLimits) {
    self.bytes = bytes
    count = bytes.count
    self.keys = keys
    self.templates = templates
    self.limits = limits
    nodeLimit = max(1 << 16, bytes.count / 16 * 11)
  }

  struct Frame {
    enum Kind: UInt8 { case document, mapping, sequence }
    enum Slot: UInt8 {
      case none
      /// An item, a value, or a document's root.
      case value
      /// What follows `?`.
      case key
      /// The `:` that may follow a `?` key.
      case colon
    }
    var node: Int32
    var indent: Int32
    /// The end of the indicator after which something is awaited.
    var after: Int32 = 0
    var kind: Kind
    var awaits = Slot.none
    var child = ClosedChild()

    init(node: Int, indent: Int, kind: Kind) {
      self.node = Int32(truncatingIfNeeded: node)
      self.indent = Int32(truncatingIfNeeded: indent)
      self.kind = kind
    }
  }

  /// The mapping inside a collection that was last closed by a line, which is what a line below may still belong to.
  struct ClosedChild {
    var indent: Int32 = -1
    /// The node that the line begins.
    var next: Int32 = -1
  }

  struct PendingProperties {
    var anchorStart: Int32 = 0
    var anchorEnd: Int32 = 0
    var tagStart: Int32 = 0
    var tagEnd: Int32 = 0

    var isEmpty: Bool { anchorEnd == 0 && tagEnd == 0 }
    var start: Int { Int(anchorEnd == 0 ? tagStart : tagEnd == 0 ? anchorStart : min(anchorStart, tagStart)) }
    var end: Int { Int(max(anchorEnd, tagEnd)) }
  }

  /// The byte at an offset; a line break beyond the end, which ends whatever it is compared with.
  @inline(__always)
  func byte(at offset: Int) -> UInt8 { offset < count ? bytes[offset] : 0x0A }

  /// Whether a blank, a line break or the end stands at an offset.
  @inline(__always)
  func isWhite(at offset: Int) -> Bool {
    guard offset < count else { return true }
    let byte = bytes[offset]
    return byte <= 0x20 && (byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D)
  }

  @inline(__always)
  func isBreak(at offset: Int) -> Bool {
    guard offset < count else { return true }
    return bytes[offset] == 0x0A || bytes[offset] == 0x0D
  }

  @inline(__always)
  func skippingBlanks(_ offset: Int) -> Int {
    var offset = offset
    while offset < count, bytes[offset] == 0x20 || bytes[offset] == 0x09 { offset &+= 1 }
    return offset
  }

  @inline(__always)
  func skippingSpaces(_ offset: Int) -> Int { bytes.firstNonSpace(from: offset) }

  /// YAML 1.2.2 [28] b-break. Past the line break at an offset; the offset itself at the end.
  @inline(__always)
  func skippingBreak(_ offset: Int) -> Int {
    guard offset < count else { return offset }
    if bytes[offset] == 0x0D, offset &+ 1 < count, bytes[offset &+ 1] == 0x0A { return offset &+ 2 }
    return offset &+ 1
  }

  /// The next line that holds more than blanks, and what it holds; the end where there is none.
  @inline(__always)
  func nextContent(behindBreakAt offset: Int) -> (line: Int, content: Int) {
    var line = offset
    var content = offset
    repeat {
      line = skippingBreak(content)
      content = skippingBlanks(line)
    } while content < count && isBreak(at: content)
    return (line, content)
  }

  @inline(__always)
  func lineEnd(_ offset: Int) -> Int { bytes.firstLineBreak(from: offset) }

  /// YAML 1.2.2 [206] c-forbidden: `---` or `...` and white behind it, at the start of a line.
  @inline(__always)
  func isMarker(at offset: Int) -> Bool {
    guard offset &+ 2 < count else { return false }
    let byte = bytes[offset]
    guard byte == 0x2D || byte == 0x2E, bytes[offset &+ 1] == byte, bytes[offset &+ 2] == byte else { return false }
    return isWhite(at: offset &+ 3)
  }

  @inline(__always)
  mutating func append(_ kind: YAMLTree.Kind, _ flags: YAMLTree.Flags = [], detail: UInt16 = 0, _ start: Int, _ end: Int) {
    nodes.append(Node(kind, flags, detail: detail, start: start, end: end, next: nodes.count &+ 1))
    lastEnd = end
  }

  /// The flags of the node that takes the awaited place, which is filled thereby.
  @inline(__always)
  mutating func fill() -> YAMLTree.Flags {
    if top.awaits == .key { return fillExplicitKey() }
    top.awaits = .none
    return []
  }

  mutating func fillExplicitKey() -> YAMLTree.Flags {
    top.awaits = .colon
    marks.append(YAMLTree.Mark(node: Int32(truncatingIfNeeded: nodes.count), position: top.after - 1))
    return [.isKey, .isExplicit]
  }

  /// Gives the pending properties to the node that is appended next.
  @inline(__always)
  mutating func take(_ flags: YAMLTree.Flags, withOuter: Bool = true) -> YAMLTree.Flags {
    if inner.isEmpty, !withOuter || outer.isEmpty { return flags }
    return takeProperties(flags, withOuter: withOuter)
  }

  mutating func takeProperties(_ flags: YAMLTree.Flags, withOuter: Bool) -> YAMLTree.Flags {
    if withOuter { mergeInner() }
    let taken = withOuter ? outer : inner
    if withOuter { outer = PendingProperties() } else { inner = PendingProperties() }
    properties.append(made(taken, at: nodes.count))
    return flags.union(.hasProperties)
  }

  func made(_ pending: PendingProperties, at node: Int) -> YAMLTree.Properties {
    YAMLTree.Properties(
      node: YAMLTree.NodeID(node), anchor: SourceRange(Int(pending.anchorStart), Int(pending.anchorEnd)),
      tag: SourceRange(Int(pending.tagStart), Int(pending.tagEnd)))
  }

  /// What stands before the node on lines above and on its own line belongs to one node.
  mutating func mergeInner() {
    if inner.isEmpty { return }
    if inner.anchorEnd > 0 {
      if outer.anchorEnd > 0 { report(.repeatedProperty, Int(inner.anchorStart), Int(inner.anchorEnd)) }
      outer.anchorStart = inner.anchorStart
      outer.anchorEnd = inner.anchorEnd
    }
    if inner.tagEnd > 0 {
      if outer.tagEnd > 0 { report(.repeatedProperty, Int(inner.tagStart), Int(inner.tagEnd)) }
      outer.tagStart = inner.tagStart
      outer.tagEnd = inner.tagEnd
    }
    inner = PendingProperties()
  }

  mutating func report(_ kind: YAMLDiagnostic.Kind, _ start: Int, _ end: Int) {
    if diagnostics.count >= limits.diagnostics { return }
    let isLast = diagnostics.count == limits.diagnostics - 1
    diagnostics.append(YAMLDiagnostic(isLast ? .tooManyProblems : kind, min(start, count), min(max(start, end), count)))
  }

  /// Behind a value: blanks and a comment may follow, then the line ends.
  @inline(__always)
  mutating func finishLine() {
    if position < count, bytes[position] == 0x0A {
      position &+= 1
      lineStart = position
      return
    }
    finishLine(reporting: .textAfterValue)
  }

  mutating func finishLine(reporting kind: YAMLDiagnostic.Kind) {
    let start = position
    position = skippingBlanks(position)
    if position < count, bytes[position] == 0x23 {
      if position == start, start > lineStart, !bytes[start - 1].isBlank { report(.commentWithoutBlank, position, position + 1) }
      skipComment()
    } else if !isBreak(at: position), !skipActionsAfterValue() {
      let end = lineEnd(position)
      report(kind, position, end)
      position = end
    }
    position = skippingBreak(position)
    lineStart = position
  }

  /// YAML 1.2.2 [75] c-nb-comment-text. Up to the line break.
  mutating func skipComment() {
    let end = lineEnd(position)
    // Lines that are read again, behind a bracket that is never closed, are not recorded again.
    if position >= comments.last?.end ?? 0 { comments.append(SourceRange(position, end)) }
    position = end
  }
}
