/// A run of replacements as a list of steps, each about one system call long, so that tests can stop after any of
/// them as a kill would.
struct ReplacementRun: ~Copyable {
  enum Step: Hashable {
    case check(Int)
    case createJournal, writeJournal, syncJournal, syncStorage
    case makeDirectory(Int)
    case createTemporary(Int)
    case writeTemporary(Int)
    case syncTemporary(Int)
    case linkBackup(Int)
    case syncDirectory(Int)
    case checkAgain(Int)
    case writeCommit, syncCommit
    case rename(Int)
    case removeBackup(Int)
    case syncDirectoryAgain(Int)
    case removeJournal, syncStorageAgain
  }

  private let root: Directory
  /// nil for a single file, which needs no journal.
  private let storage: Directory?
  private let replacements: [Replacement]
  private var reader: FileReader
  private(set) var record: JournalRecord
  /// What `status` said of each file that exists.
  private var statuses: [FileStatus?]
  /// The bytes of each file that exists, for a backup where the file system has no hard links.
  private var oldBytes: [[UInt8]?]
  /// Steps to come, next one last.
  private var pending: [Step]
  private var journal: Int32 = -1
  private var temporary: Int32 = -1
  /// The step being taken.
  private(set) var current: Step?

  init(_ root: Directory, storage: Directory?, _ replacements: [Replacement]) {
    self.root = root
    self.storage = storage
    self.replacements = replacements
    reader = FileReader(root)
    record = JournalRecord(rootInode: (try? System.status(root.descriptor).inode) ?? 0, rootPath: root.realPath)
    statuses = Array(repeating: nil, count: replacements.count)
    oldBytes = Array(repeating: nil, count: replacements.count)
    pending = replacements.indices.reversed().map { .check($0) }
  }

  deinit {
    if journal >= 0 { System.closeLocked(journal) }
    if temporary >= 0 { System.close(temporary) }
  }

  /// Takes all steps. What fails before all files are renamed is undone; after that only cleaning up is left.
  mutating func complete() throws(ReplacementError) {
    do throws(ReplacementError) {
      while try advance() {}
    } catch {
      let isReplaced = storage == nil ? undoWithoutJournal() : recoverFromFailure()
      if !isReplaced { throw error }
    }
  }

  /// Takes one step; false when none is left.
  mutating func advance() throws(ReplacementError) -> Bool {
    guard let step = pending.popLast() else { return false }
    current = step
    do throws(FileError) {
      try take(step)
    } catch {
      throw ReplacementError(path: path(of: step), error: error)
    }
    // All checked: now it is known what there is to do.
    if case .check(let index) = step, index == replacements.count - 1 { plan() }
    return !pending.isEmpty
  }

  private func path(of step: Step) -> [UInt8] {
    switch step {
    case .check(let index), .createTemporary(let index), .writeTemporary(let index), .syncTemporary(let index),
      .linkBackup(let index), .syncDirectory(let index), .checkAgain(let index), .rename(let index),
      .removeBackup(let index), .syncDirectoryAgain(let index):
      replacements[index].path
    case .makeDirectory(let index): record.directories[index]
    default: []
    }
  }

  private mutating func plan() {
    let indices = replacements.indices
    var steps: [Step] = []
    if storage != nil { steps += [.createJournal, .writeJournal, .syncJournal, .syncStorage] }
    steps += record.directories.indices.map { .makeDirectory($0) }
    for index in indices { steps += [.createTemporary(index), .writeTemporary(index), .syncTemporary(index)] }
    if storage != nil {
      steps += indices.filter { record.files[$0].old != nil }.map { .linkBackup($0) }
      steps += firstOfEachDirectory.map { .syncDirectory($0) }
    }
    steps += indices.map { .checkAgain($0) }
    if storage != nil { steps += [.writeCommit, .syncCommit] }
    steps += indices.map { .rename($0) }
    if storage != nil { steps += indices.filter { record.files[$0].old != nil }.map { .removeBackup($0) } }
    steps += firstOfEachDirectory.map { .syncDirectoryAgain($0) }
    if storage != nil { steps += [.removeJournal, .syncStorageAgain] }
    pending = steps.reversed()
  }

  private var firstOfEachDirectory: [Int] {
    var seen: Set<[UInt8]> = []
    return record.files.indices.filter { seen.insert(record.files[$0].directory).inserted }
  }

  private mutating func take(_ step: Step) throws(FileError) {
    switch step {
    case .check(let index): try check(index)
    case .createJournal: try createJournal()
    case .writeJournal: try System.write(record.prepared, to: journal)
    case .syncJournal, .syncCommit: try System.synchronize(journal)
    case .syncStorage, .syncStorageAgain: if let storage { try System.synchronize(storage.descriptor) }
    case .makeDirectory(let index): try makeDirectory(record.directories[index])
    case .createTemporary(let index):
      let file = record.files[index]
      // What replaces a secret is never readable for longer than the secret was.
      let mode: UInt16 = statuses[index] == nil ? 0o666 : 0o600
      temporary = try System.open(file.temporary[...], at: directory(of: file), System.createFlags, mode: mode)
    case .writeTemporary(let index):
      try System.write(replacements[index].bytes, to: temporary)
      if let status = statuses[index] { try copyRights(status) }
    case .syncTemporary:
      try System.synchronize(temporary)
      System.close(temporary)
      temporary = -1
    case .linkBackup(let index): try linkBackup(index)
    case .syncDirectory(let index), .syncDirectoryAgain(let index): try synchronizeDirectory(of: record.files[index])
    case .checkAgain(let index): _ = try currentBytes(record.files[index])
    case .writeCommit: try System.write(JournalRecord.line("committed", after: record.prepared), to: journal)
    case .rename(let index):
      let file = record.files[index]
      try System.rename(file.temporary[...], to: file.name[...], at: directory(of: file))
    case .removeBackup(let index): try remove(record.files[index].backup, of: record.files[index])
    case .removeJournal:
      if let storage { try System.remove(JournalRecord.name(for: root)[...], at: storage.descriptor) }
    }
  }

