import SourceText

extension YAMLParser {
  /// The end of the action that begins at an offset, behind its closing mark; nil where none begins, or none ends.
  mutating func actionEnd(at offset: Int) -> Int? {
    guard offset + 1 < count else { return nil }
    let first = bytes[offset]
    let second = bytes[offset + 1]
    let form: Int
    if first == 0x7B, second == 0x7B, !templates.isDisjoint(with: [.go, .jinja]) {
      form = 0
    } else if first == 0x7B, templates.contains(.jinja), second == 0x25 || second == 0x23 {
      form = second == 0x25 ? 1 : 2
    } else if first == 0x24, second == 0x7B, templates.contains(.dollar) {
      form = 3
    } else {
      return nil
    }
    // Where one opening mark found no partner the next will not either; so unclosed ones cost no more than closed ones.
    if offset < unclosedUntil[form] { return nil }
    let limit = min(count, offset + Self.longestAction)
    let end =
      switch form {
      case 0: goActionEnd(offset + 2, limit)
      case 3: dollarEnd(offset + 2, limit)
      default: closingMark(second, 0x7D, offset + 2, limit)
      }
    if end == nil { unclosedUntil[form] = form == 3 ? min(limit, lineEnd(offset)) : limit }
    return end
  }

  /// Far beyond any action, so that an opening mark without its partner costs no more than that.
  private static var longestAction: Int { 16_384 }

  /// `{{ … }}`: strings and comments in it may hold `}}`.
  private func goActionEnd(_ start: Int, _ limit: Int) -> Int? {
    var offset = start
    if let comment = commentStart(offset), let end = closingMark(0x2A, 0x2F, comment, limit) { offset = end }
    var hasLoneBacktick = false
    while offset < limit {
      switch bytes[offset] {
      case 0x22:
        offset = stringEnd(offset, limit)
      case 0x60:
        // A raw string; alone it hides nothing.
        let end = hasLoneBacktick ? nil : bytes[(offset + 1)..<limit].firstIndex(of: 0x60)
        if end == nil { hasLoneBacktick = true }
        offset = (end ?? offset) + 1
      case 0x7D where byte(at: offset + 1) == 0x7D: return offset + 2
      default: offset += 1
      }
    }
    return nil
  }

  /// Behind the string that begins at a quote; behind the quote where it has no partner on its line, and so hides nothing.
  private func stringEnd(_ start: Int, _ limit: Int) -> Int {
    var offset = start + 1
    while offset < limit, bytes[offset] != 0x22, bytes[offset] != 0x0A { offset += bytes[offset] == 0x5C ? 2 : 1 }
    return offset < limit && bytes[offset] == 0x22 ? offset + 1 : start + 1
  }

  private func commentStart(_ offset: Int) -> Int? {
    var offset = offset
    if byte(at: offset) == 0x2D, byte(at: offset + 1).isASCIISpace { offset += 1 }
    while offset < count, bytes[offset].isASCIISpace { offset += 1 }
    return byte(at: offset) == 0x2F && byte(at: offset + 1) == 0x2A ? offset + 2 : nil
  }

  private func closingMark(_ first: UInt8, _ second: UInt8, _ start: Int, _ limit: Int) -> Int? {
    var offset = start
    while offset + 1 < limit {
      if bytes[offset] == first, bytes[offset + 1] == second { return offset + 2 }
      offset += 1
    }
    return nil
  }

  /// `${ … }` with what nests in it, on one line.
  private func dollarEnd(_ start: Int, _ limit: Int) -> Int? {
    var offset = start
    var depth = 1
    while offset < limit, !isBreak(at: offset) {
      if bytes[offset] == 0x7B { depth += 1 }
      if bytes[offset] == 0x7D {
        depth -= 1
        if depth == 0 { return offset + 1 }
      }
      offset += 1
    }
    return nil
  }

  mutating func record(_ start: Int, _ end: Int, _ role: TemplateAction.Role) {
    if let last = actions.last, Int(last.end) > start { return }
    actions.append(TemplateAction(start, end, role))
  }

