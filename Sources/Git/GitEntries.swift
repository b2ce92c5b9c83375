/// Paths with mode and object, in git's order: what an index or a tree holds. A struct of arrays.
public struct GitEntries: Sendable {
  /// git-ls-tree(1)'s modes.
  public enum Kind: Hashable, Sendable {
    case file, executable, symlink
    /// A submodule.
    case gitlink
    /// A directory of a sparse index, or anything git does not write.
    case other
  }

  public let objectFormat: ObjectFormat
  private var paths: [UInt8] = []
  private var ends: [Int32] = []
  private var modes: [UInt32] = []
  private var objects: [UInt8] = []

  /// Of all paths together, in bytes; their ends are 32-bit numbers.
  static let pathBytesLimit = 1 << 30

  init(_ objectFormat: ObjectFormat) { self.objectFormat = objectFormat }

  public var count: Int { ends.count }

  /// From the repository's top level.
  public func path(_ index: Int) -> ArraySlice<UInt8> {
    paths[(index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])]
  }

  public func mode(_ index: Int) -> UInt32 { modes[index] }

  public func kind(_ index: Int) -> Kind {
    switch modes[index] & 0o170000 {
    case 0o100000: modes[index] & 0o100 != 0 ? .executable : .file
    case 0o120000: .symlink
    case 0o160000: .gitlink
    default: .other
    }
  }

  public func object(_ index: Int) -> ObjectID {
    let length = objectFormat.length
    return ObjectID(objects[index * length..<(index + 1) * length])
  }

  /// Whether two entries, of two lists of the same format, have the same object and mode.
  func isSame(_ index: Int, as other: GitEntries, _ otherIndex: Int) -> Bool {
    let length = objectFormat.length
    return modes[index] == other.modes[otherIndex]
      && objects[index * length..<(index + 1) * length]
        == other.objects[otherIndex * length..<(otherIndex + 1) * length]
  }

  /// Where the first path stands that is not less than the bytes.
  func lowerBound(_ path: some Collection<UInt8>) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self.path(middle).lexicographicallyPrecedes(path) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Where a path stands, or nil. Of several stages the first.
  public func firstIndex(of path: some Collection<UInt8>) -> Int? {
    let index = lowerBound(path)
    return index < count && self.path(index).elementsEqual(path) ? index : nil
  }

  /// Whether any path lies below a directory.
  ///
  /// - Parameter directory: ends in a slash.
  public func hasEntries(below directory: some Collection<UInt8>) -> Bool {
    let index = lowerBound(directory)
    return index < count && path(index).starts(with: directory)
  }

  /// - Returns: false where the paths became too long together.
  mutating func append(_ path: some Collection<UInt8>, mode: UInt32, object: ArraySlice<UInt8>) -> Bool {
    guard paths.count + path.count <= GitEntries.pathBytesLimit else { return false }
    paths += path
    ends.append(Int32(paths.count))
    modes.append(mode)
    objects += object
    return true
  }

  mutating func reserve(_ count: Int) {
    ends.reserveCapacity(count)
    modes.reserveCapacity(count)
    objects.reserveCapacity(count * objectFormat.length)
  }
}
