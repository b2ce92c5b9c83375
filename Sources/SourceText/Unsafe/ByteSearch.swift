extension [UInt8] {
  /// The first LF or CR at or behind an offset; the end where there is none.
  @inlinable
  public func firstLineBreak(from offset: Int) -> Int { firstLineBreak(orOneOf: 0x0A, 0x0D, from: offset) }

  /// The first LF, CR, or one of two other bytes at or behind an offset; the end where there is none. Eight bytes a step.
  ///
  /// The pointer is the array's own and good for the closure; no load goes beyond its count.
  @inlinable
  @inline(__always)
  public func firstLineBreak(orOneOf first: UInt8, _ second: UInt8, from offset: Int) -> Int {
    unsafe withUnsafeBytes { buffer in
      var offset = offset
      let end = buffer.count
      while offset &+ 8 <= end {
        let word = UInt64(littleEndian: unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        let breaks = word.bytesEqual(to: 0x0A) | word.bytesEqual(to: 0x0D)
        let found = breaks | word.bytesEqual(to: first) | word.bytesEqual(to: second)
        if found != 0 { return offset &+ found.trailingZeroBitCount &>> 3 }
        offset &+= 8
      }
      while offset < end {
        let byte = unsafe buffer[offset]
        if byte == 0x0A || byte == 0x0D || byte == first || byte == second { break }
        offset &+= 1
      }
      return Swift.min(offset, end)
    }
  }

  /// The first byte at or behind an offset that is no space; the end where there is none.
  @inlinable
  @inline(__always)
  public func firstNonSpace(from offset: Int) -> Int {
    unsafe withUnsafeBytes { buffer in
      var offset = offset
      let end = buffer.count
      while offset &+ 8 <= end {
        let word = UInt64(littleEndian: unsafe buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        let other = word ^ 0x2020_2020_2020_2020
        if other != 0 { return offset &+ other.trailingZeroBitCount &>> 3 }
        offset &+= 8
      }
      while offset < end, unsafe buffer[offset] == 0x20 { offset &+= 1 }
      return offset
    }
  }
}

extension UInt64 {
  /// The high bit of each byte that equals one. Above the lowest of them there may be false ones, so only that counts.
  @inlinable
  @inline(__always)
  func bytesEqual(to byte: UInt8) -> UInt64 {
    let low: UInt64 = 0x0101_0101_0101_0101
    let difference = self ^ (low &* UInt64(byte))
    return (difference &- low) & ~difference & (low &<< 7)
  }
}
