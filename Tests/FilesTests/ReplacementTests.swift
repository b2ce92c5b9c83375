import TestSupport
import Testing

@testable import Files

private let oldText = "old"
private let newText = "new text"

private func replacement(_ path: String, _ old: String = oldText, _ new: String = newText) -> Replacement {
  Replacement([UInt8](path), expecting: ContentDigest([UInt8](old)), with: [UInt8](new))
}

struct ContentDigestTests {
  @Test(arguments: [
    ("", "00000000000000000000000000000000"),
    ("hello", "cbd8a7b341bd9b025b1e906a48ae1d19"),
    ("The quick brown fox jumps over the lazy dog", "e34bbc7bbc071b6c7a433ca9c49a9347"),
  ])
  func `is MurmurHash3 of 128 bits`(text: String, expected: String) {
    #expect(ContentDigest([UInt8](text)).description == expected)
    #expect(ContentDigest([UInt8](expected)[...]) == ContentDigest([UInt8](text)))
  }

  @Test func `differs with every bit`() {
    var seen: Set<ContentDigest> = []
    for length in 0..<40 {
      seen.insert(ContentDigest([UInt8](repeating: 0, count: length)))
      for bit in 0..<length * 8 {
        var bytes = [UInt8](repeating: 0, count: length)
        bytes[bit / 8] = 1 << UInt8(bit % 8)
        seen.insert(ContentDigest(bytes))
      }
    }
    #expect(seen.count == 40 + (0..<40).reduce(0) { $0 + $1 * 8 })
  }
}

struct ReplacementTests {
  let temporary = TemporaryDirectory()

  private var root: Directory { get throws { try Directory(temporary.absolute("root")) } }

  private func text(_ path: String) -> String? { temporary.read(path).map { String(decoding: $0, as: UTF8.self) } }

  @Test func `replaces a file and keeps its mode`() throws {
    temporary.write("root/a", oldText, mode: 0o750)
    try root.replace(replacement("a"))
    #expect(text("root/a") == newText)
    #expect(try root.status([UInt8]("a")).mode == 0o750)
    #expect(temporary.files() == ["root/a"])
  }

  @Test func `creates a file with the directories above it`() throws {
    temporary.makeDirectory("root")
    try root.replace(Replacement(creating: [UInt8]("a/b/c"), with: [UInt8](newText)))
    #expect(text("root/a/b/c") == newText)
    #expect(throws: FileError.exists) { try root.replace(Replacement(creating: [UInt8]("a/b/c"), with: [])) }
  }

  @Test func `replaces what a link inside points to`() throws {
    temporary.write("root/a/b", oldText)
    temporary.link("root/link", to: "a/b")
    try root.replace(replacement("link"))
    #expect(text("root/a/b") == newText)
    #expect(try root.linkTarget([UInt8]("link")) == [UInt8]("a/b"))
  }

  @Test(arguments: ["link", "up/secret", "../secret", ".git/hook", "hook", ".git/new", "../new", "up/new"])
  func `never writes outside the root or to what git keeps`(path: String) throws {
    temporary.write("secret", oldText)
    temporary.write("root/.git/hook", oldText)
    temporary.link("root/link", to: "../secret")
    temporary.link("root/up", to: "..")
    temporary.link("root/hook", to: ".git/hook")
    let before = temporary.files()
    #expect(throws: FileError.outsideRoot) { try root.replace(replacement(path)) }
    #expect(throws: FileError.outsideRoot) { try root.replace(Replacement(creating: [UInt8](path), with: [1])) }
    #expect(temporary.files() == before)
    #expect(text("secret") == oldText && text("root/.git/hook") == oldText)
  }

  @Test func `replaces nothing that was not checked`() throws {
    temporary.write("root/a", "something else")
    temporary.makeDirectory("root/d")
    #expect(throws: FileError.changed) { try root.replace(replacement("a")) }
    #expect(throws: FileError.changed) { try root.replace(replacement("none")) }
    #expect(throws: FileError.isDirectory) { try root.replace(replacement("d")) }
    temporary.makeFIFO("root/fifo")
    #expect(throws: FileError.notRegular) { try root.replace(replacement("fifo")) }
    #expect(temporary.files() == ["root/a", "root/fifo"])
  }
}

