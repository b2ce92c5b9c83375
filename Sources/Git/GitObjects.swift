import Files

/// Objects of a repository by their names, through one `git cat-file --batch`.
///
/// One for each worker. A failure ends the process; the next question starts another.
public struct GitObjects: ~Copyable {
  public enum Kind: Hashable, Sendable { case blob, tree, commit, tag }

  private let command: GitCommand
  private var process: ChildProcess?
  /// What git has answered beyond the last object taken.
  private var buffer: [UInt8] = []
  private let timeLimit: Int

  /// Questions under way at once: their 65 bytes each fit a pipe, so that writing them never waits for git.
  private static let window = 64

  /// - Parameter timeLimit: in seconds, for one object.
  public init(_ repository: GitRepository, timeLimit: Int = 60) throws(GitError) {
    command = try GitCommand(repository)
    process = nil
    self.timeLimit = timeLimit
  }

  /// The bytes of a blob.
  ///
  /// - Parameter limit: in bytes; a larger blob is an error.
  public mutating func blob(_ id: ObjectID, limit: Int = 64 << 20) throws(GitError) -> [UInt8] {
    let (kind, bytes) = try object(id, limit: limit)
    guard kind == .blob else { throw .malformed("object \(id), which should be a file,") }
    return bytes
  }

  /// An object of any kind.
  public mutating func object(_ id: ObjectID, limit: Int = 64 << 20) throws(GitError) -> (kind: Kind, bytes: [UInt8]) {
    var result: Result<(kind: Kind, bytes: [UInt8]), GitError>?
    try objects([id], limit: limit) { _, answer in result = answer }
    guard let result else { throw .missingObject(id.description) }
    return try result.get()
  }

  /// Many objects, in the order asked for; questions are sent ahead of the answers.
  ///
  /// - Parameters:
  ///   - limit: of one object, in bytes.
  ///   - body: gets the position of the name and the object, or why there is none.
  public mutating func objects(
    _ ids: [ObjectID], limit: Int = 64 << 20,
    _ body: (Int, Result<(kind: Kind, bytes: [UInt8]), GitError>) -> Void
  ) throws(GitError) {
    var asked = 0
    for next in ids.indices {
      var questions: [UInt8] = []
      if asked - next < GitObjects.window / 2 {
        while asked < ids.count, asked - next < GitObjects.window {
          questions += ids[asked].hexadecimal + [0x0A]
          asked += 1
        }
      }
      body(next, try answer(to: questions, ids[next], limit))
    }
  }

  private mutating func answer(
    to questions: [UInt8], _ id: ObjectID, _ limit: Int
  ) throws(GitError) -> Result<(kind: Kind, bytes: [UInt8]), GitError> {
    do throws(GitError) {
      let line = try receive(questions) { $0.firstIndex(of: 0x0A).map { $0 + 1 } }
      let words = line.dropLast().split(separator: 0x20)
      if words.count == 2, words[1].elementsEqual("missing".utf8) { return .failure(.missingObject(id.description)) }
      guard words.count == 3, let kind = Kind(words[1]), let size = GitObjects.number(words[2]) else {
        throw .malformed("git's answer to `cat-file`")
      }
      if size > limit {
        try skip(size + 1)
        return .failure(.file(.tooLarge(limit: limit)))
      }
      var bytes = try receive([]) { $0.count > size ? size + 1 : nil }
      bytes.removeLast()
      return .success((kind, bytes))
    } catch {
      process = nil
      buffer = []
      throw error
    }
  }

  /// Waits until enough is there, and takes it off.
  private mutating func receive(_ questions: [UInt8], _ length: ([UInt8]) -> Int?) throws(GitError) -> [UInt8] {
    do throws(ChildProcess.Failure) {
      if process == nil {
        process = try command.start(["cat-file", "--batch"].map { Array($0.utf8) }, keepsErrors: false)
      }
      var errors: [UInt8] = []
      try process?.exchange(
        questions, closesInput: false, deadline: Deadline.now + UInt64(timeLimit) * 1_000_000_000,
        isDone: { output, _ in length(output) != nil }, output: &buffer, errors: &errors)
    } catch {
      throw GitCommand.error(error, "cat-file")
    }
    guard let length = length(buffer) else { throw GitCommand.error(.closed, "cat-file") }
    let taken = Array(buffer[..<length])
    buffer.removeFirst(length)
    return taken
  }

  private mutating func skip(_ count: Int) throws(GitError) {
    var rest = count
    while rest > 0 { rest -= try receive([]) { $0.isEmpty ? nil : min($0.count, rest) }.count }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count < 19, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }
}

extension GitObjects.Kind {
  init?(_ name: ArraySlice<UInt8>) {
    switch String(decoding: name, as: UTF8.self) {
    case "blob": self = .blob
    case "tree": self = .tree
    case "commit": self = .commit
    case "tag": self = .tag
    default: return nil
    }
  }
}
