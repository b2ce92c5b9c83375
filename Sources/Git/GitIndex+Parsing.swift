extension GitIndex {
  /// Longer paths no file system opens.
  static let pathLimit = 4096

  /// Never traps, whatever the bytes. The hash at the end is not compared: it guards against accidents of the disk, and
  /// git itself skips it where asked to be fast.
  public init(_ bytes: [UInt8], _ format: ObjectFormat) throws(GitError) {
    var reader = IndexReader(bytes: bytes, end: bytes.count - format.length)
    guard reader.end >= 12, bytes.starts(with: "DIRC".utf8) else { throw .malformed("the index's header") }
    reader.position = 4
    let version = Int(try reader.number())
    let count = Int(try reader.number())
    guard (2...4).contains(version) else { throw .unsupported("index version \(version)") }
    // An entry has at least its fixed part and a NUL.
    let fixed = 40 + format.length + 2
    guard count <= (reader.end - reader.position) / fixed else { throw .malformed("the index's number of entries") }
    var entries = GitEntries(format)
    var flags: [UInt8] = []
    entries.reserve(count)
    flags.reserveCapacity(count)
    var path: [UInt8] = []
    for index in 0..<count {
      let start = reader.position
      reader.position += 24
      let mode = try reader.number()
      reader.position = start + 40
      let object = try reader.bytes(format.length)
      let first = try reader.shortNumber()
      let second = first & 0x4000 != 0 && version >= 3 ? try reader.shortNumber() : 0
      if version == 4 {
        try reader.readCompressedPath(&path)
      } else {
        try reader.readPath(&path, entryStart: start)
      }
      if mode & 0o170000 == 0o040000 { throw .unsupported("a sparse index") }
      let stage = UInt8(truncatingIfNeeded: first >> 12) & GitIndex.stageMask
      if index > 0 {
        let isAscending =
          entries.path(index - 1).elementsEqual(path)
          ? flags[index - 1] & GitIndex.stageMask < stage : entries.path(index - 1).lexicographicallyPrecedes(path)
        // Or a search would miss some.
        guard isAscending else { throw .malformed("the index's order of entries") }
      }
      guard entries.append(path, mode: mode, object: object) else { throw .unsupported("an index with so many paths") }
      flags.append(
        stage | (second & 0x4000 != 0 ? GitIndex.skipWorktreeFlag : 0)
          | (second & 0x2000 != 0 ? GitIndex.intentToAddFlag : 0))
    }
    try reader.checkExtensions()
    self.init(version: version, entries: entries, flags: flags)
  }
}

/// Reads the numbers and paths of an index, each within the bytes before the hash.
private struct IndexReader {
  let bytes: [UInt8]
  /// Where the hash begins.
  let end: Int
  var position = 0

  init(bytes: [UInt8], end: Int) {
    self.bytes = bytes
    self.end = end
  }

  mutating func bytes(_ count: Int) throws(GitError) -> ArraySlice<UInt8> {
    guard position <= end, count <= end - position else { throw .malformed("the index, which ends early,") }
    defer { position += count }
    return bytes[position..<position + count]
  }

  mutating func number() throws(GitError) -> UInt32 {
    try bytes(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  mutating func shortNumber() throws(GitError) -> UInt16 {
    try bytes(2).reduce(0) { $0 << 8 | UInt16($1) }
  }

  /// A path up to its NUL.
  private mutating func text() throws(GitError) -> ArraySlice<UInt8> {
    var stop = position
    while stop < end, bytes[stop] != 0, stop - position <= GitIndex.pathLimit { stop += 1 }
    guard stop < end, bytes[stop] == 0 else { throw .malformed("a path of the index") }
    defer { position = stop + 1 }
    return bytes[position..<stop]
  }

  /// Versions 2 and 3: NUL-padded, so that the entry's length is a multiple of eight.
  mutating func readPath(_ path: inout [UInt8], entryStart: Int) throws(GitError) {
    path.removeAll(keepingCapacity: true)
    path += try text()
    // An entry that stands for one of the shared index has no path of its own.
    guard !path.isEmpty else { throw .unsupported("a split index") }
    let length = position - entryStart
    position = entryStart + (length + 7) / 8 * 8
    guard position <= end else { throw .malformed("the index, which ends early,") }
  }

  /// Version 4: how many bytes of the last path to drop, and what follows them.
  mutating func readCompressedPath(_ path: inout [UInt8]) throws(GitError) {
    var dropped = 0
    var isFirst = true
    while true {
      guard let byte = try bytes(1).first, dropped <= GitIndex.pathLimit else {
        throw .malformed("a path of the index")
      }
      if !isFirst { dropped += 1 }
      isFirst = false
      dropped = dropped << 7 | Int(byte & 0x7F)
      if byte & 0x80 == 0 { break }
    }
    guard dropped <= path.count else { throw .malformed("a path of the index") }
    path.removeLast(dropped)
    path += try text()
    guard !path.isEmpty else { throw .unsupported("a split index") }
    guard path.count <= GitIndex.pathLimit else { throw .malformed("a path of the index") }
  }

  /// Extensions that begin with a capital letter may be skipped.
  mutating func checkExtensions() throws(GitError) {
    while position < end {
      let name = try bytes(4)
      let size = Int(try number())
      guard size <= end - position else { throw .malformed("an extension of the index") }
      if name.elementsEqual("link".utf8) { throw .unsupported("a split index") }
      if name.elementsEqual("sdir".utf8) { throw .unsupported("a sparse index") }
      guard let first = name.first, (0x41...0x5A).contains(first) else {
        throw .unsupported("an index extension that must be understood")
      }
      position += size
    }
  }
}
