import SourceText

/// What one comment asks for, before it is known what stands below it.
struct SuppressionComment {
  typealias Reach = Suppression.Reach

  let reach: Reach
  let names: [Suppression.Name]
  let peer: String?

  /// Reads the text after `#`; nil for a comment that is no suppression.
  ///
  /// The peers' own forms are read a little more leniently than the peers do: blanks around `=` and `,` and a reason
  /// after any blank never void them.
  init?(_ bytes: [UInt8], _ comment: SourceRange) {
    var words = Words(bytes, SourceRange(comment.start + 1, comment.end))
    words.skipBlanks()
    // Ours.
    if words.take("ashlar:") {
      words.skipBlanks()
      let isFile = words.take("ignore-file")
      guard isFile || words.take("ignore") else { self.init(.construct, [], nil); return }
      let names = words.takeBracketed() ?? []
      self.init(isFile ? .file : .construct, names, nil)
      return
    }
    if words.take("hadolint") {
      guard words.skipBlanks() else { return nil }
      let reach: Reach = words.take("global") ? .file : words.take("stage") ? .stage : .construct
      words.skipBlanks()
      guard words.takeAssigned("ignore") else { return nil }
      // hadolint's own ids and ShellCheck's are told apart by their letters.
      self.init(reach, words.takeList { $0.hasPrefix("SC") ? "shellcheck" : "hadolint" }, "hadolint")
      return
    }
    if words.take("tally") {
      guard words.skipBlanks() else { return nil }
      let reach: Reach = words.take("global") ? .file : .construct
      words.skipBlanks()
      guard words.takeAssigned("ignore") else { return nil }
      self.init(reach, words.takeList(Self.tallyPeer), "tally")
      return
    }
    if words.take("check=") || words.takeAssigned("check") {
      // BuildKit: the value ends at the first blank; at most three parts, of which `skip=` is ours to know.
      guard words.skip(past: "skip=") else { return nil }
      let names = words.takeList { _ in "buildkit" }
      self.init(.construct, names.count == 1 && names[0].text == "buildkit:all" ? [] : names, "buildkit")
      return
    }
    if words.take("trivy:ignore:") {
      let name = words.takeWord(peer: "trivy")
      self.init(.construct, [.init(Self.trivyID(name.text), name.range)], "trivy")
      return
    }
    for prefix in ["checkov:skip=", "bridgecrew:skip=", "cortex:skip="] where words.take(prefix) {
      self.init(.file, words.takeList { _ in "checkov" }, "checkov")
      return
    }
    if words.take("nosemgrep") || words.take("nosem") {
      let isNamed = words.take(":")
      words.skipBlanks()
      let names = isNamed ? words.takeList { _ in "semgrep" } : []
      self.init(.construct, names, "semgrep")
      return
    }
    if words.take("kics-scan") {
      words.skipBlanks()
      if words.take("ignore-line") || words.take("ignore-block") { self.init(.construct, [], "kics"); return }
      if words.take("ignore") { self.init(.file, [], "kics"); return }
      guard words.takeAssigned("disable") else { return nil }
      self.init(.file, words.takeList { _ in "kics" }.map { .init(String($0.text.prefix(13)), $0.range) }, "kics")
      return
    }
    return nil
  }

  /// `AVD-DS-0002`, `DS002` and `ds-0002` are all `DS-0002`.
  private static func trivyID(_ name: String) -> String {
    var id = name.dropFirst("trivy:".count).uppercased()
    if id.hasPrefix("AVD-") { id.removeFirst(4) }
    let letters = id.prefix { $0.isLetter }
    let digits = id.dropFirst(letters.count).drop { $0 == "-" }
    guard !digits.isEmpty, digits.allSatisfy(\.isNumber), digits.count <= 4 else { return "trivy:" + id }
    return "trivy:\(letters)-" + String(repeating: "0", count: 4 - digits.count) + digits
  }

  private init(_ reach: Reach, _ names: [Suppression.Name], _ peer: String?) {
    self.reach = reach
    self.names = names
    self.peer = peer
  }

  private static func tallyPeer(_ name: String) -> String {
    name.hasPrefix("DL") ? "hadolint" : name.hasPrefix("SC") ? "shellcheck" : "tally"
  }
}

/// A cursor over the words of a comment.
private struct Words {
  let bytes: [UInt8]
  let end: Int
  var position: Int

  init(_ bytes: [UInt8], _ range: SourceRange) {
    self.bytes = bytes
    end = range.end
    position = range.start
  }

  @discardableResult
  mutating func skipBlanks() -> Bool {
    let start = position
    while position < end, bytes[position].isBlank { position += 1 }
    return position > start
  }

  /// Goes on behind a text in this word; false, and nothing done, where it is not there.
  mutating func skip(past text: String) -> Bool {
    let start = position
    while position < end, !bytes[position].isBlank {
      if take(text) { return true }
      position += 1
    }
    position = start
    return false
  }

  mutating func take(_ text: String) -> Bool {
    let count = text.utf8.count
    guard position + count <= end, bytes[position..<(position + count)].equals(text) else { return false }
    position += count
    return true
  }

  /// `key =` with blanks allowed around `=`.
  mutating func takeAssigned(_ key: String) -> Bool {
    let start = position
    guard take(key) else { return false }
    skipBlanks()
    guard take("=") else { position = start; return false }
    skipBlanks()
    return true
  }

  /// `[a, b]`
  mutating func takeBracketed() -> [Suppression.Name]? {
    guard take("["), let close = bytes[position..<end].firstIndex(of: UInt8(ascii: "]")) else { return nil }
    var names: [Suppression.Name] = []
    while position < close {
      skipBlanks()
      let start = position
      while position < close, bytes[position] != UInt8(ascii: ","), !bytes[position].isBlank { position += 1 }
      if position > start { names.append(.init(bytes[start..<position].asString, SourceRange(start, position))) }
      skipBlanks()
      if position < close { position += 1 }
    }
    position = min(close + 1, end)
    return names
  }

  /// `a,b , c` up to the first blank that no comma follows.
  mutating func takeList(_ peer: (String) -> String) -> [Suppression.Name] {
    var names: [Suppression.Name] = []
    while position < end {
      let start = position
      while position < end, !bytes[position].isBlank, bytes[position] != UInt8(ascii: ","), bytes[position] != UInt8(ascii: ";"),
        bytes[position] != UInt8(ascii: ":") || start == position { position += 1 }
      guard position > start else { break }
      let word = bytes[start..<position].asString
      // tally writes `hadolint/DL3006`, semgrep `dockerfile.security.missing-user.missing-user`.
      let name = word.split { $0 == "/" || $0 == "." }.last.map(String.init) ?? word
      names.append(.init("\(peer(name)):\(name)", SourceRange(start, position)))
      let resume = position
      skipBlanks()
      guard take(",") else { position = resume; break }
      skipBlanks()
    }
    return names
  }

  mutating func takeWord(peer: String) -> Suppression.Name {
    let start = position
    while position < end, !bytes[position].isBlank, bytes[position] != UInt8(ascii: ":") { position += 1 }
    return .init("\(peer):\(bytes[start..<position].asString)", SourceRange(start, position))
  }
}
