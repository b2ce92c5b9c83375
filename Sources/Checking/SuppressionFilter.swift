import Documents
import SourceText

/// The options of `ashlar/unused-suppression`.
public struct UnusedSuppressionOptions: RuleOptions {
  public var peers = false
  public init() {}
  public static let keys = [OptionKey("peers", "whether the comments of other tools are judged too", \UnusedSuppressionOptions.peers)]
}

/// Decides which comments silence which observations, and which comments were in vain.
///
/// A hostile file may hold as many comments as findings: both are looked up by halving, never compared one by one.
struct SuppressionFilter {
  private struct Entry {
    let suppression: Suppression
    /// What each name stands for; empty for a name that no rule answers to.
    let named: [[Int]]
    /// All rules it silences.
    let rules: Set<Int>
    let isHonoured: Bool
  }

  /// A rule in a file.
  private struct Place: Hashable {
    let path: RepositoryPath
    let rule: Int
  }

  /// Where a rule is silent in a file.
  private struct Silence {
    /// By their starts.
    private var starts: [Int] = []
    /// The furthest end of the scopes up to each.
    private var ends: [Int] = []

    init(_ scopes: [SourceRange]) {
      for scope in scopes.sorted() {
        starts.append(scope.start)
        ends.append(max(ends.last ?? scope.end, scope.end))
      }
    }

    func covers(_ offset: Int) -> Bool {
      let count = starts.partitionIndex { $0 > offset }
      return count > 0 && ends[count - 1] >= offset
    }
  }

  /// How many mistyped names of a file are compared with all there are: the cost of one is no small matter.
  private static let hintLimit = 20

  private let rules: RuleSet
  private var entries: [RepositoryPath: [Entry]] = [:]
  private var silences: [Place: Silence] = [:]
  /// Where a rule found something in a file, in order; only of files that hold a suppression.
  private var found: [Place: [Int]] = [:]

  /// - Parameters:
  ///   - earlier: the source whose suppressions count; a comment that it does not hold is listed, not honoured.
  ///   - observations: all there are.
  init(workspace: Workspace, rules: RuleSet, earlier: (any Source)?, observations: [Observation]) {
    self.rules = rules
    var scopes: [Place: [SourceRange]] = [:]
    for document in workspace.documents.values where !document.suppressions.isEmpty {
      let honoured = earlier.map { document.suppressionsAlso(in: $0) }
      entries[document.path] = document.suppressions.enumerated().map { index, suppression in
        let named = suppression.names.map { rules.indices(suppressedBy: $0.text) }
        var all = Set(named.joined())
        if suppression.names.isEmpty, let peer = suppression.peer { all = Set(rules.indices(ofPeer: peer)) }
        let entry = Entry(suppression: suppression, named: named, rules: all, isHonoured: honoured?.contains(index) ?? true)
        if entry.isHonoured, let scope = suppression.scope {
          for rule in all { scopes[Place(path: document.path, rule: rule), default: []].append(scope) }
        }
        return entry
      }
    }
    silences = scopes.mapValues(Silence.init)
    for observation in observations where entries[observation.path] != nil {
      found[Place(path: observation.path, rule: observation.rule), default: []].append(observation.range.start)
    }
    found = found.mapValues { $0.sorted() }
  }

  func suppresses(_ observation: Observation) -> Bool {
    silences[Place(path: observation.path, rule: observation.rule)]?.covers(observation.range.start) ?? false
  }

  private func isUsed(_ entry: Entry, _ path: RepositoryPath) -> Bool {
    guard let scope = entry.suppression.scope else { return false }
    return entry.rules.contains { rule in
      guard let starts = found[Place(path: path, rule: rule)] else { return false }
      let index = starts.partitionIndex { $0 >= scope.start }
      return index < starts.count && starts[index] <= scope.end
    }
  }

  /// Whether we can know that it is in vain. Of a peer's comment only where each check it names says no more than rules of
  /// ours do: what else the peer would find there we cannot see.
  private func isJudgeable(_ entry: Entry) -> Bool {
    let suppression = entry.suppression
    if entry.rules.isEmpty { return false }
    if suppression.peer == nil { return true }
    return !suppression.names.isEmpty && suppression.names.allSatisfy { rules.isEquivalent(toPeerCheck: $0.text) }
  }

