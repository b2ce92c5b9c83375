import SourceText

/// Reads one word as BuildKit's `shellWord` does, function for function.
struct DockerfileExpansionLexer {
  /// What a part of the word comes to; its bytes mean nothing where it is not known.
  private struct Piece {
    var bytes: [UInt8]
    var isKnown = true
  }

  private static let maximumDepth = 64

  private let bytes: [UInt8]
  private let options: DockerfileExpansion.Options
  private let lookup: ([UInt8]) -> DockerfileExpansion.Variable
  private var position: Int
  private var keepsEscapes: Bool
  private var depth = 0
  private var made = 0
  private var references: [DockerfileExpansion.Reference] = []
  private var words = WordSplitter()

  init(
    _ word: [UInt8], options: DockerfileExpansion.Options,
    lookup: @escaping ([UInt8]) -> DockerfileExpansion.Variable
  ) {
    bytes = word
    self.options = options
    self.lookup = lookup
    keepsEscapes = options.keepsEscapes
    // Go's scanner drops a byte order mark at the start of whatever it scans.
    position = SourceText.byteOrderMarkLength(word)
  }

  mutating func expand() -> DockerfileExpansion {
    let outcome: DockerfileExpansion.Outcome
    var split: [[UInt8]] = []
    do throws(DockerfileExpansionError) {
      let (piece, found) = try text(until: nil, keepsEscapes: options.keepsEscapes)
      outcome = piece.isKnown ? .known(piece.bytes) : .unknown
      if piece.isKnown { split = found }
    } catch {
      outcome = .failed(error)
    }
    references.sort { $0.range < $1.range }
    return DockerfileExpansion(outcome: outcome, words: split, references: references)
  }

  /// `processStopOn`: up to a byte, which is consumed, or to the end of the word.
  private mutating func text(
    until stop: UInt8?, keepsEscapes keeps: Bool
  ) throws(DockerfileExpansionError) -> (Piece, words: [[UInt8]]) {
    depth += 1
    let outerKeepsEscapes = keepsEscapes
    keepsEscapes = keeps
    defer {
      depth -= 1
      keepsEscapes = outerKeepsEscapes
    }
    guard depth <= Self.maximumDepth else { throw .tooComplex }
    // BuildKit shares the buffer with the text around, so that what stood before `${name:-word}` is lost when the
    // result is split into words.
    words.buffer.removeAll(keepingCapacity: true)
    var list = WordSplitter.List()
    var result = Piece(bytes: [])

    while position < bytes.count {
      let start = position
      defer { assert(position > start) }
      let byte = bytes[position]
      if byte == stop {
        position += 1
        return (result, words.finish(&list))
      }
      switch byte {
      case UInt8(ascii: "$"):
        let piece = try dollar()
        try add(piece, to: &result)
        for (rune, _) in GoRunes(piece.bytes) { words.add(rune, to: &list) }
      case UInt8(ascii: "<"):
        let piece = Piece(bytes: possibleHeredoc())
        try add(piece, to: &result)
        words.addRaw(piece.bytes, to: &list)
      case UInt8(ascii: "'") where options.readsQuotes:
        let piece = try singleQuoted()
        try add(piece, to: &result)
        words.addRaw(piece.bytes, to: &list)
      case UInt8(ascii: "\"") where options.readsQuotes:
        let piece = try doubleQuoted()
        try add(piece, to: &result)
        words.addRaw(piece.bytes, to: &list)
      case options.escape:
        position += 1
        var kept: [UInt8] = keepsEscapes ? [byte] : []
        if position < bytes.count { GoRune.append(next(), to: &kept) }
        // An escape at the end stands for nothing, but an empty addition would still begin a word.
        if !kept.isEmpty { words.addRaw(kept, to: &list) }
        try add(Piece(bytes: kept), to: &result)
      default:
        let rune = next()
        words.add(rune, to: &list)
        GoRune.append(rune, to: &result.bytes)
      }
    }
    if stop != nil { throw .missingBrace }
    return (result, words.finish(&list))
  }

  private mutating func add(_ piece: Piece, to result: inout Piece) throws(DockerfileExpansionError) {
    made += piece.bytes.count
    guard made <= options.maximumLength else { throw .tooComplex }
    result.bytes += piece.bytes
    if !piece.isKnown { result.isKnown = false }
  }

  private mutating func singleQuoted() throws(DockerfileExpansionError) -> Piece {
    let quote = bytes[position]
    var result: [UInt8] = options.keepsQuotes ? [quote] : []
    position += 1
    while position < bytes.count {
      if bytes[position] == quote {
        position += 1
        if options.keepsQuotes { result.append(quote) }
        return Piece(bytes: result)
      }
      GoRune.append(next(), to: &result)
    }
    throw .unclosedSingleQuote
  }

