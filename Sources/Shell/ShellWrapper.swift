import SourceText

/// What the reader of a text has to know of a program: asked once a command, by one look-up.
enum ShellProgramRole: Sendable {
  case wrapper(ShellWrapper)
  case effect(ShellEffect)

  static func of(_ name: String) -> ShellProgramRole? {
    if let role = all[name] { return role }
    // `python3.12`
    guard name.utf8.first == UInt8(ascii: "p"), name.hasPrefix("python"),
      name.utf8.dropFirst(6).allSatisfy({ $0.isASCIIDigit || $0 == UInt8(ascii: ".") })
    else { return nil }
    return all["python3"]
  }

  private static let all: [String: ShellProgramRole] =
    ShellWrapper.all.mapValues { .wrapper($0) }
    .merging(ShellEffect.all.mapValues { .effect($0) }) { wrapper, _ in wrapper }
}

/// What a command of the shell itself changes for those after it.
enum ShellEffect: Sendable {
  case changesDirectory, popsDirectory, setsOptions, leaves, sources, evaluatesArithmetic, printsToVariable
  /// `export`, `local` …: assignments among the words.
  case declares(isExported: Bool)
  /// `read`, `unset` …: the words are names of variables that get a value nobody knows.
  case forgets

  static let all: [String: ShellEffect] = [
    "cd": .changesDirectory, "pushd": .changesDirectory, "popd": .popsDirectory, "set": .setsOptions,
    "exit": .leaves, "return": .leaves, "break": .leaves, "continue": .leaves, ".": .sources, "source": .sources,
    "let": .evaluatesArithmetic, "printf": .printsToVariable, "export": .declares(isExported: true),
    "readonly": .declares(isExported: false), "declare": .declares(isExported: false),
    "typeset": .declares(isExported: false), "local": .declares(isExported: false), "unset": .forgets,
    "read": .forgets, "mapfile": .forgets, "readarray": .forgets, "getopts": .forgets,
  ]
}

/// How a program runs another that stands among its words.
struct ShellWrapper: Sendable {
  enum Form: Sendable {
    /// Options, operands of its own, perhaps assignments, then the command: `timeout -k 5 60 make`.
    case prefix(operands: Int, assignments: Bool)
    /// Options, a verb, options, then the command: `poetry run pytest`.
    case verb(String)
    /// `sh -c 'program'`
    case shell
    /// `su [-] [user] -c 'program'`
    case su
    /// `eval word…`
    case eval
    /// `trap 'program' signal…`
    case trap
    /// `find … -exec command … ;`
    case find
    /// `python -m module …`
    case module
  }
  let form: Form
  let syntax: ShellProgramSyntax
  /// Options with which the program runs no other: `command -v`.
  let excludedBy: Set<String>
  /// Whether the command runs in this very shell, so that `cd` and assignments last.
  let isBuiltin: Bool

  private init(
    _ form: Form, _ valueOptions: Set<String> = [], excludedBy: Set<String> = [], isBuiltin: Bool = false
  ) {
    self.form = form
    self.excludedBy = excludedBy
    self.isBuiltin = isBuiltin
    syntax = ShellProgramSyntax(valueOptions: valueOptions, stopsAtOperand: true)
  }

  private static func prefix(
    _ valueOptions: Set<String> = [], operands: Int = 0, assignments: Bool = false, excludedBy: Set<String> = [],
    isBuiltin: Bool = false
  ) -> ShellWrapper {
    ShellWrapper(
      .prefix(operands: operands, assignments: assignments), valueOptions, excludedBy: excludedBy, isBuiltin: isBuiltin)
  }

