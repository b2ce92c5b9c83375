public import SourceText

/// Where a text is no YAML. Each is at the place where a reader would mend it.
public struct YAMLDiagnostic: Diagnostic, Equatable {
  /// The catalogue of all that can be wrong.
  public enum Kind: UInt8, Sendable, CaseIterable {
    // The file as a whole.
    case fileTooLarge, tooManyProblems, tooDeep, tooDense
    case notUTF8, controlCharacter

    // Documents and directives.
    case directiveWithoutDocument, directiveInDocument, repeatedDirective, badDirective, badVersion
    case textAfterDocumentEnd, blockCollectionOnMarkerLine

    // Indentation.
    case tabIndentation, badIndentation, flowIndentation, quotedIndentation

    // Block collections.
    case missingColon, missingDash, itemInMapping, dashOnKeyLine, colonInValue, multilineKey, longKey
    case secondValue, textAfterValue, valueWithoutKey

    // Scalars.
    case unclosedQuote, badEscape, reservedCharacter
    case badBlockHeader, textAfterBlockHeader, blockIndentation, tabInBlockScalar

    // Flow collections.
    case unclosedFlow, unmatchedCloser, wrongCloser, missingComma, strayComma, strayColon, dashInFlow
    case commentWithoutBlank, markerInFlow

    // Properties.
    case repeatedProperty, badTag, badAnchor, propertyBeforeDash, propertyOnAlias, unknownTagHandle, unknownAnchor

    // Templates.
    case unclosedAction
  }

  public let kind: Kind
  /// In the text that was parsed, as narrow as can be said.
  public let range: SourceRange
  /// In the outermost host.
  public let hostRange: SourceRange

  init(_ kind: Kind, _ start: Int, _ end: Int) {
    self.kind = kind
    range = SourceRange(start, end)
    hostRange = range
  }

  private init(_ kind: Kind, _ range: SourceRange, host: SourceRange) {
    self.kind = kind
    self.range = range
    hostRange = host
  }

  func placed(in source: MappedText) -> YAMLDiagnostic { YAMLDiagnostic(kind, range, host: source.hostRange(of: range)) }

  public var message: String { kind.message }
}

extension YAMLDiagnostic.Kind {
  /// One sentence: what is wrong, and what instead.
  public var message: String {
    switch self {
    case .fileTooLarge: "the file is larger than is read: split it"
    case .tooManyProblems: "there is more wrong than is listed: mend what stands above first"
    case .tooDense: "nothing but empty entries fills these brackets: what stands from here on is left out"
    case .tooDeep: "collections nest too deeply to be read: what stands here is left out"
    case .notUTF8: "these bytes are no UTF-8: save the file as UTF-8"
    case .controlCharacter: "a control character cannot stand in YAML: write it as an escape in double quotes"

    case .directiveWithoutDocument: "a directive stands before no document: write `---` below it"
    case .directiveInDocument: "a directive cannot stand inside a document: end the document with `...` before it"
    case .repeatedDirective: "this directive was given already: write it once for each document"
    case .badDirective: "this directive cannot be read: write `%YAML 1.2` or `%TAG !name! prefix`"
    case .badVersion: "this version of YAML is not known: write `%YAML 1.2`"
    case .textAfterDocumentEnd: "text follows `...` on its line: begin the next document on a line of its own"
    case .blockCollectionOnMarkerLine: "a mapping or sequence cannot begin on the line of `---`: write it on the next line"

    case .tabIndentation: "a tab cannot indent: use spaces"
    case .badIndentation: "the indentation does not fit the lines around it: align the line with what it belongs to"
    case .flowIndentation: "a line inside brackets is not indented: indent it by more than the collection that holds it"
    case .quotedIndentation: "a line inside quotes is not indented: indent it by more than the collection that holds it"

    case .missingColon: "a key has no `:`: write `key: value`"
    case .missingDash: "an item has no `- `: write one, or indent the line by more than the sequence"
    case .itemInMapping: "a `- ` item stands among the entries of a mapping: give the sequence a key, or indent it"
    case .dashOnKeyLine: "a sequence cannot begin on the line of its key: write it on the next line"
    case .colonInValue: "a value cannot hold `: `: put the value in quotes, or begin a mapping on the next line"
    case .multilineKey: "a key goes on over a line break: write it on one line, or put `? ` before it"
    case .longKey: "a key is longer than 1024 characters: put `? ` before it"
    case .secondValue: "there is a value already: give this one a key, or indent it as the rest of the text above"
    case .textAfterValue: "text follows a value that is complete: begin a line, or put `, ` before it"
    case .valueWithoutKey: "`:` follows no key: write a key before it"

    case .unclosedQuote: "a quote is never closed: write the closing quote at the end of this line"
    case .badEscape: "this escape is not known: write `\\\\` for a backslash, or use single quotes"
    case .reservedCharacter: "this character cannot begin a value: put the value in quotes"
    case .badBlockHeader: "`|` and `>` take an indentation of 1 to 9 and one of `+` and `-`"
    case .textAfterBlockHeader: "text follows `|` or `>` on its line: begin the text on the next line"
    case .blockIndentation: "an empty line is indented by more than the text below it: remove its blanks, or write the indentation as `|2`"
    case .tabInBlockScalar: "a tab stands where the text's indentation would: use spaces"

    case .unclosedFlow: "a bracket is never closed: write the closing bracket"
    case .unmatchedCloser: "a closing bracket closes nothing: remove it, or write the opening one"
    case .wrongCloser: "a bracket is closed by one of the other kind: close the inner collection first"
    case .missingComma: "there is no `,` before this: write one"
    case .strayComma: "there is nothing before this `,`: remove it"
    case .strayColon: "this `:` has no key on its line: write `key: value`"
    case .dashInFlow: "a `-` item cannot stand inside brackets: put it in quotes, or remove the dash"
    case .commentWithoutBlank: "a comment needs a blank before `#`"
    case .markerInFlow: "`---` and `...` end the document inside brackets: close them first, or indent the line"

    case .repeatedProperty: "a node has two anchors or two tags: keep one"
    case .badTag: "this tag cannot be read: write `!name`, `!!name` or `!<uri>`, and a blank behind it"
    case .badAnchor: "an anchor or alias needs a name, and a blank behind it: write `&name`"
    case .propertyBeforeDash: "an anchor or tag stands before `- ` on its line: write it on the line above, or behind the dash"
    case .propertyOnAlias: "an alias cannot have an anchor or tag of its own: remove it"
    case .unknownTagHandle: "no `%TAG` of this document declares this tag's handle: declare it, or write `!<uri>`"
    case .unknownAnchor: "no anchor of this name stands before this alias in its document: write one, or correct the name"

    case .unclosedAction: "a template's action is never closed: write its closing mark"
    }
  }
}
