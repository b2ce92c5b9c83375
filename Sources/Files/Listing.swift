/// The files below a directory that a walk kept, in the order of the bytes of their paths (git's order).
///
/// A struct of arrays: workers share it by index, and a path costs no allocation of its own.
public struct Listing: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int32] = []
  private var kinds: [FileKind] = []

  /// Directories that are repositories of their own or submodules, by index into the listing.
  public private(set) var repositories: [Int] = []
  /// Files and directories that the filter left out; what lies below such a directory is not counted.
  public internal(set) var ignoredCount = 0
  /// Directories listed, the root included.
  public internal(set) var directoryCount = 0
  /// FIFOs, sockets and devices: never listed.
  public internal(set) var specialCount = 0
  /// Directories that could not be listed, or only in part.
  public internal(set) var problems: [(path: [UInt8], error: FileError)] = []

  public var count: Int { kinds.count }
  public var isEmpty: Bool { kinds.isEmpty }

  /// Relative to the root.
  public func path(_ index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
  }

  /// `.regular`, `.symlink` or `.repository`.
  public func kind(_ index: Int) -> FileKind { kinds[index] }

  /// Where a path stands, or nil.
  public func firstIndex(of path: ArraySlice<UInt8>) -> Int? {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self.path(middle).lexicographicallyPrecedes(path) { low = middle + 1 } else { high = middle }
    }
    return low < count && self.path(low) == path ? low : nil
  }

  /// - Returns: false where the paths became too long together.
  mutating func append(_ directory: [UInt8], _ name: ArraySlice<UInt8>, _ kind: FileKind) -> Bool {
    guard bytes.count + directory.count + name.count <= Int(Int32.max) else { return false }
    if kind == .repository { repositories.append(count) }
    bytes += directory
    bytes += name
    ends.append(Int32(bytes.count))
    kinds.append(kind)
    return true
  }
}
