import SourceText

extension YAMLEditor {
  enum Quote: Sendable { case plain, single, double }

  /// Where a scalar comes to stand.
  struct Spot: Sendable {
    var inFlow: Bool
    var isKey = false
  }

  /// A text in one line.
  ///
  /// - Parameters:
  ///   - quote: what is wanted; a plain text gets `fallback` where plain would be read otherwise.
  func line(_ text: String, _ quote: Quote, or fallback: Quote, _ spot: Spot, _ readers: [YAMLDialect]) -> String {
    var quote = quote
    if quote == .plain, readers.readAsOther(text) || !Self.isPlain(text, spot) { quote = fallback == .single ? .single : .double }
    if quote == .single, !text.unicodeScalars.allSatisfy(Self.isPrintable) { quote = .double }
    switch quote {
    case .plain: return text
    case .single: return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    case .double: return Self.doubleQuoted(text)
    }
  }

  /// YAML 1.2.2 [126] ns-plain-safe and [123] ns-plain-first, and no more than every reader agrees on.
  static func isPlain(_ text: String, _ spot: Spot) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last, !first.isBlank, !last.isBlank, last != 0x3A else { return false }
    guard text.unicodeScalars.allSatisfy(isPrintable) else { return false }
    switch first {
    case 0x2C, 0x5B, 0x5D, 0x7B, 0x7D, 0x23, 0x26, 0x2A, 0x21, 0x7C, 0x3E, 0x27, 0x22, 0x25, 0x40, 0x60: return false
    case 0x2D, 0x3F, 0x3A:
      if bytes.count == 1 || bytes[1].isBlank || (spot.inFlow && first != 0x2D) || first == 0x3A && spot.isKey { return false }
    default: break
    }
    if text.hasPrefix("---") || text.hasPrefix("...") { return false }
    for index in bytes.indices.dropLast() {
      if bytes[index] == 0x3A, bytes[index + 1].isBlank { return false }
      if bytes[index].isBlank, bytes[index + 1] == 0x23 { return false }
      if bytes[index] == 0x09 { return false }
      // libyaml 0.2.5 refuses `a:?` in brackets.
      if spot.inFlow, bytes[index] == 0x3A, bytes[index + 1] == 0x3F { return false }
    }
    return !spot.inFlow || !bytes.contains { YAMLParser.isFlowIndicator($0) }
  }

  /// Whether a character may stand as it is in quotes, on one line.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
    default: true
    }
  }

  /// YAML 1.2.2 [62] c-ns-esc-char; only escapes that JSON has too.
  private static func doubleQuoted(_ text: String) -> String { JSONString.quoted(text) { !isPrintable($0) } }

  /// The lines of a text as a literal scalar, and its indicator; nil where the text has to be quoted.
  static func literal(_ text: String) -> (indicator: String, lines: [Substring])? {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count > 1, let first = lines.first(where: { !$0.isEmpty }), first.utf8.first?.isBlank == false else { return nil }
    for line in lines {
      if line.isEmpty { continue }
      if line.utf8.allSatisfy(\.isBlank) || !line.unicodeScalars.allSatisfy({ isPrintable($0) || $0 == "\t" }) { return nil }
    }
    let endsWithBreak = lines.last?.isEmpty == true
    if endsWithBreak { lines.removeLast() }
    // Two line breaks at the end are kept by `+` alone, which takes the blank lines of the file too.
    if lines.last?.isEmpty != false { return nil }
    return (endsWithBreak ? "|" : "|-", lines)
  }
}

extension [YAMLDialect] {
  /// Whether one of them takes a plain scalar of this text for null, a boolean, a number, a date or a merge key.
  package func readAsOther(_ text: String) -> Bool {
    let bytes = [UInt8](text.utf8)
    return contains { $0.value(ofPlain: bytes).kind != .string }
  }
}
