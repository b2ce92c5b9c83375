extension MappedText {
  /// Texts of one outermost host, in its order, one after the other with a byte between: the words of an array as one
  /// command line. The byte stands for what is between them in the host.
  public static func joined(_ texts: [MappedText], separator: UInt8) -> MappedText {
    var bytes: [UInt8] = []
    var pieces: [Piece] = []
    for (index, text) in texts.enumerated() {
      if index > 0 {
        let before = texts[index - 1].hostRange.end
        let gap = SourceRange(before, max(before, text.hostRange.start))
        pieces.append(Piece(derivedStart: bytes.count, host: gap, isVerbatim: false))
        bytes.append(separator)
      }
      for piece in text.pieces {
        var piece = piece
        piece.derivedStart += bytes.count
        pieces.append(piece)
      }
      bytes += text.bytes
    }
    let hostRange =
      if let first = texts.first, let last = texts.last, last.hostRange.end >= first.hostRange.start {
        SourceRange(first.hostRange.start, last.hostRange.end)
      } else {
        texts.first?.hostRange ?? .at(0)
      }
    return MappedText(bytes: bytes, pieces: pieces, hostRange: hostRange)
  }
}
