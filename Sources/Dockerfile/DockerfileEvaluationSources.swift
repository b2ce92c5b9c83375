import SourceText

/// Where ADD or COPY takes a source from.
public enum CopySource: Sendable, Equatable {
  /// A path or pattern in the build context, the stage or the image.
  case path
  /// `http://` or `https://`
  case url
  /// A Git repository, with what its query asks for that matters to the instruction.
  case git(GitQuery)
  /// A Git repository whose query BuildKit refuses.
  case badGit

  public struct GitQuery: Sendable, Equatable {
    public var checksum: String?
    public var keepsGitDirectory: Bool?
  }

  /// - Parameter text: expanded.
  public init(_ text: some Collection<UInt8>) {
    let text = Array(text)
    let isURL = text.starts(with: "http://".utf8) || text.starts(with: "https://".utf8)
    guard let reference = GitReference(text) else {
      self = isURL ? .url : .path
      return
    }
    guard let query = reference.options else {
      self = .badGit
      return
    }
    // `github.com/…` without a scheme is a path here; only as a build context it would be a repository.
    self = reference.looksLocal ? .path : .git(query)
  }

  /// BuildKit takes `--checksum` for `github.com/…` without a scheme, and then does not use it.
  static func isChecksumAllowed(_ text: [UInt8]) -> Bool {
    if case .path = CopySource(text) { GitReference(text) != nil } else { true }
  }
}

/// Source: moby/buildkit `frontend/dockerfile/dfgitutil` and `util/gitutil/git_url.go`.
private struct GitReference {
  let looksLocal: Bool
  let query: [(name: [UInt8], value: [UInt8])]
  /// The branch, tag or commit after `#`.
  let fragment: [UInt8]

  init?(_ text: [UInt8]) {
    if text.starts(with: "./".utf8) || text.starts(with: "../".utf8) { return nil }
    let isGitHub = text.starts(with: "github.com/".utf8)
    let scheme = Self.scheme(text)
    guard isGitHub || scheme != nil else {
      guard let parts = Self.secureCopyParts(text), let query = Self.query(parts.query) else { return nil }
      (looksLocal, self.query, fragment) = (false, query, parts.fragment)
      return
    }
    let rest = scheme.map { text.dropFirst($0.count + 3) } ?? text[...]
    guard let location = Location(rest, scheme: scheme) else { return nil }
    if let scheme {
      guard ["http", "https", "ssh", "git"].contains(scheme) else { return nil }
      if scheme.hasPrefix("http"), !location.path.asString.hasSuffix(".git") { return nil }
    }
    looksLocal = isGitHub
    // Unlike the form above, a URL's query may hold what cannot be read: it is left out.
    query = Self.pairs(location.query).compactMap { $0 }
    fragment = location.fragment
  }

  /// `loadQuery`: nil for what it refuses.
  var options: CopySource.GitQuery? {
    var options = CopySource.GitQuery()
    var seen: [[UInt8]: [UInt8]] = [:]
    for (name, value) in query where seen.updateValue(value, forKey: name) != nil { return nil }
    for (name, value) in seen {
      switch name.asString {
      case "keep-git-dir", "submodules", "fetch-by-commit":
        guard let isOn = value.isEmpty ? true : goBoolean(value) else { return nil }
        if name.equals("keep-git-dir") { options.keepsGitDirectory = isOn }
      case "ref", "tag", "branch", "subdir", "checksum", "commit", "mtime":
        if value.isEmpty { return nil }
        if name.equals("mtime"), !value.equals("checkout"), !value.equals("commit") { return nil }
        if name.equals("checksum") || name.equals("commit") { options.checksum = value.asString }
      default: return nil
      }
    }
    return hasOneReference(seen) ? options : nil
  }

  private func hasOneReference(_ options: [[UInt8]: [UInt8]]) -> Bool {
    func option(_ name: String, prefix: String = "") -> [UInt8]? {
      options[Array(name.utf8)].map { $0.starts(with: prefix.utf8) ? $0 : Array(prefix.utf8) + $0 }
    }
    let colon = fragment.firstIndex(of: UInt8(ascii: ":")) ?? fragment.count
    let ref = Array(fragment[..<colon])
    let directory = ImagePath.joined([UInt8(ascii: "/")], Array(fragment[min(colon + 1, fragment.count)...]))
    if let wanted = option("subdir"), directory.count > 1, wanted != Array(directory.dropFirst()) { return false }
    if option("tag") != nil, option("branch") != nil { return false }
    let named = [
      ref.isEmpty ? nil : ref, option("ref"), option("tag", prefix: "refs/tags/"), option("branch", prefix: "refs/heads/"),
    ]
    return Set(named.compactMap { $0 }).count <= 1
  }

  /// What stands before `://`, in lower case.
  private static func scheme(_ text: [UInt8]) -> String? {
    let end = text.firstIndex { !$0.isASCIILetter && !$0.isASCIIDigit } ?? text.count
    guard end > 0, text[end...].starts(with: "://".utf8) else { return nil }
    return text[..<end].map(\.asciiLowercased).asString
  }

