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
  public var unread: [RepositoryPath: SourceError] { failures.filter { scope.contains($0.key) } }
  /// How many files were parsed since the workspace was made.
  public private(set) var parsedCount = 0

  /// Texts that changes brought, and that the source does not hold (yet).
  private var overlay: [RepositoryPath: [UInt8]] = [:]
  private var failures: [RepositoryPath: SourceError] = [:]
  /// Files whose name could be a document's, and whose content is none.
  private var others: Set<RepositoryPath> = []
  private var scope = Scope([])
  /// The configuration files of another revision, where these decide what is looked at and how, not the source's own.
  public var earlierConfigurations: [ConfigurationDocument]?
  /// What `load` was told to leave out.
  private let isWanted: @Sendable (RepositoryPath) -> Bool

  /// Lists the source, and reads nothing yet.
  ///
  /// - Parameter isWanted: leaves out what need not be read; configuration files are always read.
  public init(
    source: any Source, base: RepositoryPath = .root, workers: Int = availableProcessors,
    isWanted: @escaping @Sendable (RepositoryPath) -> Bool = { _ in true }
  ) async throws(SourceError) {
    self.source = source
    self.base = base
    self.workers = workers
    self.isWanted = isWanted
    listing = try await source.list()
  }

  /// The `ashlar.yaml` files that hold for this root, the root's first.
  public var configurations: [ConfigurationDocument] { scope.configurations }

  /// Reads every file that may be a document.
  ///
  /// - Returns: the paths of what was parsed, in order.
  @discardableResult
  public mutating func load() async -> [RepositoryPath] {
    (await readConfigurations() + (await readWhatIsInScope())).sorted()
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
    for change in changes {
      switch change {
      case .wrote(let path, let bytes):
        listing.insert(.init(path))
        forget(path)
        overlay[path] = bytes
      case .removed(let path):
        listing.remove(path)
        forget(path)
      case .relisted:
        listing = try await source.list()
        // A text that the source does not hold yet is there all the same.
        for path in overlay.keys { listing.insert(.init(path)) }
        for path in documents.keys where listing.kind(of: path) != .file { forget(path) }
        for path in others where listing.kind(of: path) != .file { forget(path) }
        // A mode may have changed: what could not be read is tried again.
        failures = [:]
      }
    }
    return (await readConfigurations() + (await readWhatIsInScope())).sorted()
  }

  private mutating func forget(_ path: RepositoryPath) {
    forgetContent(path)
    overlay[path] = nil
  }

  private mutating func forgetContent(_ path: RepositoryPath) {
    documents[path] = nil
    failures[path] = nil
    others.remove(path)
  }

  private mutating func readConfigurations() async -> [RepositoryPath] {
    await read(listing.entries.filter { isMissing($0) && Classifier.isConfiguration($0.path) }.map(\.path))
  }

  /// Reads what the configuration lets in and is not there yet, and drops what it shuts out.
  private mutating func readWhatIsInScope() async -> [RepositoryPath] {
    scope = Scope(
      earlierConfigurations ?? documents.values.compactMap { if case .configuration(let document) = $0.content { document } else { nil } })
    for path in Set(documents.keys).union(failures.keys) where !Classifier.isConfiguration(path) && !scope.contains(path) {
      forgetContent(path)
    }
    return await read(
      listing.entries.filter { entry in
        isMissing(entry) && Classifier.mayBeDocument(entry.path) && scope.contains(entry.path) && isWanted(entry.path)
      }.map(\.path))
  }

  private func isMissing(_ entry: FileListing.Entry) -> Bool {
    entry.kind == .file && documents[entry.path] == nil && failures[entry.path] == nil && !others.contains(entry.path)
  }

  private enum Outcome: Sendable {
    case parsed(Document)
    case noDocument
    case unread(SourceError)
  }

  private func outcome(_ path: RepositoryPath) -> Outcome {
    do throws(SourceError) {
      let bytes = try read(path)
      guard let classification = Classifier.classify(path, content: bytes) else { return .noDocument }
      return .parsed(Document(path: path, classification: classification, bytes: bytes, base: base))
    } catch {
      return .unread(error)
    }
  }

  @discardableResult
  private mutating func read(_ paths: [RepositoryPath]) async -> [RepositoryPath] {
    let workspace = self
    let outcomes = await inParallel(paths, workers: workers) { workspace.outcome($0) }
    var parsed: [RepositoryPath] = []
    for (path, outcome) in zip(paths, outcomes) {
      switch outcome {
      case .parsed(let document):
        documents[path] = document
        parsedCount += 1
        parsed.append(path)
      case .noDocument: others.insert(path)
      case .unread(let error): failures[path] = error
      }
    }
    return parsed
  }
}
