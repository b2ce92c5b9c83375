/// The states an automaton is in: taken out lowest first, and empty again when all are taken.
protocol StateSet {
  init(stateCount: Int)
  mutating func insert(_ state: Int)
  mutating func popLowest() -> Int?
  func contains(_ state: Int) -> Bool
  var isEmpty: Bool { get }
}

/// Up to 64 states in one word: nearly every pattern.
struct SmallStateSet: StateSet {
  private var word: UInt64 = 0

  init(stateCount: Int) { assert(stateCount <= 64) }

  mutating func insert(_ state: Int) { word |= 1 << UInt64(truncatingIfNeeded: state) }

  mutating func popLowest() -> Int? {
    guard word != 0 else { return nil }
    defer { word &= word &- 1 }
    return word.trailingZeroBitCount
  }

  func contains(_ state: Int) -> Bool { word & (1 << UInt64(truncatingIfNeeded: state)) != 0 }

  var isEmpty: Bool { word == 0 }
}

/// Any number of states.
struct LargeStateSet: StateSet {
  private var words: [UInt64]
  /// No state lies in a word before this one.
  private var lowest: Int
  private var count = 0

  init(stateCount: Int) {
    words = [UInt64](repeating: 0, count: (stateCount + 63) / 64)
    lowest = words.count
  }

  mutating func insert(_ state: Int) {
    let bit: UInt64 = 1 << UInt64(state & 63)
    let index = state >> 6
    guard words[index] & bit == 0 else { return }
    words[index] |= bit
    lowest = min(lowest, index)
    count += 1
  }

  mutating func popLowest() -> Int? {
    guard count > 0 else {
      lowest = words.count
      return nil
    }
    while words[lowest] == 0 { lowest += 1 }
    let state = lowest << 6 + words[lowest].trailingZeroBitCount
    words[lowest] &= words[lowest] &- 1
    count -= 1
    return state
  }

  func contains(_ state: Int) -> Bool { words[state >> 6] & (1 << UInt64(state & 63)) != 0 }

  var isEmpty: Bool { count == 0 }
}
