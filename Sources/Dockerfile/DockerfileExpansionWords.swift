/// Splits the result as it is made, as BuildKit's `wordsStruct` does.
struct WordSplitter {
  struct List {
    var words: [[UInt8]] = []
    var isInWord = false
  }
  var buffer: [UInt8] = []

  mutating func add(_ rune: UInt32, to list: inout List) {
    guard GoRune.isSpace(rune) else {
      GoRune.append(rune, to: &buffer)
      list.isInWord = true
      return
    }
    if list.isInWord, !buffer.isEmpty {
      list.words.append(buffer)
      buffer.removeAll(keepingCapacity: true)
      list.isInWord = false
    }
  }

  mutating func addRaw(_ bytes: [UInt8], to list: inout List) {
    buffer += bytes
    list.isInWord = true
  }

  mutating func finish(_ list: inout List) -> [[UInt8]] {
    if !buffer.isEmpty {
      list.words.append(buffer)
      buffer.removeAll(keepingCapacity: true)
      list.isInWord = false
    }
    return list.words
  }
}
