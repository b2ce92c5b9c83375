import Globs

/// A path on the first line, then an ignore file: git's, Docker's, and each of its lines as a pattern of Go's.
enum GlobsFuzzer: Fuzzer {
  static func problem(in bytes: [UInt8]) -> String? {
    let newline = bytes.firstIndex(of: 0x0A) ?? bytes.count
    let path = Array(bytes[..<newline])
    let file = Array(bytes[min(newline + 1, bytes.count)...])
    let lines = file.split(separator: 0x0A, omittingEmptySubsequences: false)
    return gitProblem(path, file, lineCount: lines.count)
      ?? dockerProblem(path, file, lineCount: lines.count)
      ?? goProblem(path, lines.prefix(64).map(Array.init))
  }

  private static func gitProblem(_ path: [UInt8], _ file: [UInt8], lineCount: Int) -> String? {
    let ignore = GitIgnore(file)
    for isFolder in [false, true] {
      let decision = ignore.decide(path.span, isDirectory: isFolder)
      if let decision, decision.line < 1 || decision.line > lineCount { return "git: line \(decision.line) decides, of \(lineCount)" }
      // What is above the deciding line counts for nothing.
      if decision != nil, !file.contains(0),
        GitIgnore(file + Array("\n!x-\n".utf8)).decide(path.span, isDirectory: isFolder)?.line ?? 0 < decision?.line ?? 0
      {
        return "git: a line at the end lets an earlier one decide"
      }
    }
    return nil
  }

  private static func dockerProblem(_ path: [UInt8], _ file: [UInt8], lineCount: Int) -> String? {
    let ignore = DockerIgnore(file)
    let verdict = ignore.excludes(path.span)
    if let line = verdict.line, !ignore.rules.contains(where: { $0.line == line && $0.isException != verdict.isExcluded }) {
      return "docker: line \(line) decides, and says otherwise"
    }
    if verdict.line == nil, verdict.isExcluded { return "docker: excluded by no line" }
    return ignore.problems.allSatisfy { (1...lineCount).contains($0.line) } ? nil : "docker: a problem on no line"
  }

  private static func goProblem(_ path: [UInt8], _ lines: [[UInt8]]) -> String? {
    for line in lines {
      let isPlain = !line.contains { [UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "\\")].contains($0) }
      let matches = try? GoMatch(line).matches(path.span)
      if isPlain, matches != (line == path) { return "go: a plain pattern is not compared byte by byte" }
      if matches == true, line.isEmpty, !path.isEmpty { return "go: an empty pattern matches" }
    }
    return nil
  }
}
