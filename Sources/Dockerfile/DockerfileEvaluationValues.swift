import SourceText

/// Values of arguments that BuildKit checks once variables are replaced.
enum ArgumentValues {
  /// `--chmod`: octal up to 07777, or symbolic as chmod(1) has it.
  ///
  /// Source: `dispatchCopy`, and tonistiigi/dchapes-mode `ParseWithUmask`.
  static func isFileMode(_ text: [UInt8]) -> Bool {
    guard let first = text.first else { return true }
    if first.isASCIIDigit {
      guard let mode = UInt32(text.asString, radix: 8) else { return false }
      return mode <= 0o7777
    }
    var position = 0
    while true {
      while position < text.count, "augo".utf8.contains(text[position]) { position += 1 }
      repeat {
        guard position < text.count, "+-=".utf8.contains(text[position]) else { return false }
        position += 1
        while position < text.count, "rstwXxugo".utf8.contains(text[position]) { position += 1 }
        if position == text.count { return true }
      } while text[position] != UInt8(ascii: ",")
      position += 1
    }
  }

  /// `STOPSIGNAL`: a number other than 0, or a name with or without `SIG`.
  ///
  /// Source: moby/sys `signal.ParseSignal`, for Linux.
  static func isSignal(_ text: [UInt8]) -> Bool {
    if let number = goInteger(text) { return number != 0 }
    let upper = text.map { $0.isASCIILower ? $0 & 0xDF : $0 }
    let name = upper.starts(with: "SIG".utf8) ? upper[3...] : upper[...]
    if let range = realTimeRange(name) { return range }
    return signals.contains(name.asString)
  }

  /// `RTMIN` to `RTMIN+15` and `RTMAX-14` to `RTMAX`; nil for another name.
  private static func realTimeRange(_ name: ArraySlice<UInt8>) -> Bool? {
    let isLowest = name.starts(with: "RTMIN".utf8)
    guard isLowest || name.starts(with: "RTMAX".utf8) else { return nil }
    let offset = name.dropFirst(5)
    if offset.isEmpty { return true }
    let digits = offset.dropFirst()
    guard offset.first == UInt8(ascii: isLowest ? "+" : "-"), (1...2).contains(digits.count) else { return false }
    guard digits.first != UInt8(ascii: "0"), let number = UInt8(digits.asString) else { return false }
    return number <= (isLowest ? 15 : 14)
  }

  private static let signals: Set<String> = [
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL",
    "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1",
    "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ",
  ]

  /// Go's `strconv.Atoi`
  static func goInteger(_ text: some Collection<UInt8>) -> Int? {
    let digits = text.first == UInt8(ascii: "+") || text.first == UInt8(ascii: "-") ? text.dropFirst() : text.dropFirst(0)
    guard !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit) else { return nil }
    return Int(text.asString)
  }

  /// Go's `strconv.ParseUint` of 32 bits.
  static func goUnsigned(_ text: [UInt8], radix: Int) -> UInt32? {
    guard let first = text.first, first.isASCIIDigit else { return nil }
    return UInt32(text.asString, radix: radix)
  }

  /// `size=` of a tmpfs mount: a number with an optional unit.
  ///
  /// Source: docker/go-units `RAMInBytes`.
  static func isSize(_ text: [UInt8]) -> Bool {
    guard let last = text.lastIndex(where: { $0.isASCIIDigit || $0 == UInt8(ascii: ".") || $0 == 0x20 }) else { return false }
    let number = text[...last].last == 0x20 ? text[..<last] : text[...last]
    // Go knows hexadecimal numbers with an exponent only, and refuses what is too great, but takes `inf` and `nan`.
    let isHexadecimal = number.contains { $0.asciiLowercased == UInt8(ascii: "x") }
    guard !isHexadecimal || number.contains(where: { $0.asciiLowercased == UInt8(ascii: "p") }) else { return false }
    guard let value = Double(number.asString), !(value < 0) else { return false }
    guard value.isFinite || !number.contains(where: \.isASCIIDigit) else { return false }
    let unit = text[(last + 1)...].map(\.asciiLowercased)
    guard let first = unit.first else { return true }
    if first == UInt8(ascii: "b") { return unit.count == 1 }
    return "kmgtp".utf8.contains(first) && ["", "b", "ib"].contains(unit.dropFirst().asString)
  }

  /// `--checksum` of a URL: an algorithm and its digits.
  ///
  /// Source: opencontainers/go-digest `Parse`.
  static func isDigest(_ text: [UInt8]) -> Bool {
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let digits = text[(colon + 1)...]
    let length =
      switch text[..<colon].asString {
      case "sha256": 64
      case "sha384": 96
      case "sha512": 128
      default: -1
      }
    return digits.count == length && digits.allSatisfy { $0.isASCIIHexDigit && !$0.isASCIIUpper }
  }
}

