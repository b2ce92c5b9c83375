/// Which lines of a text are not in an older one.
public enum LineDifference {
  /// More insertions and deletions than this between two texts (after what they share at both ends) are not told apart:
  /// everything between counts as changed. The work is at most lines × edits.
  static let editLimit = 1_000

  /// The lines of `new` that a shortest edit of `old` inserts (Myers, "An O(ND) Difference Algorithm", 1986), as ranges
  /// from 1. Lines are compared with their line breaks. Where lines were only removed nothing is reported.
  public static func changedLines(old: [UInt8], new: [UInt8]) -> [ClosedRange<Int>] {
    var numbers: [ArraySlice<UInt8>: Int32] = [:]
    func lines(_ bytes: [UInt8]) -> [Int32] {
      var result: [Int32] = []
      var start = 0
      while start < bytes.count {
        let end = bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
        result.append(numbers[bytes[start..<end], default: Int32(numbers.count)])
        numbers[bytes[start..<end]] = result.last
        start = end
      }
      return result
    }
    let oldLines = lines(old)
    let newLines = lines(new)
    let shortest = min(oldLines.count, newLines.count)
    var prefix = 0
    while prefix < shortest, oldLines[prefix] == newLines[prefix] { prefix += 1 }
    var suffix = 0
    while suffix < shortest - prefix, oldLines[oldLines.count - suffix - 1] == newLines[newLines.count - suffix - 1] {
      suffix += 1
    }
    let oldMiddle = Array(oldLines[prefix..<oldLines.count - suffix])
    let newMiddle = Array(newLines[prefix..<newLines.count - suffix])
    guard !newMiddle.isEmpty else { return [] }
    guard let inserted = insertions(oldMiddle, newMiddle) else { return [prefix + 1...newLines.count - suffix] }
    return ranges(inserted.map { $0 + prefix + 1 })
  }

  /// The positions in `new` of a shortest edit's insertions, ascending; nil beyond `editLimit`.
  private static func insertions(_ old: [Int32], _ new: [Int32]) -> [Int]? {
    if old.isEmpty { return Array(new.indices) }
    let limit = min(editLimit, old.count + new.count)
    // `furthest[offset + k]` is how far in `old` the best path on diagonal k (position in old − in new) has come.
    let offset = limit + 1
    var furthest = [Int32](repeating: 0, count: 2 * offset + 1)
    /// For each number of edits, `furthest` on the diagonals −edits…edits before that edit.
    var history: [[Int32]] = []
    for edits in 0...limit {
      history.append(Array(furthest[offset - edits...offset + edits]))
      for diagonal in stride(from: -edits, through: edits, by: 2) {
        let down =
          diagonal == -edits || (diagonal != edits && furthest[offset + diagonal - 1] < furthest[offset + diagonal + 1])
        var x = Int(down ? furthest[offset + diagonal + 1] : furthest[offset + diagonal - 1] + 1)
        var y = x - diagonal
        while x < old.count, y < new.count, old[x] == new[y] {
          x += 1
          y += 1
        }
        furthest[offset + diagonal] = Int32(x)
        if x >= old.count, y >= new.count { return backtrack(history, old.count, new.count) }
      }
    }
    return nil
  }

  private static func backtrack(_ history: [[Int32]], _ oldCount: Int, _ newCount: Int) -> [Int] {
    var result: [Int] = []
    var x = oldCount
    var y = newCount
    for edits in stride(from: history.count - 1, to: 0, by: -1) {
      let furthest = history[edits]
      func at(_ diagonal: Int) -> Int { Int(furthest[diagonal + edits]) }
      let diagonal = x - y
      let down = diagonal == -edits || (diagonal != edits && at(diagonal - 1) < at(diagonal + 1))
      let previousDiagonal = down ? diagonal + 1 : diagonal - 1
      let previousX = at(previousDiagonal)
      let previousY = previousX - previousDiagonal
      if down { result.append(previousY) }
      x = previousX
      y = previousY
    }
    return result.reversed()
  }

  private static func ranges(_ lines: [Int]) -> [ClosedRange<Int>] {
    var ranges: [ClosedRange<Int>] = []
    for line in lines {
      if let last = ranges.last, last.upperBound + 1 == line {
        ranges[ranges.count - 1] = last.lowerBound...line
      } else {
        ranges.append(line...line)
      }
    }
    return ranges
  }
}
