/// A compiled pattern of Go's `filepath.Match` on Unix: what `COPY`, `ADD` and many Go tools call a wildcard.
///
/// `*` and `?` stop at a slash, a class does not, and there is no `**`. Work is at most pattern × name.
public struct GoMatch: Sendable {
  /// Go's `ErrBadPattern`: an unclosed or empty class, a final backslash.
  public struct Malformed: Error, Hashable, Sendable {}

  enum Element: Sendable {
    case byte(UInt8)
    case anyButSlash
    /// Runes; the ranges are as written, so one may be empty.
    case oneOf([(low: UInt32, high: UInt32)], isNegated: Bool)
  }

  /// What stands between two stars.
  struct Chunk: Sendable {
    var followsStar: Bool
    var elements: [Element] = []
    /// Go sees the mistake only when it comes to this chunk.
    var isMalformed = false
  }

  let chunks: [Chunk]

  public init(_ pattern: [UInt8]) {
    var chunks: [Chunk] = []
    var position = 0
    while position < pattern.count {
      let start = position
      while position < pattern.count, pattern[position] == .star { position += 1 }
      let end = GoMatch.chunkEnd(pattern, from: position)
      var chunk = Chunk(followsStar: position > start)
      GoMatch.parse(pattern, position..<end, into: &chunk)
      chunks.append(chunk)
      position = end
      assert(position > start)
    }
    self.chunks = chunks
  }

  /// Whether the pattern matches all of `name`.
  public func matches(_ name: Span<UInt8>) throws(Malformed) -> Bool {
    var work = 0
    return try matches(name, work: &work)
  }

  /// - Parameter work: grows by one an element tried, so that tests can see the limit.
  func matches(_ name: Span<UInt8>, work: inout Int) throws(Malformed) -> Bool {
    var position = 0
    for (index, chunk) in chunks.enumerated() {
      let isLast = index == chunks.count - 1
      if chunk.followsStar, chunk.elements.isEmpty, !chunk.isMalformed {
        return !GoMatch.holdsSlash(name, from: position)
      }
      if chunk.isMalformed { throw Malformed() }
      var end = GoMatch.end(of: chunk, in: name, at: position, work: &work)
      // The leftmost place is enough: a later star takes up the rest, and what stands last must end the name.
      while end == nil || (isLast && end != name.count) {
        guard chunk.followsStar, position < name.count, name[position] != .slash else { return false }
        position += 1
        end = GoMatch.end(of: chunk, in: name, at: position, work: &work)
      }
      position = end ?? position
    }
    return position == name.count
  }

  private static func holdsSlash(_ name: Span<UInt8>, from start: Int) -> Bool {
    for offset in start..<name.count where name[offset] == .slash { return true }
    return false
  }

  /// Where the chunk ends if it stands at `start`.
  private static func end(of chunk: Chunk, in name: Span<UInt8>, at start: Int, work: inout Int) -> Int? {
    var position = start
    for element in chunk.elements {
      work += 1
      guard position < name.count else { return nil }
      switch element {
      case .byte(let byte):
        guard name[position] == byte else { return nil }
        position += 1
      case .anyButSlash:
        guard name[position] != .slash else { return nil }
        position += GoRunes.decode(name, at: position, end: name.count).length
      case .oneOf(let ranges, let isNegated):
        let (rune, length) = GoRunes.decode(name, at: position, end: name.count)
        guard ranges.contains(where: { $0.low <= rune && rune <= $0.high }) != isNegated else { return nil }
        position += length
      }
    }
    return position
  }
}

extension GoMatch {
  private static func chunkEnd(_ pattern: [UInt8], from start: Int) -> Int {
    var isInClass = false
    var position = start
    while position < pattern.count {
      switch pattern[position] {
      case .backslash where position + 1 < pattern.count: position += 1
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case .star where !isInClass: return position
      default: break
      }
      position += 1
    }
    return pattern.count
  }

  private static func parse(_ pattern: [UInt8], _ range: Range<Int>, into chunk: inout Chunk) {
    var position = range.lowerBound
    while position < range.upperBound {
      let start = position
      switch pattern[position] {
      case UInt8(ascii: "["):
        guard let element = oneOf(pattern, &position, range.upperBound) else {
          chunk.isMalformed = true
          return
        }
        chunk.elements.append(element)
      case UInt8(ascii: "?"):
        chunk.elements.append(.anyButSlash)
        position += 1
      case .backslash:
        guard position + 1 < range.upperBound else {
          chunk.isMalformed = true
          return
        }
        chunk.elements.append(.byte(pattern[position + 1]))
        position += 2
      case let byte:
        chunk.elements.append(.byte(byte))
        position += 1
      }
      assert(position > start)
    }
  }

  private static func oneOf(_ pattern: [UInt8], _ position: inout Int, _ end: Int) -> Element? {
    position += 1
    let isNegated = position < end && pattern[position] == UInt8(ascii: "^")
    if isNegated { position += 1 }
    var ranges: [(low: UInt32, high: UInt32)] = []
    while true {
      if position < end, pattern[position] == UInt8(ascii: "]"), !ranges.isEmpty {
        position += 1
        return .oneOf(ranges, isNegated: isNegated)
      }
      guard let low = classRune(pattern, &position, end) else { return nil }
      var high = low
      if pattern[position] == UInt8(ascii: "-") {
        position += 1
        guard let rune = classRune(pattern, &position, end) else { return nil }
        high = rune
      }
      ranges.append((low, high))
    }
  }

  /// A rune of a class, after which the chunk may not end.
  private static func classRune(_ pattern: [UInt8], _ position: inout Int, _ end: Int) -> UInt32? {
    guard position < end, pattern[position] != UInt8(ascii: "-"), pattern[position] != UInt8(ascii: "]") else {
      return nil
    }
    if pattern[position] == .backslash {
      position += 1
      guard position < end else { return nil }
    }
    let (rune, length) = GoRunes.decode(pattern.span, at: position, end: end)
    position += length
    guard position < end, !(rune == GoRunes.replacement && length == 1) else { return nil }
    return rune
  }
}
