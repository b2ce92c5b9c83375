import SourceText

extension YAMLParser {
  /// YAML 1.2.2 [102] ns-anchor-char: the end of an anchor's name.
  func scanName(_ start: Int) -> Int {
    var offset = start
    while offset < count, bytes[offset] > 0x20, !Self.isFlowIndicator(bytes[offset]) { offset &+= 1 }
    return offset
  }

  /// YAML 1.2.2 [23] c-flow-indicator
  @inline(__always)
  static func isFlowIndicator(_ byte: UInt8) -> Bool { byte == 0x2C || byte | 0x20 == 0x7B || byte | 0x20 == 0x7D }

  /// YAML 1.2.2 [96] c-ns-properties, one of the two; false where the line ends behind it.
  mutating func parseProperty() -> Bool {
    scanProperty(inFlow: false)
    let content = skippingBlanks(position)
    if isBreak(at: content) || (bytes[content] == 0x23 && content > position) {
      mergeInner()
      finishLine()
      return false
    }
    position = content
    return true
  }

  /// Reads an anchor or a tag into `inner`.
  mutating func scanProperty(inFlow: Bool) {
    let start = position
    if bytes[start] == 0x26 {
      let end = scanName(start + 1)
      if end == start + 1 || !isPropertyEnd(end, inFlow) { report(.badAnchor, start, end) }
      if inner.anchorEnd > 0 { report(.repeatedProperty, start, end) }
      inner.anchorStart = Int32(truncatingIfNeeded: start)
      inner.anchorEnd = Int32(truncatingIfNeeded: end)
      position = end
      return
    }
    let end = scanTag(start, inFlow)
    if inner.tagEnd > 0 { report(.repeatedProperty, start, end) }
    inner.tagStart = Int32(truncatingIfNeeded: start)
    inner.tagEnd = Int32(truncatingIfNeeded: end)
    position = end
  }

  private func isPropertyEnd(_ offset: Int, _ inFlow: Bool) -> Bool {
    isWhite(at: offset) || (inFlow && Self.isFlowIndicator(bytes[offset]))
  }

  /// YAML 1.2.2 [97] c-ns-tag-property; its end.
  private mutating func scanTag(_ start: Int, _ inFlow: Bool) -> Int {
    var offset = start + 1
    if byte(at: offset) == 0x3C {
      // [98] c-verbatim-tag
      while offset < count, bytes[offset] > 0x20, bytes[offset] != 0x3E { offset += 1 }
      if byte(at: offset) == 0x3E, offset > start + 2 { offset += 1 } else { report(.badTag, start, offset) }
      if !isPropertyEnd(offset, inFlow) { report(.badTag, start, offset) }
      return offset
    }
    // [99] c-ns-shorthand-tag: `!`, a handle that ends in the second `!`, and characters of a URI but `!` and `,[]{}`.
    var bangs = 0
    while offset < count, bytes[offset] > 0x20, !Self.isFlowIndicator(bytes[offset]) {
      if bytes[offset] == 0x21 {
        bangs += 1
        if offset > start + 1 { hasNamedHandles = true }
      }
      offset += 1
    }
    if bangs > 1 || !isPropertyEnd(offset, inFlow) || (bangs == 1 && bytes[offset - 1] == 0x21) {
      report(.badTag, start, offset)
    }
    return offset
  }

  /// Finds each alias its anchor: the nearest of its name above it in its document.
  mutating func resolveAliases() {
    var anchors: [ArraySlice<UInt8>: Int32] = [:]
    var nextProperty = 0
    for index in nodes.indices {
      let node = nodes[index]
      if node.kind == .document {
        if !anchors.isEmpty { anchors.removeAll(keepingCapacity: true) }
        continue
      }
      if node.flags.contains(.hasProperties) {
        while nextProperty < properties.count, properties[nextProperty].node.index < index { nextProperty += 1 }
        if nextProperty < properties.count, properties[nextProperty].node.index == index {
          let anchor = properties[nextProperty].anchor
          if !anchor.isEmpty { anchors[bytes[(anchor.start + 1)..<anchor.end]] = Int32(truncatingIfNeeded: index) }
        }
      } else if node.kind == .alias {
        let name = bytes[min(Int(node.start) + 1, Int(node.end))..<Int(node.end)]
        if let target = anchors[name] {
          aliases.append(YAMLTree.AliasTarget(alias: Int32(truncatingIfNeeded: index), target: target))
        } else {
          report(.unknownAnchor, Int(node.start), Int(node.end))
        }
      }
    }
  }

  /// Each `!handle!` needs a `%TAG` of its document.
  mutating func checkHandles() {
    var declared: Set<ArraySlice<UInt8>> = []
    var end = 0
    var nextDocument = 0
    var nextDirective = 0
    for property in properties {
      while property.node.index >= end, nextDocument < nodes.count {
        declared.removeAll(keepingCapacity: true)
        while nextDirective < directives.count, directives[nextDirective].document.index <= nextDocument {
          let declaration = TagText.declaration(in: bytes, directives[nextDirective].range)
          if let declaration, directives[nextDirective].document.index == nextDocument {
            declared.insert(bytes[declaration.handle.indices])
          }
          nextDirective += 1
        }
        end = max(nextDocument + 1, Int(nodes[nextDocument].next))
        nextDocument = end
      }
      guard let handle = TagText.handle(in: bytes, property.tag), handle.count > 2 else { continue }
      if !declared.contains(bytes[handle.indices]) { report(.unknownTagHandle, handle.start, handle.end) }
    }
  }
}