  private mutating func doubleQuoted() throws(DockerfileExpansionError) -> Piece {
    let quote = bytes[position]
    var result = Piece(bytes: options.keepsQuotes ? [quote] : [])
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      switch byte {
      case quote:
        position += 1
        if options.keepsQuotes { result.bytes.append(quote) }
        return result
      case UInt8(ascii: "$"):
        try add(try dollar(), to: &result)
      case options.escape:
        position += 1
        if keepsEscapes { result.bytes.append(byte) }
        guard position < bytes.count else { break }
        switch bytes[position] {
        case quote, UInt8(ascii: "$"), options.escape:
          result.bytes.append(bytes[position])
          position += 1
        default: result.bytes.append(byte)
        }
      default:
        GoRune.append(next(), to: &result.bytes)
      }
    }
    throw .unclosedDoubleQuote
  }

  /// `<<` takes the blanks after it along, so that they do not split words.
  private mutating func possibleHeredoc() -> [UInt8] {
    let start = position
    position += 1
    guard position < bytes.count, bytes[position] == UInt8(ascii: "<") else { return [bytes[start]] }
    position += 1
    while position < bytes.count, bytes[position].isBlank || bytes[position] == 0x0D { position += 1 }
    return Array(bytes[start..<position])
  }

  private mutating func next() -> UInt32 {
    let (rune, length) = GoRune.decode(bytes, at: position)
    position += length
    return rune
  }
}

// MARK: References

extension DockerfileExpansionLexer {
  /// `processDollar`
  private mutating func dollar() throws(DockerfileExpansionError) -> Piece {
    let start = position
    position += 1
    guard position < bytes.count, bytes[position] == UInt8(ascii: "{") else {
      let name = readName()
      guard !name.isEmpty else { return Piece(bytes: [bytes[start]]) }
      // Not in one expression: the list of references would be copied with `self` before it grows.
      let variable = look(name, from: start, modifier: nil)
      return plain(variable, written: start)
    }
    position += 1
    guard position < bytes.count else { throw .missingBrace }
    if "{}:".utf8.contains(bytes[position]) { throw .badSubstitution }
    let name = readName()
    guard position < bytes.count else { throw .unsupportedModifier("\u{FFFD}") }
    let modifierStart = position
    var sign = next()
    var isNullUnset = false
    switch sign {
    case UInt32(UInt8(ascii: "}")):
      let variable = look(name, from: start, modifier: nil)
      return plain(variable, written: start)
    case UInt32(UInt8(ascii: "/")):
      return try substitution(name, from: start)
    case UInt32(UInt8(ascii: ":")):
      isNullUnset = true
      guard position < bytes.count else { throw .missingBrace }
      sign = next()
    default:
      guard let byte = UInt8(exactly: sign), "+-?#%".utf8.contains(byte) else {
        throw .unsupportedModifier(GoRune.encode([sign]).asString)
      }
    }
    let modifier = GoRune.encode(GoRune.decode(Array(bytes[modifierStart..<position]))).asString
    let isTrim = sign == UInt32(UInt8(ascii: "#")) || sign == UInt32(UInt8(ascii: "%"))
    if isTrim, isNullUnset { throw .unsupportedModifier(modifier) }
    let operand = try self.operand(until: UInt8(ascii: "}"), keepsEscapes: isTrim, orElse: .missingBrace)
    let variable = look(name, from: start, modifier: modifier)
    if options.keepsUnset, variable == .unset {
      let written = Array("${".utf8) + bytes[name.indices] + Array(modifier.utf8) + operand.bytes + Array("}".utf8)
      return Piece(bytes: written, isKnown: operand.isKnown)
    }

    switch sign {
    case UInt32(UInt8(ascii: "-")): return Self.select(variable, isNullUnset, set: nil, unset: operand)
    case UInt32(UInt8(ascii: "+")): return Self.select(variable, isNullUnset, set: operand, unset: Piece(bytes: []))
    case UInt32(UInt8(ascii: "?")): return try required(variable, name, isNullUnset, message: operand)
    case UInt32(UInt8(ascii: "#")), UInt32(UInt8(ascii: "%")): return try trimmed(variable, sign: UInt8(sign), operand)
    default: throw .unsupportedModifier(modifier)
    }
  }

  /// `$name` and `${name}`, which stay as they are where unset ones are kept.
  private func plain(_ variable: DockerfileExpansion.Variable, written start: Int) -> Piece {
    switch variable {
    case .set(let value): Piece(bytes: value)
    case .unset: Piece(bytes: options.keepsUnset ? Array(bytes[start..<position]) : [])
    case .unknown: Piece(bytes: [], isKnown: false)
    }
  }

  /// - Parameter set: what a set variable is replaced by; nil for its value.
  private static func select(
    _ variable: DockerfileExpansion.Variable, _ isNullUnset: Bool, set: Piece?, unset: Piece
  ) -> Piece {
    switch variable {
    case .set(let value): isNullUnset && value.isEmpty ? unset : set ?? Piece(bytes: value)
    case .unset: unset
    case .unknown:
      // `${name+}` is empty whatever the variable is.
      Piece(bytes: [], isKnown: set.map { $0.isKnown && $0.bytes.isEmpty } ?? false)
    }
  }

