import SourceText

/// Whether a name says that its value is a credential.
///
/// The name is split at `_`, `-`, `.` and where the case changes, and whole words are compared: `KMS_KEY_ALIAS`,
/// `PASSWORD_PROMPT` and `TOKENIZERS_PARALLELISM` name no secret, though every peer that compares substrings says so.
public enum SecretName {
  public static func matches(_ name: some Collection<UInt8>) -> Bool {
    let words = words(of: name)
    guard let last = words.last, !words.contains(where: exempting.contains) else { return false }
    if secrets.contains(last) || (words.count == 1 && last == "auth") { return true }
    guard words.count > 1 else { return false }
    return pairs.contains(words[words.count - 2] + " " + last)
  }

  public static func matches(_ name: String) -> Bool { matches(Array(name.utf8)) }

  /// Whether the value may be one, for masking: exempting words do not count, but plurals do, and names of one word that
  /// clients know.
  public static func mayMatch(_ name: ArraySlice<UInt8>) -> Bool {
    guard mayEnd(name) else { return false }
    let words = words(of: name)
    guard let last = words.last else { return false }
    if secrets.contains(last) || plurals.contains(last) || known.contains(last) && (last != "pwd" || words.count > 1) { return true }
    return words.count > 1 && pairs.contains(words[words.count - 2] + " " + last)
  }

  /// Whether a text may end in a name that says credential, by its last two letters: nine words in ten do not. What ends
  /// in neither letter nor digit may.
  static func mayEnd(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count > 1 else { return false }
    let last = text[text.endIndex - 1]
    guard last.isASCIILetter || last.isASCIIDigit || last >= 0x80 else { return true }
    return endings[ending(text[text.endIndex - 2], last)]
  }

  /// By the last two letters of a word, of either case: whether a name that says credential may end in them.
  private static let endings: [Bool] = {
    var endings = Array(repeating: false, count: 1 << 10)
    for word in secrets.union(plurals).union(known).union(pairs) {
      let letters = Array(word.utf8.suffix(2))
      endings[ending(letters[0], letters[1])] = true
    }
    return endings
  }()

  private static func ending(_ first: UInt8, _ second: UInt8) -> Int { Int(first & 0x1F) << 5 | Int(second & 0x1F) }

  /// In lower case.
  static func words(of name: some Collection<UInt8>) -> [String] {
    var words: [String] = []
    var current: [UInt8] = []
    var previous: UInt8 = 0
    let bytes = Array(name)
    func isWordByte(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte.isASCIIDigit || byte >= 0x80 }
    for (index, byte) in bytes.enumerated() {
      let next = index + 1 < bytes.count ? bytes[index + 1] : 0
      // `apiKey`, and `APIKey` before its last capital.
      let begins =
        byte.isASCIIUpper
        && (previous.isASCIILower || previous.isASCIIDigit || previous.isASCIIUpper && next.isASCIILower)
      if !isWordByte(byte) || begins {
        if !current.isEmpty { words.append(current.asString) }
        current = []
      }
      if isWordByte(byte) { current.append(byte.asciiLowercased) }
      previous = byte
    }
    if !current.isEmpty { words.append(current.asString) }
    return words
  }

  private static let secrets: Set<String> = [
    "password", "passwd", "pword", "psw", "pass", "passphrase", "secret", "token", "apikey", "credential", "credentials",
  ]
  /// Names of one word that clients know; `PWD` alone is the working directory.
  private static let known: Set<String> = ["auth", "pwd", "pgpassword"]
  private static let plurals: Set<String> = ["passwords", "tokens", "apikeys", "passphrases"]
  private static let pairs: Set<String> = [
    "api key", "access key", "secret key", "private key", "auth token", "signing key", "encryption key",
  ]
  private static let exempting: Set<String> = [
    "public", "file", "path", "dir", "version", "name", "alias", "id", "url", "ttl", "length", "enabled", "prompt", "manager",
  ]
}
