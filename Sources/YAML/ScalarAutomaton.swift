/// Several patterns as one table of states: a text is read once, from its first byte to its last, whatever it is.
///
/// A reference, so that a dialect is one word; read-only, so that threads share it.
final class ScalarAutomaton: Sendable {
  /// State 0 has no way out and accepts nothing; state 1 is the first.
  private let next: [UInt16]
  private let accepted: [UInt8]
  private let classes: [UInt8]
  private let classCount: Int

  /// No pattern matches.
  static let none: UInt8 = 255

  /// - Parameter patterns: at most 255; of two that match the same text the first counts. `ignored` bytes are passed over
  ///   wherever they stand behind the first byte.
  init(_ patterns: [(pattern: ScalarPattern.Node, ignored: ByteSet?)]) {
    var builder = Builder()
    for (index, pattern) in patterns.enumerated() { builder.add(pattern.pattern, number: UInt8(index), ignoring: pattern.ignored) }
    builder.build()
    next = builder.next
    accepted = builder.accepted
    classes = builder.classes
    classCount = builder.classCount
  }

  /// By its first byte, the greatest length of a text that is matched: 0 where none begins with it, 255 for any length.
  var limits: [UInt8] {
    var lengths = [Int?](repeating: nil, count: accepted.count)
    return (0..<256).map { byte in
      let state = Int(next[classCount + Int(classes[byte])])
      return state == 0 ? 0 : UInt8(min(255, 1 + longest(from: state, &lengths)))
    }
  }

  /// How many bytes may follow. A state on its way to itself, which still has 255, has no limit.
  private func longest(from state: Int, _ lengths: inout [Int?]) -> Int {
    if let length = lengths[state] { return length }
    lengths[state] = 255
    var length = 0
    for target in Set(next[(state * classCount)..<((state + 1) * classCount)]) where target != 0 {
      length = max(length, 1 + longest(from: Int(target), &lengths))
    }
    lengths[state] = min(255, length)
    return min(255, length)
  }

  /// The number of the first pattern that matches the whole of a range, or `none`.
  @inline(__always)
  func match(_ bytes: [UInt8], _ start: Int, _ end: Int) -> UInt8 {
    var state = 1
    var offset = start
    while offset < end {
      state = Int(next[state &* classCount &+ Int(classes[Int(bytes[offset])])])
      if state == 0 { return Self.none }
      offset &+= 1
    }
    return accepted[state]
  }
}

/// Thompson's construction, then sets of its states as states (Aho, Sethi, Ullman, 3.6 and 3.7).
private struct Builder {
  private enum State {
    case byte(ByteSet, to: Int)
    case split(Int, Int)
    case accept(UInt8)
  }

  private var states: [State] = []
  private var starts: [Int] = []
  var next: [UInt16] = []
  var accepted: [UInt8] = []
  var classes = [UInt8](repeating: 0, count: 256)
  var classCount = 1

  mutating func add(_ pattern: ScalarPattern.Node, number: UInt8, ignoring ignored: ByteSet?) {
    starts.append(compile(pattern, then: append(.accept(number)), ignored))
  }

  private mutating func append(_ state: State) -> Int {
    states.append(state)
    return states.count - 1
  }

  /// The state that a pattern begins with, when another state follows it.
  private mutating func compile(_ node: ScalarPattern.Node, then end: Int, _ ignored: ByteSet?) -> Int {
    switch node {
    case .empty: return end
    case .bytes(let bytes):
      guard let ignored else { return append(.byte(bytes, to: end)) }
      // Behind each byte that counts there may be any number of those that do not.
      let loop = append(.split(end, states.count + 1))
      _ = append(.byte(ignored, to: loop))
      return append(.byte(bytes, to: loop))
    case .sequence(let first, let second): return compile(first, then: compile(second, then: end, ignored), ignored)
    case .either(let first, let second):
      return append(.split(compile(first, then: end, ignored), compile(second, then: end, ignored)))
    case .repeated(let inner, let from, let to):
      var start = end
      if let to {
        for _ in from..<to { start = append(.split(compile(inner, then: start, ignored), end)) }
      } else {
        let loop = append(.split(end, end))
        states[loop] = .split(compile(inner, then: loop, ignored), end)
        start = loop
      }
      for _ in 0..<from { start = compile(inner, then: start, ignored) }
      return start
    }
  }

  /// The states that count of those that can be reached without a byte, in order.
  private func closure(of from: [Int]) -> [Int] {
    if from.isEmpty { return [] }
    var seen: [Bool] = Array(repeating: false, count: states.count)
    var open = from
    var found: [Int] = []
    while let state = open.popLast() {
      if seen[state] { continue }
      seen[state] = true
      if case .split(let first, let second) = states[state] {
        open.append(first)
        open.append(second)
      } else {
        found.append(state)
      }
    }
    return found.sorted()
  }

  /// Bytes that no pattern tells apart share a class.
  private mutating func classify() {
    var sets: Set<ByteSet> = []
    for case .byte(let bytes, _) in states { sets.insert(bytes) }
    let ordered = Array(sets)
    var known: [[UInt64]: UInt8] = [:]
    for byte in 0..<256 {
      var signature = [UInt64](repeating: 0, count: ordered.count / 64 + 1)
      for (index, set) in ordered.enumerated() where set.contains(UInt8(byte)) { signature[index / 64] |= 1 << UInt64(index % 64) }
      let number = known[signature] ?? UInt8(truncatingIfNeeded: known.count)
      known[signature] = number
      classes[byte] = number
    }
    classCount = known.count
  }

  mutating func build() {
    classify()
    var representatives = [UInt8](repeating: 0, count: classCount)
    for byte in 0..<256 { representatives[Int(classes[byte])] = UInt8(byte) }
    let first = closure(of: starts)
    var numbers: [[Int]: UInt16] = [first: 1]
    // What follows the same states is the same, and to look that up is cheaper than to follow them.
    var numbersByTargets: [[Int]: UInt16] = [:]
    var sets: [[Int]] = [[], first]
    var index = 0
    var targets: [Int] = []
    while index < sets.count {
      let members = sets[index].map { states[$0] }
      var number = ScalarAutomaton.none
      for case .accept(let found) in members { number = min(number, found) }
      accepted.append(number)
      for representative in representatives {
        targets.removeAll(keepingCapacity: true)
        for case .byte(let bytes, let target) in members where bytes.contains(representative) { targets.append(target) }
        if targets.isEmpty {
          next.append(0)
          continue
        }
        if let known = numbersByTargets[targets] {
          next.append(known)
          continue
        }
        let set = closure(of: targets)
        let known = numbers[set] ?? UInt16(truncatingIfNeeded: sets.count)
        if Int(known) == sets.count {
          numbers[set] = known
          sets.append(set)
        }
        numbersByTargets[targets] = known
        next.append(known)
      }
      index += 1
    }
  }
}