  /// Whether any mark stands in the text at all.
  mutating func findsTemplates() -> Bool {
    if templates.isEmpty { return false }
    var offset = 0
    while offset &+ 1 < count {
      let byte = bytes[offset]
      if byte == 0x7B || byte == 0x24, actionEnd(at: offset) != nil { return true }
      offset &+= 1
    }
    return false
  }

  /// Whether the line whose content begins at an offset holds actions alone.
  mutating func isActionLine(at offset: Int) -> Bool { endOfActionLine(offset) != nil }

  /// The end of the last action of such a line; actions may go on over line breaks.
  private mutating func endOfActionLine(_ offset: Int) -> Int? {
    guard let first = actionEnd(at: offset), bytes[offset] == 0x7B else { return nil }
    var end = first
    while true {
      let content = skippingBlanks(end)
      if isBreak(at: content) { return end }
      if bytes[content] == 0x23, content > end { return end }
      guard let next = actionEnd(at: content) else { return nil }
      end = next
    }
  }

  /// Passes over a line of nothing but actions, and over control actions before other text.
  mutating func skipActionLine() -> Bool {
    let start = position
    guard let end = endOfActionLine(start) else { return skipLeadingControl() }
    var offset = start
    while offset < end, let next = actionEnd(at: offset) {
      let role = role(ofActionAt: offset)
      record(offset, next, role)
      if role == .control, isDefine(offset), top.kind != .document || top.awaits == .none { breaksDocument = true }
      if role == .control || role == .output { markPartial() }
      offset = skippingBlanks(next)
    }
    position = end
    finishLine()
    return true
  }

  /// `{{ if … }}key: value`: the column is the first action's.
  private mutating func skipLeadingControl() -> Bool {
    var offset = position
    while let end = actionEnd(at: offset), role(ofActionAt: offset) != .output {
      record(offset, end, .control)
      markPartial()
      offset = skippingBlanks(end)
    }
    // Not a line of its own: the caller reads on from here.
    if !isBreak(at: offset) { position = offset }
    return false
  }

  mutating func markPartial() {
    isDocumentPartial = true
  }

  private func isDefine(_ offset: Int) -> Bool {
    var start = offset + 2
    if byte(at: start) == 0x2D { start += 1 }
    while start < count, bytes[start].isASCIISpace { start += 1 }
    return bytes[start...].starts(with: "define ".utf8)
  }

  /// What an action that stands alone does, by its first word.
  private func role(ofActionAt offset: Int) -> TemplateAction.Role {
    if bytes[offset + 1] == 0x25 { return .control }
    if bytes[offset + 1] == 0x23 { return .silent }
    var start = offset + 2
    if commentStart(start) != nil { return .silent }
    if byte(at: start) == 0x2D { start += 1 }
    while start < count, bytes[start].isASCIISpace { start += 1 }
    var end = start
    while end < count, bytes[end].isNameByte || bytes[end] == 0x24 { end += 1 }
    let word = bytes[start..<end]
    if word.first == 0x24 {
      let next = skippingBlanks(end)
      if byte(at: next) == 0x3A || (byte(at: next) == 0x3D && byte(at: next + 1) != 0x3D) { return .silent }
      return .output
    }
    for control in ["if", "else", "end", "range", "with", "define", "block", "break", "continue"] where word.equals(control) {
      return .control
    }
    return .output
  }

  /// The start of the next line that holds more than actions, if it is indented by at least so much: then the actions
  /// stand inside a block scalar.
  mutating func textLine(behindActionsAt line: Int, atLeast indentation: Int) -> Int? {
    var line = line
    let start = line
    while line < count {
      let content = skippingSpaces(line)
      if content < count, !isBreak(at: content) {
        guard let end = endOfActionLine(content) else {
          work += line - start
          return content - line >= indentation ? line : nil
        }
        line = skippingBreak(lineEnd(end))
      } else {
        line = skippingBreak(content)
      }
      if line - start > Self.longestAction { break }
    }
    return nil
  }

