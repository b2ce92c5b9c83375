public import Files

/// A repository with a working tree, found and opened without running git.
///
/// Everything in it may be hostile. What its files name is only believed where it stays inside, or points back:
/// - `.git` may not be a symbolic link that leads elsewhere;
/// - the directory that a `.git` file names must name that file (`gitdir` of a linked worktree) or its folder
///   (`core.worktree` of a submodule), unless it lies below the folder;
/// - `commondir` is believed only in a linked worktree that its common directory holds under `worktrees`.
/// `core.worktree` and `core.bare` change nothing else, and a bare repository is never taken for one, as somebody may
/// have committed it.
public struct GitRepository: Sendable {
  /// The folder that holds `.git`: absolute, without symbolic links.
  public let topLevel: [UInt8]
  /// `HEAD` and `index` of this working tree.
  public let gitDirectory: Directory
  /// Objects, references and configuration, shared by all working trees.
  public let commonDirectory: Directory
  public let objectFormat: ObjectFormat

  /// Whether history was cut off (git-clone(1), `--depth`), so that a merge base may be missing.
  public var isShallow: Bool { commonDirectory.exists(Array("shallow".utf8)) }

  /// The repository that a folder lies in: the nearest folder upwards with a valid `.git`.
  ///
  /// - Returns: nil where there is none.
  /// - Throws: `.refused` where there is one that asks for something outside.
  public static func discover(from path: [UInt8]) throws(GitError) -> GitRepository? {
    var folder = try asGitError { () throws(FileError) in try Directory(path).realPath }
    while true {
      if let repository = try GitRepository(topLevel: folder) { return repository }
      guard folder.count > 1, let slash = folder.lastIndex(of: UInt8(ascii: "/")) else { return nil }
      folder = slash == 0 ? [UInt8(ascii: "/")] : Array(folder[..<slash])
    }
  }

  public static func discover(from path: String) throws(GitError) -> GitRepository? {
    try discover(from: Array(path.utf8))
  }

  /// Whether a folder is where `.git` says that a repository is: what a walk does not enter.
  static func isRepository(_ folder: borrowing ListedDirectory) -> Bool {
    let git = Array(".git".utf8)
    switch folder.kind(of: git) {
    case .directory:
      return folder.kind(of: Array("HEAD".utf8), in: git) != nil
        && folder.kind(of: Array("objects".utf8), in: git) == .directory
        && folder.kind(of: Array("refs".utf8), in: git) == .directory
    case .regular:
      guard let bytes = try? folder.read(git, limit: GitRepository.pointerLimit) else { return false }
      return bytes.starts(with: "gitdir: ".utf8)
    default: return false
    }
  }

  /// The size of a file that holds one path.
  static let pointerLimit = 8192
}
