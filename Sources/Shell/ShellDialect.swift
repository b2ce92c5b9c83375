/// The shell that will read a text.
///
/// Every POSIX-like dialect is read by one grammar, bash's, so that what the real shell would misread is found by a
/// rule and not lost in a parse error; the dialect decides what words mean (`a{b,c}` is one word in dash) and is there
/// for rules to ask.
public enum ShellDialect: String, Sendable, CaseIterable {
  /// `sh` of unknown make.
  case posix
  case bash
  case dash
  /// BusyBox.
  case ash
  case zsh
  case ksh
  /// Opaque: only the programs' names are read.
  case cmd
  /// Opaque: only the programs' names are read.
  case powershell

  /// The dialect of a program, given by its name or path, or nil where it is no shell.
  public init?(program: String) {
    switch program.programName {
    case "sh": self = .posix
    case "bash", "rbash": self = .bash
    case "dash": self = .dash
    case "ash", "hush": self = .ash
    case "zsh": self = .zsh
    case "ksh", "ksh93", "mksh", "oksh", "pdksh", "loksh": self = .ksh
    case "cmd", "cmd.exe": self = .cmd
    case "powershell", "powershell.exe", "pwsh", "pwsh.exe": self = .powershell
    default: return nil
    }
  }

  /// Whether the text is of the POSIX family, and so has a full tree.
  public var isPOSIXLike: Bool { self != .cmd && self != .powershell }

  /// Whether `a{b,c}` is two words.
  public var expandsBraces: Bool { self == .bash || self == .zsh || self == .ksh }
}
