/// Where a path leads: a name, known not to be a link when looked at, in a directory held open.
struct Place: ~Copyable {
  let directory: Int32
  /// nil for the directory itself (the root, or a path that ends in `.` or `..`).
  let name: [UInt8]?
  /// The path from the root, without links, `.` and `..`.
  let path: [UInt8]

  deinit { System.close(directory) }

  consuming func openForListing() throws(FileError) -> Int32 {
    guard let name else { return try System.open([UInt8(ascii: ".")], at: directory, System.listFlags) }
    return try System.open(name[...], at: directory, System.listFlags)
  }
}

extension Directory {
  /// As many links as Linux itself follows in one path.
  private static let linkLimit = 40
  private static let componentLimit = 4096

  /// Walks a path component by component, links included, with the rule that it stays inside.
  func resolve(_ path: ArraySlice<UInt8>) throws(FileError) -> Place {
    var walk = PathWalk(descriptor)
    /// What is still to be walked, last component first.
    var pending = Array(path.split(separator: UInt8(ascii: "/")).reversed())
    if path.first == UInt8(ascii: "/") { pending = Array(try relative(path).reversed()) }
    var linkCount = 0
    while let component = pending.popLast() {
      if component.elementsEqual(".".utf8) { continue }
      if component.elementsEqual("..".utf8) {
        try walk.ascend()
        continue
      }
      if isGitDirectoryName(component) { throw .outsideRoot }
      if let target = try linkTarget(component, at: walk.top, isLast: pending.isEmpty) {
        linkCount += 1
        guard linkCount <= Directory.linkLimit else { throw .symlinkLoop }
        if target.first == UInt8(ascii: "/") {
          pending.append(contentsOf: try relative(target[...]).reversed())
          walk.reset()
        } else {
          pending.append(contentsOf: target.split(separator: UInt8(ascii: "/")).reversed())
        }
        guard pending.count <= Directory.componentLimit else { throw .symlinkLoop }
      } else if pending.isEmpty {
        return try walk.place(name: Array(component))
      } else {
        try walk.descend(component)
      }
    }
    return try walk.place(name: nil)
  }

  private func linkTarget(_ name: ArraySlice<UInt8>, at directory: Int32, isLast: Bool) throws(FileError) -> [UInt8]? {
    do throws(FileError) {
      return try System.linkTarget(name, at: directory)
    } catch .notFound where isLast {
      // A file to be created.
      return nil
    }
  }

  /// The components of an absolute path below the root.
  private func relative(_ path: ArraySlice<UInt8>) throws(FileError) -> [ArraySlice<UInt8>] {
    let components = path.split(separator: UInt8(ascii: "/"))
    let root = realPath.split(separator: UInt8(ascii: "/"))
    guard components.starts(with: root) else { throw .outsideRoot }
    return Array(components.dropFirst(root.count))
  }
}

extension Directory {
  /// Where a file to be replaced or created really is.
  ///
  /// - Returns: its directory, without links, empty or ending in a slash; its name; the directories that do not exist
  ///   yet, outermost first.
  func target(
    of path: [UInt8], createsDirectories: Bool
  ) throws(FileError) -> (directory: [UInt8], name: [UInt8], missing: [[UInt8]]) {
    do throws(FileError) {
      let place = try resolve(path[...])
      guard let name = place.name else { throw .isDirectory }
      return (Array(place.path.dropLast(name.count)), name, [])
    } catch .notFound where createsDirectories {
      return try targetInMissingDirectory(path)
    }
  }

  private func targetInMissingDirectory(
    _ path: [UInt8]
  ) throws(FileError) -> (directory: [UInt8], name: [UInt8], missing: [[UInt8]]) {
    var rest: [ArraySlice<UInt8>] = []
    var existing = path.split(separator: UInt8(ascii: "/"))
    while let last = existing.popLast() {
      rest.append(last)
      guard let directory = try existingDirectory(Array(existing.joined(separator: [UInt8(ascii: "/")]))) else {
        continue
      }
      guard rest.allSatisfy(isPlainName), let name = rest.first else { throw .outsideRoot }
      var missing: [[UInt8]] = []
      var current = directory
      for component in rest.dropFirst().reversed() {
        current += component
        missing.append(current)
        current.append(UInt8(ascii: "/"))
      }
      return (current, Array(name), missing)
    }
    throw .notFound
  }

  /// The path of a directory without links, empty or ending in a slash; nil if it does not exist.
  private func existingDirectory(_ path: [UInt8]) throws(FileError) -> [UInt8]? {
    do throws(FileError) {
      let place = try resolve(path[...])
      guard let name = place.name else { return place.path.isEmpty ? [] : place.path + [UInt8(ascii: "/")] }
      guard try System.status(name[...], at: place.directory).kind == .directory else { throw .notDirectory }
      return place.path + [UInt8(ascii: "/")]
    } catch .notFound {
      return nil
    }
  }
}

/// Whether a name can be opened as it is: not empty, `.`, `..` or `.git`.
func isPlainName(_ name: ArraySlice<UInt8>) -> Bool {
  guard name.first == UInt8(ascii: ".") else { return !name.isEmpty }
  return name.count > 2 ? !isGitDirectoryName(name) : name.count == 2 && name.last != UInt8(ascii: ".")
}

/// `.git` in any case: file systems that fold it exist.
func isGitDirectoryName(_ name: ArraySlice<UInt8>) -> Bool {
  guard name.count == 4, name.first == UInt8(ascii: ".") else { return false }
  return zip(name, ".git".utf8).allSatisfy { $0 == $1 || $0 | 0x20 == $1 }
}

/// The directories from the root down to where a path has led so far.
private struct PathWalk: ~Copyable {
  private let root: Int32
  private var descriptors: [Int32] = []
  private var names: [ArraySlice<UInt8>] = []

  init(_ root: Int32) { self.root = root }

  deinit { for descriptor in descriptors { System.close(descriptor) } }

  var top: Int32 { descriptors.last ?? root }

  mutating func descend(_ name: ArraySlice<UInt8>) throws(FileError) {
    descriptors.append(try System.open(name, at: top, System.passFlags))
    names.append(name)
  }

  mutating func ascend() throws(FileError) {
    guard let last = descriptors.popLast() else { throw .outsideRoot }
    System.close(last)
    names.removeLast()
  }

  mutating func reset() {
    for descriptor in descriptors { System.close(descriptor) }
    descriptors = []
    names = []
  }

  func place(name: [UInt8]?) throws(FileError) -> Place {
    var path = Array(names.joined(separator: [UInt8(ascii: "/")]))
    if let name { path += (path.isEmpty ? [] : [UInt8(ascii: "/")]) + name }
    return Place(directory: try System.duplicate(top), name: name, path: path)
  }
}
