import Detection
public import Documents
import SourceText

/// A unified diff of one file, as `git apply` reads it; secrets masked.
public struct Patch: Sendable {
  public let text: String

  private static let contextLines = 3

  /// - Parameter old: nil for a file that is created.
  public init(path: RepositoryPath, old: [UInt8]?, new: [UInt8]) {
    let before = Self.lines(old ?? [])
    let after = Self.lines(new)
    let name = Display.escaped(path.description)
    var text = "--- \(old == nil ? "/dev/null" : "a/\(name)")\n+++ b/\(name)\n"
    for hunk in Self.hunks(before, after) { text += hunk }
    self.text = text
  }

  private struct Line: Hashable {
    let bytes: [UInt8]
    let hasBreak: Bool
    let shown: String

    static func == (left: Line, right: Line) -> Bool { left.bytes == right.bytes && left.hasBreak == right.hasBreak }
    func hash(into hasher: inout Hasher) { hasher.combine(bytes) }
  }

  private static func lines(_ bytes: [UInt8]) -> [Line] {
    let masks = Mask(bytes).ranges
    var lines: [Line] = []
    var start = 0
    while start < bytes.count {
      let newline = bytes[start...].firstIndex(of: 0x0A)
      let end = newline ?? bytes.count
      var shown: [UInt8] = []
      var position = start
      for mask in masks where mask.end > start && mask.start < end {
        shown += bytes[position..<max(position, mask.start)]
        shown += Array(Mask.replacement.utf8)
        position = min(max(position, mask.end), end)
      }
      shown += bytes[position..<end]
      lines.append(Line(bytes: Array(bytes[start..<end]), hasBreak: newline != nil, shown: Self.shown(shown)))
      start = end + 1
    }
    return lines
  }

  /// A patch must keep tabs to apply; nothing else that a terminal would obey goes out.
  private static func shown(_ bytes: [UInt8]) -> String {
    var bytes = bytes[...]
    if bytes.last == 0x0D { bytes = bytes.dropLast() }
    return bytes.split(separator: 0x09, omittingEmptySubsequences: false).map { Display.escaped($0.asString) }.joined(separator: "\t")
  }

  /// Fixes change few lines: what both texts begin and end with is left out, and the rest compared as a longest common
  /// subsequence while that is small.
  private static func hunks(_ before: [Line], _ after: [Line]) -> [String] {
    let changes = after.difference(from: before)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in changes {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    // The script: each line of either text once.
    var script: [(sign: Character, line: Line, old: Int, new: Int)] = []
    var old = 0
    var new = 0
    while old < before.count || new < after.count {
      if removed.contains(old) {
        script.append(("-", before[old], old, new))
        old += 1
      } else if inserted.contains(new) {
        script.append(("+", after[new], old, new))
        new += 1
      } else if old < before.count {
        script.append((" ", before[old], old, new))
        old += 1
        new += 1
      } else {
        break
      }
    }
    var hunks: [String] = []
    var index = 0
    while let first = script[index...].firstIndex(where: { $0.sign != " " }) {
      let start = max(index, first - contextLines)
      var end = first
      var quiet = 0
      while end < script.count, quiet <= 2 * contextLines {
        quiet = script[end].sign == " " ? quiet + 1 : 0
        end += 1
      }
      end -= max(0, quiet - contextLines)
      let lines = script[start..<end]
      let oldCount = lines.count { $0.sign != "+" }
      let newCount = lines.count { $0.sign != "-" }
      let oldStart = script[start].old + (oldCount > 0 ? 1 : 0)
      let newStart = script[start].new + (newCount > 0 ? 1 : 0)
      var text = "@@ -\(oldStart),\(oldCount) +\(newStart),\(newCount) @@\n"
      for (sign, line, _, _) in lines {
        text += "\(sign)\(line.shown)\n"
        if !line.hasBreak { text += "\\ No newline at end of file\n" }
      }
      hunks.append(text)
      index = end
      if index >= script.count { break }
    }
    return hunks
  }
}
