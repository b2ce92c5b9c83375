public import Files

/// A walk over what git would show: tracked files, and others that no ignore file names.
///
/// Works without git too, by the `.gitignore` files alone. Submodules and nested repositories are listed as
/// `.repository` and not entered.
public struct IgnoreFilter: WalkFilter {
  public struct Scope: Sendable {
    let chain: IgnoreChain?
    /// Inside an ignored folder only tracked files are kept.
    let isIgnored: Bool
  }

  private let index: GitIndex?
  private let outermost: IgnoreChain?
  /// The path of the walk's root from the top level, empty or ending in a slash.
  private let prefix: [UInt8]

  /// - Parameters:
  ///   - root: where the walk begins: in the repository's working tree.
  ///   - index: nil where nothing is tracked.
  public init(_ root: Directory, _ repository: GitRepository?, _ index: GitIndex?) {
    self.index = index
    var chain = repository.flatMap { IgnoreRules.excludeFile(of: $0) }
    var prefix: [UInt8] = []
    if let repository, let top = try? Directory(repository.topLevel),
      (root.realPath + [UInt8(ascii: "/")]).starts(with: top.realPath + [UInt8(ascii: "/")])
    {
      // Ignore files above the root hold in it; that a folder above is ignored does not, as the root was asked for.
      let components = root.realPath.dropFirst(top.realPath.count).split(separator: UInt8(ascii: "/"))
      for component in components {
        chain = IgnoreFilter.chain(chain, top, prefix)
        prefix += component + [UInt8(ascii: "/")]
      }
    }
    outermost = chain
    self.prefix = prefix
  }

  private static func chain(_ chain: IgnoreChain?, _ top: Directory, _ path: [UInt8]) -> IgnoreChain? {
    guard let folder = try? Directory(top.realPath + [UInt8(ascii: "/")] + path),
      let bytes = try? folder.readEntry(IgnoreRules.name, limit: IgnoreRules.sizeLimit)
    else { return chain }
    return IgnoreRules.extended(chain, by: bytes, path)
  }

  public func rootScope(_ root: borrowing ListedDirectory) -> Scope {
    Scope(chain: extended(outermost, by: root), isIgnored: false)
  }

  public func entrance(to directory: borrowing ListedDirectory, from parent: Scope) -> WalkEntrance<Scope> {
    let path = (prefix + directory.path).dropLast()
    if isSubmodule(path) || GitRepository.isRepository(directory) { return .repository }
    if parent.isIgnored || parent.chain?.ignores(path.span, isDirectory: true) == true {
      // git does not read ignore files in there either.
      return .enter(Scope(chain: nil, isIgnored: true))
    }
    return .enter(Scope(chain: extended(parent.chain, by: directory), isIgnored: false))
  }

  public func keeps(_ path: Span<UInt8>, kind: FileKind, in scope: Scope) -> Bool {
    guard scope.isIgnored || scope.chain != nil else { return true }
    let isDirectory = kind == .directory
    if prefix.isEmpty {
      if !scope.isIgnored, scope.chain?.ignores(path, isDirectory: isDirectory) != true { return true }
      return index != nil && isTracked(Array(path), isDirectory: isDirectory)
    }
    let whole = prefix + Array(path)
    if !scope.isIgnored, scope.chain?.ignores(whole.span, isDirectory: isDirectory) != true { return true }
    return isTracked(whole, isDirectory: isDirectory)
  }

  /// Whether the index holds a file, or anything below a directory, or the directory as a submodule.
  private func isTracked(_ path: [UInt8], isDirectory: Bool) -> Bool {
    guard let index else { return false }
    guard isDirectory else { return index.entries.firstIndex(of: path) != nil }
    return index.entries.hasEntries(below: path + [UInt8(ascii: "/")]) || isSubmodule(path[...])
  }

  private func isSubmodule(_ path: ArraySlice<UInt8>) -> Bool {
    guard let index, let entry = index.entries.firstIndex(of: path) else { return false }
    return index.entries.kind(entry) == .gitlink
  }

  private func extended(_ chain: IgnoreChain?, by directory: borrowing ListedDirectory) -> IgnoreChain? {
    guard directory.kind(of: IgnoreRules.name) == .regular,
      let bytes = try? directory.read(IgnoreRules.name, limit: IgnoreRules.sizeLimit)
    else { return chain }
    return IgnoreRules.extended(chain, by: bytes, prefix + directory.path)
  }
}

extension Array where Element == UInt8 {
  init(_ span: Span<UInt8>) {
    self = []
    reserveCapacity(span.count)
    for index in span.indices { append(span[index]) }
  }
}
