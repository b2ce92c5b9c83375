import SourceText

/// A text and groups of edits: what was taken in is applied as it would be one by one from the end.
enum TextEditsFuzzer: Fuzzer {
  static func problem(in bytes: [UInt8]) -> String? {
    var program = ByteProgram(bytes)
    let text = program.text(program.number(upTo: 64))
    var edits = TextEdits()
    var taken: [TextEdit] = []
    while !program.isEmpty {
      var group: [TextEdit] = []
      for _ in 0...program.number(upTo: 3) {
        let range = program.range(in: text.count)
        // Of ASCII, so that its length in bytes is known.
        let replacement = program.text(program.number(upTo: 3)).map { $0 & 0x7F }
        group.append(TextEdit(range, with: replacement.asString))
      }
      let before = edits
      if edits.insert(group) { taken += group } else if edits != before { return "a refused group left something behind" }
    }
    if edits.edits.count != taken.count { return "\(edits.edits.count) edits of \(taken.count)" }
    if let problem = edits.edits.map(\.range).problemOfOrder("edits") { return problem }

    var expected = text
    for edit in edits.edits.reversed() { expected.replaceSubrange(edit.range.indices, with: edit.replacement.utf8) }
    return edits.applied(to: text) == expected ? nil : "applied at once, the edits make another text"
  }
}
