/// One file to be replaced or created.
public struct Replacement: Sendable {
  /// Relative to the root. A link inside the root is followed: what it points to is replaced.
  public let path: [UInt8]
  /// The digest of the bytes that were checked; nil where the file must not exist yet.
  public let expected: ContentDigest?
  public let bytes: [UInt8]

  public init(_ path: [UInt8], expecting expected: ContentDigest, with bytes: [UInt8]) {
    self.path = path
    self.expected = expected
    self.bytes = bytes
  }

  /// A new file, with the directories above it.
  public init(creating path: [UInt8], with bytes: [UInt8]) {
    self.path = path
    expected = nil
    self.bytes = bytes
  }
}

/// Why nothing was replaced.
public struct ReplacementError: Error, Hashable, Sendable {
  /// The file that stopped it; empty for the journal itself.
  public let path: [UInt8]
  public let error: FileError
}

/// What a run before this one left behind, and what became of it.
public enum Recovery: Hashable, Sendable {
  case nothing
  /// It had replaced nothing, or could not go on: all files are the old ones.
  case undone
  /// All files are the new ones, but for those that somebody has changed since.
  case finished(changedSince: [[UInt8]])
  /// It belongs to another directory, or no run of ours has written it: nothing was touched.
  case foreign
}

extension Directory {
  /// Replaces or creates one file: a reader sees the old bytes or the new, and so does whoever comes after a loss of
  /// power. Mode is kept, and the owner where the system allows it; hard links, extended attributes and access lists
  /// are not.
  ///
  /// - Throws: `.changed` if the bytes are not the expected ones.
  public func replace(_ replacement: Replacement) throws(FileError) {
    do throws(ReplacementError) {
      var run = ReplacementRun(self, storage: nil, [replacement])
      try run.complete()
    } catch {
      throw error.error
    }
  }
}

/// Replaces several files whole or not at all.
///
/// The order of events, each made durable before the next begins: the journal names what is to be done; the new bytes
/// stand in temporary files beside their targets, and the old ones have a second name; a line in the journal says
/// `committed`; the temporary files are renamed over their targets; the journal is removed. A kill at any moment leaves
/// each file old or new, and `recover` makes that all old (before `committed`) or all new.
///
/// Only one run at a time has the journal: it exists and is locked.
public struct ReplacementJournal: Sendable {
  let root: Directory
  let storage: Directory

  /// - Parameters:
  ///   - root: where the files are.
  ///   - storage: where the journal is kept while it is needed: git's common directory, which nobody can commit to, or
  ///     else one that the caller makes.
  public init(_ root: Directory, storage: Directory) {
    self.root = root
    self.storage = storage
  }

  /// - Throws: `.exists` for the journal where one is there: `recover` first.
  public func replace(_ replacements: [Replacement]) throws(ReplacementError) {
    guard !replacements.isEmpty else { return }
    var run = ReplacementRun(root, storage: storage, replacements)
    try run.complete()
  }

  /// Finishes or undoes what a run that was killed has left. To be called before files are checked for a fix.
  ///
  /// - Throws: `.busy` while another process is at it.
  public func recover() throws(FileError) -> Recovery {
    var recovery = ReplacementRecovery(root, storage)
    return try recovery.complete()
  }
}