  /// `user@host:path?query#fragment`
  private static func secureCopyParts(_ text: [UInt8]) -> (query: [UInt8], fragment: [UInt8])? {
    guard !text.contains(0x0A), let at = text.firstIndex(of: UInt8(ascii: "@")), at > 0 else { return nil }
    guard text[..<at].allSatisfy({ $0.isNameByte || $0 == UInt8(ascii: "-") }) else { return nil }
    let rest = text[(at + 1)...]
    guard let colon = rest.firstIndex(of: UInt8(ascii: ":")), colon > at + 1 else { return nil }
    let host = rest[..<colon]
    let dotAndHyphen = [UInt8(ascii: "."), UInt8(ascii: "-")]
    guard host.allSatisfy({ $0.isASCIILetter || $0.isASCIIDigit || dotAndHyphen.contains($0) }) else { return nil }
    // The expression is lazy: a `?` counts only before the first `#`.
    let path = text[(colon + 1)...]
    let hash = path.firstIndex(of: UInt8(ascii: "#")) ?? path.endIndex
    let mark = path[..<hash].firstIndex(of: UInt8(ascii: "?"))
    return (mark.map { Array(path[($0 + 1)..<hash]) } ?? [], Array(path[min(hash + 1, path.endIndex)...]))
  }

  private static func query(_ text: [UInt8]) -> [(name: [UInt8], value: [UInt8])]? {
    let pairs = pairs(text)
    let readable = pairs.compactMap { $0 }
    return readable.count == pairs.count ? readable : nil
  }

  /// `url.ParseQuery`, pair by pair; nil for one that cannot be read.
  private static func pairs(_ text: [UInt8]) -> [(name: [UInt8], value: [UInt8])?] {
    text.split(separator: UInt8(ascii: "&")).map { pair in
      guard !pair.contains(UInt8(ascii: ";")) else { return nil }
      let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
      let plus = UInt8(ascii: "+")
      let value = pair[min(equals + 1, pair.endIndex)...].map { $0 == plus ? 0x20 : $0 }
      guard let name = PercentEncoding.decode(pair[..<equals].map { $0 == plus ? 0x20 : $0 }),
        let value = PercentEncoding.decode(value)
      else { return nil }
      return (name, value)
    }
  }
}

/// The parts of a URL after its scheme, where Go's `url.Parse` takes it.
private struct Location {
  let path: [UInt8]
  let query: [UInt8]
  let fragment: [UInt8]

  /// - Parameter scheme: nil for a path alone.
  init?(_ text: ArraySlice<UInt8>, scheme: String?) {
    guard !text.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
    let hash = text.firstIndex(of: UInt8(ascii: "#")) ?? text.endIndex
    guard let fragment = PercentEncoding.decode(text[min(hash + 1, text.endIndex)...]) else { return nil }
    let mark = text[..<hash].firstIndex(of: UInt8(ascii: "?")) ?? hash
    let slash = scheme == nil ? text.startIndex : text[..<mark].firstIndex(of: UInt8(ascii: "/")) ?? mark
    guard let path = PercentEncoding.decode(text[slash..<mark]) else { return nil }
    if let scheme, !Self.isAuthority(text[..<slash], ofWeb: scheme.hasPrefix("http")) { return nil }
    self.path = path
    query = Array(text[min(mark + 1, hash)..<hash])
    self.fragment = fragment
  }

  /// `user:password@host:port`
  /// - Parameter ofWeb: only there Go looks for further colons in the host.
  private static func isAuthority(_ text: ArraySlice<UInt8>, ofWeb isWeb: Bool) -> Bool {
    let colon = UInt8(ascii: ":")
    let at = text.lastIndex(of: UInt8(ascii: "@"))
    if let at {
      let isUser = text[..<at].allSatisfy { $0.isASCIILetter || $0.isASCIIDigit || "-._:~!$&'()*+,;=%@".utf8.contains($0) }
      guard isUser, PercentEncoding.decode(text[..<at]) != nil else { return false }
    }
    let host = at.map { text[($0 + 1)...] } ?? text
    if let bracket = host.lastIndex(of: UInt8(ascii: "[")) {
      guard bracket == host.startIndex, let end = host.lastIndex(of: UInt8(ascii: "]")) else { return false }
      return InternetAddress.isVersion6(host[(bracket + 1)..<end]) && isOptionalPort(host[(end + 1)...])
    }
    let port = (isWeb ? host.firstIndex(of: colon) : host.lastIndex(of: colon)) ?? host.endIndex
    guard isOptionalPort(host[port...]) else { return false }
    return isHostName(host[..<port])
  }

  private static func isOptionalPort(_ text: ArraySlice<UInt8>) -> Bool {
    text.isEmpty || text.first == UInt8(ascii: ":") && text.dropFirst().allSatisfy(\.isASCIIDigit)
  }

  /// Go allows much that no host has; `%` stands only for bytes above ASCII and for itself.
  private static func isHostName(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.allSatisfy({ $0 > 0x20 && !"\\^`{|}#?/@".utf8.contains($0) }) else { return false }
    guard PercentEncoding.decode(text) != nil else { return false }
    return text.indices.allSatisfy {
      text[$0] != UInt8(ascii: "%") || text[$0 + 1] >= UInt8(ascii: "8") || text[$0...].starts(with: "%25".utf8)
    }
  }
}

private enum PercentEncoding {
  static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
    let text = Array(text)
    guard text.contains(UInt8(ascii: "%")) else { return text }
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      guard text[index] == UInt8(ascii: "%") else {
        result.append(text[index])
        index += 1
        continue
      }
      guard index + 2 < text.count, let high = digit(text[index + 1]), let low = digit(text[index + 2]) else { return nil }
      result.append(high << 4 | low)
      index += 3
    }
    return result
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    guard byte.isASCIIHexDigit else { return nil }
    return byte.isASCIIDigit ? byte & 0xF : (byte & 0xF) + 9
  }
}
