import SourceText

/// The reference grammar, read in one pass without backtracking.
struct ImageReferenceParser {
  struct Parts {
    /// As written.
    var domain: SourceRange?
    var normalDomain: String
    var path: SourceRange
    /// Docker Hub's `library/` goes before the path.
    var isOfficial: Bool
    var tag: SourceRange?
    var digest: SourceRange?
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func parse() throws(ImageReferenceError) -> Parts {
    guard !bytes.isEmpty else { throw error(.empty, 0, 0) }
    if bytes.count == 64, bytes.allSatisfy(isLowerHex) { throw error(.identifier, 0, 64) }

    let slash = bytes.firstIndex(of: UInt8(ascii: "/"))
    let domainEnd = slash.flatMap { isDomain(0..<$0) ? $0 : nil }
    // A name that only looks like a domain's is read as part of the path if it can be.
    let isRealDomain = domainEnd.map { isValidDomain(0..<$0) } ?? true
    let pathStart = isRealDomain ? domainEnd.map { $0 + 1 } ?? 0 : 0

    let separators = [UInt8(ascii: ":"), UInt8(ascii: "@")]
    let nameEnd = bytes[(domainEnd.map { $0 + 1 } ?? 0)...].firstIndex(where: separators.contains) ?? bytes.count
    try checkPath(pathStart..<nameEnd)
    position = nameEnd

    var parts = Parts(normalDomain: ImageReference.defaultDomain, path: SourceRange(pathStart, nameEnd), isOfficial: false)
    if let domainEnd, isRealDomain {
      parts.domain = SourceRange(0, domainEnd)
      let written = bytes[..<domainEnd].asString
      parts.normalDomain = written == "index.docker.io" ? ImageReference.defaultDomain : written
    } else if !isRealDomain {
      parts.normalDomain = ""
    }
    parts.isOfficial =
      parts.normalDomain == ImageReference.defaultDomain
      && !bytes[parts.path.indices].contains(UInt8(ascii: "/"))
    if parts.path.count + (parts.isOfficial ? 8 : 0) > ImageReference.maximumPathLength {
      throw error(.nameTooLong, pathStart, nameEnd)
    }

    if position < bytes.count, bytes[position] == UInt8(ascii: ":") { parts.tag = try tag() }
    if position < bytes.count { parts.digest = try digest() }
    return parts
  }

  private func error(_ kind: ImageReferenceError.Kind, _ start: Int, _ end: Int) -> ImageReferenceError {
    ImageReferenceError(kind: kind, range: SourceRange(start, end))
  }

  private func isLowerHex(_ byte: UInt8) -> Bool { byte.isASCIIHexDigit && !byte.isASCIIUpper }
}

// MARK: Name

extension ImageReferenceParser {
  /// `splitDockerDomain`: whether what stands before the first slash is meant as a registry.
  private func isDomain(_ range: Range<Int>) -> Bool {
    let text = bytes[range]
    return text.equals("localhost") || text.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") || $0.isASCIIUpper }
  }

  /// `domainAndPort`
  private func isValidDomain(_ range: Range<Int>) -> Bool {
    var end = range.upperBound
    let text = bytes[range]
    if text.first == UInt8(ascii: "[") {
      guard let bracket = text.firstIndex(of: UInt8(ascii: "]")), bracket > range.lowerBound + 1 else { return false }
      let address = bytes[(range.lowerBound + 1)..<bracket]
      guard address.allSatisfy({ $0.isASCIIHexDigit || $0 == UInt8(ascii: ":") }) else { return false }
      return isOptionalPort(bytes[(bracket + 1)..<end])
    }
    if let colon = text.firstIndex(of: UInt8(ascii: ":")) {
      guard isOptionalPort(bytes[colon..<end]) else { return false }
      end = colon
    }
    let hyphen = UInt8(ascii: "-")
    return bytes[range.lowerBound..<end].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
      guard let first = $0.first, let last = $0.last, first != hyphen, last != hyphen else { return false }
      return $0.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || $0 == hyphen }
    }
  }

  private func isOptionalPort(_ text: ArraySlice<UInt8>) -> Bool {
    text.isEmpty || text.count > 1 && text.first == UInt8(ascii: ":") && text.dropFirst().allSatisfy(\.isASCIIDigit)
  }

  /// `remoteName`: lower-case components, their separators `.`, `_`, `__` or any number of dashes.
  private func checkPath(_ range: Range<Int>) throws(ImageReferenceError) {
    if let upper = bytes[range].firstIndex(where: \.isASCIIUpper) { throw error(.uppercaseName, upper, upper + 1) }
    guard !range.isEmpty else { throw error(.invalidName, range.lowerBound, range.lowerBound) }
    var index = range.lowerBound
    while true {
      let start = index
      while index < range.upperBound, bytes[index].isASCIILower || bytes[index].isASCIIDigit { index += 1 }
      guard index > start else { throw error(.invalidName, start, min(start + 1, range.upperBound)) }
      guard index < range.upperBound else { return }
      let separator = bytes[index]
      let separatorStart = index
      switch separator {
      case UInt8(ascii: "/"), UInt8(ascii: "."): index += 1
      case UInt8(ascii: "_"):
        index += 1
        if index < range.upperBound, bytes[index] == separator { index += 1 }
      case UInt8(ascii: "-"):
        while index < range.upperBound, bytes[index] == separator { index += 1 }
      default: throw error(.invalidName, separatorStart, separatorStart + 1)
      }
      assert(index > start)
    }
  }
}

// MARK: Tag and digest

extension ImageReferenceParser {
  private mutating func tag() throws(ImageReferenceError) -> SourceRange {
    position += 1
    let start = position
    let end = bytes[start...].firstIndex(of: UInt8(ascii: "@")) ?? bytes.count
    let text = bytes[start..<end]
    position = end
    guard let first = text.first, first.isNameByte, text.count <= 128,
      text.allSatisfy({ $0.isNameByte || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") })
    else { throw error(.invalidTag, start, end) }
    return SourceRange(start, end)
  }

  private mutating func digest() throws(ImageReferenceError) -> SourceRange {
    position += 1
    let start = position
    let end = bytes.count
    position = end
    let text = bytes[start..<end]
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), isAlgorithm(bytes[start..<colon]) else {
      throw error(.invalidDigest, start, end)
    }
    let digits = bytes[(colon + 1)..<end]
    guard digits.count >= 32, digits.allSatisfy(\.isASCIIHexDigit) else { throw error(.invalidDigest, start, end) }
    let length: Int
    switch bytes[start..<colon].asString {
    case "sha256": length = 64
    case "sha384": length = 96
    case "sha512": length = 128
    case let other: throw error(other.utf8.contains(where: \.isASCIIUpper) ? .invalidDigest : .digestAlgorithm, start, end)
    }
    guard digits.count == length else { throw error(.digestLength, start, end) }
    guard digits.allSatisfy(isLowerHex) else { throw error(.invalidDigest, start, end) }
    return SourceRange(start, end)
  }

  /// Components that begin with a letter, joined by one of `-`, `_`, `+`, `.`.
  private func isAlgorithm(_ text: ArraySlice<UInt8>) -> Bool {
    text.split(omittingEmptySubsequences: false) { "-_+.".utf8.contains($0) }.allSatisfy {
      $0.first?.isASCIILetter == true && $0.allSatisfy { $0.isASCIILetter || $0.isASCIIDigit }
    }
  }
}
