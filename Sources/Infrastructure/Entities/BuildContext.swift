import Dockerfile
public import Documents
public import Globs

/// The folder that a build is given, and what of it the builder sees.
public struct BuildContext: Sendable {
  public let folder: RepositoryPath
  /// How sure it is that this is the folder.
  public let certainty: Certainty
  /// The ignore file that applies, if there is one.
  public let ignoreFile: IgnoreFile?
  let listing: FileListing

  public struct IgnoreFile: Sendable {
    public let path: RepositoryPath
    public let bytes: [UInt8]
    public let patterns: DockerIgnore
  }

  /// The context that a Dockerfile by itself speaks of.
  ///
  /// Its own folder for certain where that holds all that the file copies by name; by convention where it holds some of
  /// it; else the nearest folder above that holds all of it. With nothing copied by name nobody can tell a file that is
  /// built from its folder from one that is built from the root.
  init?(
    of document: DockerfileDocument, _ copies: [CopyStep?], listing: FileListing,
    ignoreFiles: [RepositoryPath: IgnoreFileDocument]
  ) {
    let own = document.path.directory
    let names = Self.copiedNames(copies)
    func holds(_ folder: RepositoryPath, _ name: [UInt8]) -> Bool {
      guard let path = folder.appending(name) else { return false }
      return listing.contains(path) || listing.hasFolder(path)
    }
    let held = names.count { holds(own, $0) }
    if !names.isEmpty, held == names.count {
      self.init(own, .certain, document, listing, ignoreFiles)
      return
    }
    var above = own
    while !names.isEmpty, !above.isRoot {
      above = above.directory
      if names.allSatisfy({ holds(above, $0) }) {
        self.init(above, .conventional, document, listing, ignoreFiles)
        return
      }
    }
    guard held > 0 || names.isEmpty else { return nil }
    self.init(own, .conventional, document, listing, ignoreFiles)
  }

  private init(
    _ folder: RepositoryPath, _ certainty: Certainty, _ document: DockerfileDocument, _ listing: FileListing,
    _ ignoreFiles: [RepositoryPath: IgnoreFileDocument]
  ) {
    self.folder = folder
    self.certainty = certainty
    self.listing = listing
    // A file of the Dockerfile's own name beside it replaces the context's.
    let besideIt = RepositoryPath(bytes: document.path.bytes + Array(".dockerignore".utf8))
    let file = ignoreFiles[besideIt] ?? folder.appending(".dockerignore").flatMap { ignoreFiles[$0] }
    ignoreFile = file.map { IgnoreFile(path: $0.path, bytes: $0.bytes, patterns: DockerIgnore($0.bytes)) }
  }

  /// What COPY and ADD take from the context by a plain name, without wildcard or variable.
  private static func copiedNames(_ copies: [CopyStep?]) -> [[UInt8]] {
    var names: [[UInt8]] = []
    for case let copy? in copies where !copy.step.isTrigger && copy.takesFromContext {
      names += copy.sources.compactMap { $0.plainPath }.filter { !$0.isEmpty }
    }
    return names
  }
}
