/// Why a file could not be read, listed or replaced. Each case has its own next step for the user.
public enum FileError: Error, Hashable, Sendable {
  case notFound
  case permissionDenied
  /// A FIFO, socket or device: opening one may block or act.
  case notRegular
  case isDirectory
  case notDirectory
  /// Larger than the limit, in bytes.
  case tooLarge(limit: Int)
  /// The real path lies outside the root or in a `.git` directory, or the path is none (empty, with a NUL byte).
  case outsideRoot
  case symlinkLoop
  /// The bytes are not those that were checked.
  case changed
  /// What is to be created is there already.
  case exists
  /// No space left, or a quota is used up.
  case diskFull
  /// Another process holds the journal.
  case busy
  /// Any other answer of the operating system, by its number.
  case other(errno: Int32)

  /// A clause for a message, after "cannot read `path`: ".
  public var message: String {
    switch self {
    case .notFound: "no such file or directory"
    case .permissionDenied: "permission denied"
    case .notRegular: "not a regular file"
    case .isDirectory: "a directory"
    case .notDirectory: "a part of the path is not a directory"
    case .tooLarge(let limit): "larger than \(FileError.size(limit))"
    case .outsideRoot: "leads out of the root"
    case .symlinkLoop: "too many symbolic links"
    case .changed: "changed since it was checked"
    case .exists: "exists already"
    case .diskFull: "no space left on the device"
    case .busy: "another process is replacing files here"
    case .other(let number): System.description(ofError: number)
    }
  }

  private static func size(_ bytes: Int) -> String {
    bytes >= 1 << 20 && bytes % (1 << 20) == 0 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
  }
}
