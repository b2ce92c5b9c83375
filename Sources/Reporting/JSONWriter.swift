import SourceText

/// Writes JSON (RFC 8259) in the order it is told, two blanks a level, so that two runs differ by what differs.
package struct JSONWriter {
  package private(set) var text = ""
  private var depth = 0
  private var isFirst = true

  package init() {}

  package mutating func object(_ key: String? = nil, _ body: (inout JSONWriter) -> Void) { nested(key, "{", "}", body) }
  package mutating func array(_ key: String? = nil, _ body: (inout JSONWriter) -> Void) { nested(key, "[", "]", body) }

  package mutating func value(_ key: String? = nil, _ value: String) {
    begin(key)
    append(quoted: value)
  }

  package mutating func value(_ key: String? = nil, _ value: Int) {
    begin(key)
    text += String(value)
  }

  package mutating func value(_ key: String? = nil, _ value: Bool) {
    begin(key)
    text += value ? "true" : "false"
  }

  package mutating func null(_ key: String? = nil) {
    begin(key)
    text += "null"
  }

  private mutating func nested(_ key: String?, _ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
    begin(key)
    text += open
    depth += 1
    isFirst = true
    body(&self)
    depth -= 1
    if !isFirst { newLine() }
    text += close
    isFirst = false
  }

  private mutating func begin(_ key: String?) {
    if depth > 0 {
      if !isFirst { text += "," }
      newLine()
    }
    isFirst = false
    if let key {
      append(quoted: key)
      text += ": "
    }
  }

  private mutating func newLine() {
    text += "\n"
    for _ in 0..<depth { text += "  " }
  }

  /// Terminals and logs show JSON too: no control or bidirectional character goes out raw.
  private mutating func append(quoted value: String) {
    text += JSONString.quoted(value) { $0.value < 0x20 || $0.value == 0x7F || Display.mustBeEscaped($0) }
  }
}
