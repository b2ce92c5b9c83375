import SourceText

/// One line of RFC 4180 fields: what `--mount` and `--device` hold.
///
/// Source: tonistiigi/go-csvvalue, the reader BuildKit takes.
enum CommaSeparatedValues {
  /// The fields, doubled quotes resolved; nil for a stray or unclosed quote, or an empty text.
  static func fields(_ text: MappedText) -> [MappedText]? {
    let bytes = text.bytes
    var fields: [MappedText] = []
    guard !bytes.isEmpty else { return nil }
    var position = 0
    while true {
      let isQuoted = position < bytes.count && bytes[position] == UInt8(ascii: "\"")
      guard let field = isQuoted ? quoted(text, &position) : plain(text, &position) else { return nil }
      fields.append(field)
      if position == bytes.count { return fields }
      // The comma; a field follows even where nothing does.
      position += 1
    }
  }

  private static func plain(_ text: MappedText, _ position: inout Int) -> MappedText? {
    let start = position
    while position < text.count, text.bytes[position] != UInt8(ascii: ",") {
      if text.bytes[position] == UInt8(ascii: "\"") { return nil }
      position += 1
    }
    return text.slice(SourceRange(start, position))
  }

  private static func quoted(_ text: MappedText, _ position: inout Int) -> MappedText? {
    let bytes = text.bytes
    var builder = MappedText.Builder(host: text)
    position += 1
    let place = text.hostOffset(of: position)
    var verbatim = position
    while position < bytes.count {
      guard bytes[position] == UInt8(ascii: "\"") else {
        position += 1
        continue
      }
      builder.append(SourceRange(verbatim, position))
      position += 1
      if position == bytes.count || bytes[position] == UInt8(ascii: ",") { return builder.finish(emptyAt: place) }
      guard bytes[position] == UInt8(ascii: "\"") else { return nil }
      verbatim = position
      position += 1
    }
    return nil
  }
}
