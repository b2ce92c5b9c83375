/// Text derived from a range of a host text — continuations joined, a scalar unescaped or de-indented, base64
/// decoded — with a monotone map back, so that whatever is found in it is reported and mended in the host.
///
/// A text derived from a derived text maps straight to the outermost host: `MappedText.Builder(host: MappedText)`.
public struct MappedText: Sendable {
  /// The derived text.
  public let bytes: [UInt8]

  /// In order of `derivedStart`; each reaches to the next one's start, the last to the end of `bytes`.
  @usableFromInline let pieces: [Piece]
  /// Where the text stands in the host, which also places an empty text.
  public let hostRange: SourceRange

  @usableFromInline
  struct Piece: Sendable {
    @usableFromInline var derivedStart: Int
    @usableFromInline var host: SourceRange
    /// Whether the derived bytes are the host's, one to one. Else they stand for the host range as a whole.
    @usableFromInline var isVerbatim: Bool
  }

  /// A range of the host as it is.
  public init(_ host: [UInt8], _ range: SourceRange) {
    bytes = Array(host[range.indices])
    pieces = range.isEmpty ? [] : [Piece(derivedStart: 0, host: range, isVerbatim: true)]
    hostRange = range
  }

  /// The whole of a text.
  public init(_ host: [UInt8]) { self.init(host, SourceRange(0, host.count)) }

  init(bytes: [UInt8], pieces: [Piece], hostRange: SourceRange) {
    self.bytes = bytes
    self.pieces = pieces
    self.hostRange = hostRange
  }

  @inlinable public var count: Int { bytes.count }
  @inlinable public var isEmpty: Bool { bytes.isEmpty }
  /// The derived text; invalid sequences as U+FFFD.
  public var string: String { bytes.asString }

  /// The smallest host range that holds all that a derived range came from. An empty range maps to an empty one.
  public func hostRange(of range: SourceRange) -> SourceRange {
    if range.isEmpty { return .at(hostOffset(of: range.start)) }
    let first = piece(holding: range.start)
    let last = piece(holding: range.end - 1)
    guard let first, let last else { return .at(hostOffset(of: range.start)) }
    let start =
      pieces[first].isVerbatim
      ? pieces[first].host.start + range.start - pieces[first].derivedStart : pieces[first].host.start
    let end =
      pieces[last].isVerbatim
      ? pieces[last].host.start + range.end - pieces[last].derivedStart : pieces[last].host.end
    return SourceRange(start, end)
  }

  /// The host range of a derived range whose bytes are the host's, one to one and without a gap; nil where an edit
  /// of the host could not be said to be an edit of the derived text.
  public func editableHostRange(of range: SourceRange) -> SourceRange? {
    if range.isEmpty {
      // Between two pieces either end would do in the derived text, but they are different places in the host.
      if bytes.isEmpty { return hostRange.isEmpty ? hostRange : nil }
      let before = range.start > 0 ? verbatimHostOffset(after: range.start - 1) : nil
      let after = range.start < bytes.count ? verbatimHostOffset(of: range.start) : nil
      if range.start == 0 { return after.map(SourceRange.at) }
      if range.start == bytes.count { return before.map(SourceRange.at) }
      return before == after ? before.map(SourceRange.at) : nil
    }
    guard var index = piece(holding: range.start), range.end <= bytes.count else { return nil }
    guard pieces[index].isVerbatim else { return nil }
    let host = hostRange(of: range)
    while index + 1 < pieces.count, pieces[index + 1].derivedStart < range.end {
      guard pieces[index + 1].isVerbatim, pieces[index + 1].host.start == pieces[index].host.end else { return nil }
      index += 1
    }
    return host
  }

  /// Where the byte at a derived offset came from; the end of the text's last byte for the end.
  public func hostOffset(of offset: Int) -> Int {
    if offset >= bytes.count { return pieces.last?.host.end ?? hostRange.start }
    guard let index = piece(holding: offset) else { return hostRange.start }
    let piece = pieces[index]
    return piece.isVerbatim ? piece.host.start + offset - piece.derivedStart : piece.host.start
  }

