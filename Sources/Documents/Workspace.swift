import Synchronization

/// The files of one root, read once, and kept up to date by the changes it is told of.
public struct Workspace: Sendable {
  public let source: any Source
  /// What the user asked about; provenance is judged from here.
  public let base: RepositoryPath
  public let workers: Int
  public private(set) var listing: FileListing
  /// By path.
  public private(set) var documents: [RepositoryPath: Document] = [:]
  /// Files taken for a kind that is checked, or named by one, which could not be read.
  public private(set) var unread: [RepositoryPath: SourceError] = [:]
  /// How many files were parsed since the workspace was made.
  public private(set) var parsedCount = 0

  /// Texts that changes brought, and that the source does not hold (yet).
  private var overlay: [RepositoryPath: [UInt8]] = [:]

  /// Lists the source, and reads nothing yet.
  public init(source: any Source, base: RepositoryPath = .root, workers: Int = availableProcessors) throws(SourceError) {
    self.source = source
    self.base = base
    self.workers = workers
    listing = try source.list()
  }

  /// Reads every file that may be a document.
  ///
  /// - Parameter isWanted: leaves out what need not be read.
  /// - Returns: the paths of what was parsed, in order.
  @discardableResult
  public mutating func load(where isWanted: (RepositoryPath) -> Bool = { _ in true }) async -> [RepositoryPath] {
    let wanted = listing.entries.filter { $0.kind == .file && Classifier.mayBeDocument($0.path) && isWanted($0.path) }
    return await read(wanted.map(\.path))
  }

  /// The file as the workspace has it: what a change brought, else what the source holds.
  public func read(_ path: RepositoryPath) throws(SourceError) -> [UInt8] {
    if let bytes = overlay[path] { return bytes }
    return try source.read(path)
  }

  public enum Change: Sendable {
    /// A file was created or rewritten. `bytes` nil reads them from the source.
    case wrote(RepositoryPath, [UInt8]? = nil)
    case removed(RepositoryPath)
    /// An ignore file, a mode, or whatever else decides which files there are: the source lists itself again.
    case relisted
  }

  /// Reads again what the changes name, and only that.
  ///
  /// - Returns: the paths of what was parsed, in order.
  @discardableResult
  public mutating func update(_ changes: [Change]) async throws(SourceError) -> [RepositoryPath] {
    var parsed: [RepositoryPath] = []
    for change in changes {
      switch change {
      case .wrote(let path, let bytes):
        listing.insert(.init(path))
        documents[path] = nil
        unread[path] = nil
        overlay[path] = bytes
        guard Classifier.mayBeDocument(path) else { continue }
        if let bytes { store(path, Self.parse(path, bytes, base)) } else { await read([path]) }
        if documents[path] != nil { parsed.append(path) }
      case .removed(let path):
        listing.remove(path)
        documents[path] = nil
        unread[path] = nil
        overlay[path] = nil
      case .relisted:
        listing = try source.list()
        let gone = documents.keys.filter { !listing.contains($0) }
        for path in gone { documents[path] = nil }
        for path in unread.keys where !listing.contains(path) { unread[path] = nil }
        let missing = listing.entries.filter {
          $0.kind == .file && documents[$0.path] == nil && unread[$0.path] == nil && Classifier.mayBeDocument($0.path)
        }
        parsed += await read(missing.map(\.path))
      }
    }
    return parsed.sorted()
  }

  private enum Outcome: Sendable {
    case parsed(Document)
    case noDocument
    case unread(SourceError)
  }

  private mutating func store(_ path: RepositoryPath, _ outcome: Outcome) {
    switch outcome {
    case .parsed(let document):
      documents[path] = document
      parsedCount += 1
    case .noDocument: break
    case .unread(let error): unread[path] = error
    }
  }

  private static func parse(_ path: RepositoryPath, _ bytes: [UInt8], _ base: RepositoryPath) -> Outcome {
    guard let classification = Classifier.classify(path, content: bytes) else { return .noDocument }
    return .parsed(Document(path: path, classification: classification, bytes: bytes, base: base))
  }

  private static func read(_ path: RepositoryPath, _ source: any Source, _ base: RepositoryPath) -> Outcome {
    do throws(SourceError) {
      return parse(path, try source.read(path), base)
    } catch {
      return .unread(error)
    }
  }

  /// Two workers a core take files by one shared counter; each keeps its own results, merged in order.
  @discardableResult
  private mutating func read(_ paths: [RepositoryPath]) async -> [RepositoryPath] {
    let source = source
    let base = base
    let outcomes = await inParallel(paths, workers: workers) { Self.read($0, source, base) }
    var parsed: [RepositoryPath] = []
    for (path, outcome) in zip(paths, outcomes) {
      store(path, outcome)
      if case .parsed = outcome { parsed.append(path) }
    }
    return parsed
  }
}

/// Maps items on all cores, one worker a core, in the order of the items whatever the number of cores.
///
/// A worker takes the next item by one atomic counter: with a task an item the same work took a fifth longer.
public func inParallel<Item: Sendable, Result: Sendable>(
  _ items: [Item], workers: Int, _ transform: @escaping @Sendable (Item) -> Result
) async -> [Result] {
  // Below this a second thread costs more than it saves.
  guard workers > 1, items.count > 8 else { return items.map(transform) }
  let next = Counter()
  return await withTaskGroup(of: [(Int, Result)].self) { group in
    for _ in 0..<workers {
      group.addTask {
        var results: [(Int, Result)] = []
        while true {
          let index = next.value.wrappingAdd(1, ordering: .relaxed).oldValue
          if index >= items.count { return results }
          results.append((index, transform(items[index])))
        }
      }
    }
    var all: [Result?] = Array(repeating: nil, count: items.count)
    for await results in group {
      for (index, result) in results { all[index] = result }
    }
    return all.compactMap(\.self)
  }
}

private final class Counter: Sendable {
  let value = Atomic(0)
}
