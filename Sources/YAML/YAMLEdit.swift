public import SourceText

/// Where something new comes to stand among what a collection holds.
public enum YAMLPlace: Sendable, Hashable {
  case first, last
  /// The key of an entry, or an item.
  case before(YAMLTree.NodeID)
  /// The key of an entry, or an item. Comments behind it and directly above the next one stay with them.
  case after(YAMLTree.NodeID)
}

/// What becomes of a collection whose only entry or item is removed.
public enum YAMLRemainder: Sendable, Hashable {
  /// `{}` or `[]` stands in its place.
  case empty
  /// The entry or item that holds it goes too, and so on upwards; the root of a document becomes `{}` or `[]`.
  case nothing
}

/// Edits of the text that change one thing in what it says, and nothing else: comments, blank lines, line ends, quotes and
/// indentation stay as they are, and what is added is written as its neighbours are.
///
/// Each is a group that goes in whole (`TextEdits.insert`), in ranges of the outermost host. Each is nil where it cannot be
/// made so: on an alias, in a damaged part, at a template's action, for a key that the mapping has already, where the text is
/// not one to one its host's. What is edited under an anchor changes for the anchor's aliases too.
///
/// `readers` are the programs that read the file: a text is put in quotes where one of them would take it for something
/// else. By default any may.
///
/// Edits of one tree can be applied together where `TextEdits` takes them all, but not where one of them removes the last
/// that another one leaves in a collection.
extension YAMLTree {
  /// Puts a value in the place of a scalar, an empty value, or a collection in brackets. A comment behind it stays, and a
  /// quoted or literal text stays one.
  ///
  /// - Parameters:
  ///   - keepingProperties: whether anchor and tag stay.
  public func replacing(
    _ node: NodeID, with value: YAMLNewValue, keepingProperties: Bool = true, readers: [YAMLDialect] = YAMLDialect.all
  ) -> [TextEdit]? {
    let editor = YAMLEditor(self, readers)
    return editor.hosted(editor.replacing(node, with: value, keepingProperties: keepingProperties))
  }

  /// Gives a key, which must be a scalar, another name.
  public func renaming(_ key: NodeID, to name: String, readers: [YAMLDialect] = YAMLDialect.all) -> [TextEdit]? {
    let editor = YAMLEditor(self, readers)
    return editor.hosted(editor.renaming(key, to: name))
  }

  /// Adds an entry to a mapping, or to an empty value, which becomes one.
  public func inserting(
    _ key: String, _ value: YAMLNewValue, into mapping: NodeID, at place: YAMLPlace = .last, readers: [YAMLDialect] = YAMLDialect.all
  ) -> [TextEdit]? {
    let editor = YAMLEditor(self, readers)
    return editor.hosted(editor.inserting(YAMLNewValue.Entry(key, value), into: mapping, at: place))
  }

  /// Adds an item to a sequence, or to an empty value, which becomes one.
  public func inserting(
    item: YAMLNewValue, into sequence: NodeID, at place: YAMLPlace = .last, readers: [YAMLDialect] = YAMLDialect.all
  ) -> [TextEdit]? {
    let editor = YAMLEditor(self, readers)
    return editor.hosted(editor.inserting(item, into: sequence, at: place))
  }

  /// Removes an entry, given by its key, or an item: with the comment behind it, comments directly above it, and comments
  /// directly below that are indented by more. A comment at the very top of a file stays.
  public func removing(_ node: NodeID, leaving remainder: YAMLRemainder = .empty) -> [TextEdit]? {
    let editor = YAMLEditor(self, [])
    return editor.hosted(editor.removing(node, leaving: remainder))
  }

  /// Writes a comment on a line of its own above the line that a node begins on.
  ///
  /// - Parameter text: without `#`, on one line.
  public func commenting(_ text: String, above node: NodeID) -> [TextEdit]? {
    let editor = YAMLEditor(self, [])
    return editor.hosted(editor.commenting(text, above: node))
  }
}
