import Files

extension GitRepository {
  /// - Returns: nil where the folder holds no valid `.git`.
  init?(topLevel: [UInt8]) throws(GitError) {
    let git = topLevel + (topLevel == [UInt8(ascii: "/")] ? [] : [UInt8(ascii: "/")]) + Array(".git".utf8)
    let gitDirectory: Directory
    if let opened = try? Directory(git) {
      // A link would let the repository choose whose objects are read.
      guard opened.realPath == git else { throw .refused("`.git` is a symbolic link") }
      gitDirectory = opened
    } else if let pointer = GitRepository.pointer(in: topLevel) {
      gitDirectory = try GitRepository.directory(named: pointer, by: topLevel)
    } else {
      return nil
    }
    guard gitDirectory.entryKind(Array("HEAD".utf8)) != nil else { return nil }
    let commonDirectory = try GitRepository.commonDirectory(of: gitDirectory)
    for name in ["objects", "refs"] {
      guard let status = try? commonDirectory.status(Array(name.utf8)), status.kind == .directory else { return nil }
    }
    let configuration = GitConfiguration((try? commonDirectory.read(Array("config".utf8), limit: 1 << 20)) ?? [])
    self.topLevel = topLevel
    self.gitDirectory = gitDirectory
    self.commonDirectory = commonDirectory
    objectFormat =
      configuration.values["extensions.objectformat"].map { $0.elementsEqual("sha256".utf8) } == true ? .sha256 : .sha1
  }

  /// What a `.git` file names, or nil if there is no such file.
  private static func pointer(in folder: [UInt8]) -> [UInt8]? {
    guard let directory = try? Directory(folder),
      let bytes = try? directory.readEntry(Array(".git".utf8), limit: pointerLimit)
    else {
      return nil
    }
    let prefix = Array("gitdir: ".utf8)
    guard bytes.starts(with: prefix) else { return nil }
    return trimmed(bytes[prefix.count...])
  }

  private static func directory(named pointer: [UInt8], by topLevel: [UInt8]) throws(GitError) -> Directory {
    guard let directory = try? Directory(absolute(pointer, from: topLevel)) else {
      throw .refused("the directory that the file `.git` names does not exist")
    }
    let path = directory.realPath
    if isInside(path, topLevel) { return directory }
    let backPointer = (try? directory.read(Array("gitdir".utf8), limit: pointerLimit)).map { trimmed($0[...]) }
    if let backPointer, let slash = backPointer.lastIndex(of: UInt8(ascii: "/")),
      backPointer[(slash + 1)...].elementsEqual(".git".utf8),
      let folder = try? Directory(absolute(Array(backPointer[..<max(slash, 1)]), from: path)),
      folder.realPath == topLevel
    {
      return directory
    }
    let configuration = GitConfiguration((try? directory.read(Array("config".utf8), limit: 1 << 20)) ?? [])
    if let tree = configuration.values["core.worktree"], let folder = try? Directory(absolute(tree, from: path)),
      folder.realPath == topLevel
    {
      return directory
    }
    throw .refused("the directory that the file `.git` names does not point back")
  }

  private static func commonDirectory(of gitDirectory: Directory) throws(GitError) -> Directory {
    let name = Array("commondir".utf8)
    guard gitDirectory.entryKind(name) != nil else { return gitDirectory }
    guard let bytes = try? gitDirectory.read(name, limit: pointerLimit),
      let common = try? Directory(absolute(trimmed(bytes[...]), from: gitDirectory.realPath))
    else { throw .refused("the directory that `commondir` names does not exist") }
    let parent = common.realPath + Array("/worktrees/".utf8)
    let path = gitDirectory.realPath
    guard path.starts(with: parent), !path.dropFirst(parent.count).contains(UInt8(ascii: "/")) else {
      throw .refused("the directory that `commondir` names does not hold this working tree")
    }
    return common
  }

  private static func absolute(_ path: [UInt8], from folder: [UInt8]) -> [UInt8] {
    path.first == UInt8(ascii: "/") ? path : folder + [UInt8(ascii: "/")] + path
  }

  private static func isInside(_ path: [UInt8], _ folder: [UInt8]) -> Bool {
    path.starts(with: folder.last == UInt8(ascii: "/") ? folder : folder + [UInt8(ascii: "/")])
  }

  /// Without the line break at the end.
  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var bytes = bytes
    while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    return Array(bytes)
  }
}
