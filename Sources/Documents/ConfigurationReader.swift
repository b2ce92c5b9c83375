import SourceText

/// Reads the part of YAML that `ashlar.yaml` is written in: mappings by indentation, lists of scalars in both styles,
/// plain and quoted scalars, comments. Whatever else it meets is named as not understood, never guessed at.
struct ConfigurationReader {
  private struct Line {
    let indent: Int
    /// Without indentation, comment and trailing blanks.
    let content: SourceRange
  }

  private let bytes: [UInt8]
  private var lines: [Line] = []
  private var position = 0
  private(set) var problems: [ConfigurationProblem] = []

  /// In bytes: far more than anybody writes, and little enough that a hostile file costs nothing.
  static let sizeLimit = 1 << 20
  /// Nested deeper than any key of ours.
  private static let depthLimit = 8

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard bytes.count <= Self.sizeLimit else {
      problems = [ConfigurationProblem(.at(0), "is larger than 1 MiB, which no configuration needs")]
      return
    }
    let index = LineIndex(bytes)
    for number in 1...index.lineCount {
      let range = index.range(ofLine: number)
      var start = range.start
      if number == 1 { start += SourceText.byteOrderMarkLength(bytes) }
      let first = start
      while start < range.end, bytes[start] == UInt8(ascii: " ") { start += 1 }
      let end = endOfContent(from: start, to: range.end)
      guard end > start else { continue }
      if bytes[start] == UInt8(ascii: "\t") {
        problems.append(ConfigurationProblem(SourceRange(start, start + 1), "a tab indents nothing in YAML; write spaces"))
        continue
      }
      let content = SourceRange(start, end)
      if start == first, text(content) == "---", lines.isEmpty { continue }
      lines.append(Line(indent: start - first, content: content))
    }
  }

  mutating func read() -> [ConfigurationEntry] {
    guard let first = lines.first else { return [] }
    let entries = readMap(indent: first.indent, depth: 0)
    if position < lines.count { refuse(lines[position].content, "is not understood here; a key and `:` were expected") }
    return entries
  }

  private mutating func readMap(indent: Int, depth: Int) -> [ConfigurationEntry] {
    var entries: [ConfigurationEntry] = []
    var keys: Set<String> = []
    while position < lines.count, lines[position].indent == indent {
      let content = lines[position].content
      guard bytes[content.start] != UInt8(ascii: "-"), let colon = colon(in: content) else {
        refuse(content, "is not understood here; a key and `:` were expected")
        position += 1
        continue
      }
      let keyRange = trimmed(SourceRange(content.start, colon))
      let valueRange = trimmed(SourceRange(colon + 1, content.end))
      position += 1
      let value: ConfigurationValue
      if !valueRange.isEmpty {
        value = readInline(valueRange)
      } else if position < lines.count, isListItem(lines[position]), lines[position].indent >= indent {
        value = readList(indent: lines[position].indent)
      } else if position < lines.count, lines[position].indent > indent {
        guard depth < Self.depthLimit else {
          refuse(lines[position].content, "is nested deeper than any key of `ashlar.yaml`")
          position = lines.count
          break
        }
        value = .map(readMap(indent: lines[position].indent, depth: depth + 1))
      } else {
        value = .scalar("")
      }
      let key = unquoted(keyRange)
      if !keys.insert(key).inserted {
        problems.append(ConfigurationProblem(keyRange, "the key `\(key)` stands here twice"))
      }
      entries.append(ConfigurationEntry(key: key, keyRange: keyRange, value: value, valueRange: valueRange))
    }
    if position < lines.count, lines[position].indent > indent {
      refuse(lines[position].content, "is indented like nothing above it")
      // What follows cannot be placed; the first mistake is the one to mend.
      position = lines.count
    }
    return entries
  }

  private func isListItem(_ line: Line) -> Bool {
    let content = line.content
    return bytes[content.start] == UInt8(ascii: "-") && (content.count == 1 || bytes[content.start + 1].isBlank)
  }

  private mutating func readList(indent: Int) -> ConfigurationValue {
    var items: [String] = []
    while position < lines.count, lines[position].indent == indent, isListItem(lines[position]) {
      let content = lines[position].content
      let item = trimmed(SourceRange(content.start + 1, content.end))
      if colon(in: item) != nil { refuse(item, "is a mapping inside a list, which no key of `ashlar.yaml` takes") }
      items.append(unquoted(item))
      position += 1
    }
    return .list(items)
  }

  private mutating func readInline(_ range: SourceRange) -> ConfigurationValue {
    let first = bytes[range.start]
    if first == UInt8(ascii: "[") {
      guard bytes[range.end - 1] == UInt8(ascii: "]"), range.count > 1 else {
        refuse(range, "is a list over several lines, which is not understood yet; write one item a line, each after `- `")
        return .list([])
      }
      let inner = SourceRange(range.start + 1, range.end - 1)
      return .list(split(inner).map { unquoted(trimmed($0)) }.filter { !$0.isEmpty })
    }
    if [UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!")].contains(first) {
      refuse(range, "is not understood yet; write plain keys, values and lists")
      return .scalar("")
    }
    return .scalar(unquoted(range))
  }

  private func split(_ range: SourceRange) -> [SourceRange] {
    var parts: [SourceRange] = []
    var start = range.start
    var quote: UInt8?
    for offset in range.indices {
      let byte = bytes[offset]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ",") {
        parts.append(SourceRange(start, offset))
        start = offset + 1
      }
    }
    parts.append(SourceRange(start, range.end))
    return parts
  }

  /// The `:` that ends the key: outside quotes, and followed by a blank or the end.
  private func colon(in range: SourceRange) -> Int? {
    var quote: UInt8?
    for offset in range.indices {
      let byte = bytes[offset]
      if let open = quote {
        if byte == open { quote = nil }
      } else if offset == range.start, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ":"), offset + 1 == range.end || bytes[offset + 1].isBlank {
        return offset
      }
    }
    return nil
  }

  /// Where a comment begins, or the last byte that is no blank.
  private func endOfContent(from start: Int, to end: Int) -> Int {
    var quote: UInt8?
    var last = start
    var offset = start
    while offset < end {
      let byte = bytes[offset]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "#"), offset == start || bytes[offset - 1].isBlank {
        break
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"), offset == start || !bytes[offset - 1].isNameByte {
        quote = byte
      }
      if !byte.isBlank { last = offset + 1 }
      offset += 1
    }
    return last
  }

  private func trimmed(_ range: SourceRange) -> SourceRange {
    var start = range.start
    var end = range.end
    while start < end, bytes[start].isBlank { start += 1 }
    while end > start, bytes[end - 1].isBlank { end -= 1 }
    return SourceRange(start, end)
  }

  private func unquoted(_ range: SourceRange) -> String {
    guard range.count >= 2, bytes[range.start] == bytes[range.end - 1],
      bytes[range.start] == UInt8(ascii: "\"") || bytes[range.start] == UInt8(ascii: "'")
    else { return text(range) }
    return text(SourceRange(range.start + 1, range.end - 1))
  }

  private func text(_ range: SourceRange) -> String { bytes[range.indices].asString }

  private mutating func refuse(_ range: SourceRange, _ why: String) {
    problems.append(ConfigurationProblem(range, "`\(text(range))` \(why)"))
  }
}
