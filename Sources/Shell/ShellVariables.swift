/// Every assignment of a text, in the order of the text, and in which part of it each holds: so that any later point
/// can ask for a value without a copy of the whole environment.
struct ShellVariables: Sendable {
  enum Value: Sendable {
    case known(String)
    case unknown
  }

  enum Lookup {
    case known(String)
    /// Assigned, but to what depends on the run.
    case uncertain
    case unassigned
  }

  enum ScopeKind: Sendable {
    /// What happens inside does not reach the outside.
    case subshell
    /// What happens inside may or may not have happened afterwards.
    case branch
    /// A subshell that sees exported variables only: another shell.
    case program
  }

  private struct Scope {
    let parent: Int32
    let kind: ScopeKind
  }

  private struct Entry {
    let value: Value
    let scope: Int32
    let isExported: Bool
  }

  private struct Barrier {
    let version: Int32
    let scope: Int32
  }

  private var scopes = [Scope(parent: -1, kind: .program)]
  private var entries: [Entry] = []
  private var byName: [String: [Int32]] = [:]
  private var barriers: [Barrier] = []

  /// How far a look-up goes back. Beyond, the value is uncertain: this bounds the work on hostile texts.
  private static let maximumSteps = 64

  var version: Int32 { Int32(truncatingIfNeeded: entries.count) }

  mutating func openScope(_ kind: ScopeKind, in parent: Int32) -> Int32 {
    scopes.append(Scope(parent: parent, kind: kind))
    return Int32(truncatingIfNeeded: scopes.count - 1)
  }

  mutating func assign(_ name: String, _ value: Value, in scope: Int32, isExported: Bool) {
    byName[name, default: []].append(version)
    entries.append(Entry(value: value, scope: scope, isExported: isExported))
  }

  /// Makes all that was assigned so far uncertain: a file was sourced.
  mutating func addBarrier(in scope: Int32) { barriers.append(Barrier(version: version, scope: scope)) }

  func lookup(_ name: String, version: Int32, scope: Int32) -> Lookup {
    guard let indices = byName[name] else { return .unassigned }
    // The last one before the point in question.
    var low = 0
    var high = indices.count
    while low < high {
      let middle = (low + high) / 2
      if indices[middle] < version { low = middle + 1 } else { high = middle }
    }
    var steps = 0
    while low > 0 {
      low -= 1
      steps += 1
      if steps > Self.maximumSteps { return .uncertain }
      let entry = entries[Int(indices[low])]
      switch relation(of: entry.scope, to: scope, isExported: entry.isExported) {
      case .invisible: continue
      case .uncertain: return .uncertain
      case .certain:
        if isBehindBarrier(indices[low], version, scope) { return .uncertain }
        if case .known(let value) = entry.value { return .known(value) }
        return .uncertain
      }
    }
    return .unassigned
  }

  private func isBehindBarrier(_ index: Int32, _ version: Int32, _ scope: Int32) -> Bool {
    var low = 0
    var high = barriers.count
    while low < high {
      let middle = (low + high) / 2
      if barriers[middle].version <= version { low = middle + 1 } else { high = middle }
    }
    var steps = 0
    while low > 0 {
      low -= 1
      steps += 1
      if barriers[low].version <= index { return false }
      if steps > Self.maximumSteps || relation(of: barriers[low].scope, to: scope, isExported: true) != .invisible {
        return true
      }
    }
    return false
  }

  private enum Relation { case certain, uncertain, invisible }

  /// Whether what happened in one scope is seen in another later. A parent's number is lower than its children's, so
  /// that the two meet by climbing from the higher one.
  private func relation(of writer: Int32, to reader: Int32, isExported: Bool) -> Relation {
    var (writer, reader) = (writer, reader)
    var relation = Relation.certain
    while writer != reader {
      if writer > reader {
        switch scopes[Int(writer)].kind {
        case .branch: relation = .uncertain
        case .subshell, .program: return .invisible
        }
        writer = scopes[Int(writer)].parent
      } else {
        if scopes[Int(reader)].kind == .program, !isExported { return .invisible }
        reader = scopes[Int(reader)].parent
      }
    }
    return relation
  }
}
