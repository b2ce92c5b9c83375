public import SourceText

/// A Dockerfile as BuildKit's front end reads it, with every byte accounted for.
///
/// Parsing never fails: what BuildKit would refuse is a diagnostic at its place, and the next instruction is read all
/// the same. Files without a FROM (fragments) are read like any other.
///
/// Source: moby/buildkit `frontend/dockerfile/parser` and `instructions`.
public struct DockerfileTree: Sendable {
  public let bytes: [UInt8]
  /// `# syntax=`, `# escape=`, `# check=` at the head of the file, in source order.
  public let directives: [DockerfileDirective]
  /// The escape character in force: `\` or a backtick.
  public let escape: UInt8
  /// In source order, whatever stage they belong to.
  public let instructions: [DockerfileInstruction]
  /// Whole-line comments from `#` to the end of the line without its break, directives left out; those inside a
  /// continued instruction included, those in heredoc bodies not (they belong to another language).
  public let comments: [SourceRange]
  /// In source order: each FROM begins one.
  public let stages: [DockerfileStage]
  /// Lines of nothing but blanks inside a continued instruction, with their line breaks: BuildKit skips them and warns
  /// that it will not for ever.
  public let emptyContinuationLines: [SourceRange]
  /// In source order.
  public let diagnostics: [DockerfileDiagnostic]
}

public struct DockerfileDirective: Sendable {
  public enum Name: String, Sendable, CaseIterable { case syntax, escape, check }
  public let name: Name
  /// From `#` to the end of the line without its break.
  public let range: SourceRange
  /// Without the blanks around it. Of `syntax`, the image is what stands before the first blank in it.
  public let valueRange: SourceRange
  /// Whether the reader that acts on it sees it. BuildKit has two: `syntax` and `check` are looked for behind a `#!`
  /// line, but only with `#` (or `//`) in column 1; `escape` may be indented, but ends with the first other comment.
  public let isInEffect: Bool
}

/// One build stage: a FROM and what follows up to the next.
public struct DockerfileStage: Sendable {
  /// From 0, in file order: what `COPY --from=0` counts.
  public let index: Int
  /// The FROM and all that belongs to it, as positions in `DockerfileTree.instructions`.
  public let instructions: Range<Int>
  /// `AS name`, as written.
  public let name: DockerfileWord?
}

public enum DockerfileKeyword: String, Sendable, CaseIterable {
  case add, arg, cmd, copy, entrypoint, env, expose, from, healthcheck, label, maintainer, onbuild, run, shell,
    stopsignal, user, volume, workdir
  /// Any other first word.
  case unknown
}

/// One instruction with its continuations and heredocs.
///
/// Its parts stand behind one reference: views hand instructions about far more often than the parser makes them.
public struct DockerfileInstruction: Sendable {
  private let parts: Parts

  private final class Parts: Sendable {
    let read: InstructionDraft
    let documentation: Range<Int>

    init(_ read: InstructionDraft, _ documentation: Range<Int>) {
      self.read = read
      self.documentation = documentation
    }
  }

  init(_ read: InstructionDraft, documentation: Range<Int>) { parts = Parts(read, documentation) }

  public var keyword: DockerfileKeyword { parts.read.keyword }
  /// As written, continuations joined: `COPY`, `copy`.
  public var keywordText: String { parts.read.keywordText }
  public var keywordRange: SourceRange { parts.read.keywordRange }
  /// From the keyword (or the lone continuation character above it) to the end of its last line, heredoc bodies and
  /// terminators included, without the last line break.
  public var range: SourceRange { parts.read.range }
  /// The part of `range` before the heredoc bodies.
  public var headRange: SourceRange { parts.read.headRange }
  /// What follows the keyword, continuations joined and comment lines inside them removed, as BuildKit joins them.
  public var text: MappedText { parts.read.text }
  /// The part of `text` behind the flags, without blanks at both ends.
  public var operandRange: SourceRange { parts.read.operandRange }
  /// `--name=value` words at the front.
  public var flags: [DockerfileFlag] { parts.read.flags }
  public var arguments: DockerfileArguments { parts.read.arguments }
  public var heredocs: [DockerfileHeredoc] { parts.read.heredocs }
  /// The comment lines directly above that BuildKit counts as belonging to it, as positions in `DockerfileTree.comments`.
  public var documentation: Range<Int> { parts.documentation }
}

