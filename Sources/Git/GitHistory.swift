/// Questions to git about revisions and trees, one process each, plumbing only.
public struct GitHistory: Sendable {
  private let command: GitCommand
  private let format: ObjectFormat

  public init(_ repository: GitRepository) throws(GitError) {
    command = try GitCommand(repository)
    format = repository.objectFormat
  }

  /// The commit that a revision names (gitrevisions(7)), or nil if it names none.
  public func commit(_ revision: [UInt8]) throws(GitError) -> ObjectID? {
    // What begins with a dash would be an option.
    guard let first = revision.first, first != UInt8(ascii: "-"), !revision.contains(0) else { return nil }
    let arguments = [
      Array("rev-parse".utf8), Array("--verify".utf8), Array("--quiet".utf8), revision + Array("^{commit}".utf8),
    ]
    let (output, status) = try command.run(arguments, accepted: 0...1)
    guard status == 0 else { return nil }
    guard let id = ObjectID(hexadecimal: output.dropLast()) else { throw .malformed("git's answer to `rev-parse`") }
    return id
  }

  public func commit(_ revision: String) throws(GitError) -> ObjectID? { try commit(Array(revision.utf8)) }

  /// A best common ancestor of two commits, or nil: histories without one, or cut off before it.
  public func mergeBase(_ left: ObjectID, _ right: ObjectID) throws(GitError) -> ObjectID? {
    let (output, status) = try command.run(
      [Array("merge-base".utf8), left.hexadecimal, right.hexadecimal], accepted: 0...1)
    guard status == 0 else { return nil }
    guard let id = ObjectID(hexadecimal: output.prefix { $0 != 0x0A }) else {
      throw .malformed("git's answer to `merge-base`")
    }
    return id
  }

  /// All files of a commit or tree.
  public func files(_ tree: ObjectID) throws(GitError) -> GitEntries {
    let arguments = ["ls-tree", "-r", "-z", "--full-tree"].map { Array($0.utf8) } + [tree.hexadecimal]
    return try GitEntries(treeListing: try command.run(arguments).output, format)
  }

  /// The files in which two commits or trees differ; a renamed file is one removed and one added.
  public func changes(from old: ObjectID, to new: ObjectID) throws(GitError) -> [GitChange] {
    let arguments = [
      "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-commit-id",
      "--no-abbrev",
    ].map { Array($0.utf8) }
    return try GitChange.list(try command.run(arguments + [old.hexadecimal, new.hexadecimal]).output)
  }

  /// The index as git reads it: for one that `readIndex` does not support.
  public func index() throws(GitError) -> GitIndex {
    let arguments = ["ls-files", "-z", "--stage", "--full-name"].map { Array($0.utf8) }
    return try GitIndex(stageListing: try command.run(arguments).output, format)
  }
}

/// A file that differs between two trees.
public struct GitChange: Hashable, Sendable {
  public let path: [UInt8]
  /// nil where the file is new.
  public let old: ObjectID?
  /// nil where the file is gone.
  public let new: ObjectID?
  /// Of the new file, or of the old one where it is gone.
  public let mode: UInt32

  /// Reads git's raw format with `-z` (git-diff-tree(1)).
  static func list(_ bytes: [UInt8]) throws(GitError) -> [GitChange] {
    var changes: [GitChange] = []
    var fields = bytes.split(separator: 0).makeIterator()
    while let header = fields.next() {
      // `:100644 100644 <old> <new> M`
      let words = header.dropFirst().split(separator: 0x20)
      guard header.first == UInt8(ascii: ":"), words.count == 5, let path = fields.next(),
        let old = ObjectID(hexadecimal: words[2]), let new = ObjectID(hexadecimal: words[3]),
        let oldMode = octal(words[0]), let newMode = octal(words[1])
      else { throw .malformed("git's answer to `diff-tree`") }
      changes.append(
        GitChange(
          path: Array(path), old: oldMode == 0 ? nil : old, new: newMode == 0 ? nil : new,
          mode: newMode == 0 ? oldMode : newMode))
    }
    return changes
  }

  /// The files in which two lists of entries differ, as `changes(from:to:)` gives them but without a process.
  public static func between(_ old: GitEntries, _ new: GitEntries) -> [GitChange] {
    var changes: [GitChange] = []
    var left = 0
    var right = 0
    while left < old.count || right < new.count {
      let isOnlyOld =
        right == new.count || (left < old.count && old.path(left).lexicographicallyPrecedes(new.path(right)))
      let isOnlyNew =
        left == old.count || (right < new.count && new.path(right).lexicographicallyPrecedes(old.path(left)))
      if isOnlyOld {
        changes.append(GitChange(path: Array(old.path(left)), old: old.object(left), new: nil, mode: old.mode(left)))
        left += 1
      } else if isOnlyNew {
        changes.append(GitChange(path: Array(new.path(right)), old: nil, new: new.object(right), mode: new.mode(right)))
        right += 1
      } else {
        if !old.isSame(left, as: new, right) {
          changes.append(
            GitChange(
              path: Array(new.path(right)), old: old.object(left), new: new.object(right), mode: new.mode(right)))
        }
        left += 1
        right += 1
      }
    }
    return changes
  }
}

extension GitEntries {
  /// Reads `git ls-tree -r -z`.
  init(treeListing bytes: [UInt8], _ format: ObjectFormat) throws(GitError) {
    self.init(format)
    for record in bytes.split(separator: 0) {
      // `<mode> <type> <object>\t<path>`
      guard let tab = record.firstIndex(of: 0x09) else { throw .malformed("git's answer to `ls-tree`") }
      let words = record[..<tab].split(separator: 0x20)
      guard words.count == 3, let mode = octal(words[0]), let id = ObjectID(hexadecimal: words[2]),
        id.bytes.count == format.length
      else { throw .malformed("git's answer to `ls-tree`") }
      let isTaken = append(record[(tab + 1)...], mode: mode, object: id.bytes[...])
      guard isTaken else { throw .unsupported("a tree with so many paths") }
    }
  }
}

extension GitIndex {
  /// Reads `git ls-files -z --stage`.
  init(stageListing bytes: [UInt8], _ format: ObjectFormat) throws(GitError) {
    var entries = GitEntries(format)
    var flags: [UInt8] = []
    for record in bytes.split(separator: 0) {
      // `<mode> <object> <stage>\t<path>`
      guard let tab = record.firstIndex(of: 0x09) else { throw .malformed("git's answer to `ls-files`") }
      let words = record[..<tab].split(separator: 0x20)
      guard words.count == 3, let mode = octal(words[0]), let id = ObjectID(hexadecimal: words[1]),
        id.bytes.count == format.length, let stage = words[2].first, (0x30...0x33).contains(stage)
      else { throw .malformed("git's answer to `ls-files`") }
      let isTaken = entries.append(record[(tab + 1)...], mode: mode, object: id.bytes[...])
      guard isTaken else { throw .unsupported("an index with so many paths") }
      flags.append(stage - 0x30)
    }
    self.init(version: 0, entries: entries, flags: flags)
  }
}

private func octal(_ digits: ArraySlice<UInt8>) -> UInt32? {
  guard !digits.isEmpty, digits.count <= 7, digits.allSatisfy({ (0x30...0x37).contains($0) }) else { return nil }
  return digits.reduce(0) { $0 * 8 + UInt32($1) - 0x30 }
}