  /// The engine's own rules about suppressions.
  ///
  /// - Parameters:
  ///   - hasRun: which rules were judged on a file; a suppression of a rule that was not is not called unused.
  ///   - judgesPeers: whether a peer's comment is called unused on a file.
  func complaints(hasRun: (RepositoryPath) -> [Bool], judgesPeers: (RepositoryPath) -> Bool) -> [Observation] {
    var complaints: [Observation] = []
    func report(_ id: String, _ path: RepositoryPath, _ range: SourceRange, _ message: String, _ fix: Fix?) {
      guard let rule = rules.index(ofRule: id) else { return }
      complaints.append(
        Observation(
          rule: rule, path: path, range: range, severity: rules.rules[rule].severity, certainty: .certain, message: message,
          related: [], fix: fix))
    }
    let ids = rules.rules.map(\.id)
    for (path, entries) in entries {
      let hasRun = hasRun(path)
      var hints = Self.hintLimit
      for entry in entries {
        let suppression = entry.suppression
        if !entry.isHonoured {
          report(
            "ashlar/malformed-suppression", path, suppression.range,
            "this suppression is new: it counts once the revision that sets the policy holds it", nil)
          continue
        }
        if suppression.peer == nil {
          if suppression.names.isEmpty {
            report(
              "ashlar/malformed-suppression", path, suppression.range,
              "names no rule, so it silences nothing; write `ashlar: ignore[rule] reason`", nil)
            continue
          }
          for (name, indices) in zip(suppression.names, entry.named) where indices.isEmpty {
            hints -= 1
            let near = hints < 0 ? nil : nearest(to: name.text, among: ids)
            report(
              "ashlar/malformed-suppression", path, name.range,
              "`\(name.text)` is no rule, so it silences nothing" + (near.map { "; did you mean `\($0)`?" } ?? ""),
              near.map { .unsafe("write `\($0)`", .replace(name.range, with: $0)) })
          }
        }
        if suppression.scope == nil, suppression.peer == nil {
          report(
            "ashlar/malformed-suppression", path, suppression.range,
            "stands above nothing it could silence; write it directly above the instruction, with no blank line between", nil)
          continue
        }
        guard suppression.peer == nil || judgesPeers(path), !isUsed(entry, path), isJudgeable(entry), entry.rules.allSatisfy({ hasRun[$0] })
        else { continue }
        report(
          "ashlar/unused-suppression", path, suppression.range,
          "nothing is found here any more, so this suppression hides only what comes next; delete it", suppression.deletion)
      }
    }
    return complaints
  }
}

extension Suppression {
  /// What the peer itself finds there we cannot know, so only ours is deleted.
  fileprivate var deletion: Fix? { peer == nil ? .safe("delete the comment", .removeLines(range)) : nil }
}

extension Document {
  /// The positions of those suppressions that an earlier version of the file holds too: same words, same construct, and
  /// no more of them than there were.
  fileprivate func suppressionsAlso(in earlier: any Source) -> Set<Int> {
    guard let bytes = try? earlier.read(path) else { return [] }
    let old = Document(path: path, classification: classification, bytes: bytes)
    var known: [[String]: Int] = [:]
    for suppression in old.suppressions { known[old.identity(of: suppression), default: 0] += 1 }
    var found: Set<Int> = []
    for (index, suppression) in suppressions.enumerated() {
      guard let count = known[identity(of: suppression)], count > 0 else { continue }
      known[identity(of: suppression)] = count - 1
      found.insert(index)
    }
    return found
  }

  private func identity(of suppression: Suppression) -> [String] {
    let construct =
      switch suppression.scope {
      case nil: "nothing"
      case SourceRange(0, bytes.count): "file"
      case .some(let scope): address(of: .at(scope.start))
      }
    return [bytes[suppression.range.indices].asString, construct]
  }
}

extension Array {
  /// The first position whose element, and every later one's, fulfils a condition; the elements are ordered by it.
  fileprivate func partitionIndex(_ fulfils: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if fulfils(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
