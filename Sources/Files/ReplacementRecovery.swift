/// Finishing or undoing what a journal tells of, as a list of steps that may each be taken twice: it may be killed too.
struct ReplacementRecovery: ~Copyable {
  enum Step: Hashable {
    case open
    case finish(Int)
    case rollBack(Int)
    case removeTemporary(Int)
    case removeBackup(Int)
    case removeDirectory(Int)
    case syncDirectory(Int)
    case removeJournal, syncStorage
  }

  private let root: Directory
  private let storage: Directory
  private let name: [UInt8]
  private var reader: FileReader
  private var journal: Int32 = -1
  private var record: JournalRecord?
  /// Steps to come, next one last.
  private var pending: [Step] = [.open]
  private var changedSince: [[UInt8]] = []
  private var outcome = Recovery.nothing

  init(_ root: Directory, _ storage: Directory) {
    self.root = root
    self.storage = storage
    name = JournalRecord.name(for: root)
    reader = FileReader(root)
  }

  deinit { if journal >= 0 { System.closeLocked(journal) } }

  mutating func complete() throws(FileError) -> Recovery {
    while try advance() {}
    if case .finished = outcome { return .finished(changedSince: changedSince) }
    return outcome
  }

  /// Takes one step; false when none is left.
  mutating func advance() throws(FileError) -> Bool {
    guard let step = pending.popLast() else { return false }
    switch step {
    case .open: try open()
    case .removeJournal:
      do throws(FileError) { try System.remove(name[...], at: storage.descriptor) } catch .notFound {}
    case .syncStorage: try System.synchronize(storage.descriptor)
    case .removeDirectory(let index):
      if let record { try? root.removeDirectory(record.directories[index], &reader) }
    case .finish(let index):
      try inDirectory(index) { file, directory, changed throws(FileError) in
        try ReplacementRecovery.finish(file, directory, &changed)
      }
    case .rollBack(let index):
      try inDirectory(index) { file, directory, changed throws(FileError) in
        try ReplacementRecovery.rollBack(file, directory, &changed)
      }
    case .removeTemporary(let index):
      try inDirectory(index) { file, directory, _ throws(FileError) in
        try ReplacementRecovery.remove(file.temporary, directory)
      }
    case .removeBackup(let index):
      try inDirectory(index) { file, directory, _ throws(FileError) in
        try ReplacementRecovery.remove(file.backup, directory)
      }
    case .syncDirectory(let index):
      try inDirectory(index) { _, directory, _ throws(FileError) in
        let descriptor = try System.open([UInt8(ascii: ".")], at: directory, System.listFlags)
        defer { System.close(descriptor) }
        try System.synchronize(descriptor)
      }
    }
    return !pending.isEmpty
  }

  private mutating func open() throws(FileError) {
    do throws(FileError) {
      journal = try System.open(name[...], at: storage.descriptor, System.rereadFlags)
    } catch .notFound { return }
    try System.lock(journal)
    let status = try System.status(journal)
    // Its run may have ended between the two calls, and another begun.
    guard let named = try? System.status(name[...], at: storage.descriptor), named.inode == status.inode else { return }
    let bytes = try System.readFile(journal, limit: 64 << 20)
    guard let (record, state) = JournalRecord.parse(bytes) else {
      guard bytes.starts(with: JournalRecord.firstLine) || JournalRecord.firstLine.starts(with: bytes) else {
        outcome = .foreign
        return
      }
      // Cut short: nothing was done yet.
      outcome = .undone
      pending = [.syncStorage, .removeJournal]
      return
    }
    guard record.rootPath == root.realPath, record.rootInode == (try System.status(root.descriptor).inode) else {
      outcome = .foreign
      return
    }
    self.record = record
    plan(record, state)
  }

