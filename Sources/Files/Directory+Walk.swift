/// How far a walk goes. Beyond a limit it records a problem and goes on elsewhere.
public struct WalkLimits: Sendable {
  /// Directories within each other.
  public var depth = 256
  /// Of a path, in bytes.
  public var pathLength = 4096
  /// Files in all.
  public var fileCount = 4_000_000

  public init() {}
}

extension Directory {
  /// Lists what lies below, without following a symbolic link and without entering a directory named `.git`.
  public func walk<Filter: WalkFilter>(_ filter: Filter, limits: WalkLimits = WalkLimits()) -> Listing {
    var walk = Walk<Filter>(limits)
    while !walk.isDone { walk.accept(Walk.list(walk.wave[...], self, filter, limits)) }
    return walk.listing()
  }

  /// The same listing, by several workers.
  public func walk<Filter: WalkFilter>(
    _ filter: Filter, limits: WalkLimits = WalkLimits(), workers: Int
  ) async -> Listing {
    var walk = Walk<Filter>(limits)
    while !walk.isDone {
      let wave = walk.wave
      // The directories of a wave stand in order, so that the neighbours a worker takes share their parents.
      let share = (wave.count + workers - 1) / max(1, workers)
      guard workers > 1, share >= 8 else {
        walk.accept(Walk.list(wave[...], self, filter, limits))
        continue
      }
      let nodes = await withTaskGroup(of: (Int, [Walk<Filter>.Node]).self) { group in
        for start in stride(from: 0, to: wave.count, by: share) {
          group.addTask { (start, Walk.list(wave[start..<min(start + share, wave.count)], self, filter, limits)) }
        }
        var parts: [(Int, [Walk<Filter>.Node])] = []
        for await part in group { parts.append(part) }
        return parts.sorted { $0.0 < $1.0 }.flatMap(\.1)
      }
      walk.accept(nodes)
    }
    return walk.listing()
  }
}

/// A walk by waves: all directories of one depth are listed, then those found in them.
private struct Walk<Filter: WalkFilter> {
  /// A directory to be listed.
  struct Request: Sendable {
    /// Empty, or ending in a slash.
    var path: [UInt8]
    /// The scope of the directory above; nil for the root.
    var parentScope: Filter.Scope?
    /// The node of the directory above and the entry of this one in it.
    var parent = 0
    var entry = 0
    var depth: Int
  }

  /// A directory that was listed.
  struct Node: Sendable {
    var path: [UInt8]
    var depth: Int
    var names = DirectoryNames()
    /// nil once the next wave is made, and for one that is not entered.
    var scope: Filter.Scope?
    var isRepository = false
    var ignoredCount = 0
    var specialCount = 0
    var problems: [FileError] = []
  }

  private let limits: WalkLimits
  private(set) var wave = [Request(path: [], depth: 0)]
  private var nodes: [Node] = []
  private var fileCount = 0

  init(_ limits: WalkLimits) { self.limits = limits }

  var isDone: Bool { wave.isEmpty }

  static func list(
    _ requests: ArraySlice<Request>, _ root: Directory, _ filter: Filter, _ limits: WalkLimits
  ) -> [Node] {
    var reader = FileReader(root)
    return requests.map { node($0, &reader, filter, limits) }
  }

