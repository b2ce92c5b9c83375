extension Hasher {
  /// An array of bytes hashes them one by one; eight at a time cost a third.
  public mutating func combine(eightwise bytes: [UInt8]) {
    var word: UInt64 = 0
    for (index, byte) in bytes.enumerated() {
      word = word << 8 | UInt64(byte)
      if index & 7 == 7 {
        combine(word)
        word = 0
      }
    }
    combine(word)
    combine(bytes.count)
  }
}
