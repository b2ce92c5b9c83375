import Files

/// The index: what is staged, and what counts as tracked (gitformat-index(5)).
public struct GitIndex: Sendable {
  /// 2, 3 or 4; 0 where there is no index yet.
  public let version: Int
  public private(set) var entries: GitEntries
  private var flags: [UInt8] = []

  static let stageMask: UInt8 = 0b0000_0011
  static let skipWorktreeFlag: UInt8 = 0b0000_0100
  static let intentToAddFlag: UInt8 = 0b0000_1000

  /// An index without entries: a repository without one.
  public init(empty format: ObjectFormat) {
    version = 0
    entries = GitEntries(format)
  }

  init(version: Int, entries: GitEntries, flags: [UInt8]) {
    self.version = version
    self.entries = entries
    self.flags = flags
  }

  public var count: Int { entries.count }

  /// 0, or for a conflict 1 (base), 2 (ours), 3 (theirs).
  public func stage(_ index: Int) -> Int { Int(flags[index] & GitIndex.stageMask) }

  /// Whether a sparse checkout left the file out of the working tree.
  public func isSkipWorktree(_ index: Int) -> Bool { flags[index] & GitIndex.skipWorktreeFlag != 0 }

  /// Whether only the intention to add the file is noted (`git add -N`): its object is the empty one.
  public func isIntentToAdd(_ index: Int) -> Bool { flags[index] & GitIndex.intentToAddFlag != 0 }
}

extension GitRepository {
  /// 512 MiB: some four million entries.
  static let indexSizeLimit = 512 << 20

  /// Reads the index of this working tree natively.
  ///
  /// - Parameter file: another index, as `GIT_INDEX_FILE` names one in a hook; in the git directory.
  /// - Throws: `.unsupported` for a split or sparse index and for what is newer than this reader: ask `git ls-files`.
  public func readIndex(file: [UInt8] = Array("index".utf8)) throws(GitError) -> GitIndex {
    let bytes: [UInt8]
    do {
      bytes = try gitDirectory.read(file, limit: GitRepository.indexSizeLimit)
    } catch .notFound {
      return GitIndex(empty: objectFormat)
    } catch {
      throw .file(error)
    }
    return try GitIndex(bytes, objectFormat)
  }
}
