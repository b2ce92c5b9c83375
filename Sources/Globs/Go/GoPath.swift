/// Paths as Go's `path/filepath` handles them on Unix.
enum GoPath {
  /// `filepath.Clean`: the shortest path of the same meaning by text alone; `.` for an empty one.
  static func clean(_ path: ArraySlice<UInt8>) -> [UInt8] {
    let isRooted = path.first == .slash
    var result: [UInt8] = []
    /// Where components begin in `result`, without those that are `..`.
    var starts: [Int] = []
    if isRooted { result.append(.slash) }
    for component in path.split(separator: .slash) {
      if component.elementsEqual([UInt8(ascii: ".")]) { continue }
      let isParent = component.elementsEqual([UInt8(ascii: "."), UInt8(ascii: ".")])
      if isParent, let start = starts.popLast() {
        result.removeSubrange(start...)
      } else if !(isParent && isRooted) {
        if !isParent { starts.append(result.count) }
        if result.count > (isRooted ? 1 : 0) { result.append(.slash) }
        result.append(contentsOf: component)
      }
    }
    return result.isEmpty ? [UInt8(ascii: ".")] : result
  }
}
