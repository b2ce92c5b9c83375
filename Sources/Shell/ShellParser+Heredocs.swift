import SourceText

/// POSIX.1-2024 XCU 2.7.4: a here-document begins after the next line break and ends at a line that is the delimiter.
extension ShellParser {
  /// The delimiter after quote removal, without any expansion, and whether any of it is quoted.
  func heredocDelimiter(_ range: SourceRange) -> (bytes: [UInt8], isQuoted: Bool) {
    var delimiter: [UInt8] = []
    var isQuoted = false
    var quote: UInt8 = 0
    var offset = range.start
    while offset < range.end {
      let byte = bytes[offset]
      if quote == 0, byte == UInt8(ascii: "$"), offset + 1 < range.end,
        bytes[offset + 1] == UInt8(ascii: "'") || bytes[offset + 1] == UInt8(ascii: "\"")
      {
        offset += 1
        continue
      }
      switch byte {
      case UInt8(ascii: "\\") where quote != UInt8(ascii: "'") && offset + 1 < range.end:
        isQuoted = true
        offset += 1
        if bytes[offset] != 0x0A { delimiter.append(bytes[offset]) }
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        isQuoted = true
        if quote == byte { quote = 0 } else if quote == 0 { quote = byte } else { delimiter.append(byte) }
      default: delimiter.append(byte)
      }
      offset += 1
    }
    return (delimiter, isQuoted)
  }

  /// Reads the bodies that begin at the position, which is the start of a line.
  mutating func readPendingHeredocs() {
    let pending = pendingHeredocs
    pendingHeredocs = []
    for heredoc in pending { readBody(of: heredoc) }
  }

  /// The text ends on the line of the redirection.
  mutating func readPendingHeredocsAtEnd() {
    for heredoc in pendingHeredocs {
      report(.unterminatedHeredoc(heredoc.delimiter.asString), heredoc.openingRange)
    }
    pendingHeredocs = []
  }

  private mutating func readBody(of heredoc: PendingHeredoc) {
    let start = position
    let (end, terminator, lineEnd) = findTerminator(of: heredoc)
    let node = open(.heredocBody)
    heredocs.append(
      ShellTree.Heredoc(
        redirection: ShellTree.NodeID(heredoc.redirection), body: ShellTree.NodeID(node), expands: heredoc.expands,
        stripsTabs: heredoc.stripsTabs))
    if heredoc.expands, enter() {
      let outer = (limit, traits)
      limit = end
      quotedParts(stopsAtQuote: false)
      (limit, traits) = outer
      leave()
    } else if position < end {
      leaf(.literal, end - position)
    }
    position = end
    nodes[node].start = Int32(truncatingIfNeeded: start)
    tokenEnd = end
    close(node)
    guard let terminator else {
      report(.unterminatedHeredoc(heredoc.delimiter.asString), heredoc.openingRange)
      return
    }
    position = terminator.start
    leaf(.heredocTerminator, terminator.count)
    position = lineEnd
  }

  /// The end of the body, the terminator, and where the next line begins.
  private mutating func findTerminator(
    of heredoc: PendingHeredoc
  ) -> (bodyEnd: Int, terminator: SourceRange?, lineEnd: Int) {
    var line = position
    var isContinued = false
    while line < limit {
      var end = line
      while end < limit, bytes[end] != 0x0A { end += 1 }
      work += 1
      if !isContinued {
        var start = line
        if heredoc.stripsTabs { while start < end, bytes[start] == 0x09 { start += 1 } }
        if let length = terminatorLength(heredoc.delimiter, start, end) {
          let next = length == end - start || bytes[start + length] == 0x0D ? min(end + 1, limit) : start + length
          return (line, SourceRange(start, start + length), next)
        }
      }
      // A continued line hides the delimiter where the body is expanded.
      isContinued = heredoc.expands && endsInBackslash(line, end)
      line = end + 1
    }
    return (limit, nil, limit)
  }

  private func terminatorLength(_ delimiter: [UInt8], _ start: Int, _ end: Int) -> Int? {
    guard end - start >= delimiter.count else { return nil }
    for index in delimiter.indices where bytes[start + index] != delimiter[index] { return nil }
    let after = start + delimiter.count
    if after == end || bytes[after] == 0x0D && after + 1 == end { return delimiter.count }
    // `$(cat <<EOF` … `EOF)`: bash takes the delimiter where the substitution's end follows.
    return substitutionDepth > 0 && bytes[after] == UInt8(ascii: ")") ? delimiter.count : nil
  }

  private func endsInBackslash(_ start: Int, _ end: Int) -> Bool {
    var offset = end
    while offset > start, bytes[offset - 1] == UInt8(ascii: "\\") { offset -= 1 }
    return (end - offset) % 2 == 1
  }
}