struct ReplacementJournalTests {
  let temporary = TemporaryDirectory()

  private static let paths = ["a", "d/b", "d/c", "new/e/f"]

  /// Files `a`, `d/b`, `d/c` that are to be replaced, and `new/e/f` that is to be created.
  private func prepare() throws -> (root: Directory, storage: Directory, replacements: [Replacement]) {
    for path in ReplacementJournalTests.paths.dropLast() { temporary.write("root/" + path, oldText + path) }
    for path in temporary.files(below: "root/new") { temporary.removeFile(path) }
    temporary.removeFile("root/new/e")
    temporary.removeFile("root/new")
    temporary.makeDirectory("storage")
    var replacements = ReplacementJournalTests.paths.dropLast().map { replacement($0, oldText + $0, newText + $0) }
    replacements.append(Replacement(creating: [UInt8]("new/e/f"), with: [UInt8](newText + "new/e/f")))
    return (try Directory(temporary.absolute("root")), try Directory(temporary.absolute("storage")), replacements)
  }

  private enum Outcome: Hashable { case old, new, mixed }

  /// What the files are, each of which must be whole.
  private func outcome(_ comment: Comment) -> Outcome {
    var new = 0
    for path in ReplacementJournalTests.paths {
      let text = temporary.read("root/" + path).map { String(decoding: $0, as: UTF8.self) }
      let isOld = path == "new/e/f" ? text == nil : text == oldText + path
      #expect(isOld || text == newText + path, comment)
      new += isOld ? 0 : 1
    }
    return new == 0 ? .old : new == ReplacementJournalTests.paths.count ? .new : .mixed
  }

  private func expectClean(_ outcome: Outcome, _ comment: Comment) {
    let expected = ReplacementJournalTests.paths.map { "root/" + $0 }
    #expect(temporary.files() == (outcome == .new ? expected : Array(expected.dropLast())), comment)
  }

  @Test func `replaces and creates all files`() throws {
    let (root, storage, replacements) = try prepare()
    let journal = ReplacementJournal(root, storage: storage)
    #expect(try journal.recover() == .nothing)
    try journal.replace(replacements)
    #expect(outcome("") == .new)
    expectClean(.new, "")
    #expect(try journal.recover() == .nothing)
  }

  @Test func `replaces none if one was not checked`() throws {
    let (root, storage, replacements) = try prepare()
    temporary.write("root/d/c", "something else")
    let error = ReplacementError(path: [UInt8]("d/c"), error: .changed)
    #expect(throws: error) { try ReplacementJournal(root, storage: storage).replace(replacements) }
    #expect(temporary.read("root/a") == [UInt8](oldText + "a"))
    #expect(temporary.files() == ["root/a", "root/d/b", "root/d/c"])
  }

