import SourceText

/// Source: moby/buildkit `frontend/dockerfile/parser/directives.go`.
extension DockerfileParser {
  /// A comment's `key = value`, whatever the key.
  private struct Candidate {
    let name: DockerfileDirective.Name
    let valueRange: SourceRange
  }

  /// `^([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$` behind the comment's sign, with a known key in any case.
  private func candidate(_ comment: SourceRange, signLength: Int) -> Candidate? {
    let keyStart = GoText.skipSpaces(bytes, from: comment.start + signLength, to: comment.end)
    var position = keyStart
    while position < comment.end, bytes[position].isASCIILetter || position > keyStart && bytes[position].isASCIIDigit {
      position += 1
    }
    guard let name = DockerfileDirective.Name(rawValue: GoText.lowercased(bytes[keyStart..<position]).asString)
    else { return nil }
    while position < comment.end, isDirectiveBlank(bytes[position]) { position += 1 }
    guard position < comment.end, bytes[position] == UInt8(ascii: "=") else { return nil }
    var start = position + 1
    guard start < comment.end else { return nil }
    var end = comment.end
    // The value has one byte at least, be it the last of the blanks.
    while start < end - 1, isDirectiveBlank(bytes[start]) { start += 1 }
    while end > start + 1, isDirectiveBlank(bytes[end - 1]) { end -= 1 }
    return Candidate(name: name, valueRange: SourceRange(start, end))
  }

  /// Go's `\s` lacks VT.
  private func isDirectiveBlank(_ byte: UInt8) -> Bool { byte.isASCIISpace && byte != 0x0B }

  /// The reader before the parser: finds what chooses the front end and its checks, behind a `#!` line too, but only
  /// where the sign stands in column 1.
  mutating func readEarlyDirectives() {
    var start = SourceText.byteOrderMarkLength(bytes)
    if bytes[start...].starts(with: "#!".utf8) { start = endOfLine(from: start).next }
    let isFound = readEarlyDirectives(from: start, sign: "#")
    // Front ends for other languages have other comments.
    if !isFound { _ = readEarlyDirectives(from: start, sign: "//") }
    earlyDirectiveCount = directives.count
  }

  /// Whether `syntax` was found.
  private mutating func readEarlyDirectives(from start: Int, sign: String) -> Bool {
    var position = start
    var found: [DockerfileDirective] = []
    while position < bytes.count {
      let line = endOfLine(from: position)
      let range = SourceRange(position, line.end)
      guard bytes[range.indices].starts(with: sign.utf8), let candidate = candidate(range, signLength: sign.utf8.count),
        found.allSatisfy({ $0.name != candidate.name })
      else { break }
      found.append(
        DockerfileDirective(
          name: candidate.name, range: range, valueRange: candidate.valueRange,
          isInEffect: candidate.name != .escape && (sign == "#" || candidate.name == .syntax)))
      position = line.next
    }
    let hasSyntax = found.contains { $0.name == .syntax }
    if sign == "#" || hasSyntax { directives += found }
    return hasSyntax
  }

  private func endOfLine(from start: Int) -> (end: Int, next: Int) {
    let newline = bytes[start...].firstIndex(of: 0x0A)
    var end = newline ?? bytes.count
    while end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return (end, newline.map { $0 + 1 } ?? bytes.count)
  }

  /// The parser's own reader, which acts on `escape` only. Whether the comment is a directive to it; after the first
  /// that is none it looks no more.
  mutating func readDirective(_ comment: SourceRange) -> Bool {
    guard let candidate = candidate(comment, signLength: 1) else {
      isInDirectives = false
      return false
    }
    let value = bytes[candidate.valueRange.indices]
    let isRepeated = parserDirectives.contains(candidate.name)
    if isRepeated {
      reportDirective(.repeatedDirective(candidate.name), comment)
    } else {
      parserDirectives.append(candidate.name)
    }
    var isInEffect = false
    if candidate.name == .escape, !isRepeated {
      if value.equals("\\") || value.equals("`") {
        escape = bytes[candidate.valueRange.start]
        isInEffect = true
      } else {
        reportDirective(.badEscape(value.asString), candidate.valueRange)
      }
    }
    if let index = directives.prefix(earlyDirectiveCount).firstIndex(where: { $0.range == comment }) {
      if isInEffect { directives[index] = directive(candidate, comment, isInEffect: true) }
    } else {
      directives.append(directive(candidate, comment, isInEffect: isInEffect))
    }
    return true
  }

  private func directive(_ candidate: Candidate, _ range: SourceRange, isInEffect: Bool) -> DockerfileDirective {
    DockerfileDirective(
      name: candidate.name, range: range, valueRange: candidate.valueRange, isInEffect: isInEffect)
  }

  private mutating func reportDirective(_ kind: DockerfileDiagnostic.Kind, _ range: SourceRange) {
    diagnostics.append(DockerfileDiagnostic(kind: kind, range: range))
  }
}