  private mutating func check(_ index: Int) throws(FileError) {
    let replacement = replacements[index]
    let (directory, name, missing) = try root.target(
      of: replacement.path, createsDirectories: replacement.expected == nil)
    let file = JournalRecord.File(
      directory: directory, name: name, mark: UInt64.random(in: 1...UInt64.max), old: replacement.expected,
      new: ContentDigest(replacement.bytes))
    // Two replacements of one file would each expect the old bytes.
    guard !record.files.contains(where: { $0.name == name && $0.directory == directory }) else { throw .changed }
    for directory in missing where !record.directories.contains(directory) { record.directories.append(directory) }
    if missing.isEmpty, let (bytes, status) = try currentBytes(file) {
      statuses[index] = status
      if storage != nil { oldBytes[index] = bytes }
    }
    record.files.append(file)
  }

  /// The bytes and status of a file, if they are the expected ones; nil if it is rightly not there.
  private mutating func currentBytes(
    _ file: JournalRecord.File
  ) throws(FileError) -> (
    bytes: [UInt8], status: FileStatus
  )? {
    let directory = try directory(of: file)
    let descriptor: Int32
    do throws(FileError) {
      descriptor = try System.open(file.name[...], at: directory, System.readFlags)
    } catch .notFound {
      if file.old == nil { return nil }
      throw .changed
    } catch .symlinkLoop {
      throw file.old == nil ? .exists : .changed
    }
    defer { System.close(descriptor) }
    guard file.old != nil else { throw .exists }
    let status = try System.status(descriptor)
    let bytes = try System.readFile(descriptor, limit: Directory.defaultSizeLimit)
    guard ContentDigest(bytes) == file.old else { throw .changed }
    return (bytes, status)
  }

  private mutating func createJournal() throws(FileError) {
    guard let storage else { return }
    journal = try System.open(
      JournalRecord.name(for: root)[...], at: storage.descriptor, System.journalFlags, mode: 0o600)
    try System.lock(journal)
    // A recovery that came first would have taken the empty journal for that of a dead run.
    let name = JournalRecord.name(for: root)
    guard try System.status(journal).inode == System.status(name[...], at: storage.descriptor).inode else {
      throw .busy
    }
  }

  private mutating func makeDirectory(_ path: [UInt8]) throws(FileError) {
    let nameStart = (path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
    guard let parent = try reader.enter(path[..<nameStart]) else { throw .outsideRoot }
    try System.makeDirectory(path[nameStart...], at: parent)
  }

  private func copyRights(_ status: FileStatus) throws(FileError) {
    let created = try System.status(temporary)
    if created.owner != status.owner || created.group != status.group {
      // Only a superuser may give a file away; the mode must not give the new owner what the old one did not have.
      let isOwned = System.setOwner(temporary, owner: status.owner, group: status.group)
      try System.setMode(temporary, isOwned ? status.mode : status.mode & 0o777)
    } else {
      try System.setMode(temporary, status.mode)
    }
  }

  private mutating func linkBackup(_ index: Int) throws(FileError) {
    let file = record.files[index]
    let directory = try directory(of: file)
    if System.link(file.name[...], to: file.backup[...], at: directory) { return }
    // No hard links here: a copy serves.
    temporary = try System.open(file.backup[...], at: directory, System.createFlags, mode: 0o600)
    try System.write(oldBytes[index] ?? [], to: temporary)
    if let status = statuses[index] { try copyRights(status) }
    try System.synchronize(temporary)
    System.close(temporary)
    temporary = -1
  }

  private mutating func synchronizeDirectory(of file: JournalRecord.File) throws(FileError) {
    let descriptor = try System.open([UInt8(ascii: ".")], at: directory(of: file), System.listFlags)
    defer { System.close(descriptor) }
    try System.synchronize(descriptor)
  }

  private mutating func directory(of file: JournalRecord.File) throws(FileError) -> Int32 {
    guard let descriptor = try reader.enter(file.directory[...]) else { throw .outsideRoot }
    return descriptor
  }

  private mutating func remove(_ name: [UInt8], of file: JournalRecord.File) throws(FileError) {
    do throws(FileError) {
      try System.remove(name[...], at: directory(of: file))
    } catch .notFound {}
  }

  private mutating func undoWithoutJournal() -> Bool {
    if case .syncDirectoryAgain = current { return false }
    for file in record.files { try? remove(file.temporary, of: file) }
    for directory in record.directories.reversed() { try? root.removeDirectory(directory, &reader) }
    return false
  }

  /// Lets the recovery do what is left, as it would after a kill. If that fails too the journal stays for the next run.
  ///
  /// - Returns: true where all files are the new ones.
  private mutating func recoverFromFailure() -> Bool {
    guard let storage, journal >= 0 else { return false }
    switch current {
    case .syncCommit, .rename:
      // Not all can be replaced, so none shall be.
      let committed = record.prepared + JournalRecord.line("committed", after: record.prepared)
      do throws(FileError) {
        try System.write(JournalRecord.line("aborted", after: committed), to: journal)
        try System.synchronize(journal)
      } catch { return false }
    default: break
    }
    System.closeLocked(journal)
    journal = -1
    var recovery = ReplacementRecovery(root, storage)
    guard let outcome = try? recovery.complete() else { return false }
    if case .finished = outcome { return true }
    return false
  }
}
