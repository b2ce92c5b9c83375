import Documents
import SourceText

/// The options of `ashlar/unused-suppression`.
public struct UnusedSuppressionOptions: RuleOptions {
  public var peers = false
  public init() {}
  public static let keys = [OptionKey("peers", "whether the comments of other tools are judged too", \UnusedSuppressionOptions.peers)]
}

/// Decides which comments silence which observations, and which comments were in vain.
struct SuppressionFilter {
  private struct Entry {
    let suppression: Suppression
    /// What each name stands for; empty for a name that no rule answers to.
    let named: [[Int]]
    /// All rules it silences.
    let rules: Set<Int>
    let isHonoured: Bool
    var isUsed = false
  }

  /// What silences one rule in one file: the first comment of each scope, by the scope's start.
  private struct Key: Hashable {
    let path: RepositoryPath
    let rule: Int
    let reach: Suppression.Reach
  }

  private let rules: RuleSet
  private var entries: [RepositoryPath: [Entry]] = [:]
  private var scopes: [Key: [(start: Int, end: Int, entry: Int)]] = [:]
  private(set) var suppressedCount = 0

  /// - Parameter earlier: the source whose suppressions count; a comment that it does not hold is listed, not honoured.
  init(workspace: Workspace, rules: RuleSet, earlier: (any Source)?) {
    self.rules = rules
    for document in workspace.documents.values where !document.suppressions.isEmpty {
      let honoured = earlier.map { document.suppressionsAlso(in: $0) }
      entries[document.path] = document.suppressions.enumerated().map { index, suppression in
        let named = suppression.names.map { rules.indices(suppressedBy: $0.text) }
        var all = Set(named.joined())
        if suppression.names.isEmpty, let peer = suppression.peer { all = Set(rules.indices(ofPeer: peer)) }
        return Entry(suppression: suppression, named: named, rules: all, isHonoured: honoured?.contains(index) ?? true)
      }
      index(document.path)
    }
  }

  private mutating func index(_ path: RepositoryPath) {
    for (position, entry) in (entries[path] ?? []).enumerated() where entry.isHonoured {
      guard let scope = entry.suppression.scope else { continue }
      for rule in entry.rules {
        let key = Key(path: path, rule: rule, reach: entry.suppression.reach)
        // Comments come in the order of the file, and so do the scopes of one reach; a second one of a scope does nothing.
        if let last = scopes[key]?.last, last.start == scope.start { continue }
        scopes[key, default: []].append((scope.start, scope.end, position))
      }
    }
  }

  mutating func suppresses(_ observation: Observation) -> Bool {
    if scopes.isEmpty { return false }
    var isSuppressed = false
    for reach in Suppression.Reach.allCases {
      guard let candidates = scopes[Key(path: observation.path, rule: observation.rule, reach: reach)],
        let entry = Self.entry(holding: observation.range.start, in: candidates)
      else { continue }
      entries[observation.path]?[entry].isUsed = true
      isSuppressed = true
    }
    if isSuppressed { suppressedCount += 1 }
    return isSuppressed
  }

  private static func entry(holding offset: Int, in scopes: [(start: Int, end: Int, entry: Int)]) -> Int? {
    var low = 0
    var high = scopes.count
    while low < high {
      let middle = (low + high) / 2
      if scopes[middle].start <= offset { low = middle + 1 } else { high = middle }
    }
    return low > 0 && offset <= scopes[low - 1].end ? scopes[low - 1].entry : nil
  }

  /// The engine's own rules about suppressions.
  ///
  /// - Parameter hasRun: whether a rule was judged on a file; a suppression of a rule that was not is not called unused.
  /// - Parameter judgesPeers: whether a peer's comment is called unused on a file.
  func complaints(hasRun: (Int, RepositoryPath) -> Bool, judgesPeers: (RepositoryPath) -> Bool) -> [Observation] {
    var found: [Observation] = []
    func report(_ id: String, _ path: RepositoryPath, _ range: SourceRange, _ message: String, _ fix: Fix?) {
      guard let rule = rules.index(ofRule: id) else { return }
      found.append(
        Observation(
          rule: rule, path: path, range: range, severity: rules.rules[rule].severity, certainty: .certain, message: message,
          related: [], fix: fix))
    }
    for (path, entries) in entries {
      for entry in entries {
        let suppression = entry.suppression
        if !entry.isHonoured {
          report("ashlar/malformed-suppression", path, suppression.range,
            "this suppression is new: it counts once the revision that sets the policy holds it", nil)
          continue
        }
        if suppression.peer == nil {
          if suppression.names.isEmpty {
            report("ashlar/malformed-suppression", path, suppression.range,
              "names no rule, so it silences nothing; write `ashlar: ignore[rule] reason`", nil)
            continue
          }
          for (name, indices) in zip(suppression.names, entry.named) where indices.isEmpty {
            let near = nearest(to: name.text, among: rules.rules.map(\.id))
            report("ashlar/malformed-suppression", path, name.range,
              "`\(name.text)` is no rule, so it silences nothing" + (near.map { "; did you mean `\($0)`?" } ?? ""),
              near.map { .unsafe("write `\($0)`", .replace(name.range, with: $0)) })
          }
        }
        if suppression.scope == nil, suppression.peer == nil {
          report("ashlar/malformed-suppression", path, suppression.range,
            "stands above nothing it could silence; write it directly above the instruction, with no blank line between", nil)
          continue
        }
        guard !entry.isUsed, !entry.rules.isEmpty, entry.rules.allSatisfy({ hasRun($0, path) }), !entry.named.contains(where: \.isEmpty)
        else { continue }
        guard suppression.peer == nil || judgesPeers(path) else { continue }
        report("ashlar/unused-suppression", path, suppression.range,
          "nothing is found here any more, so this suppression hides only what comes next; delete it",
          // What the peer itself finds there we cannot know.
          suppression.peer == nil ? .safe("delete the comment", .removeLines(suppression.range)) : nil)
      }
    }
    return found
  }
}

extension Document {
  /// The positions of those suppressions that an earlier version of the file holds too: same words, same construct.
  fileprivate func suppressionsAlso(in earlier: any Source) -> Set<Int> {
    guard let bytes = try? earlier.read(path) else { return [] }
    let old = Document(path: path, classification: classification, bytes: bytes)
    let known = Set(old.suppressions.map { old.identity(of: $0, bytes) })
    return Set(suppressions.indices.filter { known.contains(identity(of: suppressions[$0], self.bytes)) })
  }

  private func identity(of suppression: Suppression, _ bytes: [UInt8]) -> [String] {
    [bytes[suppression.range.indices].asString, suppression.scope.map { address(of: .at($0.start)) } ?? ""]
  }
}
