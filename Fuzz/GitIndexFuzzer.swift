import Git

/// Any bytes as a git index of either object format: what is read is in order, and is found again.
enum GitIndexFuzzer: Fuzzer {
  static func problem(in bytes: [UInt8]) -> String? {
    problem(in: bytes, .sha1) ?? problem(in: bytes, .sha256)
  }

  private static func problem(in bytes: [UInt8], _ format: ObjectFormat) -> String? {
    guard let index = try? GitIndex(bytes, format) else { return nil }
    if !(2...4).contains(index.version) { return "version \(index.version)" }
    for entry in 0..<index.count {
      let path = index.entries.path(entry)
      guard let found = index.entries.firstIndex(of: path), index.entries.path(found).elementsEqual(path) else {
        return "entry \(entry) is not found by its path"
      }
      if entry > 0, path.lexicographicallyPrecedes(index.entries.path(entry - 1)) { return "entry \(entry) is out of order" }
      _ = (index.stage(entry), index.isSkipWorktree(entry), index.isIntentToAdd(entry))
      _ = (index.entries.kind(entry), index.entries.mode(entry), "\(index.entries.object(entry))")
      _ = index.entries.hasEntries(below: path)
    }
    return nil
  }
}
