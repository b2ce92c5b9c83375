import SourceText

/// What one comment asks for, before it is known what stands below it.
struct SuppressionComment {
  enum Reach: Equatable {
    /// The construct directly below.
    case next
    /// The build stage that the construct below begins.
    case stage
    case file
  }

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
      guard isFile || words.take("ignore") else {
        self.init(.next, [], nil)
        return
      }
      let names = words.takeBracketed() ?? []
      self.init(isFile ? .file : .next, names, nil)
      return
    }
    if words.take("hadolint") {
      guard words.skipBlanks() else { return nil }
      let reach: Reach = words.take("global") ? .file : words.take("stage") ? .stage : .next
      words.skipBlanks()
      guard words.takeAssigned("ignore") else { return nil }
      // hadolint's own ids and ShellCheck's are told apart by their letters.
      self.init(reach, words.takeList { $0.hasPrefix("SC") ? "shellcheck" : "hadolint" }, "hadolint")
      return
    }
    if words.takeIgnoringCase("tally") {
      guard words.skipBlanks() else { return nil }
      let reach: Reach = words.takeIgnoringCase("global") ? .file : .next
      words.skipBlanks()
      guard words.takeAssigned("ignore") else { return nil }
      self.init(reach, Self.tallyNames(words.takeRawList()), "tally")
      return
    }
    if words.takeAssigned("check", ignoringCase: true) {
      // BuildKit: parts in any order, of which `skip=` is ours to know.
      while !words.take("skip=") { guard words.skipPart() else { return nil } }
      let names = words.takeList { _ in "buildkit" }
      self.init(.next, names.contains { $0.text == "buildkit:all" } ? [] : names, "buildkit")
      return
    }
    if words.startsWith("trivy:ignore:") {
      var names: [Suppression.Name] = []
      while words.take("trivy:ignore:") {
        names.append(words.takeTrivyName())
        words.skipWord()
        words.skipBlanks()
      }
      self.init(.next, names, "trivy")
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
      self.init(.next, names, "semgrep")
      return
    }
    if words.take("kics-scan") {
      words.skipBlanks()
      if words.take("ignore-line") || words.take("ignore-block") {
        self.init(.next, [], "kics")
        return
      }
      if words.take("ignore") {
        self.init(.file, [], "kics")
        return
      }
      guard words.takeAssigned("disable") else { return nil }
      self.init(.file, words.takeList { _ in "kics" }.map { .init(String($0.text.prefix(13)), $0.range) }, "kics")
      return
    }
    return nil
  }

  private init(_ reach: Reach, _ names: [Suppression.Name], _ peer: String?) {
    self.reach = reach
    self.names = names
    self.peer = peer
  }

  /// The tools whose rules tally runs. It takes a rule with or without the tool's name: `hadolint/DL3006`.
  private static let tallyPeers = ["tally", "hadolint", "buildkit", "shellcheck"]

  private static func tallyNames(_ words: [(text: String, range: SourceRange)]) -> [Suppression.Name] {
    words.flatMap { word -> [Suppression.Name] in
      if word.text == "all" { return tallyPeers.map { .init("\($0):*", word.range) } }
      let parts = word.text.split(separator: "/")
      if parts.count == 2, let peer = tallyPeers.first(where: { $0 == parts[0] }) { return [.init("\(peer):\(parts[1])", word.range)] }
      let name = parts.last.map(String.init) ?? word.text
      let peers =
        name.hasPrefix("DL")
        ? ["hadolint"] : name.hasPrefix("SC") ? ["shellcheck"] : name.contains("-") ? ["tally"] : ["tally", "buildkit"]
      return peers.map { .init("\($0):\(name)", word.range) }
    }
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

  mutating func take(_ text: String) -> Bool {
    let count = text.utf8.count
    guard position + count <= end, bytes[position..<(position + count)].equals(text) else { return false }
    position += count
    return true
  }

  mutating func takeIgnoringCase(_ lowerCaseText: String) -> Bool {
    let count = lowerCaseText.utf8.count
    guard position + count <= end, bytes[position..<(position + count)].equalsIgnoringCase(lowerCaseText) else { return false }
    position += count
    return true
  }

  func startsWith(_ text: String) -> Bool { bytes[position..<end].starts(with: text.utf8) }

  mutating func skipWord() {
    while position < end, !bytes[position].isBlank { position += 1 }
  }

  /// To behind the next `;` of this word; false where there is none.
  mutating func skipPart() -> Bool {
    while position < end, !bytes[position].isBlank {
      position += 1
      if bytes[position - 1] == UInt8(ascii: ";") { return true }
    }
    return false
  }

  /// `key =` with blanks allowed around `=`. The key is given in lower case where case is ignored.
  mutating func takeAssigned(_ key: String, ignoringCase: Bool = false) -> Bool {
    let start = position
    guard ignoringCase ? takeIgnoringCase(key) : take(key) else { return false }
    skipBlanks()
    guard take("=") else {
      position = start
      return false
    }
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
  mutating func takeRawList() -> [(text: String, range: SourceRange)] {
    var words: [(text: String, range: SourceRange)] = []
    while position < end {
      let start = position
      while position < end, !bytes[position].isBlank, bytes[position] != UInt8(ascii: ","), bytes[position] != UInt8(ascii: ";"),
        bytes[position] != UInt8(ascii: ":") || start == position
      { position += 1 }
      guard position > start else { break }
      words.append((bytes[start..<position].asString, SourceRange(start, position)))
      let resume = position
      skipBlanks()
      guard take(",") else {
        position = resume
        break
      }
      skipBlanks()
    }
    return words
  }

  /// The last part of each word behind slashes, with its peer.
  mutating func takeList(_ peer: (String) -> String) -> [Suppression.Name] {
    takeRawList().map { word in
      let name = word.text.split(separator: "/").last.map(String.init) ?? word.text
      return .init("\(peer(name)):\(name)", word.range)
    }
  }

  /// An id up to the next `:`, by the name trivy gives it today: `AVD-DS-0002` and `DS002` are `DS-0002`.
  mutating func takeTrivyName() -> Suppression.Name {
    let start = position
    while position < end, !bytes[position].isBlank, bytes[position] != UInt8(ascii: ":") { position += 1 }
    var name = bytes[start..<position].asString.uppercased()
    if name.hasPrefix("AVD-") { name.removeFirst(4) }
    if name.hasPrefix("DS"), name.utf8.count == 5, name.utf8.dropFirst(2).allSatisfy(\.isASCIIDigit) { name = "DS-0" + name.dropFirst(2) }
    return .init("trivy:\(name)", SourceRange(start, position))
  }
}
