public import SourceText

/// A Dockerfile as BuildKit's front end reads it, with every byte accounted for.
///
/// Parsing never fails: what BuildKit would refuse is a diagnostic at its place, and the next instruction is read all
/// the same. Files without a FROM (fragments) are read like any other.
///
/// Source: moby/buildkit `frontend/dockerfile/parser` and `instructions`.
public struct DockerfileTree: Sendable {
  public let bytes: [UInt8]
  /// `# syntax=`, `# escape=`, `# check=` at the head of the file.
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
  /// In source order.
  public let diagnostics: [DockerfileDiagnostic]
}

public struct DockerfileDirective: Sendable {
  public enum Name: String, Sendable, CaseIterable { case syntax, escape, check }
  public let name: Name
  /// From `#` to the end of the line without its break.
  public let range: SourceRange
  public let valueRange: SourceRange
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
public struct DockerfileInstruction: Sendable {
  public let keyword: DockerfileKeyword
  public let keywordRange: SourceRange
  /// From the keyword to the end of its last line, heredoc bodies and terminators included, without the last line break.
  public let range: SourceRange
  /// The part of `range` before the heredoc bodies.
  public let headRange: SourceRange
  /// What follows the keyword, continuations joined and comment lines inside them removed, as BuildKit joins them.
  public let text: MappedText
  /// `--name=value` words at the front.
  public let flags: [DockerfileFlag]
  public let arguments: DockerfileArguments
  public let heredocs: [DockerfileHeredoc]
  /// The comment lines directly above that BuildKit counts as belonging to it, as positions in `DockerfileTree.comments`.
  public let documentation: Range<Int>
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
  /// EXPOSE, VOLUME
  case words([DockerfileWord], isJSON: Bool)
  /// USER, WORKDIR, STOPSIGNAL, MAINTAINER: the whole rest of the line is one argument.
  case text(DockerfileWord)
  /// ONBUILD: exactly one instruction, whose ranges are ranges of this file.
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

public struct DockerfileFlag: Sendable {
  /// Without the dashes, lower or upper case as written: `mount`.
  public let name: String
  public let nameRange: SourceRange
  /// What follows `=`, quotes and escapes removed as BuildKit does; nil without `=`.
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
    /// A RUN whose whole command is a heredoc: its body is the script. `shebang` is the `#!` line's text where it has one.
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
  /// The body's lines, without the terminator.
  public let bodyRange: SourceRange
  /// The body, leading tabs removed for `<<-`.
  public let body: MappedText
  public let terminatorRange: SourceRange
  /// Whether the delimiter is unquoted, so that the builder (COPY, ADD) or the shell (RUN) expands `$`.
  public let expands: Bool
  /// `<<-`
  public let stripsTabs: Bool
  /// The descriptor before `<<`, 0 where none is written.
  public let fileDescriptor: Int
}
