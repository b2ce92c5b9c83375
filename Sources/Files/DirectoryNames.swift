/// The names in one directory.
struct DirectoryNames: Sendable {
  struct Entry: Sendable {
    var start: Int32
    var count: UInt16
    var kind: FileKind
  }

  var bytes: [UInt8] = []
  var entries: [Entry] = []

  func name(_ entry: Entry) -> ArraySlice<UInt8> {
    bytes[Int(entry.start)..<Int(entry.start) + Int(entry.count)]
  }

  /// Puts them in the order that the full paths of all files have, byte by byte: a directory sorts as if its name ended
  /// in a slash, as in git's index.
  mutating func sort() {
    let bytes = bytes
    entries.sort { left, right in
      let shared = Int(min(left.count, right.count))
      let leftStart = Int(left.start)
      let rightStart = Int(right.start)
      for offset in 0..<shared {
        let leftByte = bytes[leftStart + offset]
        let rightByte = bytes[rightStart + offset]
        if leftByte != rightByte { return leftByte < rightByte }
      }
      func next(_ entry: Entry) -> UInt8 {
        if Int(entry.count) > shared { return bytes[Int(entry.start) + shared] }
        return entry.kind == .directory ? UInt8(ascii: "/") : 0
      }
      return next(left) < next(right)
    }
  }
}
