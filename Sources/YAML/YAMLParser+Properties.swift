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
    for property in properties {
      guard !property.tag.isEmpty, let handle = TagText.handle(in: bytes, property.tag), handle.count > 2 else { continue }
      let document = documentIndex(of: property.node.index)
      let isDeclared = declaredHandles(for: document).contains { bytes[$0.indices].elementsEqual(bytes[handle.indices]) }
      if !isDeclared { report(.unknownTagHandle, handle.start, handle.end) }
    }
  }

  private func documentIndex(of node: Int) -> Int {
    // Documents are few where handles are; binary search needs them in an array, so walk the directives instead.
    var found = 0
    var index = 0
    while index < nodes.count, index <= node {
      found = index
      index = max(index + 1, Int(nodes[index].next))
    }
    return found
  }

  private func declaredHandles(for document: Int) -> [SourceRange] {
    directives.filter { $0.document.index == document }.compactMap { TagText.declaration(in: bytes, $0.range)?.handle }
  }
}
