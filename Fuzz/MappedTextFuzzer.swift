import SourceText

/// A text derived from a text, twice over, by whatever pieces the bytes say: each range of it has its place in the host,
/// places are in order, and what may be edited is the host's own.
enum MappedTextFuzzer: Fuzzer {
  static func problem(in bytes: [UInt8]) -> String? {
    var program = ByteProgram(bytes)
    let host = program.text(program.number(upTo: 64))
    var builder = MappedText.Builder(host: host)
    derive(host.count, &program) { piece, replacement in
      if let replacement { builder.append(replacement, for: piece) } else { builder.append(piece) }
    }
    let first = builder.finish(emptyAt: 0)
    var second = MappedText.Builder(host: first)
    derive(first.count, &program) { piece, replacement in
      if let replacement { second.append(replacement, for: piece) } else { second.append(piece) }
    }
    let derived = second.finish(emptyAt: first.hostRange.start)
    return problem(of: first, host, &program) ?? problem(of: derived, host, &program)
  }

  /// Pieces of a text in its order, some of them replaced.
  private static func derive(_ count: Int, _ program: inout ByteProgram, _ append: (SourceRange, [UInt8]?) -> Void) {
    var position = 0
    while position < count, !program.isEmpty {
      position += program.number(upTo: 2)
      guard position < count else { return }
      let end = min(count, position + program.number(upTo: 7))
      append(SourceRange(position, end), program.number(upTo: 2) == 0 ? program.text(program.number(upTo: 3)) : nil)
      position = end
    }
  }

  private static func problem(of text: MappedText, _ host: [UInt8], _ program: inout ByteProgram) -> String? {
    var previous = 0
    for offset in 0...text.count {
      let place = text.hostOffset(of: offset)
      if place < previous || place > host.count { return "\(offset) is at \(place), behind \(previous)" }
      previous = place
    }
    for _ in 0..<8 {
      let range = program.range(in: text.count)
      if let problem = text.problem(of: range, in: host, "range \(range)") { return problem }
      let slice = text.slice(range)
      if !slice.bytes.elementsEqual(text.bytes[range.indices]) { return "the slice \(range) has other bytes" }
      if slice.hostRange(of: SourceRange(0, slice.count)) != text.hostRange(of: range) { return "the slice \(range) has another place" }
    }
    return nil
  }
}
