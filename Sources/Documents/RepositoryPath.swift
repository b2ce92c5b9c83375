import SourceText

/// The path of a file relative to the root of what is checked, parts joined by `/`; the root itself is empty.
///
/// Names are bytes: a repository may hold names that are not UTF-8.
public struct RepositoryPath: Hashable, Sendable {
  public let bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(_ text: String) { bytes = Array(text.utf8) }

  public static let root = RepositoryPath(bytes: [])

  public func hash(into hasher: inout Hasher) { hasher.combine(eightwise: bytes) }

  /// The last part.
  public var name: ArraySlice<UInt8> {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return bytes[...] }
    return bytes[(slash + 1)...]
  }

  /// The folder that holds it; the root's is the root.
  public var directory: RepositoryPath {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return .root }
    return RepositoryPath(bytes: Array(bytes[..<slash]))
  }

  public var isRoot: Bool { bytes.isEmpty }

  /// The parts between slashes.
  public var parts: [ArraySlice<UInt8>] { bytes.split(separator: UInt8(ascii: "/")) }

  /// Whether it is `folder` or lies below it.
  public func isInside(_ folder: RepositoryPath) -> Bool {
    if folder.isRoot || self == folder { return true }
    return bytes.count > folder.bytes.count && bytes[folder.bytes.count] == UInt8(ascii: "/")
      && bytes.starts(with: folder.bytes)
  }

  /// The path relative to a folder it lies in; nil where it does not.
  public func relative(to folder: RepositoryPath) -> RepositoryPath? {
    guard isInside(folder) else { return nil }
    if folder.isRoot { return self }
    return RepositoryPath(bytes: Array(bytes.dropFirst(folder.bytes.count + 1)))
  }

  /// `self/other`, with `.`, `..` and doubled slashes resolved; nil where that leaves the root.
  public func appending(_ other: some Sequence<UInt8>) -> RepositoryPath? {
    var result = bytes
    var part: [UInt8] = []
    /// Takes up the part that ends here; false where it leads out of the root.
    func endPart() -> Bool {
      defer { part.removeAll(keepingCapacity: true) }
      if part.isEmpty || part.equals(".") { return true }
      if part.equals("..") {
        guard !result.isEmpty else { return false }
        result.removeSubrange((result.lastIndex(of: UInt8(ascii: "/")) ?? 0)...)
      } else {
        if !result.isEmpty { result.append(UInt8(ascii: "/")) }
        result += part
      }
      return true
    }
    for byte in other {
      if byte != UInt8(ascii: "/") {
        part.append(byte)
      } else if !endPart() {
        return nil
      }
    }
    return endPart() ? RepositoryPath(bytes: result) : nil
  }

  public func appending(_ text: String) -> RepositoryPath? { appending(Array(text.utf8)) }
}

extension RepositoryPath: Comparable {
  /// By bytes, so that the order is the same on every machine.
  public static func < (left: RepositoryPath, right: RepositoryPath) -> Bool {
    let count = min(left.bytes.count, right.bytes.count)
    var index = 0
    while index < count, left.bytes[index] == right.bytes[index] { index += 1 }
    return index < count ? left.bytes[index] < right.bytes[index] : left.bytes.count < right.bytes.count
  }
}

extension RepositoryPath: CustomStringConvertible {
  public var description: String { String(decoding: bytes, as: UTF8.self) }
}

extension RepositoryPath: ExpressibleByStringLiteral {
  public init(stringLiteral value: String) { self.init(value) }
}
