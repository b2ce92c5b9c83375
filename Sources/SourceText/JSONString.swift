/// A text in double quotes, as JSON writes it; what it escapes YAML's double quotes escape the same way.
public enum JSONString {
  /// - Parameter mustEscape: what is written as `\u` beside the quotes, backslashes and line breaks that always are escaped.
  public static func quoted(
    _ text: some StringProtocol, escaping mustEscape: (Unicode.Scalar) -> Bool = { $0.value < 0x20 }
  ) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where mustEscape(scalar):
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
