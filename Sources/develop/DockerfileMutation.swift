import Foundation
import SourceText
import TestSupport

/// `develop mutate-dockerfiles OUTDIR --seed S --count N FOLDER`: the Dockerfiles below a folder, each damaged in a few
/// of the ways that people and editors damage them. Kind after kind takes its turn, so each is used equally often.
enum DockerfileMutation {
  static func run(_ arguments: [String]) throws {
    var arguments = arguments
    let seed = try Develop.number("--seed", from: &arguments, default: 1)
    let count = try Develop.number("--count", from: &arguments, default: 1000)
    guard arguments.count == 2 else { throw Develop.Failure(message: "expected OUTDIR and FOLDER") }
    let (folder, source) = (arguments[0], arguments[1])
    let originals = try dockerfiles(below: source).map(Develop.read)
    guard !originals.isEmpty else { throw Develop.Failure(message: "no Dockerfile below `\(source)`") }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var mutator = DockerfileMutator(originals: originals, random: SeededGenerator(seed: UInt64(seed)))
    var list = ""
    for index in 0..<count {
      let path = "\(folder)/\(padded(index)).Dockerfile"
      try Develop.write(mutator.mutation(index), to: path)
      list += path + "\n"
    }
    try Develop.write(Array(list.utf8), to: "\(folder)/list.txt")
  }

  static func padded(_ index: Int) -> String {
    let digits = "\(index)"
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  /// Sorted, so that the same tree gives the same mutations.
  static func dockerfiles(below folder: String) throws -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: folder) else {
      throw Develop.Failure(message: "cannot list `\(folder)`")
    }
    var paths: [String] = []
    while let path = walk.nextObject() as? String {
      guard isDockerfile(path.split(separator: "/").last ?? ""), walk.fileAttributes?[.type] as? FileAttributeType == .typeRegular
      else { continue }
      paths.append("\(folder)/\(path)")
    }
    return paths.sorted()
  }

  private static func isDockerfile(_ name: Substring) -> Bool {
    let lower = name.lowercased()
    if [".dockerignore", ".md", ".html", ".go", ".py", ".j2", ".tmpl", ".in"].contains(where: lower.hasSuffix) { return false }
    return lower == "dockerfile" || lower.hasPrefix("dockerfile.") || lower.hasSuffix(".dockerfile")
      || lower.hasPrefix("containerfile")
  }
}

struct DockerfileMutator {
  enum Kind: CaseIterable {
    case deleteLine, duplicateLine, swapLines, splitLine, joinLines, quote, escape, bracket, letterCase, heredoc
    case carriageReturn, tab, directive, splice, unicode, flag, byte, substitution, trap
  }

  let originals: [[UInt8]]
  var random: SeededGenerator
  private var lines: [[UInt8]] = []

  init(originals: [[UInt8]], random: SeededGenerator) {
    self.originals = originals
    self.random = random
  }

  mutating func mutation(_ index: Int) -> [UInt8] {
    lines = split(random.pick(originals))
    apply(Kind.allCases[index % Kind.allCases.count])
    while random.oneIn(2) { apply(random.pick(Kind.allCases)) }
    return Array(lines.joined())
  }

  /// Lines with their line breaks.
  private func split(_ bytes: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var start = 0
    for (offset, byte) in bytes.enumerated() where byte == 0x0A {
      lines.append(Array(bytes[start...offset]))
      start = offset + 1
    }
    if start < bytes.count { lines.append(Array(bytes[start...])) }
    return lines
  }

  private mutating func apply(_ kind: Kind) {
    if lines.isEmpty { lines = [Array("FROM a\n".utf8)] }
    let line = random.below(lines.count)
    switch kind {
    case .deleteLine: lines.remove(at: line)
    case .duplicateLine: lines.insert(lines[line], at: random.below(lines.count + 1))
    case .swapLines: lines.swapAt(line, random.below(lines.count))
    case .splitLine: splitLine(line)
    case .joinLines: joinLines(line)
    case .quote: toggle(["'", "\""], at: line)
    case .escape: toggle(["\\", "`", "\\\\", " \\\n", "\\ \n"], at: line)
    case .bracket: toggle(["[", "]", "[\"", "\"]", ",", "{", "}", "1", "null"], at: line)
    case .letterCase: flipCase(line)
    case .heredoc: changeHeredoc(line)
    case .carriageReturn: changeLineBreak(line)
    case .tab: lines[line].insert(contentsOf: random.pick(["\t", "\t\t", " \t", "\u{B}", "\u{C}", "  "]).utf8, at: 0)
    case .directive: addDirective()
    case .splice:
      let other = split(random.pick(originals))
      let tail = other.dropFirst(random.below(other.count + 1))
      lines = Array(lines.prefix(line + 1)) + (random.oneIn(2) ? tail : tail.prefix(3))
    case .unicode: insert(random.pick(Self.oddBytes), at: line)
    case .flag: addFlag(line)
    case .byte:
      if random.oneIn(2), lines[line].count > 1 {
        lines[line].remove(at: random.below(lines[line].count))
      } else {
        insert([UInt8(random.below(256))], at: line)
      }
    case .substitution:
      insert(Array(random.pick(["$", "${", "}", "${x:-a b}", "${x^}", "${x=y}", "$(", "${#x}", "<", "<<", "#", "="]).utf8), at: line)
    case .trap: lines.insert(Array((random.pick(Self.traps) + "\n").utf8), at: random.below(lines.count + 1))
    }
  }