  private static func node(
    _ request: Request, _ reader: inout FileReader, _ filter: Filter, _ limits: WalkLimits
  ) -> Node {
    var node = Node(path: request.path, depth: request.depth)
    do throws(FileError) {
      let whole = request.path.dropLast()
      let nameStart = (whole.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
      guard let parent = try reader.enter(whole[..<nameStart]) else { throw .outsideRoot }
      let name = whole.isEmpty ? [UInt8(ascii: ".")] : whole[nameStart...]
      try System.list(System.open(name, at: parent, System.listFlags), into: &node.names)
      let directory = ListedDirectory(parent: parent, name: name, names: node.names, path: request.path)
      if let parentScope = request.parentScope {
        switch filter.entrance(to: directory, from: parentScope) {
        case .enter(let scope): node.scope = scope
        case .repository: node.isRepository = true
        }
      } else {
        node.scope = filter.rootScope(directory)
      }
    } catch {
      node.problems.append(error)
    }
    if let scope = node.scope { judge(&node, scope, filter, limits) } else { node.names = DirectoryNames() }
    return node
  }

  private static func judge(_ node: inout Node, _ scope: Filter.Scope, _ filter: Filter, _ limits: WalkLimits) {
    var path = node.path
    var kept: [DirectoryNames.Entry] = []
    kept.reserveCapacity(node.names.entries.count)
    for entry in node.names.entries {
      let name = node.names.name(entry)
      if isGitDirectoryName(name) { continue }
      if entry.kind == .special {
        node.specialCount += 1
        continue
      }
      path.removeSubrange(node.path.count...)
      path += name
      if path.count > limits.pathLength {
        node.problems.append(.other(errno: System.nameTooLong))
      } else if filter.keeps(path.span, kind: entry.kind, in: scope) {
        kept.append(entry)
      } else {
        node.ignoredCount += 1
      }
    }
    node.names.entries = kept
    node.names.sort()
  }

  /// Takes in the nodes of the wave, in its order, and makes the next.
  mutating func accept(_ listed: [Node]) {
    let requests = wave
    wave = []
    var parentsOfRepositories: [Int] = []
    for (request, node) in zip(requests, listed) {
      if node.isRepository {
        nodes[request.parent].names.entries[request.entry].kind = .repository
        if parentsOfRepositories.last != request.parent { parentsOfRepositories.append(request.parent) }
        continue
      }
      for (index, entry) in node.names.entries.enumerated() where entry.kind == .directory {
        wave.append(
          Request(
            path: node.path + node.names.name(entry) + [UInt8(ascii: "/")], parentScope: node.scope,
            parent: nodes.count, entry: index, depth: node.depth + 1))
      }
      fileCount += node.names.entries.count
      nodes.append(node)
      nodes[nodes.count - 1].scope = nil
    }
    // A repository is no directory of the listing and sorts by its bare name; the order of directories stays.
    for parent in parentsOfRepositories { nodes[parent].names.sort() }
    abandonWaveBeyondLimits()
  }

  private mutating func abandonWaveBeyondLimits() {
    guard let depth = wave.first?.depth, depth > limits.depth || fileCount > limits.fileCount else { return }
    let error = FileError.tooLarge(limit: depth > limits.depth ? limits.depth : limits.fileCount)
    for request in wave { nodes.append(Node(path: request.path, depth: depth, problems: [error])) }
    wave = []
  }

  /// The nodes stand by depth, and within a depth in order: the children of one follow each other, so that the next
  /// child of a depth is always the next node of that depth.
  func listing() -> Listing {
    var listing = Listing()
    /// Where the next node of each depth stands.
    var next: [Int] = []
    for (index, node) in nodes.enumerated() where node.depth == next.count { next.append(index) }
    /// The open directories: node and the entry to go on with.
    var stack: [(node: Int, entry: Int)] = [(0, 0)]
    begin(0, &listing)
    while let (index, position) = stack.popLast() {
      guard position < nodes[index].names.entries.count else { continue }
      stack.append((index, position + 1))
      let entry = nodes[index].names.entries[position]
      guard entry.kind == .directory else {
        guard listing.append(nodes[index].path, nodes[index].names.name(entry), entry.kind) else {
          listing.problems.append((nodes[index].path, .tooLarge(limit: Int(Int32.max))))
          return listing
        }
        continue
      }
      let depth = nodes[index].depth + 1
      stack.append((next[depth], 0))
      begin(next[depth], &listing)
      next[depth] += 1
    }
    return listing
  }

  private func begin(_ index: Int, _ listing: inout Listing) {
    let node = nodes[index]
    listing.directoryCount += 1
    listing.ignoredCount += node.ignoredCount
    listing.specialCount += node.specialCount
    for problem in node.problems { listing.problems.append((node.path, problem)) }
  }
}
