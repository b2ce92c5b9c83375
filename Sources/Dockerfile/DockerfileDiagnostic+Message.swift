import SourceText

extension DockerfileDiagnostic {
  /// The known name nearest to the one at fault: an upper-case keyword, or a flag without its dashes.
  public var suggestion: String? {
    switch kind {
    case .unknownInstruction(let word):
      nearest(to: GoText.lowercased(word.utf8).asString, among: DockerfileKeyword.known.map(\.rawValue))?.uppercased()
    case .unknownFlag(let name, let keyword): nearest(to: name, among: FlagDefinition.of(keyword).map(\.name))
    case .badNetworkMode(let value): nearest(to: value, among: ["default", "none", "host"])
    case .badSecurityMode(let value): nearest(to: value, among: ["sandbox", "insecure"])
    case .unknownHealthcheck(let word): nearest(to: word.uppercased(), among: ["CMD", "NONE"])
    default: nil
    }
  }

  public var message: String {
    switch kind {
    case .noInstruction: "no instruction in this file; expected at least a FROM"
    case .noStage: "no FROM in this file, so no stage to build"
    case .beforeFirstFrom(let keyword):
      "`\(keyword.name)` before the first FROM belongs to no stage; only ARG may stand there"
    case .lineTooLong(let length):
      "a line of \(length) bytes, of which BuildKit reads 65535 at most; break it with a continuation"
    case .fileTooLarge: "a file of more than 64 MiB is not read"
    case .nestedTooDeep: "nested too deep to be read"
    case .repeatedDirective(let name): "a second `\(name.rawValue)` directive; BuildKit takes one of each"
    case .badEscape(let value): "`\(value)` cannot be the escape character; expected `\\` or a backtick"
    case .unknownInstruction(let word): unknownInstruction(word)
    case .forbiddenTrigger(let keyword): "`\(keyword.name)` cannot be an ONBUILD trigger"
    case .unknownFlag(let name, let keyword): unknownFlag(name, keyword)
    case .repeatedFlag(let name): "`--\(name)` given twice; it takes one value"
    case .flagWithoutValue(let name): "`--\(name)` without a value; expected `--\(name)=…`"
    case .flagNotBoolean(let name, let value):
      "`\(value)` is no value for `--\(name)`; expected `true` or `false`, or the flag alone"
    case .badNetworkMode(let value): "unknown network mode `\(value)`" + hint("expected `default`, `none` or `host`")
    case .badSecurityMode(let value): "unknown security mode `\(value)`" + hint("expected `sandbox` or `insecure`")
    case .badMountList(let value): "`\(value)` is no comma-separated list; quote a whole option, `\"…\"`, or nothing of it"
    case .variableInMountSource: "`from` of a mount takes no variable; name a stage after the image and use its name"
    case .badDevice(let reason): reason
    case .badDuration(let flag, let value):
      "`\(value)` is no duration for `--\(flag)`; expected a number with a unit, such as `30s` or `1m30s`"
    case .durationTooShort(let flag, let value):
      "`--\(flag)=\(value)` is less than a millisecond; expected `0` or `1ms` at least"
    case .badRetries(let value): "`\(value)` is no number of retries; expected a whole number from 0 to 2147483647"
    default: argumentMessage
    }
  }

  private var argumentMessage: String {
    switch kind {
    case .noArgument(let keyword): "`\(keyword.name)` without an argument; expected \(keyword.expectedArguments)"
    case .noDestination(let keyword): "`\(keyword.name)` with one path; expected sources, then a destination"
    case .fromArguments(let count):
      "`FROM` takes one argument, or three as in `FROM image AS name`, not \(count); a comment must have its own line"
    case .badStageName(let name):
      "`\(name)` cannot name a stage; expected a letter, then letters, digits, `-`, `_` and `.`"
    case .noValue(let keyword, let name): "`\(keyword.name) \(name)` without a value; expected `\(name)=…`"
    case .pairWithoutEquals(let keyword, let word):
      "`\(word)` without `=` among the pairs of \(keyword.name); expected `name=value`, a value with blanks in quotes"
    case .blankName(let keyword): "`=` without a name before it; expected `\(keyword.name) name=value`"
    case .nonStringInArray: "a JSON array of something else than strings; expected each element in double quotes"
    case .shellNotArray(let looksLikeArray):
      looksLikeArray
        ? "`SHELL` with an array that is not JSON; expected strings in double quotes, `\\` doubled, and nothing behind `]`"
        : "`SHELL` takes a JSON array only; expected one as in `SHELL [\"/bin/sh\", \"-c\"]`"
    case .unknownHealthcheck(let word): "`HEALTHCHECK \(word)` is not known" + hint("expected `CMD` or `NONE`")
    case .healthcheckWithoutCommand: "`HEALTHCHECK CMD` without a command"
    case .noneWithArguments: "`HEALTHCHECK NONE` takes no arguments"
    case .blankVolume: "an empty path in VOLUME"
    case .unterminatedHeredoc(let name, let nearMiss):
      nearMiss
        ? "the heredoc is not ended by a line with blanks around `\(name)`; expected the word alone on its line"
        : "the heredoc has no end; expected a line `\(name)`"
    case .heredocDestination(let keyword): "a heredoc cannot be the destination of \(keyword.name); expected a path last"
    default: ""
    }
  }

  private func unknownInstruction(_ word: String) -> String {
    let what = word.isEmpty ? "a line without an instruction" : "unknown instruction `\(word)`"
    return what + hint("expected a keyword such as RUN or COPY; a line that continues the one above needs its `\\`")
  }

  private func unknownFlag(_ name: String, _ keyword: DockerfileKeyword) -> String {
    let known = FlagDefinition.of(keyword).map { "`--\($0.name)`" }
    let expected =
      known.isEmpty
      ? "`\(keyword.name)` takes no flags" : "`\(keyword.name)` knows \(known.joined(separator: ", "))"
    return "unknown flag `--\(name)`" + hint(expected)
  }

  private func hint(_ otherwise: String) -> String {
    suggestion.map { "; did you mean `\(isFlag ? "--" : "")\($0)`?" } ?? "; \(otherwise)"
  }

  private var isFlag: Bool { if case .unknownFlag = kind { true } else { false } }
}

extension DockerfileKeyword {
  /// All but `unknown`.
  public static let known = allCases.filter { $0 != .unknown }

  /// As it is usually written: `COPY`.
  public var name: String { rawValue.uppercased() }

  var expectedArguments: String {
    switch self {
    case .add, .copy: "sources and a destination"
    case .arg: "a name, or `name=value`"
    case .env, .label: "`name=value`"
    case .expose: "a port"
    case .from: "an image"
    case .healthcheck: "`CMD` and a command, or `NONE`"
    case .onbuild: "an instruction"
    case .shell: "a JSON array as in `[\"/bin/sh\", \"-c\"]`"
    case .stopsignal: "a signal"
    case .user: "a user"
    case .volume, .workdir: "a path"
    case .cmd, .entrypoint, .run: "a command"
    case .maintainer, .unknown: "a text"
    }
  }
}
