public import Files
import Globs

/// What a path of the tree counts as, and why.
public struct IgnoreDecision: Hashable, Sendable {
  /// The file that decided, from the top level: `a/.gitignore`, or `.git/info/exclude`.
  public let source: [UInt8]
  /// From 1.
  public let line: Int
  /// False where a line with `!` takes the path in again.
  public let isIgnored: Bool
}

/// The ignore files that hold in one folder, the nearest first (gitignore(5)); shared by all that lies in it.
final class IgnoreChain: Sendable {
  let file: GitIgnore
  /// See `IgnoreDecision.source`.
  let source: [UInt8]
  /// The length of the path of the file's folder, its slash included.
  let base: Int
  let next: IgnoreChain?

  init(_ file: GitIgnore, source: [UInt8], base: Int, next: IgnoreChain?) {
    self.file = file
    self.source = source
    self.base = base
    self.next = next
  }

  /// What the nearest file with an opinion says of a path itself, not of the folders above it.
  func decide(_ path: Span<UInt8>, isDirectory: Bool) -> IgnoreDecision? {
    var chain: IgnoreChain? = self
    while let current = chain {
      if let decision = current.file.decide(path, from: current.base, isDirectory: isDirectory) {
        return IgnoreDecision(source: current.source, line: decision.line, isIgnored: decision.isIgnored)
      }
      chain = current.next
    }
    return nil
  }

  func ignores(_ path: Span<UInt8>, isDirectory: Bool) -> Bool {
    var chain: IgnoreChain? = self
    while let current = chain {
      if let decision = current.file.decide(path, from: current.base, isDirectory: isDirectory) {
        return decision.isIgnored
      }
      chain = current.next
    }
    return false
  }
}

/// The ignore files of a tree, with git or without, read as they are needed.
///
/// The user's own file (`core.excludesFile`) is not asked, so that two machines agree.
public struct IgnoreRules: Sendable {
  /// Larger ignore files are not read, by git neither (`PATTERN_MAX_FILE_SIZE`).
  static let sizeLimit = 100 << 20
  static let name = Array(".gitignore".utf8)

  private let root: Directory
  /// `info/exclude`, which gives way to every `.gitignore`.
  let outermost: IgnoreChain?
  /// What was read of each folder asked for so far; a folder's path is empty or ends in a slash.
  private var folders: [[UInt8]: Folder] = [:]

  private struct Folder: Sendable {
    var chain: IgnoreChain?
    /// What decided that it is ignored, and so all below it.
    var decision: IgnoreDecision?
  }

  /// - Parameters:
  ///   - root: the top level of the repository, or any folder where there is none.
  ///   - repository: nil where there is none.
  public init(_ root: Directory, _ repository: GitRepository?) {
    self.root = root
    outermost = repository.flatMap { IgnoreRules.excludeFile(of: $0) }
  }

  static func excludeFile(of repository: GitRepository) -> IgnoreChain? {
    guard let bytes = try? repository.commonDirectory.read(Array("info/exclude".utf8), limit: sizeLimit) else {
      return nil
    }
    let file = GitIgnore(bytes)
    return file.isEmpty ? nil : IgnoreChain(file, source: Array(".git/info/exclude".utf8), base: 0, next: nil)
  }

  /// What holds for a path, whether or not it exists or is tracked.
  ///
  /// - Parameter path: from the root, clean, without a slash at the end.
  /// - Returns: nil where no line speaks of it or of a folder above it.
  public mutating func decide(_ path: [UInt8], isDirectory: Bool) -> IgnoreDecision? {
    let end = (path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    let folder = folder(path[..<end])
    return folder.decision ?? folder.chain?.decide(path.span, isDirectory: isDirectory)
  }

  private mutating func folder(_ path: ArraySlice<UInt8>) -> Folder {
    var folder = read([], Folder(chain: outermost))
    var position = 0
    while position < path.count, let slash = path[position...].firstIndex(of: UInt8(ascii: "/")) {
      folder = read(path[...slash], folder)
      position = slash + 1
    }
    return folder
  }

  private mutating func read(_ path: ArraySlice<UInt8>, _ parent: Folder) -> Folder {
    let key = Array(path)
    if let known = folders[key] { return known }
    var folder = parent
    if folder.decision == nil {
      let name = path.dropLast()
      if !name.isEmpty, let decision = parent.chain?.decide(name.span, isDirectory: true), decision.isIgnored {
        folder.decision = decision
      } else {
        folder.chain = IgnoreRules.extended(parent.chain, by: root, key)
      }
    }
    folders[key] = folder
    return folder
  }

  private static func extended(_ chain: IgnoreChain?, by root: Directory, _ path: [UInt8]) -> IgnoreChain? {
    // git reads no ignore file through a link.
    if (try? root.linkTarget(path + name)) != nil { return chain }
    guard let bytes = try? root.read(path + name, limit: sizeLimit) else { return chain }
    return extended(chain, by: bytes, path)
  }

  static func extended(_ chain: IgnoreChain?, by bytes: [UInt8], _ path: [UInt8]) -> IgnoreChain? {
    let file = GitIgnore(bytes)
    return file.isEmpty ? chain : IgnoreChain(file, source: path + name, base: path.count, next: chain)
  }
}