  /// A part of this text, mapped to the same host.
  public func slice(_ range: SourceRange) -> MappedText {
    // Most texts are one stretch of their host.
    if let piece = pieces.first, pieces.count == 1, piece.isVerbatim, !range.isEmpty {
      let host = range.shifted(by: piece.host.start)
      return MappedText(
        bytes: Array(bytes[range.indices]), pieces: [Piece(derivedStart: 0, host: host, isVerbatim: true)], hostRange: host)
    }
    var builder = Builder(host: self)
    builder.append(range)
    return builder.finish(emptyAt: hostOffset(of: range.start))
  }

  private func verbatimHostOffset(of offset: Int) -> Int? {
    guard let index = piece(holding: offset), pieces[index].isVerbatim else { return nil }
    return pieces[index].host.start + offset - pieces[index].derivedStart
  }

  private func verbatimHostOffset(after offset: Int) -> Int? { verbatimHostOffset(of: offset).map { $0 + 1 } }

  private func piece(holding offset: Int) -> Int? {
    guard offset >= 0, offset < bytes.count else { return nil }
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].derivedStart <= offset { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }
}

extension MappedText {
  /// Makes a derived text from pieces of its host, in the host's order; what is not appended is left out.
  public struct Builder: Sendable {
    private enum Host: Sendable {
      case bytes([UInt8])
      case mapped(MappedText)
    }
    private let host: Host
    private var bytes: [UInt8] = []
    private var pieces: [Piece] = []

    public init(host: [UInt8]) { self.host = .bytes(host) }
    public init(host: MappedText) { self.host = .mapped(host) }

    /// The length of the derived text so far.
    public var count: Int { bytes.count }

    /// Copies a range of the host.
    public mutating func append(_ range: SourceRange) {
      guard !range.isEmpty else { return }
      switch host {
      case .bytes(let text):
        add(Piece(derivedStart: bytes.count, host: range, isVerbatim: true))
        bytes += text[range.indices]
      case .mapped(let text):
        var index = text.piece(holding: range.start) ?? text.pieces.count
        while index < text.pieces.count, text.pieces[index].derivedStart < range.end {
          let piece = text.pieces[index]
          let pieceEnd = index + 1 < text.pieces.count ? text.pieces[index + 1].derivedStart : text.bytes.count
          let start = max(range.start, piece.derivedStart)
          let end = min(range.end, pieceEnd)
          let origin =
            piece.isVerbatim
            ? SourceRange(start, end).shifted(by: piece.host.start - piece.derivedStart) : piece.host
          // Half of an escape is not one to one with anything, whole or not.
          add(Piece(derivedStart: bytes.count, host: origin, isVerbatim: piece.isVerbatim))
          bytes += text.bytes[start..<end]
          index += 1
        }
      }
    }

    /// Copies a text that was derived from the same host, which must be one of bytes.
    public mutating func append(_ derived: MappedText) {
      for (index, piece) in derived.pieces.enumerated() {
        let end = index + 1 < derived.pieces.count ? derived.pieces[index + 1].derivedStart : derived.bytes.count
        add(Piece(derivedStart: bytes.count, host: piece.host, isVerbatim: piece.isVerbatim))
        bytes += derived.bytes[piece.derivedStart..<end]
      }
    }

    /// Puts other bytes for a range of the host: an escape resolved, a fold, a decoded block.
    public mutating func append(_ replacement: some Collection<UInt8>, for range: SourceRange) {
      guard !replacement.isEmpty else { return }
      let origin =
        switch host {
        case .bytes: range
        case .mapped(let text): text.hostRange(of: range)
        }
      add(Piece(derivedStart: bytes.count, host: origin, isVerbatim: false))
      bytes += replacement
    }

    /// - Parameter emptyAt: the host offset that places the text where nothing was appended.
    public func finish(emptyAt offset: Int = 0) -> MappedText {
      let range =
        if let first = pieces.first, let last = pieces.last {
          SourceRange(first.host.start, max(first.host.start, last.host.end))
        } else { SourceRange.at(offset) }
      return MappedText(bytes: bytes, pieces: pieces, hostRange: range)
    }

    private mutating func add(_ piece: Piece) {
      if let last = pieces.last, last.isVerbatim, piece.isVerbatim, last.host.end == piece.host.start {
        pieces[pieces.count - 1].host = last.host.union(piece.host)
      } else {
        pieces.append(piece)
      }
    }
  }
}
