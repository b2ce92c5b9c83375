public import SourceText

extension YAMLTree {
  /// The column, from 0 and in bytes, of the first byte of a node's content: of a block collection, what its entries are
  /// indented by.
  public func column(of id: NodeID) -> Int {
    let start = self[id].range.start
    var line = start
    while line > 0, storage.bytes[line - 1] != 0x0A, storage.bytes[line - 1] != 0x0D { line -= 1 }
    return start - line - (line == 0 ? SourceText.byteOrderMarkLength(storage.bytes) : 0)
  }

  /// The `-` of an item of a block sequence; nil for any other node.
  public func dash(of item: NodeID) -> SourceRange? {
    var place = rangeWithProperties(of: item).start
    while true {
      while place > 0, storage.bytes[place - 1].isASCIISpace { place -= 1 }
      if let trivia = triviaEnding(at: place) {
        place = trivia.start
        continue
      }
      guard place > 0, storage.bytes[place - 1] == 0x2D else { return nil }
      return SourceRange(place - 1, place)
    }
  }

  /// The `:` between a key and its value; nil where none is written.
  public func colon(of entry: Entry) -> SourceRange? {
    let end = rangeWithProperties(of: entry.value).start
    var place = self[entry.keyNode].range.end
    while place < storage.bytes.count, place <= end {
      if storage.bytes[place].isASCIISpace {
        place += 1
      } else if let comment = comment(at: place) {
        place = comment.end
      } else {
        return storage.bytes[place] == 0x3A ? SourceRange(place, place + 1) : nil
      }
    }
    return nil
  }

  /// The comment that begins at an offset.
  public func comment(at offset: Int) -> SourceRange? {
    let index = storage.comments.firstIndex(notBefore: offset) { $0.start }
    return index < storage.comments.count && storage.comments[index].start == offset ? storage.comments[index] : nil
  }

  private func triviaEnding(at offset: Int) -> SourceRange? {
    let comment = storage.comments.firstIndex(notBefore: offset) { $0.end }
    if comment < storage.comments.count, storage.comments[comment].end == offset, !storage.comments[comment].isEmpty {
      return storage.comments[comment]
    }
    let action = storage.actions.firstIndex(notBefore: offset) { $0.range.end }
    guard action < storage.actions.count, storage.actions[action].range.end == offset, storage.actions[action].role != .inline else {
      return nil
    }
    return storage.actions[action].range
  }
}

extension Array {
  /// The first element, of an array in order, whose place is at or behind an offset.
  func firstIndex(notBefore offset: Int, _ place: (Element) -> Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if place(self[middle]) < offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