  private mutating func plan(_ record: JournalRecord, _ state: JournalRecord.State) {
    let indices = record.files.indices
    var steps: [Step] = []
    switch state {
    case .prepared:
      outcome = .undone
      steps += indices.flatMap { [.removeTemporary($0), .removeBackup($0)] }
      steps += record.directories.indices.reversed().map { .removeDirectory($0) }
    case .committed:
      outcome = .finished(changedSince: [])
      steps += indices.map { .finish($0) }
      steps += indices.map { .removeBackup($0) }
      steps += indices.map { .syncDirectory($0) }
    case .aborted:
      outcome = .undone
      steps += indices.map { .rollBack($0) }
      steps += indices.map { .removeTemporary($0) }
      steps += indices.map { .syncDirectory($0) }
      steps += record.directories.indices.reversed().map { .removeDirectory($0) }
    }
    pending = (steps + [.removeJournal, .syncStorage]).reversed()
  }

  private mutating func inDirectory(
    _ index: Int, _ body: (JournalRecord.File, Int32, _ isChanged: inout Bool) throws(FileError) -> Void
  ) throws(FileError) {
    guard let record else { return }
    let file = record.files[index]
    var isChanged = false
    do throws(FileError) {
      guard let directory = try reader.enter(file.directory[...]) else { throw .outsideRoot }
      try body(file, directory, &isChanged)
    } catch  where error == .notFound || error == .notDirectory || error == .symlinkLoop {
      // The directory is gone, or a link stands in its place: nothing of ours is in it.
      if case .finished = outcome { isChanged = true }
    }
    if isChanged, !changedSince.contains(file.path) { changedSince.append(file.path) }
  }

  /// Puts the new bytes in place, unless somebody has changed the file since.
  private static func finish(_ file: JournalRecord.File, _ directory: Int32, _ isChanged: inout Bool) throws(FileError) {
    let current = try digest(file.name, directory)
    guard let temporary = try digest(file.temporary, directory) else {
      // Already renamed.
      isChanged = current != file.new
      return
    }
    guard temporary == file.new, current == file.old else {
      isChanged = current != file.new
      return try remove(file.temporary, directory)
    }
    try System.rename(file.temporary[...], to: file.name[...], at: directory)
  }

  /// Puts the old bytes back, unless somebody has changed the file since.
  private static func rollBack(
    _ file: JournalRecord.File, _ directory: Int32, _ isChanged: inout Bool
  )
    throws(FileError)
  {
    guard try digest(file.name, directory) == file.new else { return try remove(file.backup, directory) }
    if file.old == nil {
      // Not yet renamed if the temporary file is still there: then another has made the file.
      if try digest(file.temporary, directory) == nil { try remove(file.name, directory) }
    } else if try digest(file.backup, directory) == file.old {
      try System.rename(file.backup[...], to: file.name[...], at: directory)
    }
    // Two names of one file are not renamed onto each other.
    try remove(file.backup, directory)
  }

  /// Of a regular file; nil where there is none.
  private static func digest(_ name: [UInt8], _ directory: Int32) throws(FileError) -> ContentDigest? {
    do throws(FileError) {
      return ContentDigest(try System.readFile(name[...], at: directory, limit: Directory.defaultSizeLimit))
    } catch .notFound {
      return nil
    } catch
      where error == .notRegular || error == .isDirectory || error == .tooLarge(limit: Directory.defaultSizeLimit)
    {
      // Something else stands there: no digest is like it.
      return ContentDigest(low: 0, high: UInt64.max)
    }
  }

  private static func remove(_ name: [UInt8], _ directory: Int32) throws(FileError) {
    do throws(FileError) { try System.remove(name[...], at: directory) } catch .notFound {}
  }
}

extension Directory {
  /// Removes an empty directory of ours.
  func removeDirectory(_ path: [UInt8], _ reader: inout FileReader) throws(FileError) {
    let nameStart = (path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    guard let parent = try reader.enter(path[..<nameStart]), isPlainName(path[nameStart...]) else { throw .outsideRoot }
    try System.remove(path[nameStart...], at: parent, isDirectory: true)
  }
}