  /// By the program's name. Options are those of the program's manual that take the next word for their value.
  static let all: [String: ShellWrapper] = [
    "bash": ShellWrapper(.shell), "sh": ShellWrapper(.shell), "dash": ShellWrapper(.shell),
    "ash": ShellWrapper(.shell), "zsh": ShellWrapper(.shell), "ksh": ShellWrapper(.shell),
    "mksh": ShellWrapper(.shell), "rbash": ShellWrapper(.shell),
    "su": ShellWrapper(.su, ["-g", "--group", "-G", "--supp-group", "-w", "-T", "-U"]),
    "eval": ShellWrapper(.eval, isBuiltin: true),
    "trap": ShellWrapper(.trap, excludedBy: ["-p", "-l"]),
    "find": ShellWrapper(.find),
    "python": ShellWrapper(.module, ["-m", "-c", "-W", "-X", "-Q"], excludedBy: ["-c"]),
    "python2": ShellWrapper(.module, ["-m", "-c", "-W", "-Q"], excludedBy: ["-c"]),
    "python3": ShellWrapper(.module, ["-m", "-c", "-W", "-X"], excludedBy: ["-c"]),

    "exec": prefix(["-a"], isBuiltin: true),
    "command": prefix(excludedBy: ["-v", "-V"], isBuiltin: true),
    "builtin": prefix(isBuiltin: true),
    "time": prefix(["-o", "--output", "-f", "--format"], isBuiltin: true),
    "coproc": prefix(),
    "env": prefix(
      ["-u", "--unset", "-C", "--chdir", "-a", "--argv0", "--block-signal"], assignments: true,
      excludedBy: ["-S", "--split-string"]),
    "sudo": prefix(
      [
        "-u", "--user", "-g", "--group", "-h", "--host", "-p", "--prompt", "-C", "--close-from", "-r", "--role", "-t",
        "--type", "-T", "--command-timeout", "-D", "--chdir", "-R", "--chroot", "-U", "--other-user", "-a", "-c",
      ], assignments: true, excludedBy: ["-l", "--list", "-v", "--validate", "-V", "--version", "-e", "--edit", "-K"]),
    "doas": prefix(["-u", "-C", "-a"], excludedBy: ["-L", "-C"]),
    "nice": prefix(["-n", "--adjustment"]),
    "nohup": prefix(),
    "setsid": prefix(),
    "stdbuf": prefix(["-i", "-o", "-e", "--input", "--output", "--error"]),
    "ionice": prefix(["-c", "--class", "-n", "--classdata", "-P", "-u"], excludedBy: ["-p", "--pid"]),
    "chrt": prefix(["-T", "-P", "-D"], operands: 1, excludedBy: ["-p", "--pid", "-m"]),
    "taskset": prefix(operands: 1, excludedBy: ["-p", "--pid"]),
    "timeout": prefix(["-k", "--kill-after", "-s", "--signal"], operands: 1),
    "xargs": prefix([
      "-a", "--arg-file", "-d", "--delimiter", "-E", "-I", "-L", "--max-lines", "-n", "--max-args", "-P",
      "--max-procs", "-s", "--max-chars", "--process-slot-var", "-J", "-R", "-S",
    ]),
    "eatmydata": prefix(),
    "faketime": prefix(["-p"], operands: 1),
    "fakeroot": prefix(["-l", "--lib", "--faked", "-s", "-i", "-b"]),
    "fakechroot": prefix(["-e", "-c", "-s", "-b", "-d", "--lib", "--elfloader"]),
    "unbuffer": prefix(),
    "catchsegv": prefix(),
    "linux32": prefix(), "linux64": prefix(), "setarch": prefix(operands: 1),
    "chroot": prefix(operands: 1), "arch-chroot": prefix(["-u"], operands: 1),
    "gosu": prefix(operands: 1), "su-exec": prefix(operands: 1),
    "setuidgid": prefix(operands: 1), "s6-setuidgid": prefix(operands: 1),
    "chpst": prefix(["-u", "-U", "-b", "-e", "-/", "-n", "-l", "-L", "-m", "-d", "-o", "-p", "-f", "-c", "-r", "-t"]),
    "setpriv": prefix([
      "--reuid", "--regid", "--groups", "--inh-caps", "--ambient-caps", "--bounding-set", "--securebits",
      "--pdeathsig", "--selinux-label", "--apparmor-profile",
    ]),
    "runuser": ShellWrapper(.su, ["-u", "--user", "-g", "--group", "-G", "--supp-group", "-w"]),
    "unshare": prefix(["-S", "--setuid", "-G", "--setgid", "-R", "--root", "-w", "--wd"]),
    "nsenter": prefix(["-t", "--target", "-S", "--setuid", "-G", "--setgid"]),
    "flock": prefix(["-w", "--timeout", "-E", "--conflict-exit-code"], operands: 1, excludedBy: ["-c", "--command"]),
    "busybox": prefix(excludedBy: ["--list", "--install", "--help"]),
    "toybox": prefix(excludedBy: ["--help"]),
    "tini": prefix(["-p", "-e"]), "tini-static": prefix(["-p", "-e"]), "docker-init": prefix(["-p", "-e"]),
    "dumb-init": prefix(["-r", "--rewrite"]), "catatonit": prefix(),
    "xvfb-run": prefix([
      "-n", "--server-num", "-e", "--error-file", "-f", "--auth-file", "-p", "--xauth-protocol",
      "-s", "--server-args", "-w", "--wait",
    ]),
    "dbus-run-session": prefix(["--config-file", "--dbus-daemon"]),
    "cross-env": prefix(assignments: true),
    "with-contenv": prefix(),
    "strace": prefix(["-o", "-e", "-p", "-s", "-u", "-E", "-P", "-a", "-I", "-b", "-O", "-S", "-X"]),

    "conda": ShellWrapper(.verb("run"), ["-n", "--name", "-p", "--prefix", "--cwd"]),
    "mamba": ShellWrapper(.verb("run"), ["-n", "--name", "-p", "--prefix", "--cwd"]),
    "micromamba": ShellWrapper(.verb("run"), ["-n", "--name", "-p", "--prefix", "-r", "--root-prefix", "--cwd"]),
    "poetry": ShellWrapper(.verb("run"), ["-C", "--directory", "-P", "--project"]),
    "pipenv": ShellWrapper(.verb("run"), ["--python"]),
    "uv": ShellWrapper(
      .verb("run"),
      ["--with", "--with-requirements", "--python", "-p", "--project", "--directory", "--extra", "--group", "--env-file"]),
    "bundle": ShellWrapper(.verb("exec"), ["--gemfile"]),
  ]
}
