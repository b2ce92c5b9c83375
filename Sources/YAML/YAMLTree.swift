public import SourceText

/// A YAML 1.2.2 stream with every byte accounted for: what lies in no node is indicators, blanks, line breaks and
/// comments.
///
/// Parsing never fails: what YAML refuses is a diagnostic at its place, and reading goes on at the nearest line, dedent or
/// closing bracket. JSON is read by the same tree. Scalars stay raw; `decoded` resolves escapes and folds.
///
/// Limits: 64 MiB, 512 open collections, 1 000 diagnostics.
public struct YAMLTree: Sendable {
  @usableFromInline let storage: Storage

  /// One reference, so that a view of a node costs one retain.
  @usableFromInline
  final class Storage: Sendable {
    @usableFromInline let bytes: [UInt8]
    @usableFromInline let nodes: [Node]
    @usableFromInline let properties: [Properties]
    let source: MappedText?
    let marks: [Mark]
    let aliases: [AliasTarget]
    let comments: [SourceRange]
    let directives: [Directive]
    let actions: [TemplateAction]
    let diagnostics: [YAMLDiagnostic]
    let work: Int

    init(_ parser: consuming YAMLParser, source: MappedText?) {
      bytes = parser.bytes
      nodes = parser.nodes
      properties = parser.properties
      marks = parser.marks
      aliases = parser.aliases
      comments = parser.comments
      directives = parser.directives
      actions = parser.actions
      work = parser.work
      self.source = source
      diagnostics = source.map { source in parser.diagnostics.map { $0.placed(in: source) } } ?? parser.diagnostics
    }
  }

  public init(
    parsing bytes: [UInt8], keys: KeyTable = KeyTable(), templates: TemplateSyntax = [], limits: YAMLLimits = YAMLLimits()
  ) {
    var parser = YAMLParser(bytes, keys, templates, limits)
    parser.parseStream()
    storage = Storage(parser, source: nil)
  }

  public init(
    parsing text: MappedText, keys: KeyTable = KeyTable(), templates: TemplateSyntax = [], limits: YAMLLimits = YAMLLimits()
  ) {
    var parser = YAMLParser(text.bytes, keys, templates, limits)
    parser.parseStream()
    storage = Storage(parser, source: text)
  }

  /// What was parsed; all ranges but `hostRange(of:)` are ranges of it.
  @inlinable public var bytes: [UInt8] { storage.bytes }
  /// In the order of the text, each before its children.
  @inlinable public var nodes: [Node] { storage.nodes }
  /// In the order of the text.
  public var diagnostics: [YAMLDiagnostic] { storage.diagnostics }
  /// From `#` to the end of the line without its break, in the order of the text.
  public var comments: [SourceRange] { storage.comments }
  /// `%YAML`, `%TAG` and others, in the order of the text.
  public var directives: [Directive] { storage.directives }
  /// In the order of the text; none without a `TemplateSyntax`. Those in literal and folded scalars are left out.
  public var actions: [TemplateAction] { storage.actions }
  /// In the order of their nodes.
  @inlinable public var properties: [Properties] { storage.properties }
  /// Bytes looked at twice: what the tests hold against the length of the text.
  var work: Int { storage.work }

  /// What stands before a node's content.
  public struct Properties: Sendable {
    public let node: NodeID
    /// `&name`; empty where there is none.
    public let anchor: SourceRange
    /// `!tag`, `!!tag`, `!handle!tag`, `!<uri>`; empty where there is none.
    public let tag: SourceRange

    /// From the first to the last of the two.
    public var range: SourceRange { anchor.isEmpty ? tag : tag.isEmpty ? anchor : anchor.union(tag) }
  }

  /// A line that begins with `%`.
  public struct Directive: Sendable {
    /// The document that it stands before.
    public let document: NodeID
    /// Without the comment behind it.
    public let range: SourceRange
  }

  /// Where the indicator stands that a node needs and its range does not hold: the `?` of a key.
  struct Mark: Sendable {
    var node: Int32
    var position: Int32
  }

  struct AliasTarget: Sendable {
    var alias: Int32
    var target: Int32
  }
}

/// How much is read. What is beyond gives a diagnostic.
public struct YAMLLimits: Sendable {
  /// In bytes.
  public var size: Int
  /// Collections open at one place.
  public var depth: Int
  public var diagnostics: Int

  public init(size: Int = 64 << 20, depth: Int = 512, diagnostics: Int = 1_000) {
    self.size = size
    self.depth = depth
    self.diagnostics = diagnostics
  }
}
