import SourceText

/// The variables that an instruction sees: ENV and ARG of its stage so far, those of the stages it is built on, and
/// the base image's.
public struct DockerfileEnvironment: Sendable {
  let history: EnvironmentHistory
  let moment: EnvironmentHistory.Moment
  let options: DockerfileExpansion.Options

  /// - Parameter name: as it is written after `$`.
  public func variable(_ name: some Sequence<UInt8>) -> DockerfileExpansion.Variable {
    history.variable(Array(name), at: moment)
  }

  public func variable(_ name: String) -> DockerfileExpansion.Variable { variable(name.utf8) }

  /// What set it; nil where nothing in this file did.
  public func origin(_ name: String) -> DockerfileOrigin? {
    history.assignment(Array(name.utf8), at: moment)?.origin
  }

  /// A word of the instruction with its quotes, escapes and variables resolved, as BuildKit resolves the arguments of
  /// most instructions.
  public func expansion(of word: DockerfileWord) -> DockerfileExpansion { expansion(of: word.text.bytes) }

  public func expansion(of word: [UInt8]) -> DockerfileExpansion {
    DockerfileExpansion(word, options: options) { history.variable($0, at: moment) }
  }
}

/// All values that variables have had, each from a time on, so that any instruction's environment can be asked for
/// without one having been copied.
///
/// Time runs along a walk of the tree of stages, each visited before those built on it. When the walk leaves a stage,
/// what it set is set back, so that its siblings do not see it.
struct EnvironmentHistory: Sendable {
  struct Assignment: Sendable {
    var value: DockerfileExpansion.Variable
    var origin: DockerfileOrigin?
  }

  struct Moment: Sendable {
    /// Sees what was set before it.
    let time: Int
    let stageStart: Int
    /// What a name is that nobody in the file has set.
    let otherwise: DockerfileExpansion.Variable

    /// Among the arguments before the first FROM, whose time is the position of their instruction.
    static func global(before instruction: Int) -> Moment {
      Moment(time: instruction, stageStart: 0, otherwise: .unset)
    }
  }

  enum Kind: Sendable { case environment, argument }

  private struct Change: Sendable {
    let time: Int
    /// Nil where leaving a stage unset it.
    let assignment: Assignment?
  }

  private struct Name: Hashable {
    let bytes: [UInt8]
    func hash(into hasher: inout Hasher) { hasher.combine(eightwise: bytes) }
  }

  private struct Changes: Sendable {
    var environment: [Change] = []
    var arguments: [Change] = []
  }

  private var changes: [Name: Changes] = [:]
  /// What the stages that the walk is in have set, and what it was before.
  private var log: [(name: Name, kind: Kind, before: Assignment?)] = []

  mutating func set(_ name: [UInt8], _ kind: Kind, _ assignment: Assignment, at time: Int) {
    let name = Name(bytes: name)
    log.append((name, kind, change(name, kind, assignment, at: time)))
  }

  /// To be given to `leave`.
  var mark: Int { log.count }

  /// Sets back what was set since the mark was taken.
  mutating func leave(_ mark: Int, at time: Int) {
    while log.count > mark, let (name, kind, before) = log.popLast() { _ = change(name, kind, before, at: time) }
  }

  /// Of several changes at one time the last one counts.
  /// - Returns: what it was before.
  private mutating func change(_ name: Name, _ kind: Kind, _ assignment: Assignment?, at time: Int) -> Assignment? {
    switch kind {
    case .environment: Self.append(assignment, to: &changes[name, default: Changes()].environment, at: time)
    case .argument: Self.append(assignment, to: &changes[name, default: Changes()].arguments, at: time)
    }
  }

  private static func append(_ assignment: Assignment?, to changes: inout [Change], at time: Int) -> Assignment? {
    let before = changes.last?.assignment
    if changes.last?.time == time { changes.removeLast() }
    changes.append(Change(time: time, assignment: assignment))
    return before
  }

  /// An ARG hides an ENV only within its stage: a stage built on it begins with the image's environment, and then
  /// the arguments of the names that are not in it.
  func assignment(_ name: [UInt8], at moment: Moment) -> Assignment? {
    guard let changes = changes[Name(bytes: name)] else { return nil }
    let set = Self.last(changes.environment, before: moment.time)
    let given = Self.last(changes.arguments, before: moment.time)
    guard let given, let argument = given.assignment else { return set?.assignment }
    guard let set, let variable = set.assignment else { return argument }
    return given.time >= moment.stageStart && given.time > set.time ? argument : variable
  }

  func variable(_ name: [UInt8], at moment: Moment) -> DockerfileExpansion.Variable {
    assignment(name, at: moment)?.value ?? moment.otherwise
  }

  private static func last(_ changes: [Change], before time: Int) -> Change? {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].time < time { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? changes[low - 1] : nil
  }
}
