import SourceText

/// A stretch of a word as quote removal sees it.
enum WordPiece {
  /// Bytes that mean themselves.
  case verbatim(SourceRange, isQuoted: Bool)
  /// An escape of `$'…'`, with its value.
  case decoded([UInt8], SourceRange)
  case glob(SourceRange)
  case brace(SourceRange)
  case tilde(SourceRange)
  case expansion(ShellTree.NodeID, isQuoted: Bool)
  /// `( … )` after `=`
  case array(ShellTree.NodeID)
}

extension ShellTree {
  /// The pieces of a word, or of any node that holds parts, in order; what quote removal removes is in none.
  /// - Parameter body: answers whether to go on.
  func forEachPiece(of word: NodeID, isQuoted: Bool = false, _ body: (WordPiece) -> Bool) {
    if self[word].kind == .word, self[word].next == word.index + 1 {
      _ = body(.verbatim(self[word].range, isQuoted: isQuoted))
    } else {
      _ = visitPieces(of: word, isQuoted, body)
    }
  }

  private func visitPieces(of parent: NodeID, _ isQuoted: Bool, _ body: (WordPiece) -> Bool) -> Bool {
    for id in children(of: parent) where !visit(id, isQuoted, body) { return false }
    return true
  }

  func visit(_ id: NodeID, _ isQuoted: Bool, _ body: (WordPiece) -> Bool) -> Bool {
    let node = self[id]
    let range = node.range
    switch node.kind {
    case .literal: return body(.verbatim(range, isQuoted: isQuoted))
    case .verbatim: return range.isEmpty || body(.verbatim(range, isQuoted: true))
    case .escape: return range.count < 2 || body(.verbatim(SourceRange(range.start + 1, range.end), isQuoted: true))
    case .singleQuoted:
      let inner = SourceRange(range.start + 1, closedEnd(range, opening: 1))
      return inner.isEmpty || body(.verbatim(inner, isQuoted: true))
    case .ansiQuoted: return visitANSI(SourceRange(range.start + 2, closedEnd(range, opening: 2)), body)
    case .doubleQuoted, .localeQuoted: return visitPieces(of: id, true, body)
    case .glob: return body(.glob(range))
    case .brace: return body(dialect.expandsBraces ? .brace(range) : .verbatim(range, isQuoted: false))
    case .extendedGlob:
      let isPlain = !descendants(of: id).contains { self[$0].kind.isExpansion }
      return body(isPlain ? .glob(range) : .expansion(id, isQuoted: isQuoted))
    case .tilde: return body(.tilde(range))
    case .parameter, .commandSubstitution, .backtickSubstitution, .processSubstitution, .arithmeticExpansion,
      .template, .opaque:
      return body(.expansion(id, isQuoted: isQuoted))
    case .arrayValue: return body(.array(id))
    default: return true
    }
  }

  /// The end of what a single quote encloses, which the text's end may close.
  private func closedEnd(_ range: SourceRange, opening: Int) -> Int {
    range.count > opening && source.bytes[range.end - 1] == UInt8(ascii: "'") ? range.end - 1 : range.end
  }

  /// The bash manual's 3.1.2.4 (POSIX.1-2024 XCU 2.2.4).
  private func visitANSI(_ range: SourceRange, _ body: (WordPiece) -> Bool) -> Bool {
    let bytes = source.bytes
    var copied = range.start
    var position = range.start
    while position < range.end {
      guard bytes[position] == UInt8(ascii: "\\"), position + 1 < range.end else {
        position += 1
        continue
      }
      if copied < position, !body(.verbatim(SourceRange(copied, position), isQuoted: true)) { return false }
      let (value, length) = ansiEscape(bytes[position..<range.end])
      if !body(.decoded(value, SourceRange(position, position + length))) { return false }
      position += length
      copied = position
    }
    return copied >= range.end || body(.verbatim(SourceRange(copied, range.end), isQuoted: true))
  }
}

extension ShellTree.Kind {
  /// Whether its value comes from the run.
  var isExpansion: Bool {
    switch self {
    case .parameter, .commandSubstitution, .backtickSubstitution, .processSubstitution, .arithmeticExpansion, .template: true
    default: false
    }
  }
}

/// The value of the escape at the start of the bytes, and its length. One that means nothing stands for itself.
private func ansiEscape(_ bytes: ArraySlice<UInt8>) -> (value: [UInt8], length: Int) {
  let start = bytes.startIndex
  func number(from offset: Int, upTo count: Int, radix: Int) -> (value: UInt32, digits: Int) {
    var value: UInt32 = 0
    var digits = 0
    while digits < count, offset + digits < bytes.endIndex,
      let digit = Character(UnicodeScalar(bytes[offset + digits])).hexDigitValue, digit < radix
    {
      value = value * UInt32(radix) + UInt32(digit)
      digits += 1
    }
    return (value, digits)
  }
  let byte = bytes[start + 1]
  switch byte {
  case UInt8(ascii: "n"): return ([0x0A], 2)
  case UInt8(ascii: "t"): return ([0x09], 2)
  case UInt8(ascii: "r"): return ([0x0D], 2)
  case UInt8(ascii: "a"): return ([0x07], 2)
  case UInt8(ascii: "b"): return ([0x08], 2)
  case UInt8(ascii: "e"), UInt8(ascii: "E"): return ([0x1B], 2)
  case UInt8(ascii: "f"): return ([0x0C], 2)
  case UInt8(ascii: "v"): return ([0x0B], 2)
  case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "?"): return ([byte], 2)
  case UInt8(ascii: "0")...UInt8(ascii: "7"):
    let (value, digits) = number(from: start + 1, upTo: 3, radix: 8)
    return ([UInt8(truncatingIfNeeded: value)], 1 + digits)
  case UInt8(ascii: "x"):
    let (value, digits) = number(from: start + 2, upTo: 2, radix: 16)
    if digits > 0 { return ([UInt8(truncatingIfNeeded: value)], 2 + digits) }
  case UInt8(ascii: "u"), UInt8(ascii: "U"):
    let (value, digits) = number(from: start + 2, upTo: byte == UInt8(ascii: "u") ? 4 : 8, radix: 16)
    if digits > 0, let scalar = Unicode.Scalar(value) { return (Array(String(scalar).utf8), 2 + digits) }
  case UInt8(ascii: "c") where bytes.count > 2: return ([bytes[start + 2] & 0x1F], 3)
  default: break
  }
  return ([UInt8(ascii: "\\"), byte], 2)
}