  /// `labels: {{ include "common" . | nindent 4 }}` above entries or items that are indented more: the action puts more of
  /// them there, and is no value itself. Passes over its line.
  mutating func skipActionAboveContent(_ start: Int, _ end: Int) -> Bool {
    guard bytes[start] == 0x7B, endOfActionLine(start) == end, hasContentBelow(end) else { return false }
    // They are of a line of their own, not inside a scalar.
    while let last = actions.last, Int(last.start) >= start { actions.removeLast() }
    position = start
    return skipActionLine()
  }

  /// `name: x{{ end }}`: behind an action that follows a value, what the line holds is another branch's.
  mutating func skipActionsAfterValue() -> Bool {
    guard hasTemplates, actionEnd(at: position) != nil else { return false }
    markPartial()
    let end = lineEnd(position)
    while position < end {
      if let next = actionEnd(at: position) {
        record(position, next, .control)
        position = next
      } else {
        position += 1
      }
    }
    if position > end { position = lineEnd(position) }
    return true
  }

  /// Whether the next line that holds more than actions and comments is an entry or item of the awaited value.
  private mutating func hasContentBelow(_ end: Int) -> Bool {
    var line = skippingBreak(lineEnd(end))
    let first = line
    while line < count, line - first < Self.longestAction {
      let content = skippingSpaces(line)
      if isBreak(at: content) || bytes[content] == 0x23 {
        line = skippingBreak(lineEnd(content))
      } else if let end = endOfActionLine(content) {
        if isDefine(content) { return false }
        line = skippingBreak(lineEnd(end))
      } else {
        work += content - first
        let column = content - line
        if column == Int(top.indent) { return top.kind == .mapping && isDash(at: content) }
        return column > Int(top.indent) && (looksLikeEntry(at: content) || isTemplatedKey(content))
      }
    }
    return false
  }

  /// `{{ .name }}: value`
  private mutating func isTemplatedKey(_ start: Int) -> Bool {
    var offset = start
    while offset < count, offset - start < 1024, !isBreak(at: offset) {
      if let end = actionEnd(at: offset) {
        offset = end
      } else if bytes[offset] == 0x3A, isWhite(at: offset + 1) {
        return offset > start && bytes[start] == 0x7B
      } else {
        offset += 1
      }
    }
    return false
  }

  func holdsAction(_ start: Int, _ end: Int) -> Bool {
    guard let last = actions.last else { return false }
    return Int(last.start) >= start && Int(last.end) <= end
  }

  /// A value that an action makes whole may be a mapping or sequence: `{{ toYaml .x | nindent 4 }}`.
  mutating func templatedIncludesStructure(_ start: Int, _ end: Int, _ flags: YAMLTree.Flags) -> Bool {
    guard flags.contains(.isTemplated), bytes[start] == 0x7B, actionEnd(at: start) == end else { return false }
    for word in ["indent", "toYaml", "toJson", "include", "tpl"] where bytes[start..<end].holds(word) {
      markPartial()
      return true
    }
    return false
  }

  /// `scanPlain` where actions are opaque.
  mutating func scanTemplatedPlain(_ start: Int, inFlow: Bool) -> Int {
    var offset = start
    while offset < count {
      let byte = bytes[offset]
      if byte == 0x7B || byte == 0x24, let end = actionEnd(at: offset) {
        record(offset, end, .inline)
        offset = end
        continue
      }
      if byte == 0x0A || byte == 0x0D { break }
      if byte == 0x3A, isWhite(at: offset + 1) || (inFlow && Self.isFlowIndicator(bytes[offset + 1])) { break }
      if byte == 0x23, offset > start, bytes[offset - 1].isBlank { break }
      if inFlow, Self.isFlowIndicator(byte) { break }
      offset += 1
    }
    scanStop = offset
    while offset > start, bytes[offset - 1].isBlank { offset -= 1 }
    return offset
  }

  /// The own-line action that stands where a value is awaited: the value is what it puts there.
  func awaitedAction() -> (start: Int, end: Int)? {
    guard hasTemplates else { return nil }
    var index = actions.count - 1
    while index >= 0, Int(actions[index].start) >= max(Int(top.after), lastEnd) {
      if actions[index].role == .output { return (Int(actions[index].start), Int(actions[index].end)) }
      index -= 1
    }
    return nil
  }
}
