public import SourceText

/// Where a text holds what its own words call a credential, in whatever language: `NAME=value`, `name: value`,
/// `"name": "value"`, `--name value`, `ENV NAME value`, `scheme://user:value@host`.
///
/// Made for masking, not for finding: it would rather cover too much than show a part of a value.
public enum SecretPlaces {
  /// The values, in order, never overlapping.
  public static func ranges(in bytes: [UInt8]) -> [SourceRange] {
    var found: [SourceRange] = []
    var position = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: ":"):
        if let password = urlPassword(bytes, colon: position) {
          found.append(password)
          position = password.end
          continue
        }
        fallthrough
      case UInt8(ascii: "="):
        if let name = name(endingAt: position, in: bytes), SecretName.mayMatch(bytes[name.indices]) {
          let value = value(from: position + 1, in: bytes)
          if !value.isEmpty { found.append(value) }
          position = max(value.end, position + 1)
          continue
        }
      case UInt8(ascii: "|"):
        if let password = chpasswdInput(bytes, pipe: position) { found.append(password) }
      case UInt8(ascii: " "), UInt8(ascii: "\t"):
        if let password = userPassword(bytes, blank: position) {
          found.append(password)
          position = password.end
          continue
        }
        if position > 0, !bytes[position - 1].isBlank, SecretName.mayEnd(bytes[..<position]),
          let name = name(endingAt: position, in: bytes), isOptionOrVariable(name, bytes),
          SecretName.mayMatch(bytes[name.indices])
        {
          let value = value(from: position + 1, in: bytes)
          if !value.isEmpty, bytes[value.start] != UInt8(ascii: "-") {
            found.append(value)
            position = value.end
            continue
          }
        }
      default: break
      }
      position += 1
    }
    return found
  }

  /// The name before an operator, quotes and blanks between left out.
  private static func name(endingAt operatorOffset: Int, in bytes: [UInt8]) -> SourceRange? {
    var end = operatorOffset
    while end > 0, mayStandBehindName(bytes[end - 1]), operatorOffset - end < 4 { end -= 1 }
    var start = end
    while start > 0, operatorOffset - start < 128, isNamePart(bytes[start - 1]) { start -= 1 }
    return start < end ? SourceRange(start, end) : nil
  }

  /// `KEY ?= v`, `KEY := v`, `KEY += v`, `"key" : v`
  private static func mayStandBehindName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: ":"), UInt8(ascii: "?"),
      UInt8(ascii: "+"):
      true
    default: false
    }
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    byte.isNameByte || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
  }

  /// `--password x`, and `ENV PASSWORD x` with its old syntax.
  private static func isOptionOrVariable(_ name: SourceRange, _ bytes: [UInt8]) -> Bool {
    if bytes[name.start] == UInt8(ascii: "-") { return true }
    var end = name.start
    while end > 0, bytes[end - 1].isBlank { end -= 1 }
    return bytes[..<end].suffix(3).equalsIgnoringCase("env") || bytes[..<end].suffix(5).equalsIgnoringCase("label")
  }

  /// A quoted value with its quotes left out, or what reaches to the next blank, comma or bracket.
  private static func value(from offset: Int, in bytes: [UInt8]) -> SourceRange {
    var start = offset
    while start < bytes.count, bytes[start].isBlank { start += 1 }
    guard start < bytes.count else { return .at(bytes.count) }
    let quote = bytes[start]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      var end = start + 1
      while end < bytes.count, bytes[end] != quote, bytes[end] != 0x0A {
        end += bytes[end] == UInt8(ascii: "\\") && end + 1 < bytes.count && bytes[end + 1] != 0x0A ? 2 : 1
      }
      return SourceRange(start + 1, min(end, bytes.count))
    }
    var end = start
    while end < bytes.count, !bytes[end].isASCIISpace {
      // `\ ` continues a Dockerfile's value.
      end += bytes[end] == UInt8(ascii: "\\") && end + 1 < bytes.count && bytes[end + 1].isBlank ? 2 : 1
    }
    end = min(end, bytes.count)
    // `A=$(cat /run/secrets/a)` and `A=$B` name where a secret comes from; `A=${B:-value}` holds one.
    if bytes[start] == UInt8(ascii: "$"),
      !bytes[start..<end].contains(UInt8(ascii: "-")) || bytes[start..<end].starts(with: Array("$(".utf8))
    {
      return .at(start)
    }
    return SourceRange(start, end)
  }

  /// `echo "user:password" | chpasswd`
  private static func chpasswdInput(_ bytes: [UInt8], pipe: Int) -> SourceRange? {
    let after = bytes[(pipe + 1)...].prefix(32).drop(while: \.isBlank)
    guard after.starts(with: Array("chpasswd".utf8)) || after.starts(with: Array("sudo chpasswd".utf8)) else { return nil }
    var start = pipe
    while start > 0, pipe - start < 256, bytes[start - 1] != UInt8(ascii: ":"), bytes[start - 1] != 0x0A { start -= 1 }
    guard start > 0, bytes[start - 1] == UInt8(ascii: ":") else { return nil }
    var end = pipe
    while end > start, bytes[end - 1].isBlank || bytes[end - 1] == UInt8(ascii: "\"") || bytes[end - 1] == UInt8(ascii: "'") { end -= 1 }
    return end > start ? SourceRange(start, end) : nil
  }

  /// `-u user:password`, `--user user:password`
  private static func userPassword(_ bytes: [UInt8], blank: Int) -> SourceRange? {
    guard blank > 2, bytes[blank - 1] == UInt8(ascii: "u") || bytes[blank - 1] == UInt8(ascii: "r") else { return nil }
    guard bytes[..<blank].ends(with: " -u") || bytes[..<blank].ends(with: "--user") else { return nil }
    var position = blank + 1
    while position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") { position += 1 }
    // The colon of `${USER:-app}` parts nothing.
    var depth = 0
    while position < bytes.count, !bytes[position].isASCIISpace, depth > 0 || bytes[position] != UInt8(ascii: ":") {
      if bytes[position] == UInt8(ascii: "{"), bytes[position - 1] == UInt8(ascii: "$") { depth += 1 }
      if bytes[position] == UInt8(ascii: "}"), depth > 0 { depth -= 1 }
      position += 1
    }
    guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { return nil }
    let value = value(from: position + 1, in: bytes)
    // `chown -u name:group` and `docker run -u 1000:1000` name no password; masking them does no harm.
    return value.isEmpty || value.start != position + 1 ? nil : value
  }

  /// `://user:password@`
  private static func urlPassword(_ bytes: [UInt8], colon: Int) -> SourceRange? {
    var start = colon
    while start > 0, colon - start < 256, !bytes[start - 1].isASCIISpace, bytes[start - 1] != UInt8(ascii: "/") { start -= 1 }
    guard start >= 3, start < colon, bytes[start - 1] == UInt8(ascii: "/"), bytes[start - 2] == UInt8(ascii: "/"),
      bytes[start - 3] == UInt8(ascii: ":")
    else { return nil }
    var end = colon + 1
    while end < bytes.count, !bytes[end].isASCIISpace, bytes[end] != UInt8(ascii: "/"), bytes[end] != UInt8(ascii: "@"),
      bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "'")
    { end += 1 }
    guard end < bytes.count, bytes[end] == UInt8(ascii: "@"), end > colon + 1 else { return nil }
    return SourceRange(colon + 1, end)
  }
}

extension Collection where Element == UInt8, Self: BidirectionalCollection {
  fileprivate func ends(with text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