  private func required(
    _ variable: DockerfileExpansion.Variable, _ name: SourceRange, _ isNullUnset: Bool, message: Piece
  ) throws(DockerfileExpansionError) -> Piece {
    func failure(_ fallback: String) -> DockerfileExpansionError {
      .required(
        name: bytes[name.indices].asString, message: message.bytes.isEmpty ? fallback : message.bytes.asString)
    }
    switch variable {
    case .unset: throw failure("is not allowed to be unset")
    case .set(let value) where isNullUnset && value.isEmpty: throw failure("is not allowed to be empty")
    case .set(let value): return Piece(bytes: value)
    case .unknown: return Piece(bytes: [], isKnown: false)
    }
  }

  private func trimmed(
    _ variable: DockerfileExpansion.Variable, sign: UInt8, _ operand: Piece
  ) throws(DockerfileExpansionError) -> Piece {
    guard operand.isKnown else { return operand }
    let isGreedy = operand.bytes.first == sign
    let pattern = isGreedy ? Array(operand.bytes.dropFirst()) : operand.bytes
    let (value, isKnown) = Self.value(of: variable)
    let preference = isGreedy ? DockerfileExpansionPattern.Preference.longest : .shortest
    let result =
      sign == UInt8(ascii: "#")
      ? try DockerfileExpansionPattern.trimmingPrefix(pattern, of: value, preference)
      : try DockerfileExpansionPattern.trimmingSuffix(pattern, of: value, preference)
    return Piece(bytes: result, isKnown: isKnown)
  }

  /// `${name/pattern/replacement}`, after the first `/`.
  private mutating func substitution(_ name: SourceRange, from start: Int) throws(DockerfileExpansionError) -> Piece {
    let slash = UInt8(ascii: "/")
    let isAll = position < bytes.count && bytes[position] == slash
    if isAll { position += 1 }
    let pattern = try operand(until: slash, keepsEscapes: true, orElse: .missingSlash)
    let replacement = try operand(until: UInt8(ascii: "}"), keepsEscapes: true, orElse: .missingBrace)
    let variable = look(name, from: start, modifier: isAll ? "//" : "/")
    if options.keepsUnset, variable == .unset {
      // BuildKit forgets the second slash of `//`.
      let written = Array("${".utf8) + bytes[name.indices] + [slash] + pattern.bytes + [slash]
      return Piece(
        bytes: written + replacement.bytes + Array("}".utf8), isKnown: pattern.isKnown && replacement.isKnown)
    }
    guard pattern.isKnown else { return pattern }
    let (value, isKnown) = Self.value(of: variable)
    let result = try DockerfileExpansionPattern.replacing(
      isAll ? .all : .first, pattern.bytes, in: value, with: replacement.bytes, limit: options.maximumLength)
    return Piece(bytes: result, isKnown: isKnown && replacement.isKnown)
  }

  private static func value(of variable: DockerfileExpansion.Variable) -> (bytes: [UInt8], isKnown: Bool) {
    switch variable {
    case .set(let value): (value, true)
    case .unset: ([], true)
    case .unknown: ([], false)
    }
  }

  /// What fails at the end of the word fails, to BuildKit, for want of the closing byte.
  private mutating func operand(
    until stop: UInt8, keepsEscapes: Bool, orElse error: DockerfileExpansionError
  ) throws(DockerfileExpansionError) -> Piece {
    do throws(DockerfileExpansionError) {
      return try text(until: stop, keepsEscapes: keepsEscapes).0
    } catch let inner {
      throw inner != .tooComplex && position >= bytes.count ? error : inner
    }
  }

  private mutating func look(_ name: SourceRange, from start: Int, modifier: String?) -> DockerfileExpansion.Variable {
    let written = Array(bytes[name.indices])
    let variable = lookup(options.ignoresNameCase ? written.map { $0.isASCIILower ? $0 & 0xDF : $0 } : written)
    let state: DockerfileExpansion.Reference.State =
      switch variable {
      case .set: .set
      case .unset: .unset
      case .unknown: .unknown
      }
    references.append(
      DockerfileExpansion.Reference(
        name: written.asString, range: SourceRange(start, position), nameRange: name, modifier: modifier, state: state))
    return variable
  }

  /// `processName`: digits, one special parameter, or letters, digits and `_`.
  private mutating func readName() -> SourceRange {
    let start = position
    while position < bytes.count {
      let (rune, length) = GoRune.decode(bytes, at: position)
      let isDigit = GoRune.isDigit(rune)
      if position == start {
        if isDigit {
          while position < bytes.count {
            let (digit, length) = GoRune.decode(bytes, at: position)
            guard GoRune.isDigit(digit) else { break }
            position += length
          }
          break
        }
        if let byte = UInt8(exactly: rune), "@*#?-$!".utf8.contains(byte) {
          position += 1
          break
        }
      }
      guard isDigit || GoRune.isLetter(rune) || rune == UInt32(UInt8(ascii: "_")) else { break }
      position += length
    }
    return SourceRange(start, position)
  }
}
