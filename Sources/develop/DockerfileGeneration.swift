import Foundation
import TestSupport

/// `develop generate-dockerfiles OUTDIR --seed S --count N`: files of several stages whose meaning depends on scopes,
/// inheritance and expansion. Most of them build; some are wrong in the ways an evaluator must notice.
enum DockerfileGeneration {
  static func run(_ arguments: [String]) throws {
    try Generation.run(arguments, suffix: ".Dockerfile") { random in
      var generator = DockerfileGenerator(random: random)
      return generator.file()
    }
  }
}

/// One file's making: what is declared so far decides what is worth using.
struct DockerfileGenerator {
  var random: SeededGenerator
  /// Names of stages that are complete: a stage cannot use itself.
  var stages: [String] = []
  private var current: String?
  /// `\` or a backtick.
  var escape = "\\"

  static let names = ["A", "B", "C", "D", "E_1", "BASE", "VERSION", "PORT", "HOME", "APP"]

  init(random: SeededGenerator) { self.random = random }

  mutating func file() -> String {
    var text = ""
    if random.oneIn(12) {
      escape = "`"
      text += "# escape=`\n"
    }
    if random.oneIn(20) { text += "# check=skip=all\n" }
    let arguments = random.below(5)
    for _ in 0..<arguments { text += argument(isGlobal: true) + "\n" }
    let count = 1 + random.below(5)
    for _ in 0..<count { text += stage() }
    return text
  }

  private mutating func stage() -> String {
    var text = from() + "\n"
    defer { if let current { stages.append(current) } }
    let count = random.below(12)
    for _ in 0..<count {
      if random.oneIn(10) { text += random.pick(["\n", "# comment\n"]) }
      text += instruction() + "\n"
    }
    return text
  }

  private mutating func from() -> String {
    var line = random.oneIn(8) ? random.pick(["from", "From"]) : "FROM"
    if random.oneIn(6) {
      line +=
        " --platform="
        + random.pick(["linux/amd64", "$BUILDPLATFORM", "$TARGETPLATFORM", "${TARGETOS}/${TARGETARCH}", "linux/${X:-arm64}"])
    }
    if !stages.isEmpty, !random.oneIn(3) {
      line += " " + random.pick(stages)
    } else {
      line +=
        " "
        + random.pick([
          "alpine", "alpine:3.20", "scratch", "debian@sha256:" + String(repeating: "a", count: 64), "\"alpine\"", "${BASE:-alpine}",
          "${BASE:-alpine}:${VERSION:-3}", "alpine:${VERSION:+x}latest", "docker.io/library/${BASE:-busybox}",
        ])
    }
    current = nil
    if !random.oneIn(4) {
      let name = random.oneIn(30) ? random.pick(["Build", "s0"]) : "s\(stages.count)"
      line += " " + random.pick(["AS", "as", "AS"]) + " \(name)"
      current = name
    }
    return line
  }

  /// What an evaluator must refuse, or must not, comes up now and then only: one such line hides all the others.
  private mutating func mostly(_ usual: [String], rarely odd: [String]) -> String {
    random.pick(random.oneIn(25) ? odd : usual)
  }

  mutating func argument(isGlobal: Bool) -> String {
    let name = random.pick(Self.names)
    if isGlobal, name == "BASE" { return "ARG BASE=" + random.pick(["alpine", "debian", "s0"]) }
    if isGlobal, name == "VERSION" { return "ARG VERSION=" + random.pick(["3", "3.20", "\"3\""]) }
    switch random.below(5) {
    case 0: return "ARG \(name)"
    case 1: return "ARG \(name)=\(word()) \(random.pick(Self.names))"
    case 2: return "ARG \(random.pick(["TARGETARCH", "TARGETPLATFORM", "BUILDOS", "TARGETSTAGE", "HTTP_PROXY", "PATH", "UNSET"]))"
    default: return "ARG \(name)=\(word())"
    }
  }

  private mutating func instruction() -> String {
    switch random.below(20) {
    case 0, 1: return argument(isGlobal: false)
    case 2, 3, 4: return environment()
    case 5: return label()
    case 6, 7: return user()
    case 8, 9: return workdir()
    case 10: return execOrShell("CMD")
    case 11: return execOrShell("ENTRYPOINT")
    case 12: return "SHELL " + random.pick(["[\"/bin/bash\", \"-c\"]", "[\"/bin/sh\",\"-ec\"]", "[\"powershell\"]"])
    case 13: return expose()
    case 14: return healthcheck()
    case 15: return "ONBUILD " + trigger()
    case 16: return volume()
    case 17:
      return "STOPSIGNAL "
        + mostly(["SIGTERM", "9", "SIGRTMIN+3", "${UNSET:-SIGINT}", "sigquit", "KILL"], rarely: ["$B", "FOO", "${A:-1}"])
    case 18: return run()
    default: return copy()
    }
  }

  private mutating func environment() -> String {
    if random.oneIn(6) { return "ENV \(random.pick(Self.names)) \(word()) \(word())" }
    let count = 1 + random.below(3)
    let pairs = (0..<count).map { _ in "\(name())=\(word())" }
    return "ENV " + pairs.joined(separator: random.oneIn(4) ? " \(escape)\n  " : " ")
  }

  private mutating func name() -> String {
    random.oneIn(10) ? random.pick(["PATH", "HTTP_PROXY", "TARGETARCH", "X$A", "${B}_Y"]) : random.pick(Self.names)
  }

