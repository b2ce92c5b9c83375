/// A place as people and tools name it.
public struct SourcePosition: Hashable, Sendable {
  /// From 1.
  public let line: Int
  /// In Unicode scalars, from 1. A byte order mark has no column; an ill-formed sequence counts as one scalar.
  public let column: Int
  /// In UTF-16 code units, from 1: what editors (LSP) and GitHub count.
  public let utf16Column: Int
  /// In bytes, from 0.
  public let offset: Int

  public init(line: Int, column: Int, utf16Column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.utf16Column = utf16Column
    self.offset = offset
  }
}

/// Where the lines of a text begin. A line ends at LF; a CR before it belongs to the line break.
///
/// Made only where something is found: it costs one pass over the bytes.
public struct LineIndex: Sendable {
  private let bytes: [UInt8]
  private let starts: [Int32]

  public init(_ bytes: [UInt8]) {
    var starts: [Int32] = [0]
    for (offset, byte) in bytes.enumerated() where byte == 0x0A { starts.append(Int32(offset + 1)) }
    self.bytes = bytes
    self.starts = starts
  }

  /// At least 1. A text that ends in a line break has an empty last line.
  public var lineCount: Int { starts.count }

  /// The line (from 1) that holds the byte at `offset`, or the last one beyond the end.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = starts.count
    while low < high {
      let middle = (low + high) / 2
      if Int(starts[middle]) <= offset { low = middle + 1 } else { high = middle }
    }
    return max(low, 1)
  }

  /// The bytes of a line (from 1) without its line break; empty for a line that does not exist.
  public func range(ofLine line: Int) -> SourceRange {
    guard line >= 1, line <= starts.count else { return .at(bytes.count) }
    let start = Int(starts[line - 1])
    var end = line < starts.count ? Int(starts[line]) - 1 : bytes.count
    if line < starts.count, end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return SourceRange(start, end)
  }

  /// The bytes of a line (from 1) with its line break.
  public func fullRange(ofLine line: Int) -> SourceRange {
    guard line >= 1, line <= starts.count else { return .at(bytes.count) }
    return SourceRange(Int(starts[line - 1]), line < starts.count ? Int(starts[line]) : bytes.count)
  }

  /// An offset inside a scalar yields that scalar's place; one beyond the end yields the end.
  public func position(at offset: Int) -> SourcePosition {
    let offset = min(max(offset, 0), bytes.count)
    let line = line(at: offset)
    var position = columnsStart(ofLine: line)
    var column = 1
    var utf16Column = 1
    while position < offset {
      if bytes[position] < 0x80 {
        position += 1
        column += 1
        utf16Column += 1
        continue
      }
      let step = UTF8Step(bytes, at: position)
      if position + step.length > offset { break }
      position += step.length
      column += 1
      utf16Column += step.isValid && step.length == 4 ? 2 : 1
    }
    return SourcePosition(line: line, column: column, utf16Column: utf16Column, offset: offset)
  }

  /// The byte offset of a place counted in UTF-16 code units, both from 1; cut to the line, and never inside a scalar.
  public func offset(line: Int, utf16Column: Int) -> Int {
    let end = range(ofLine: line).end
    var position = min(columnsStart(ofLine: line), end)
    var column = 1
    while position < end, column < utf16Column {
      let step = UTF8Step(bytes, at: position)
      column += step.isValid && step.length == 4 ? 2 : 1
      if column > utf16Column { break }
      position += step.length
    }
    return min(position, end)
  }

  private func columnsStart(ofLine line: Int) -> Int {
    let start = range(ofLine: line).start
    return line == 1 ? start + SourceText.byteOrderMarkLength(bytes) : start
  }
}