public enum DockerfileArguments: Sendable {
  /// FROM
  case base(image: DockerfileWord, name: DockerfileWord?)
  /// RUN, CMD, ENTRYPOINT, SHELL
  case command(DockerfileCommand)
  /// ADD, COPY. Heredoc sources are in `heredocs`, and in `sources` too, by the word that opens them.
  case copy(sources: [DockerfileWord], destination: DockerfileWord, isJSON: Bool)
  /// ENV, ARG, LABEL
  case variables([DockerfileVariable], isLegacy: Bool)
  /// HEALTHCHECK CMD …
  case healthcheck(DockerfileCommand)
  /// HEALTHCHECK NONE
  case noHealthcheck
  /// EXPOSE, VOLUME, in source order
  case words([DockerfileWord], isJSON: Bool)
  /// USER, WORKDIR, STOPSIGNAL, MAINTAINER: the whole rest of the line is one argument.
  case text(DockerfileWord)
  /// ONBUILD: exactly one instruction, whose ranges are ranges of this file. Its heredocs are the ONBUILD's too.
  case trigger([DockerfileInstruction])
  /// An unknown keyword, or arguments that could not be read (a diagnostic says why).
  case unread
}

/// A word as written, quotes and `$` included: expansion is `DockerfileExpansion`'s.
public struct DockerfileWord: Sendable {
  /// For a word of a JSON array, the string's value (JSON escapes resolved); else as in the instruction's `text`.
  public let text: MappedText
  /// Where it stands in the file, a JSON string's quotes included.
  public let range: SourceRange
}

extension DockerfileWord {
  /// A part of a text as a word.
  init(_ text: MappedText, _ part: SourceRange) {
    self.init(text: text.slice(part), range: text.hostRange(of: part))
  }
}

public struct DockerfileFlag: Sendable {
  /// Without the dashes, lower or upper case as written: `mount`.
  public let name: String
  public let nameRange: SourceRange
  /// What follows `=`, quotes and escapes removed as BuildKit does; nil without `=`. BuildKit reads bytes above 0x7F
  /// one by one as Latin-1, so `é` is `Ã©` here as there.
  public let value: DockerfileWord?
  /// The whole `--name=value`.
  public let range: SourceRange
}

/// One `name=value` of ENV, ARG or LABEL.
public struct DockerfileVariable: Sendable {
  public let name: DockerfileWord
  /// As written, quotes included; nil where ARG gives none.
  public let value: DockerfileWord?
  public let range: SourceRange
}

public struct DockerfileCommand: Sendable {
  public enum Form: Sendable {
    /// The text given to the shell. For `RUN` with heredocs: the line, then the bodies with their terminators,
    /// as the shell receives them.
    case shell(MappedText)
    /// A JSON array.
    case exec([DockerfileWord])
    /// A RUN whose whole command is a heredoc: its body is the script. `shebang` is its first line where that begins
    /// with `#!`, line break left out: then the body is run as a file, else it is given to the shell.
    case script(MappedText, shebang: String?)
  }
  public let form: Form
  /// The command as it stands in the file, flags left out, heredoc bodies left out.
  public let range: SourceRange
  /// Whether the text looks like a JSON array but is none, and so runs as shell text.
  public let isFailedJSON: Bool
}

public struct DockerfileHeredoc: Sendable {
  /// The delimiter without quotes.
  public let name: String
  /// The word that opens it: `<<-"EOF"`.
  public let openingRange: SourceRange
  /// The body's lines with their line breaks, without the terminator.
  public let bodyRange: SourceRange
  /// The body, leading tabs removed for `<<-`.
  public let body: MappedText
  /// The delimiter on its line, tabs before it left out; empty where it is missing.
  public let terminatorRange: SourceRange
  /// Whether the delimiter is unquoted, so that the builder (COPY, ADD) or the shell (RUN) expands `$`.
  public let expands: Bool
  /// `<<-`
  public let stripsTabs: Bool
  /// The descriptor before `<<`, 0 where none is written.
  public let fileDescriptor: Int
}
