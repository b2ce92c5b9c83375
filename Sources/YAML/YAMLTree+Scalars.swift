public import SourceText

extension YAMLTree {
  /// The range of a scalar's text, where that is the same as the bytes written: no escape, no folded line, quotes left out.
  /// nil where the text has to be `decoded`.
  @inlinable
  public func rawRange(_ id: NodeID) -> SourceRange? {
    let node = storage.nodes[id.index]
    switch node.kind {
    case .plain: return node.flags.contains(.needsDecoding) ? nil : node.range
    case .singleQuoted, .doubleQuoted:
      return node.flags.contains(.needsDecoding) ? nil : SourceRange(Int(node.start) + 1, max(Int(node.start) + 1, Int(node.end) - 1))
    case .empty: return node.range
    default: return nil
    }
  }

  /// The text that a scalar stands for: escapes resolved, lines folded, the indentation of block scalars removed. Empty
  /// for what is no scalar.
  public func decoded(_ id: NodeID) -> [UInt8] {
    var bytes: [UInt8] = []
    decode(id, into: &bytes)
    return bytes
  }

  /// Appends what `decoded` gives.
  public func decode(_ id: NodeID, into buffer: inout [UInt8]) {
    if let range = rawRange(id) {
      buffer += storage.bytes[range.indices]
      return
    }
    var sink = ByteSink(source: storage.bytes)
    swap(&sink.bytes, &buffer)
    decode(id, into: &sink)
    swap(&sink.bytes, &buffer)
  }

  /// Gives a sink what `decoded` gives, piece by piece.
  public func decode(_ id: NodeID, into sink: inout some ScalarSink) {
    if let range = rawRange(id) {
      sink.append(range)
    } else {
      ScalarDecoder(storage.bytes).decode(self[id], into: &sink)
    }
  }

  /// What `decoded` gives, as text that knows where in the outermost host it comes from.
  public func mappedText(_ id: NodeID) -> MappedText {
    let start = self[id].range.start
    if let source = storage.source {
      var builder = MappedText.Builder(host: source)
      decode(id, into: &builder)
      return builder.finish(emptyAt: source.hostOffset(of: start))
    }
    var builder = MappedText.Builder(host: storage.bytes)
    decode(id, into: &builder)
    return builder.finish(emptyAt: start)
  }

  /// What `decoded` gives, invalid sequences as U+FFFD.
  public func string(_ id: NodeID) -> String {
    if let range = rawRange(id) { return storage.bytes[range.indices].asString }
    return decoded(id).asString
  }

  /// Whether a scalar's text is a literal's.
  public func equals(_ id: NodeID, _ text: String) -> Bool {
    if let range = rawRange(id) {
      return self[id].kind.isScalar && range.count == text.utf8.count && storage.bytes[range.indices].elementsEqual(text.utf8)
    }
    return self[id].kind.isScalar && decoded(id).elementsEqual(text.utf8)
  }
}
