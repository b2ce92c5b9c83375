extension DockerExpression {
  /// Calls `found` for each level of the path that the expression matches when that level is the whole text.
  ///
  /// One pass over the path with a set of states: steps × runes is the limit.
  func match(_ path: DockerPath, found: (Int) -> Void) {
    guard path.holds(required) else { return }
    let isAnchored = program.first == .assert(.textStart)
    var states = States(count: program.count)
    var next = States(count: program.count)
    var ended = States(count: program.count)
    /// Whether some alternative has matched without asking for the end: it matches every longer text too.
    var hasMatched = false
    var level = 0
    for offset in 0...path.runes.count {
      // A match may begin anywhere.
      if offset == 0 || !isAnchored { enter(0, &states, path.runes, offset, isEnd: false) }
      hasMatched = hasMatched || states.hasMatch
      if states.members.isEmpty, isAnchored, !hasMatched { return }
      if path.ends[level].runes == offset {
        for state in states.members where isAssertion(state) { enter(state, &ended, path.runes, offset, isEnd: true) }
        if hasMatched || ended.hasMatch { found(level) }
        ended.removeAll()
        level += 1
      }
      guard offset < path.runes.count else { return }
      let rune = path.runes[offset]
      for state in states.members {
        switch program[state] {
        case .rune(let wanted): if wanted == rune { enter(state + 1, &next, path.runes, offset + 1, isEnd: false) }
        case .oneOf(let set): if set.contains(rune) { enter(state + 1, &next, path.runes, offset + 1, isEnd: false) }
        case .split, .jump, .assert, .match: break
        }
      }
      swap(&states, &next)
      next.removeAll()
    }
  }

  private func isAssertion(_ state: Int) -> Bool {
    if case .assert = program[state] { true } else { false }
  }

  /// Enters a state and those that can be reached from it without a rune. One that asserts what does not hold becomes a
  /// member all the same: `$` is asked again where a level ends.
  private func enter(_ state: Int, _ states: inout States, _ runes: [UInt32], _ offset: Int, isEnd: Bool) {
    var state = state
    while true {
      if states.insert(state) {
        switch program[state] {
        case .split(let first, let second):
          states.pending.append(second)
          state = first
          continue
        case .jump(let target):
          state = target
          continue
        case .assert(let assertion):
          if holds(assertion, runes, offset, isEnd: isEnd) {
            state += 1
            continue
          }
        case .match: states.hasMatch = true
        case .rune, .oneOf: break
        }
      }
      guard let pending = states.pending.popLast() else { return }
      state = pending
    }
  }

  private func holds(_ assertion: Assertion, _ runes: [UInt32], _ offset: Int, isEnd: Bool) -> Bool {
    // A level ends before a slash or at the end, neither of which is part of a word: `isEnd` changes nothing there.
    let before = offset > 0 && RuneSet.word.contains(runes[offset - 1])
    let after = offset < runes.count && RuneSet.word.contains(runes[offset])
    switch assertion {
    case .textStart: return offset == 0
    case .textEnd: return isEnd
    case .wordBoundary: return before != after
    case .noWordBoundary: return before == after
    }
  }

  /// A set of states that keeps their order of entry.
  private struct States {
    private(set) var members: [Int] = []
    private var isMember: [Bool]
    var hasMatch = false
    /// Second branches yet to be entered.
    var pending: [Int] = []

    init(count: Int) { isMember = [Bool](repeating: false, count: count) }

    mutating func insert(_ state: Int) -> Bool {
      guard !isMember[state] else { return false }
      isMember[state] = true
      members.append(state)
      return true
    }

    mutating func removeAll() {
      for state in members { isMember[state] = false }
      members.removeAll(keepingCapacity: true)
      hasMatch = false
    }
  }
}
