/// Options of `set` that rules ask for, as a set.
public struct ShellFlags: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// `-e`: a command that fails ends the shell, where nobody looks at its status.
  public static let errexit = ShellFlags(rawValue: 1)
  /// `-u`
  public static let nounset = ShellFlags(rawValue: 2)
  /// `-x`
  public static let xtrace = ShellFlags(rawValue: 4)
  /// `-o pipefail`
  public static let pipefail = ShellFlags(rawValue: 8)
  /// `-f`: patterns are plain text.
  public static let noglob = ShellFlags(rawValue: 16)
  /// `-a`: every assignment is exported.
  public static let allexport = ShellFlags(rawValue: 32)
  /// `-C`
  public static let noclobber = ShellFlags(rawValue: 64)
  /// `-n`: nothing runs.
  public static let noexec = ShellFlags(rawValue: 128)
  /// `-v`
  public static let verbose = ShellFlags(rawValue: 256)

  /// By the letter of `set`.
  init?(letter: UInt8) {
    switch letter {
    case UInt8(ascii: "e"): self = .errexit
    case UInt8(ascii: "u"): self = .nounset
    case UInt8(ascii: "x"): self = .xtrace
    case UInt8(ascii: "f"): self = .noglob
    case UInt8(ascii: "a"): self = .allexport
    case UInt8(ascii: "C"): self = .noclobber
    case UInt8(ascii: "n"): self = .noexec
    case UInt8(ascii: "v"): self = .verbose
    default: return nil
    }
  }

  /// By the name after `-o`.
  init?(name: String) {
    switch name {
    case "errexit": self = .errexit
    case "nounset": self = .nounset
    case "xtrace": self = .xtrace
    case "pipefail": self = .pipefail
    case "noglob": self = .noglob
    case "allexport": self = .allexport
    case "noclobber": self = .noclobber
    case "noexec": self = .noexec
    case "verbose": self = .verbose
    default: return nil
    }
  }
}

/// Where a command runs.
public enum ShellDirectory: Hashable, Sendable {
  /// Where the text began.
  case start
  /// A path, absolute or from where the text began; `.` and `..` are resolved as `cd` does without links.
  case path(String)
  case unknown

  /// Where `cd` with a path leads.
  func changed(to path: String) -> ShellDirectory {
    if path.isEmpty { return self }
    var parts: [Substring] = []
    let isAbsolute: Bool
    if path.utf8.first == UInt8(ascii: "/") {
      isAbsolute = true
    } else {
      switch self {
      case .unknown: return .unknown
      case .start: isAbsolute = false
      case .path(let from):
        isAbsolute = from.utf8.first == UInt8(ascii: "/")
        parts = from.split(separator: "/")
      }
    }
    for part in path.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if let last = parts.last, last != ".." {
        parts.removeLast()
      } else if !isAbsolute {
        parts.append(part)
      }
      // A path that grows in a hostile text would cost its square.
      if parts.count > 64 { return .unknown }
    }
    let joined = parts.joined(separator: "/")
    if joined.utf8.count > 1024 { return .unknown }
    if isAbsolute { return .path("/" + joined) }
    return joined.isEmpty ? .start : .path(joined)
  }
}

/// What a shell is like before the text runs: what the caller knows from the program that starts it.
public struct ShellState: Sendable {
  /// Options in force: of `SHELL ["/bin/bash", "-eo", "pipefail", "-c"]`, say.
  public var flags: ShellFlags
  public var directory: ShellDirectory
  /// Exported variables whose values are known.
  public var variables: [String: String]

  public init(
    flags: ShellFlags = [], directory: ShellDirectory = .start, variables: [String: String] = [:]
  ) {
    self.flags = flags
    self.directory = directory
    self.variables = variables
  }
}

extension ShellFlags {
  /// The options that the words of a shell's command line set, up to its program: `-eo pipefail -c`, `-euxo`
  /// `pipefail`, `-ex -o pipefail`. The first word is the shell's name. A word nil is unknown, and skipped.
  public init(commandLine words: [String?]) {
    self = ShellInvocation(words).flags
  }
}