  private mutating func label() -> String {
    if random.oneIn(8) { return "LABEL key \(word())" }
    return "LABEL \(random.pick(["a", "b.c", "\"d\"", "$A", "x-${B}"]))=\(word()) \(random.pick(["a", "e"]))=\(word())"
  }

  private mutating func user() -> String {
    "USER " + random.pick(["root", "app", "1000", "1000:1000", "app:app", "$A", "${APP:-app}:${B:-0}", "\"app\"", "${UNSET}"])
  }

  private mutating func workdir() -> String {
    "WORKDIR "
      + random.pick(["/app", "sub", "../up", "/a/./b//c", "$HOME", "${APP:-x}/y", "\"/with blank\"", "/a b", ".", "$UNSET/z", "/"])
  }

  private mutating func execOrShell(_ keyword: String) -> String {
    keyword + " "
      + random.pick(["[\"a\", \"$A\"]", "a $A", "[]", "echo \"x y\"", "[\"a\" ,\"b\\u0041\"]", "[\"a\"] # x", "exec a --b=${C}", "['a']"])
  }

  private mutating func expose() -> String {
    "EXPOSE "
      + mostly(
        ["80", "80/tcp 443/TCP", "8000-8002", "53/udp", "${UNSET:-8080}/tcp", "100-200/sctp 80", "80 80/tcp 80/udp", "0"],
        rarely: ["$PORT", "${PORT:-1}", "${UNSET:-\"1 2\"}", "99999", "9-8", "80/icmp"])
  }

  private mutating func volume() -> String {
    "VOLUME "
      + mostly(
        ["/data", "/a /b", "[\"/c\", \"/d e\"]", "[\"${UNSET:-/x}\"]", "\"/q\"", "/a/../b", "rel", "/v$HOME"],
        rarely: ["$HOME", "$UNSET"])
  }

  private mutating func healthcheck() -> String {
    if random.oneIn(5) { return "HEALTHCHECK NONE" }
    let flags = ["--interval=30s", "--timeout=1m30s", "--start-period=0", "--retries=3", "--start-interval=5s", "--interval=1.5h"]
    let flag = random.oneIn(2) ? random.pick(flags) + " " : ""
    return "HEALTHCHECK \(flag)\(random.pick(["CMD", "cmd"])) "
      + random.pick(["[\"curl\", \"$A\"]", "curl -f http://localhost:$PORT", "exit 0"])
  }

  private mutating func trigger() -> String {
    switch random.below(6) {
    case 0: return environment().replacing("\(escape)\n  ", with: "")
    case 1: return user()
    case 2: return "RUN echo $A"
    case 3: return "COPY --from=s0 /a /b"
    case 4: return workdir()
    default: return "ARG \(random.pick(Self.names))=\(word())"
    }
  }

  private mutating func run() -> String {
    switch random.below(5) {
    case 0: return "RUN <<EOF\necho $A\nEOF"
    case 1: return "RUN --mount=type=cache,target=${HOME:-/root}/.cache --network=none make"
    case 2:
      return "RUN --mount=type=secret,id=a,required=${UNSET:-true} --mount=type=bind,from=\(stages.last ?? "alpine"),source=/a,target=/b x"
    case 3: return "RUN [\"a\", \"b\"]"
    default: return "RUN echo \(word())"
    }
  }

  private mutating func copy() -> String {
    let source = stages.isEmpty || random.oneIn(2) ? "" : "--from=\(random.pick(stages + ["0", "alpine"])) "
    switch random.below(6) {
    case 0: return "COPY <<EOF $HOME/x\n$A ${B:-c}\nEOF"
    case 1: return "COPY \(source)[\"a\", \"$HOME/\"]"
    case 2: return "ADD --chown=$A:${B:-1} https://example.com/a.tgz /\(word())"
    case 3: return "COPY \(source)--chmod=${E_1:-755} a b"
    default: return "COPY \(source)\(random.pick(["a", "$A", "${APP}x", "*.go"])) \(random.pick([".", "/x/", "$HOME/", "sub/"]))"
    }
  }

  /// A word without blanks outside quotes.
  mutating func word(depth: Int = 0) -> String {
    let count = 1 + random.below(depth == 0 ? 3 : 2)
    return (0..<count).map { _ in part(depth) }.joined()
  }

  private mutating func part(_ depth: Int) -> String {
    let name = random.oneIn(6) ? random.pick(["UNSET", "PATH", "TARGETARCH", "1"]) : random.pick(Self.names)
    if depth >= 3 { return "x" }
    switch random.below(16) {
    case 0, 1, 2: return random.pick(["a", "foo", "1.2", "/usr/bin", "x-y_z", "é", "b:c", "a,b", "aXbXc"])
    case 3: return "$\(name)"
    case 4, 5: return "${\(name)}"
    case 6: return "${\(name)\(random.pick([":-", "-", ":+", "+"]))\(word(depth: depth + 1))}"
    case 7: return random.oneIn(30) ? "${\(name)\(random.pick([":?", "?"]))no}" : "${\(name):-d}"
    case 8: return "${\(name)\(random.pick(["#", "##", "%", "%%"]))\(pattern())}"
    case 9: return "${\(name)/\(random.pick(["", "/"]))\(pattern())/\(random.pick(["", "r", "$A"]))}"
    case 10, 11: return "\"\(random.pick(["", "q w", "$\(name) z", "${\(name):-\(word(depth: 3))}", "\(escape)\"", "\(escape)$A", "'"]))\""
    case 12: return "'\(random.pick(["", "s t", "$\(name)", "\""]))'"
    case 13: return escape + random.pick(["$", " ", "\"", "'", "a", escape])
    case 14: return mostly(["$", "$$", "$@", "-", "~", "=", "#"], rarely: ["${\(name)^}", "${\(name)=x}", "${}", "\"", "'"])
    default: return random.pick(["lib", "v", "0", "opt"])
    }
  }

  private mutating func pattern() -> String {
    random.pick(["*", "a*", "*/", "?", "X", "foo", "*X", "\\*", "b?", ".", "/usr", "$A"])
  }
}
