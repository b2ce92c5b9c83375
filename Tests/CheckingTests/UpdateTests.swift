import Documents
import SourceText
import TestSupport
import Testing

@testable import Checking

/// A session that is told of changes knows what one that begins afresh would know.
@Suite struct UpdateTests {
  @Test(arguments: 0..<150)
  func `answers as a new session does, from texts that only the changes hold`(_ seed: Int) async throws {
    var generator = RepositoryGenerator(seed: seed)
    var files: [RepositoryPath: [UInt8]] = [:]
    for path in RepositoryGenerator.all where generator.random.oneIn(2) { files[path] = generator.content(of: path) }
    var kept = try await session(MemorySource(files))
    for step in 1...12 {
      var changes: [Workspace.Change] = []
      var named: Set<RepositoryPath> = []
      func change(_ path: RepositoryPath, _ bytes: [UInt8]?) {
        guard named.insert(path).inserted else { return }
        files[path] = bytes
        changes.append(bytes.map { .wrote(path, $0) } ?? .removed(path))
      }
      for _ in 0...generator.random.below(2) {
        let path = generator.pick(generator.random.oneIn(3) ? RepositoryGenerator.configurations : RepositoryGenerator.all)
        switch generator.random.below(8) {
        case 0, 1: change(path, nil)
        case 2:
          let target = generator.pick(RepositoryGenerator.all)
          if let bytes = files[path], target != path, !named.contains(path), !named.contains(target) {
            change(path, nil)
            change(target, bytes)
          }
        case 3, 4:
          if let bytes = files[path] { change(path, generator.edited(bytes)) }
        default: change(path, generator.content(of: path))
        }
      }
      let before = Set(kept.workspace.documents.keys)
      let parsedBefore = kept.workspace.parsedCount
      try await kept.update(changes)
      var fresh = try await session(MemorySource(files))
      let answer = await kept.answer()
      let expected = await fresh.answer()
      let isEqual = answer == expected
      try #require(isEqual, "seed \(seed), step \(step), \(changes)\n\(difference(expected, answer))")
      // What was named, and what the configuration newly lets in.
      let after = Set(kept.workspace.documents.keys)
      let parsed = after.subtracting(before).union(named).intersection(after)
      try #require(kept.workspace.parsedCount - parsedBefore == parsed.count, "seed \(seed), step \(step), \(changes)")
    }
  }

  @Test(arguments: 0..<40)
  func `answers as a new session does, from files that change`(_ seed: Int) async throws {
    var generator = RepositoryGenerator(seed: 1000 + seed)
    let disk = Disk([:])
    for path in RepositoryGenerator.all where generator.random.oneIn(2) { disk[path] = .init(bytes: generator.content(of: path)) }
    var kept = try await session(disk)
    for step in 1...12 {
      var changes: [Workspace.Change] = []
      var named: Set<RepositoryPath> = []
      for _ in 0...generator.random.below(2) {
        let path = generator.pick(generator.random.oneIn(3) ? RepositoryGenerator.configurations : RepositoryGenerator.all)
        guard named.insert(path).inserted else { continue }
        switch generator.random.below(9) {
        case 0:
          disk[path] = nil
          changes.append(.removed(path))
        case 1:
          guard let file = disk[path] else { continue }
          disk[path]?.isReadable = !file.isReadable
          changes.append(.wrote(path))
        case 2:
          guard let file = disk[path] else { continue }
          disk[path]?.kind = file.kind == .file ? .symbolicLink : .file
          changes.append(.relisted)
        case 3:
          disk[".gitignore"] = .init(bytes: Array(generator.pick(Self.gitIgnores).utf8))
          changes += [.wrote(".gitignore"), .relisted]
        case 4, 5:
          guard let file = disk[path] else { continue }
          disk[path]?.bytes = generator.edited(file.bytes)
          changes.append(.wrote(path))
        default:
          disk[path] = .init(bytes: generator.content(of: path))
          changes.append(.wrote(path))
        }
      }
      // Whoever tells of changes does not know what is ignored: the source does.
      changes.append(.relisted)
      let before = Set(kept.workspace.documents.keys)
      let parsedBefore = kept.workspace.parsedCount
      try await kept.update(changes)
      var fresh = try await session(disk)
      let answer = await kept.answer()
      let expected = await fresh.answer()
      let isEqual = answer == expected
      try #require(isEqual, "seed \(seed), step \(step), \(changes)\n\(difference(expected, answer))")
      let after = Set(kept.workspace.documents.keys)
      let parsed = after.subtracting(before).union(named)
      try #require(kept.workspace.parsedCount - parsedBefore <= parsed.count, "seed \(seed), step \(step), \(changes)")
    }
  }

  private static let gitIgnores = ["", "api/\n", "*\n!ashlar.yaml\n", "Dockerfile*\n", "web\nvendor\n", "ashlar.yaml\n"]
}

extension RepositoryGenerator {
  /// One line taken out, put in or written twice.
  mutating func edited(_ bytes: [UInt8]) -> [UInt8] {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let place = random.below(lines.count)
    switch random.below(3) {
    case 0: lines.remove(at: place)
    case 1: lines.insert(lines[place], at: place)
    default: lines.insert(Array(random.pick(Self.instructions).utf8), at: place)
    }
    return Array(lines.joined(separator: [0x0A]))
  }
}
