/// What a journal says, and how it is written:
/// ```
/// ashlar journal 1
/// root 1234 2f737263                        inode and real path of the root
/// directory 612f62                          a directory that did not exist
/// file 612f 62 <mark> <old> <new>           directory, name, mark of the temporary names, digests (- for no file)
/// prepared <digest>                         of all bytes before this line
/// committed <digest>                        likewise
/// aborted <digest>                          likewise
/// ```
/// Paths are hexadecimal, so that no byte of theirs is syntax. A line that is cut short or does not have its digest
/// does not count, nor does what follows: a state is reached when its line is whole on the disk.
struct JournalRecord: Hashable {
  enum State: Hashable { case prepared, committed, aborted }

  struct File: Hashable {
    /// From the root, without links; empty, or ending in a slash.
    var directory: [UInt8]
    var name: [UInt8]
    /// Part of the temporary names.
    var mark: UInt64
    /// nil for a file to be created.
    var old: ContentDigest?
    var new: ContentDigest

    var path: [UInt8] { directory + name }
    /// The new bytes before they are renamed.
    var temporary: [UInt8] { Array(".ashlar-\(mark.hexadecimal).new".utf8) }
    /// The second name of the old bytes.
    var backup: [UInt8] { Array(".ashlar-\(mark.hexadecimal).old".utf8) }
  }

  static let firstLine = Array("ashlar journal 1\n".utf8)

  var rootInode: UInt64
  var rootPath: [UInt8]
  /// Outermost first, without a slash at the end.
  var directories: [[UInt8]] = []
  var files: [File] = []

  /// The bytes up to and with the line `prepared`.
  var prepared: [UInt8] {
    var bytes = JournalRecord.firstLine
    bytes += Array("root \(rootInode) ".utf8) + JournalRecord.hexadecimal(rootPath) + [0x0A]
    for directory in directories {
      bytes += Array("directory ".utf8) + JournalRecord.hexadecimal(directory) + [0x0A]
    }
    for file in files {
      bytes +=
        Array("file ".utf8) + JournalRecord.hexadecimal(file.directory) + [0x20] + JournalRecord.hexadecimal(file.name)
      let old = file.old?.description ?? "-"
      bytes += Array(" \(file.mark.hexadecimal) \(old) \(file.new.description)\n".utf8)
    }
    return bytes + JournalRecord.line("prepared", after: bytes)
  }

  static func line(_ word: String, after bytes: [UInt8]) -> [UInt8] {
    Array("\(word) \(ContentDigest(bytes).description)\n".utf8)
  }

  /// - Returns: nil where not even `prepared` is whole: nothing was done yet.
  static func parse(_ bytes: [UInt8]) -> (record: JournalRecord, state: State)? {
    guard bytes.starts(with: firstLine) else { return nil }
    var record: JournalRecord?
    var state: State?
    var position = firstLine.count
    while position < bytes.count, let end = bytes[position...].firstIndex(of: 0x0A) {
      let line = bytes[position..<end]
      let words = line.split(separator: 0x20, omittingEmptySubsequences: false)
      let keyword = String(decoding: words[0], as: UTF8.self)
      switch (keyword, state) {
      case ("prepared", nil), ("committed", .prepared), ("aborted", .committed):
        guard words.count == 2, ContentDigest(words[1]) == ContentDigest(Array(bytes[..<position])) else {
          return result(record, state)
        }
        state = keyword == "prepared" ? .prepared : keyword == "committed" ? .committed : .aborted
      case ("root", nil):
        guard record == nil, words.count == 3, let inode = UInt64(String(decoding: words[1], as: UTF8.self)),
          let path = bytesOf(words[2])
        else { return nil }
        record = JournalRecord(rootInode: inode, rootPath: path)
      case ("directory", nil):
        guard words.count == 2, let path = bytesOf(words[1]) else { return nil }
        record?.directories.append(path)
      case ("file", nil):
        guard let file = file(words) else { return nil }
        record?.files.append(file)
      default: return result(record, state)
      }
      position = end + 1
    }
    return result(record, state)
  }

  private static func result(_ record: JournalRecord?, _ state: State?) -> (record: JournalRecord, state: State)? {
    guard let record, let state else { return nil }
    return (record, state)
  }

  private static func file(_ words: [ArraySlice<UInt8>]) -> File? {
    guard words.count == 6, let directory = bytesOf(words[1]), let name = bytesOf(words[2]), isPlainName(name[...]),
      !name.contains(UInt8(ascii: "/")), directory.isEmpty || directory.last == UInt8(ascii: "/"),
      let mark = UInt64(String(decoding: words[3], as: UTF8.self), radix: 16), let new = ContentDigest(words[5])
    else { return nil }
    let isNew = words[4].elementsEqual("-".utf8)
    let old = ContentDigest(words[4])
    guard isNew || old != nil else { return nil }
    return File(directory: directory, name: name, mark: mark, old: old, new: new)
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  private static func bytesOf(_ text: ArraySlice<UInt8>) -> [UInt8]? {
    guard text.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    var position = text.startIndex
    while position < text.endIndex {
      let pair = text[position..<position + 2]
      guard pair.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
        let byte = UInt8(String(decoding: pair, as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
      position += 2
    }
    return bytes
  }
}

extension JournalRecord {
  /// The journal of one root has a name of its own, as linked working trees share a storage.
  static func name(for root: Directory) -> [UInt8] {
    Array("ashlar-journal-\(String(ContentDigest(root.realPath).description.prefix(16)))".utf8)
  }
}
