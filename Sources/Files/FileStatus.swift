/// What a name in a directory stands for. A symbolic link is a kind of its own, not followed.
public enum FileKind: UInt8, Hashable, Sendable {
  case regular
  case directory
  case symlink
  /// A FIFO, socket or device.
  case special
  /// A directory that is a git repository of its own: listed, not entered.
  case repository
}

/// What the file system says of a file.
public struct FileStatus: Hashable, Sendable {
  public let kind: FileKind
  /// In bytes.
  public let size: Int
  /// Permission, set-id and sticky bits: `mode & 0o7777`.
  public let mode: UInt16
  let device: UInt64
  let inode: UInt64
  let owner: UInt32
  let group: UInt32

  /// Whether anyone may execute it.
  public var isExecutable: Bool { mode & 0o111 != 0 }
}
