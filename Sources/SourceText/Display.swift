/// Text of a repository made fit for a terminal: it may hold anything.
public enum Display {
  /// Control characters (tabs and line breaks too) and bidirectional controls as escapes, ill-formed UTF-8 as U+FFFD.
  public static func escaped(_ text: some StringProtocol) -> String {
    if text.utf8.allSatisfy(\.isPrintableASCII) { return String(text) }
    guard text.unicodeScalars.contains(where: mustBeEscaped) else { return String(text) }
    var result = ""
    for scalar in text.unicodeScalars {
      if mustBeEscaped(scalar) { result += escape(scalar) } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  public static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\t": "\\t"
    case "\n": "\\n"
    case "\r": "\\r"
    default: "\\u{" + String(scalar.value, radix: 16) + "}"
    }
  }

  /// C0 and C1 controls, DEL; the characters that reorder text (Unicode UAX 9); line and paragraph separators.
  public static func mustBeEscaped(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0, 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