/// One argument of EXPOSE.
///
/// Source: moby/buildkit `convert_expose.go`.
struct PortArgument {
  let numbers: ClosedRange<Int>
  let transport: String

  enum Problem: Error { case port, transport, hostPort, hostAddress, ranges }

  /// `[[address:]host:]container[/transport]`, the parts of which are checked and only the last counts.
  init(_ text: [UInt8]) throws(Problem) {
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    let container = parts.last ?? []
    let slash = container.firstIndex(of: UInt8(ascii: "/")) ?? container.endIndex
    guard slash > container.startIndex else { throw .port }
    let name = container[min(slash + 1, container.endIndex)...].map(\.asciiLowercased).asString
    guard ["", "tcp", "udp", "sctp"].contains(name) else { throw .transport }
    if parts.count > 2 {
      let address = Array(parts.dropLast(2).joined(separator: [UInt8(ascii: ":")]))
      guard address.isEmpty || InternetAddress.isValid(address) else { throw .hostAddress }
    }
    guard let numbers = Self.range(container[..<slash]) else { throw .port }
    if parts.count > 1, let host = parts.dropLast().last, !host.isEmpty {
      guard let hostNumbers = Self.range(host) else { throw .hostPort }
      guard hostNumbers.count == numbers.count || numbers.count == 1 else { throw .ranges }
    }
    self.numbers = numbers
    transport = name.isEmpty ? "tcp" : name
  }

  private static func range(_ text: ArraySlice<UInt8>) -> ClosedRange<Int>? {
    let dash = text.firstIndex(of: UInt8(ascii: "-")) ?? text.endIndex
    guard let start = number(text[..<dash]) else { return nil }
    let rest = text[min(dash + 1, text.endIndex)...]
    if dash == text.endIndex || rest.elementsEqual(text[..<dash]) { return start...start }
    guard let end = number(rest), end >= start else { return nil }
    return start...end
  }

  private static func number(_ text: ArraySlice<UInt8>) -> Int? {
    guard let number = ArgumentValues.goInteger(text), (0...65535).contains(number) else { return nil }
    return number
  }
}

/// Go's `net.ParseIP`, after brackets are taken off as EXPOSE takes them off.
enum InternetAddress {
  static func isValid(_ text: [UInt8]) -> Bool {
    if text.first == UInt8(ascii: "[") {
      guard text.last == UInt8(ascii: "]") else { return false }
      let inner = text[1..<(text.count - 1)]
      guard !inner.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "]") }) else { return false }
      return inner.isEmpty || isVersion4(inner) || isVersion6(inner)
    }
    return isVersion4(text[...]) || isVersion6(text[...])
  }

  private static func isVersion4(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy {
        guard (1...3).contains($0.count), $0.allSatisfy(\.isASCIIDigit), let number = Int($0.asString) else { return false }
        return number <= 255 && ($0.count == 1 || $0.first != UInt8(ascii: "0"))
      }
  }

  /// Eight groups of up to four digits, one run of them as `::`, the last two perhaps an IPv4 address. No zone.
  static func isVersion6(_ text: ArraySlice<UInt8>) -> Bool {
    var text = text
    var groups = 0
    if let dot = text.firstIndex(of: UInt8(ascii: ".")) {
      guard let colon = text[..<dot].lastIndex(of: UInt8(ascii: ":")), isVersion4(text[(colon + 1)...]) else { return false }
      groups = 2
      // The colon before the address belongs to it, but not the second one of `::`.
      let isDouble = colon > text.startIndex && text[colon - 1] == UInt8(ascii: ":")
      text = isDouble ? text[...colon] : text[..<colon]
    }
    let halves = split(text)
    guard halves.count <= 2 else { return false }
    for half in halves where !half.isEmpty {
      for group in half.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false) {
        guard (1...4).contains(group.count), group.allSatisfy(\.isASCIIHexDigit) else { return false }
        groups += 1
      }
    }
    return halves.count == 2 ? groups < 8 : groups == 8
  }

  /// At `::`, twice at most told apart.
  private static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let colon = UInt8(ascii: ":")
    guard let first = text.indices.first(where: { $0 + 1 < text.endIndex && text[$0] == colon && text[$0 + 1] == colon }) else {
      return [text]
    }
    let rest = text[(first + 2)...]
    if rest.first == colon { return [[], [], []] }
    return [text[..<first]] + split(rest)
  }
}
