public import SourceText

/// What a decoded scalar is made of, in order: ranges of the text as they are, and other bytes for a range.
public protocol ScalarSink {
  mutating func append(_ range: SourceRange)
  mutating func append(_ replacement: some Collection<UInt8>, for range: SourceRange)
}

extension MappedText.Builder: ScalarSink {}

/// Bytes alone.
struct ByteSink: ScalarSink {
  let source: [UInt8]
  var bytes: [UInt8] = []

  init(source: [UInt8]) { self.source = source }

  mutating func append(_ range: SourceRange) { bytes += source[range.indices] }
  mutating func append(_ replacement: some Collection<UInt8>, for range: SourceRange) { bytes += replacement }
}

/// Resolves escapes, folds and chomping.
struct ScalarDecoder {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func decode(_ node: YAMLTree.Node, into sink: inout some ScalarSink) {
    let start = Int(node.start)
    let end = Int(node.end)
    switch node.kind {
    case .plain: decodeFlow(start, end, quote: 0, &sink)
    case .singleQuoted: decodeFlow(start + 1, quotedEnd(start, end), quote: 0x27, &sink)
    case .doubleQuoted: decodeFlow(start + 1, quotedEnd(start, end), quote: 0x22, &sink)
    case .literal, .folded: decodeBlock(start, end, indentation: Int(node.detail), isFolded: node.kind == .folded, &sink)
    default: break
    }
  }

  /// Before the closing quote, which a diagnostic may have said is missing.
  func quotedEnd(_ start: Int, _ end: Int) -> Int {
    guard end - start >= 2, bytes[end - 1] == bytes[start] else { return max(end, start + 1) }
    if bytes[start] == 0x22 {
      var slashes = 0
      while end - 2 - slashes > start, bytes[end - 2 - slashes] == 0x5C { slashes += 1 }
      return slashes % 2 == 1 ? end : end - 1
    }
    return end - 1
  }

  private func isBreak(_ offset: Int, _ end: Int) -> Bool { offset < end && (bytes[offset] == 0x0A || bytes[offset] == 0x0D) }

  private func skippingBreak(_ offset: Int, _ end: Int) -> Int {
    bytes[offset] == 0x0D && offset + 1 < end && bytes[offset + 1] == 0x0A ? offset + 2 : offset + 1
  }

  /// YAML 1.2.2 [74] s-flow-folded: a line break is a blank, each empty line more a line break.
  private func decodeFlow(_ start: Int, _ end: Int, quote: UInt8, _ sink: inout some ScalarSink) {
    var offset = start
    var copied = start
    while offset < end {
      let byte = bytes[offset]
      if byte == 0x0A || byte == 0x0D {
        // Blanks before the break are none of the text, but an escaped one is.
        var blank = offset
        while blank > copied, bytes[blank - 1].isBlank { blank -= 1 }
        sink.append(SourceRange(copied, blank))
        offset = foldBreaks(blank, offset, end, isEscaped: false, &sink)
        copied = offset
      } else if byte == 0x27, quote == 0x27, offset + 1 < end, bytes[offset + 1] == 0x27 {
        sink.append(SourceRange(copied, offset))
        sink.append(CollectionOfOne(0x27), for: SourceRange(offset, offset + 2))
        offset += 2
        copied = offset
      } else if byte == 0x5C, quote == 0x22, offset + 1 < end {
        sink.append(SourceRange(copied, offset))
        if isBreak(offset + 1, end) {
          offset = foldBreaks(offset, offset + 1, end, isEscaped: true, &sink)
        } else {
          offset = decodeEscape(offset, end, &sink)
        }
        copied = offset
      } else {
        offset += 1
      }
    }
    sink.append(SourceRange(copied, end))
  }

  /// From a line break past the indentation of the next line with content.
  private func foldBreaks(_ from: Int, _ start: Int, _ end: Int, isEscaped: Bool, _ sink: inout some ScalarSink) -> Int {
    var offset = start
    var empty = -1
    var line = start
    while isBreak(offset, end) {
      empty += 1
      line = skippingBreak(offset, end)
      offset = line
      while offset < end, bytes[offset].isBlank { offset += 1 }
    }
    if empty == 0 {
      if !isEscaped { sink.append(CollectionOfOne(0x20), for: SourceRange(from, offset)) }
    } else {
      sink.append(repeatElement(0x0A, count: empty), for: SourceRange(from, offset))
    }
    return offset
  }

  /// YAML 1.2.2 [62] c-ns-esc-char
  private func decodeEscape(_ offset: Int, _ end: Int, _ sink: inout some ScalarSink) -> Int {
    var length = 2
    let scalar: UInt32
    switch bytes[offset + 1] {
    case 0x30: scalar = 0
    case 0x61: scalar = 7
    case 0x62: scalar = 8
    case 0x74, 0x09: scalar = 9
    case 0x6E: scalar = 10
    case 0x76: scalar = 11
    case 0x66: scalar = 12
    case 0x72: scalar = 13
    case 0x65: scalar = 27
    case 0x4E: scalar = 0x85
    case 0x5F: scalar = 0xA0
    case 0x4C: scalar = 0x2028
    case 0x50: scalar = 0x2029
    case 0x78, 0x75, 0x55:
      let digits = bytes[offset + 1] == 0x78 ? 2 : bytes[offset + 1] == 0x75 ? 4 : 8
      guard var value = hex(offset + 2, digits, end) else {
        sink.append(SourceRange(offset, offset + 2))
        return offset + 2
      }
      length += digits
      // JSON writes what is beyond 16 bits as a surrogate pair.
      if value & 0xFFFF_FC00 == 0xD800, offset + 7 < end, bytes[offset + 6] == 0x5C, bytes[offset + 7] == 0x75,
        let low = hex(offset + 8, 4, end), low & 0xFC00 == 0xDC00
      {
        value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
        length += 6
      }
      scalar = value
    default:
      // `\"`, `\/`, `\\`, and what no escape is: the character itself.
      scalar = bytes[offset + 1] < 0x80 ? UInt32(bytes[offset + 1]) : 0x5C
      if bytes[offset + 1] >= 0x80 { length = 1 }
    }
    let decoded = Unicode.Scalar(scalar) ?? "\u{FFFD}"
    sink.append(Array(UTF8.encode(decoded) ?? UTF8.encodedReplacementCharacter), for: SourceRange(offset, offset + length))
    return offset + length
  }

  private func hex(_ start: Int, _ digits: Int, _ end: Int) -> UInt32? {
    guard start + digits <= end else { return nil }
    var value: UInt32 = 0
    for offset in start..<(start + digits) {
      guard let digit = TagText.hexDigit(bytes[offset]) else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return value
  }
}
