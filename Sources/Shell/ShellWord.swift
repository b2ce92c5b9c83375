public import SourceText

/// A word as it is written, and what is known of its value.
public struct ShellWord: Sendable {
  /// The tree in which the word stands: the parsed text, or one inside it (`sh -c '…'`).
  public let tree: ShellTree
  public let id: ShellTree.NodeID
  /// What was assigned before the word is expanded; nil for a word that belongs to no command.
  let moment: Moment?

  /// A point in a run, with all that was assigned before it.
  struct Moment: Sendable {
    let storage: ShellCommands.Storage
    let version: Int32
    let scope: Int32
  }

  /// A word of a tree, without any knowledge of what was assigned before it.
  public init(_ tree: ShellTree, _ id: ShellTree.NodeID) { self.init(tree, id, nil) }

  init(_ tree: ShellTree, _ id: ShellTree.NodeID, _ moment: Moment?) {
    self.tree = tree
    self.id = id
    self.moment = moment
  }

  /// In the text of `tree`.
  public var range: SourceRange { tree[id].range }
  /// In the outermost host.
  public var hostRange: SourceRange { tree.source.hostRange(of: range) }
  /// The same where the host's bytes are the word's, one to one; else nil.
  public var editableHostRange: SourceRange? { tree.source.editableHostRange(of: range) }
  /// As written, quotes included.
  public var source: String { tree.text(range) }

  private var traits: WordTraits { tree[id].traits }

  /// Whether any of it is in quotes, escaped, or continued over lines.
  public var isQuoted: Bool { traits.contains(.quoted) }
  /// Whether it holds a parameter, substitution, arithmetic or a template.
  public var hasExpansion: Bool { traits.contains(.expansion) }
  /// Whether it may become several words, or none.
  public var splits: Bool {
    !traits.isDisjoint(with: [.unquotedExpansion, .glob])
      || traits.contains(.brace) && tree.dialect.expandsBraces || holdsAllParameters
  }

  /// `"$@"` and `"${x[@]}"` are several words even in quotes.
  private var holdsAllParameters: Bool {
    guard traits.contains(.expansion) else { return false }
    return tree.descendants(of: id).contains { id in
      let node = tree[id]
      guard node.kind == .name || node.kind == .arrayIndex else { return false }
      let text = tree.source.bytes[node.range.indices]
      return text.equals("@") || text.equals("[@]")
    }
  }

  /// The value, if every byte of it is written here: no expansion, no pattern, no tilde.
  public var literal: String? {
    if traits.isEmpty { return source }
    guard isLiteral else { return nil }
    return literalBytes().asString
  }

  /// Whether the word is literally the text.
  public func equals(_ text: String) -> Bool {
    if traits.isEmpty {
      let range = range
      return range.count == text.utf8.count && tree.source.bytes[range.indices].elementsEqual(text.utf8)
    }
    return isLiteral && literalBytes().equals(text)
  }

  /// The one of some names that a path written here in full ends in: `/usr/bin/env` in `env`.
  public func lastPathComponent(among names: [String]) -> String? {
    guard isLiteral else { return nil }
    let text = traits.isEmpty ? tree.source.bytes[range.indices] : literalBytes()[...]
    let start = (text.lastIndex(of: UInt8(ascii: "/")) ?? text.startIndex - 1) + 1
    return names.first { $0.utf8.count == text.endIndex - start && text[start...].equals($0) }
  }

  var isLiteral: Bool {
    let disturbing: WordTraits =
      tree.dialect.expandsBraces ? [.expansion, .glob, .tilde, .array, .brace] : [.expansion, .glob, .tilde, .array]
    return traits.isDisjoint(with: disturbing)
  }

  private func literalBytes() -> [UInt8] {
    var value: [UInt8] = []
    tree.forEachPiece(of: id) { piece in
      switch piece {
      case .verbatim(let range, _): value += tree.source.bytes[range.indices]
      case .decoded(let bytes, _): value += bytes
      default: break
      }
      return true
    }
    return value
  }

  /// The start of the value up to the first byte that is not written here.
  public var literalPrefix: String {
    var value: [UInt8] = []
    tree.forEachPiece(of: id) { piece in
      switch piece {
      case .verbatim(let range, _): value += tree.source.bytes[range.indices]
      case .decoded(let bytes, _): value += bytes
      default: return false
      }
      return true
    }
    return value.asString
  }

  /// The end of the value after the last byte that is not written here.
  public var literalSuffix: String {
    var value: [UInt8] = []
    tree.forEachPiece(of: id) { piece in
      switch piece {
      case .verbatim(let range, _): value += tree.source.bytes[range.indices]
      case .decoded(let bytes, _): value += bytes
      default: value = []
      }
      return true
    }
    return value.asString
  }

  /// The value mapped to the host, if the word is literal: quotes and backslashes left out.
  public var text: MappedText? { isLiteral ? mappedValue() : nil }

  /// The value as another shell reads it that gets it as its program: parameters stay as they are written, other
  /// expansions become templates, whose value nobody knows.
  var programText: MappedText { mappedValue() }

  private func mappedValue() -> MappedText { tree.mappedValue(of: id) }
}

extension ShellTree {
  func mappedValue(of word: NodeID, isQuoted: Bool = false) -> MappedText {
    var builder = MappedText.Builder(host: source)
    forEachPiece(of: word, isQuoted: isQuoted) { piece in
      switch piece {
      case .verbatim(let range, _), .glob(let range), .brace(let range), .tilde(let range): builder.append(range)
      case .decoded(let bytes, let range): builder.append(bytes, for: range)
      case .expansion(let id, _):
        let range = self[id].range
        if self[id].kind == .parameter { builder.append(range) } else { builder.append(Array("${{}}".utf8), for: range) }
      case .array: break
      }
      return true
    }
    return builder.finish(emptyAt: source.hostOffset(of: self[word].range.start))
  }
}