  private mutating func insert(_ text: [UInt8], at line: Int) {
    lines[line].insert(contentsOf: text, at: random.below(lines[line].count + 1))
  }

  private mutating func splitLine(_ line: Int) {
    let place = random.below(lines[line].count + 1)
    let tail = Array(lines[line][place...])
    lines[line].removeSubrange(place...)
    lines[line] += random.pick(["\n", "\\\n", "`\n", "\\\n\n", "\\\n# c\n", "\r\n", "\\ \t\n"]).utf8
    lines.insert(tail, at: line + 1)
  }

  private mutating func joinLines(_ line: Int) {
    guard line + 1 < lines.count else { return }
    while let last = lines[line].last, last == 0x0A || last == 0x0D { lines[line].removeLast() }
    if random.oneIn(2), let last = lines[line].last, last == UInt8(ascii: "\\") { lines[line].removeLast() }
    lines[line] += lines.remove(at: line + 1)
  }

  /// Removes one of the texts where the line has it, or inserts one.
  private mutating func toggle(_ texts: [String], at line: Int) {
    let text = Array(random.pick(texts).utf8)
    if text.count == 1, random.oneIn(2), let place = lines[line].firstIndex(of: text[0]) {
      lines[line].remove(at: place)
    } else {
      insert(text, at: line)
    }
  }

  private mutating func flipCase(_ line: Int) {
    let flips = 1 + random.below(3)
    for _ in 0..<flips {
      let letters = lines[line].indices.filter { lines[line][$0].isASCIILetter }
      guard !letters.isEmpty else { return }
      lines[line][random.oneIn(2) ? letters[0] : random.pick(letters)] ^= 0x20
    }
  }

  private mutating func changeHeredoc(_ line: Int) {
    if let holder = lines.firstIndex(where: { $0.asString.contains("<<") }), random.oneIn(2) {
      let text = lines[holder].asString
      let change = random.pick([
        ("<<-", "<<"), ("<<", "<<-"), ("<<", "<< "), ("<<", "3<<"), ("<<", "<<<"), ("EOF", "'EOF'"), ("EOF", "\\EOF"), ("EOF", "EOF;"),
      ])
      if let range = text.range(of: change.0) { lines[holder] = Array(text.replacingCharacters(in: range, with: change.1).utf8) }
      return
    }
    let delimiter = random.pick(["EOF", "E", "\"EOF\"", "'a b'", "EOF;", "2", "\\EOF", "$x", "${x}", "${x:-y z}", "\"\"", "é"])
    let opening = random.pick(["<<", "<<-", "3<<", "<< ", "0<<-", "x<<"]) + delimiter
    while let last = lines[line].last, last == 0x0A || last == 0x0D { lines[line].removeLast() }
    lines[line] += " \(opening)\n".utf8
    if random.oneIn(3) {
      lines[line] = Array(random.pick(["RUN ", "COPY ", "ADD ", "CMD ", "ONBUILD RUN ", "ONBUILD COPY "]).utf8) + "\(opening) /x\n".utf8
    }
    let name = random.pick([delimiter, "EOF", "\tEOF", "EOF ", "a b"]) + random.pick(["\n", "\r\n", "\n", ""])
    lines.insert(Array(name.utf8), at: min(lines.count, line + 1 + random.below(4)))
  }

  private mutating func changeLineBreak(_ line: Int) {
    let affected = random.oneIn(3) ? Array(lines.indices) : [line]
    for line in affected where lines[line].last == 0x0A { lines[line].insert(0x0D, at: lines[line].count - 1) }
    if random.oneIn(6), lines[line].last == 0x0A { lines[line].removeLast() }
    if random.oneIn(6) { insert([0x0D], at: line) }
  }

  private mutating func addDirective() {
    let text = random.pick(Self.directives) + random.pick(["\n", "\n", "\r\n", "\n\n"])
    lines.insert(Array(text.utf8), at: random.oneIn(3) ? min(1, lines.count) : 0)
    if random.oneIn(8) { lines[0].insert(contentsOf: [0xEF, 0xBB, 0xBF], at: 0) }
  }

  private mutating func addFlag(_ line: Int) {
    guard let blank = lines[line].firstIndex(of: 0x20) else { return }
    lines[line].insert(contentsOf: " \(random.pick(Self.flags))".utf8, at: blank)
  }
}
