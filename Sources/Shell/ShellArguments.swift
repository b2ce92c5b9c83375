public import SourceText

/// One value among a command's words: a word, a part of one (`x` of `--name=x`), or one of several that a variable of
/// known value becomes.
public struct ShellArgument: Sendable {
  public let word: ShellWord
  public let value: ShellValue
  /// The part of the word's literal value; nil for the whole word.
  let part: SourceRange?

  /// The value, where it is one text.
  public var text: String? { value.text }

  /// In the outermost host: exact for a part of a literal word, the whole word's for one that holds expansions.
  public var hostRange: SourceRange {
    guard let part, let text = word.text else { return word.hostRange }
    return text.hostRange(of: part)
  }
  public var editableHostRange: SourceRange? {
    guard let part else { return word.editableHostRange }
    return word.text?.editableHostRange(of: part)
  }
}

/// One option as it was given.
public struct ShellOption: Sendable {
  /// With its dashes, as the program names it: a letter of a cluster is `-y`, an abbreviation is written out.
  public let name: String
  public let value: ShellArgument?
  public let word: ShellWord
  /// The name in the word's literal value; a letter of a cluster without the dash, unless it is the only one.
  let part: SourceRange

  /// In the outermost host, without the value.
  public var hostRange: SourceRange { word.text?.hostRange(of: part) ?? word.hostRange }
  public var editableHostRange: SourceRange? { word.text?.editableHostRange(of: part) }
}

/// A command's words read as options, verb and operands.
public struct ShellArguments: Sendable {
  /// The first operand, where the program has verbs.
  public private(set) var verb: ShellArgument?
  /// In order, without the verb and without the values of options.
  public private(set) var operands: [ShellArgument] = []
  /// In order; one that is repeated stands here repeatedly.
  public private(set) var options: [ShellOption] = []
  /// Words that may be anything, as nobody knows their value: where there are some, what is not found may yet be there.
  public private(set) var unknowns: [ShellWord] = []

  /// The last option with one of the names.
  public func option(_ names: String...) -> ShellOption? { options.last { names.contains($0.name) } }
  public func has(_ names: String...) -> Bool { options.contains { names.contains($0.name) } }

  init(_ words: [ShellWord], _ syntax: ShellProgramSyntax, resolving: (String) -> String?) {
    // What each word becomes: one field for nearly all.
    var fields: [(word: ShellWord, value: ShellValue)] = []
    for word in words {
      if let values = word.values(resolving: resolving) {
        fields += values.map { (word, $0) }
      } else {
        fields.append((word, .unknown))
      }
    }
    let texts = fields.map { $0.value.textOrPattern }
    var scanner = OptionScanner(texts, from: 0, syntax) { fields[$0].word.literalPrefix }
    while let token = scanner.next() {
      switch token {
      case .terminator: break
      case .unknown(let index):
        // In quotes it is one word, and so the verb where one is due.
        if syntax.hasVerb, verb == nil, !fields[index].word.splits {
          verb = argument(fields[index])
        } else {
          unknowns.append(fields[index].word)
        }
      case .operand(let index):
        if syntax.hasVerb, verb == nil { verb = argument(fields[index]) } else { operands.append(argument(fields[index])) }
      case .option(let name, let index, let start, let end, let place):
        let (word, value) = fields[index]
        let optionValue: ShellArgument? =
          switch place {
          case .none, .missing: nil
          case .word(let index): argument(fields[index])
          case .attached(let offset): attached(word, value, offset)
          }
        let length = texts[index]?.utf8.count ?? word.literalPrefix.utf8.count
        let isAlone = start == 1 && (length == 2 || place != .none)
        options.append(
          ShellOption(name: name, value: optionValue, word: word, part: SourceRange(isAlone ? 0 : start, end)))
      }
    }
  }

  private func argument(_ field: (word: ShellWord, value: ShellValue)) -> ShellArgument {
    ShellArgument(word: field.word, value: field.value, part: nil)
  }

  private func attached(_ word: ShellWord, _ value: ShellValue, _ offset: Int) -> ShellArgument {
    guard let text = value.textOrPattern else { return ShellArgument(word: word, value: .unknown, part: nil) }
    let rest = String(decoding: text.utf8.dropFirst(offset), as: UTF8.self)
    let part: ShellValue =
      switch value {
      case .literal: .literal(rest)
      case .known: .known(rest)
      case .pattern: .pattern(rest)
      case .unknown: .unknown
      }
    return ShellArgument(word: word, value: part, part: SourceRange(offset, text.utf8.count))
  }
}