  @Test func `replaces none of two that are one`() throws {
    let (root, storage, replacements) = try prepare()
    temporary.link("root/z", to: "a")
    let twice = replacements + [replacement("z", oldText + "a", "other")]
    #expect(throws: ReplacementError(path: [UInt8]("z"), error: .changed)) {
      try ReplacementJournal(root, storage: storage).replace(twice)
    }
    #expect(outcome("") == .old)
  }

  @Test func `leaves all files old or all new after a kill at any step`() throws {
    var outcomes: Set<Outcome> = []
    var mixed = 0
    var last = false
    var count = 0
    while !last {
      let (root, storage, replacements) = try prepare()
      let comment: Comment = "killed after step \(count)"
      do {
        var run = ReplacementRun(root, storage: storage, replacements)
        for _ in 0..<count where !last { last = try !run.advance() }
      }
      let left = outcome(comment)
      if left == .mixed { mixed += 1 }
      let recovery = try ReplacementJournal(root, storage: storage).recover()
      let result = outcome(comment)
      #expect(result != .mixed, comment)
      switch recovery {
      case .nothing: #expect(result == left, comment)
      case .undone: #expect(result == .old, comment)
      case .finished(let changed): #expect(result == .new && changed.isEmpty, comment)
      case .foreign: Issue.record(comment)
      }
      expectClean(result, comment)
      outcomes.insert(result)
      count += 1
    }
    #expect(outcomes == [.old, .new])
    #expect(mixed == ReplacementJournalTests.paths.count - 1)
    #expect(count > 40)
  }

  @Test func `leaves all files old or all new after a kill of the recovery too`() throws {
    var kills = 0
    var first = 0
    var isLastFirst = false
    while !isLastFirst {
      var second = 0
      var isLastSecond = false
      while !isLastSecond {
        let (root, storage, replacements) = try prepare()
        let comment: Comment = "killed after step \(first), recovery after \(second)"
        do {
          var run = ReplacementRun(root, storage: storage, replacements)
          for _ in 0..<first where !isLastFirst { isLastFirst = try !run.advance() }
        }
        do {
          var recovery = ReplacementRecovery(root, storage)
          for _ in 0..<second where !isLastSecond { isLastSecond = try !recovery.advance() }
        }
        _ = outcome(comment)
        _ = try ReplacementJournal(root, storage: storage).recover()
        let result = outcome(comment)
        #expect(result != .mixed, comment)
        expectClean(result, comment)
        second += 1
        kills += 1
      }
      first += 8
    }
    #expect(kills > 50)
  }

  @Test func `does not count a journal that was cut short`() throws {
    let (root, storage, replacements) = try prepare()
    let name = "storage/" + String(decoding: JournalRecord.name(for: root), as: UTF8.self)
    for stop in [ReplacementRun.Step.writeJournal, .writeCommit] {
      var length = 0
      while true {
        _ = try prepare()
        do {
          var run = ReplacementRun(root, storage: storage, replacements)
          while run.current != stop { _ = try run.advance() }
        }
        let bytes = try #require(temporary.read(name))
        let whole = bytes.count
        temporary.write(name, Array(bytes.prefix(length)))
        let comment: Comment = "\(stop) cut to \(length) of \(whole)"
        let recovery = try ReplacementJournal(root, storage: storage).recover()
        let isCommitted = stop == .writeCommit && length == whole
        #expect(recovery == (isCommitted ? .finished(changedSince: []) : .undone), comment)
        let result = outcome(comment)
        #expect(result == (isCommitted ? .new : .old), comment)
        // Before the journal is whole there is nothing to clean up; a commit line is never lost to more than its own
        // bytes.
        if stop == .writeJournal || length >= whole - 43 { expectClean(result, comment) }
        for path in temporary.files() where path.contains("/.ashlar-") { temporary.removeFile(path) }
        if length == whole { break }
        length = min(whole, length + (length < whole - 60 ? 61 : 3))
      }
    }
  }

  @Test func `keeps what somebody has changed since`() throws {
    let (root, storage, replacements) = try prepare()
    do {
      var run = ReplacementRun(root, storage: storage, replacements)
      while run.current != .rename(0) { _ = try run.advance() }
    }
    temporary.write("root/d/b", "edited")
    temporary.removeFile("root/d/c")
    let recovery = try ReplacementJournal(root, storage: storage).recover()
    #expect(recovery == .finished(changedSince: [[UInt8]("d/b"), [UInt8]("d/c")]))
    #expect(temporary.read("root/a") == [UInt8](newText + "a"))
    #expect(temporary.read("root/d/b") == [UInt8]("edited"))
    #expect(temporary.files() == ["root/a", "root/d/b", "root/new/e/f"])
  }

  @Test func `rolls back where a file cannot be renamed`() throws {
    for victim in 0..<4 {
      let (root, storage, replacements) = try prepare()
      do {
        var run = ReplacementRun(root, storage: storage, replacements)
        while run.current != .checkAgain(3) { _ = try run.advance() }
        // A directory in its place: rename(2) fails.
        let path = "root/" + ReplacementJournalTests.paths[victim]
        temporary.removeFile(path)
        temporary.makeDirectory(path)
        temporary.write(path + "/x", "")
        #expect(throws: ReplacementError.self) { try run.complete() }
        temporary.removeFile(path + "/x")
        temporary.removeFile(path)
      }
      for (index, path) in ReplacementJournalTests.paths.enumerated() where index != victim {
        #expect(temporary.read("root/" + path) == (index == 3 ? nil : [UInt8](oldText + path)), "victim \(victim)")
      }
      let left = temporary.files().filter { $0.contains("ashlar-") }
      #expect(left.isEmpty, "victim \(victim)")
    }
  }

  @Test func `is busy while another run has the journal`() throws {
    let (root, storage, replacements) = try prepare()
    let journal = ReplacementJournal(root, storage: storage)
    do {
      var run = ReplacementRun(root, storage: storage, replacements)
      while run.current != .syncJournal { _ = try run.advance() }
      #expect(throws: FileError.busy) { try journal.recover() }
      #expect(throws: ReplacementError(path: [], error: .exists)) { try journal.replace(replacements) }
      try run.complete()
    }
    #expect(outcome("") == .new)
  }

  @Test func `touches nothing for a journal of another root`() throws {
    let (root, storage, replacements) = try prepare()
    let name = "storage/" + String(decoding: JournalRecord.name(for: root), as: UTF8.self)
    do {
      var run = ReplacementRun(root, storage: storage, replacements)
      while run.current != .rename(0) { _ = try run.advance() }
    }
    let before = temporary.files()
    temporary.move("root", to: "moved")
    temporary.makeDirectory("root")
    let other = try Directory(temporary.absolute("root"))
    #expect(try ReplacementJournal(other, storage: storage).recover() == .foreign)
    temporary.write(name, "not ours")
    #expect(try ReplacementJournal(other, storage: storage).recover() == .foreign)
    #expect(temporary.files().count == before.count)
  }

  @Test func `believes no path of a journal that leads out`() throws {
    let (root, storage, _) = try prepare()
    temporary.write("secret", "secret")
    temporary.write("root/.git/hook", "hook")
    let name = "storage/" + String(decoding: JournalRecord.name(for: root), as: UTF8.self)
    for (directory, file) in [
      ("../", "secret"), ("", ".."), (".git/", "hook"), ("d/../../", "secret"), ("/", "secret"),
    ] {
      let old = try #require(temporary.read(file == "hook" ? "root/.git/hook" : "secret"))
      var record = JournalRecord(rootInode: try root.status([]).inode, rootPath: root.realPath)
      let entry = JournalRecord.File(
        directory: [UInt8](directory), name: [UInt8](file), mark: 1, old: ContentDigest(old), new: ContentDigest([1]))
      record.files = [entry]
      record.directories = [[UInt8]("../storage")]
      temporary.write("root/.git/.ashlar-0000000000000001.new", [1])
      temporary.write(".ashlar-0000000000000001.new", [1])
      let prepared = record.prepared
      temporary.write(name, prepared + JournalRecord.line("committed", after: prepared))
      _ = try? ReplacementJournal(root, storage: storage).recover()
      #expect(temporary.read("secret") == [UInt8]("secret"))
      #expect(temporary.read("root/.git/hook") == [UInt8]("hook"))
      #expect(temporary.read(".ashlar-0000000000000001.new") == [1])
    }
  }

  @Test func `reads any journal without a trap`() throws {
    let (root, _, _) = try prepare()
    var record = JournalRecord(rootInode: 7, rootPath: root.realPath)
    record.directories = [[UInt8]("new")]
    record.files = [.init(directory: [], name: [UInt8]("a"), mark: 255, old: nil, new: ContentDigest([1]))]
    let bytes = record.prepared
    let parsed = try #require(JournalRecord.parse(bytes))
    #expect(parsed.record == record && parsed.state == .prepared)
    for seed in 0..<2_000 as Range<UInt64> {
      var generator = SeededGenerator(seed: seed)
      var changed = bytes
      for _ in 0...generator.below(4) {
        changed[generator.below(changed.count)] = generator.pick(Array(" \n-+0fz".utf8) + [0, 255])
      }
      if changed != bytes { #expect(JournalRecord.parse(changed) == nil, "seed \(seed)") }
    }
  }
}
