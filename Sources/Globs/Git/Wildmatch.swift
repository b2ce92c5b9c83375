/// A compiled pattern of git's `wildmatch` with `WM_PATHNAME` (gitignore(5), glob(7)).
///
/// It is run as an automaton of one state a step, so that the work is at most steps × bytes of text whatever the
/// pattern: git's own matcher backtracks.
struct Wildmatch: Sendable {
  enum Step: Hashable, Sendable {
    case byte(UInt8)
    /// `?`
    case anyButSlash
    /// `[…]`; never holds a slash.
    case oneOf(ByteSet)
    /// `*`: any bytes but slashes.
    case star
    /// `**` at the end, or `**` before an escaped slash: any bytes.
    case anything
    /// `**/`: nothing, or any bytes up to and with a slash.
    case directories
  }

  let steps: [Step]

  /// - Parameter pattern: without the prefix that holds no wildcard. As in git a `**` there counts as standing after a
  ///   slash, so `foo**/bar` is `foo` and `**/bar`.
  /// - Returns: nil for a pattern that can match nothing (an unclosed class, an unknown POSIX class, a final
  ///   backslash).
  init?(_ pattern: ArraySlice<UInt8>) {
    var steps: [Step] = []
    var position = pattern.startIndex
    while position < pattern.endIndex {
      let start = position
      switch pattern[position] {
      case .backslash:
        guard position + 1 < pattern.endIndex else { return nil }
        steps.append(.byte(pattern[position + 1]))
        position += 2
      case UInt8(ascii: "?"):
        steps.append(.anyButSlash)
        position += 1
      case .star:
        Wildmatch.appendStars(of: pattern, at: &position, to: &steps)
      case UInt8(ascii: "["):
        guard let set = ByteSet(class: pattern, at: &position) else { return nil }
        steps.append(.oneOf(set))
      case let byte:
        steps.append(.byte(byte))
        position += 1
      }
      assert(position > start)
    }
    self.steps = steps
  }

  private static func appendStars(of pattern: ArraySlice<UInt8>, at position: inout Int, to steps: inout [Step]) {
    let start = position
    while position < pattern.endIndex, pattern[position] == .star { position += 1 }
    let standsAlone = start == pattern.startIndex || pattern[start - 1] == .slash
    guard position - start > 1, standsAlone else { return steps.append(.star) }
    let rest = pattern[position...]
    if rest.first == .slash {
      position += 1
      // `**/**/` says no more than `**/`; one step keeps the closure below short.
      if steps.last != .directories { steps.append(.directories) }
    } else if rest.isEmpty || rest.starts(with: [.backslash, .slash]) {
      steps.append(.anything)
    } else {
      steps.append(.star)
    }
  }

  /// Whether the bytes of `text` from `start` on match as a whole.
  func matches(_ text: Span<UInt8>, from start: Int) -> Bool {
    var work = 0
    return matches(text, from: start, work: &work)
  }

  /// - Parameter work: grows by one a state and byte, so that tests can see the limit.
  func matches(_ text: Span<UInt8>, from start: Int, work: inout Int) -> Bool {
    guard canEnd(text, from: start, work: &work) else { return false }
    return steps.count < 64
      ? run(SmallStateSet.self, text, from: start, work: &work)
      : run(LargeStateSet.self, text, from: start, work: &work)
  }

  /// Whether the steps after the last star fit the last bytes: cheap, and no for nearly every name.
  private func canEnd(_ text: Span<UInt8>, from start: Int, work: inout Int) -> Bool {
    var offset = text.count
    for step in steps.reversed() {
      let isMatch: Bool
      switch step {
      case .star, .anything, .directories: return true
      case .byte(let wanted): isMatch = offset > start && text[offset - 1] == wanted
      case .anyButSlash: isMatch = offset > start && text[offset - 1] != .slash
      case .oneOf(let set): isMatch = offset > start && set.contains(text[offset - 1])
      }
      work += 1
      guard isMatch else { return false }
      offset -= 1
    }
    return offset == start
  }

  private func run<States: StateSet>(
    _: States.Type, _ text: Span<UInt8>, from start: Int, work: inout Int
  ) -> Bool {
    var states = States(stateCount: steps.count + 1)
    var next = States(stateCount: steps.count + 1)
    enter(0, &states)
    for offset in start..<max(start, text.count) {
      let byte = text[offset]
      while let state = states.popLowest() {
        work += 1
        guard state < steps.count else { continue }
        switch steps[state] {
        case .byte(let wanted): if byte == wanted { enter(state + 1, &next) }
        case .anyButSlash: if byte != .slash { enter(state + 1, &next) }
        case .oneOf(let set): if set.contains(byte) { enter(state + 1, &next) }
        case .star: if byte != .slash { enter(state, &next) }
        case .anything: enter(state, &next)
        case .directories:
          // Not `enter`: once a folder has begun it must end in a slash.
          next.insert(state)
          if byte == .slash { enter(state + 1, &next) }
        }
      }
      guard !next.isEmpty else { return false }
      swap(&states, &next)
    }
    return states.contains(steps.count)
  }

  /// Enters a state and those that can be reached from it without a byte: at most three, as `**/**/` is one step.
  private func enter<States: StateSet>(_ state: Int, _ states: inout States) {
    var state = state
    states.insert(state)
    while state < steps.count {
      switch steps[state] {
      case .star, .anything, .directories: state += 1
      case .byte, .anyButSlash, .oneOf: return
      }
      states.insert(state)
    }
  }
}

extension ByteSet {
  /// A bracket expression as wildmatch reads it. Moves past the closing bracket.
  init?(class pattern: ArraySlice<UInt8>, at position: inout Int) {
    func byte(_ offset: Int) -> UInt8? { offset < pattern.endIndex ? pattern[offset] : nil }
    var set = ByteSet()
    position += 1
    let isNegated = byte(position) == .bang || byte(position) == UInt8(ascii: "^")
    if isNegated { position += 1 }
    var previous: UInt8?
    var isFirst = true
    while isFirst || byte(position) != UInt8(ascii: "]") {
      isFirst = false
      guard var current = byte(position) else { return nil }
      if current == .backslash {
        position += 1
        guard let escaped = byte(position) else { return nil }
        current = escaped
        set.insert(escaped)
        previous = escaped
      } else if current == UInt8(ascii: "-"), let low = previous, let after = byte(position + 1),
        after != UInt8(ascii: "]")
      {
        position += 1
        current = after
        if current == .backslash {
          position += 1
          guard let escaped = byte(position) else { return nil }
          current = escaped
        }
        if low <= current { set.insert(low...current) }
        previous = nil
      } else if current == UInt8(ascii: "["), byte(position + 1) == UInt8(ascii: ":") {
        let start = position + 2
        guard let end = pattern[min(start, pattern.endIndex)...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
        if end > start, pattern[end - 1] == UInt8(ascii: ":") {
          guard let named = ByteSet(posixClass: pattern[start..<end - 1]) else { return nil }
          set.formUnion(named)
          position = end
          previous = nil
        } else {
          set.insert(current)
          previous = current
        }
      } else {
        set.insert(current)
        previous = current
      }
      position += 1
    }
    position += 1
    if isNegated { set.invert() }
    set.remove(.slash)
    self = set
  }
}
