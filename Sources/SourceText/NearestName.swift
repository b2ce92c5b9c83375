/// The candidate that `name` was probably meant to be: the one fewest edits away, the first of equals; nil where none is
/// near or one is equal.
///
/// An edit inserts, deletes or replaces a byte, or swaps two neighbours (optimal string alignment). At most two, and no
/// more than half of the longer name, so that two letters do not match everything. Case counts.
public func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(name.utf8)
  // No keyword is longer; a cost that grows with the square of a hostile word is not worth its answer.
  guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
  var best: String?
  var bestEdits = 3
  for candidate in candidates {
    let other = Array(candidate.utf8)
    if other == wanted { return nil }
    guard abs(other.count - wanted.count) < bestEdits else { continue }
    let edits = editDistance(wanted, other)
    if edits < bestEdits, edits * 2 <= max(wanted.count, other.count) {
      best = candidate
      bestEdits = edits
    }
  }
  return best
}

private func editDistance(_ one: [UInt8], _ other: [UInt8]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...other.count)
  for row in 0..<one.count {
    var current = [row + 1]
    current.reserveCapacity(other.count + 1)
    for column in 0..<other.count {
      let replaced = previous[column] + (one[row] == other[column] ? 0 : 1)
      var edits = min(replaced, previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
        edits = min(edits, beforePrevious[column - 1] + 1)
      }
      current.append(edits)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[other.count]
}
