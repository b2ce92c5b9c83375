/// What a walk keeps. A filter is a value that all workers share; what it knows of a directory is a `Scope`, made once
/// for the directory from that of its parent.
public protocol WalkFilter: Sendable {
  associatedtype Scope: Sendable

  /// The scope of the root.
  func rootScope(_ root: borrowing ListedDirectory) -> Scope

  /// Called for each directory that was kept, after it was listed.
  func entrance(to directory: borrowing ListedDirectory, from parent: Scope) -> WalkEntrance<Scope>

  /// Called for each entry of an entered directory.
  ///
  /// - Parameters:
  ///   - path: relative to the root.
  ///   - kind: never `.special`.
  func keeps(_ path: Span<UInt8>, kind: FileKind, in scope: Scope) -> Bool
}

/// Whether a directory is entered.
public enum WalkEntrance<Scope: Sendable>: Sendable {
  case enter(Scope)
  /// It is a repository of its own: listed, not entered.
  case repository
}

/// A directory as a filter sees it, just after it was listed.
public struct ListedDirectory: ~Copyable {
  /// Of the directory above, open as long as this one is judged.
  let parent: Int32
  /// In the directory above; `.` for the root.
  let name: ArraySlice<UInt8>
  let names: DirectoryNames
  /// Relative to the root; empty, or ending in a slash.
  public let path: [UInt8]

  /// The kind of an entry, or nil if there is none of this name.
  public func kind(of name: [UInt8]) -> FileKind? {
    names.entries.first { Int($0.count) == name.count && names.name($0).elementsEqual(name) }?.kind
  }

  /// The bytes of a regular file of this directory; a link is not followed.
  public func read(_ name: [UInt8], limit: Int) throws(FileError) -> [UInt8] {
    let directory = try System.open(self.name, at: parent, System.passFlags)
    defer { System.close(directory) }
    return try System.readFile(name[...], at: directory, limit: limit)
  }

  /// The kind of what lies in a directory of this one, or nil; links are not followed.
  public func kind(of name: [UInt8], in inner: [UInt8]) -> FileKind? {
    guard let directory = try? System.open(self.name, at: parent, System.passFlags) else { return nil }
    defer { System.close(directory) }
    guard let inner = try? System.open(inner[...], at: directory, System.passFlags) else { return nil }
    defer { System.close(inner) }
    return try? System.status(name[...], at: inner).kind
  }
}

/// Keeps everything and enters every directory but `.git`.
public struct KeepAll: WalkFilter {
  public init() {}
  public func rootScope(_ root: borrowing ListedDirectory) {}
  public func entrance(to directory: borrowing ListedDirectory, from parent: Void) -> WalkEntrance<Void> { .enter(()) }
  public func keeps(_ path: Span<UInt8>, kind: FileKind, in scope: Void) -> Bool { true }
}
