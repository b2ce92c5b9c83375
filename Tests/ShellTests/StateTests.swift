import Shell
import SourceText
import Testing

@Suite struct StateTests {
  private func directory(_ text: String, of name: String = "x", in state: ShellState = ShellState()) -> ShellDirectory? {
    command(name, in: commands(text, in: state))?.directory
  }

  @Test(
    arguments: [
      ("x", .start),
      ("cd /a && x", .path("/a")),
      ("cd /a; cd b; cd ../c; x", .path("/a/c")),
      ("cd a; x", .path("a")),
      ("cd ..; x", .path("..")),
      ("cd a; cd ..; x", .start),
      ("cd $y; x", .unknown),
      ("y=/b; cd $y/c; x", .path("/b/c")),
      ("cd -; x", .unknown),
      ("cd; x", .unknown),
      ("HOME=/h; cd; x", .path("/h")),
      ("(cd /a; y); x", .start),
      ("(cd /a; x)", .path("/a")),
      ("cd /a | y; x", .start),
      ("cd /a & x", .start),
      ("y $(cd /a; x)", .path("/a")),
      ("y $(cd /a); x", .start),
      ("if y; then cd /a; fi; x", .unknown),
      ("if y; then cd /a; else cd /a; fi; x", .path("/a")),
      ("if y; then cd /a; x; fi", .path("/a")),
      ("if y; then cd /a; exit 1; fi; x", .start),
      ("cd /a || exit 1; x", .path("/a")),
      ("y || cd /a; x", .unknown),
      ("y && cd /a; x", .path("/a")),
      ("[ y ] && cd /a; x", .unknown),
      ("[ y ] && cd /a && x", .path("/a")),
      ("while y; do cd /a; done; x", .unknown),
      ("case y in a) cd /a;; esac; x", .unknown),
      ("f() { cd /a; }; x", .start),
      ("f() { x; }", .unknown),
      ("{ cd /a; }; x", .path("/a")),
      ("cd /a; sh -c 'cd b; x'", .path("/a/b")),
      ("sh -c 'cd b'; x", .start),
      ("eval 'cd /a'; x", .path("/a")),
      ("command cd /a; x", .path("/a")),
      ("sudo cd /a; x", .start),
      ("trap 'cd /a' EXIT; x", .start),
      ("pushd /a; x", .path("/a")),
      ("pushd /a; popd; x", .unknown),
      ("bash <<E\ncd /a\nx\nE\n", .path("/a")),
    ] as [(String, ShellDirectory)])
  func `the directory follows cd`(text: String, expected: ShellDirectory) { #expect(directory(text) == expected) }

  @Test
  func `the directory begins where the caller says`() {
    #expect(directory("cd b; x", in: ShellState(directory: .path("/a"))) == .path("/a/b"))
    #expect(directory("cd b; x", in: ShellState(directory: .unknown)) == .unknown)
  }

  @Test(
    arguments: [
      ("set -e; x", [.errexit]),
      ("set -euxo pipefail; x", [.errexit, .nounset, .xtrace, .pipefail]),
      ("set -o errexit -o pipefail; x", [.errexit, .pipefail]),
      ("set -eu; set +e; x", [.nounset]),
      ("set -e +u; x", [.errexit]),
      ("set -- -e; x", []),
      ("(set -e); x", []),
      ("if y; then set -e; fi; x", []),
      ("bash -eo pipefail -c x", [.errexit, .pipefail]),
      ("set -e; bash -c x", []),
      ("set -e; eval x", [.errexit]),
      ("set -ex && x", [.errexit, .xtrace]),
    ] as [(String, ShellFlags)])
  func `options follow set`(text: String, expected: ShellFlags) {
    #expect(command("x", in: commands(text))?.flags == expected)
  }

  @Test
  func `what may be in force is told apart`() {
    let x = command("x", in: commands("if y; then set -o pipefail; fi; x"))
    #expect(x?.flags == [])
    #expect(x?.possibleFlags == .pipefail)
  }

  @Test
  func `a failure stops the shell only where nobody looks at it`() {
    let all = commands("set -e; a; b && c; if d; then e; fi; ! f; g || h; i | j; $(k)")
    let stopping = all.filter(\.stopsOnFailure).compactMap(\.name)
    #expect(stopping == ["a", "c", "e", "h", "i", "j", "k"])
  }

  @Test
  func `command lines of shells set options`() {
    #expect(ShellFlags(commandLine: ["/bin/bash", "-c"]) == [])
    #expect(ShellFlags(commandLine: ["/bin/bash", "-eo", "pipefail", "-c"]) == [.errexit, .pipefail])
    #expect(ShellFlags(commandLine: ["bash", "-ex", "-o", "pipefail", "-c"]) == [.errexit, .xtrace, .pipefail])
    #expect(ShellFlags(commandLine: ["bash", "-euxo", "pipefail", "-c"]) == [.errexit, .nounset, .xtrace, .pipefail])
    #expect(ShellFlags(commandLine: ["bash", "-e", "+e"]) == [])
    #expect(ShellFlags(commandLine: []) == [])
  }

  @Test(
    arguments: [
      ("a=1; x $a", .known("1")),
      ("a=1 && x $a", .known("1")),
      ("a=1; a=2; x $a", .known("2")),
      ("a=1 b=${a}2; x $b", .known("12")),
      ("a='b c'; x \"$a\"", .known("b c")),
      ("a=1; a+=2; x $a", .known("12")),
      ("a=$(y); x $a", .unknown),
      ("a=1 x $a", .unknown),
      ("(a=1); x $a", .unknown),
      ("a=1; (x $a)", .known("1")),
      ("a=1; if y; then a=2; fi; x $a", .unknown),
      ("if y; then a=2; x $a; fi", .known("2")),
      ("y && a=1; x $a", .known("1")),
      ("[ y ] && a=1; x $a", .unknown),
      ("[ y ] && a=1 && x $a", .known("1")),
      ("y || a=1; x $a", .unknown),
      ("for a in b; do x $a; done", .unknown),
      ("a=1; read a; x $a", .unknown),
      ("a=1; unset a; x $a", .unknown),
      ("a=1; . ./f; x $a", .unknown),
      ("a=1; ((a++)); x $a", .unknown),
      ("a=1; let a=2; x $a", .unknown),
      ("a=1; printf -v a y; x $a", .unknown),
      ("export a=1; x $a", .known("1")),
      ("local a=1 b; x $a", .known("1")),
      ("a=(1 2); x $a", .unknown),
      ("export a=1; sh -c 'x $a'", .known("1")),
      ("a=1; sh -c 'x $a'", .unknown),
      ("a=1; export a; sh -c 'x $a'", .known("1")),
      ("a=1 sh -c 'x $a'", .known("1")),
      ("env a=1 sh -c 'x $a'", .known("1")),
      ("a=1 sh -c 'y'; x $a", .unknown),
      ("set -a; a=1; sh -c 'x $a'", .known("1")),
      ("a=1; eval 'x $a'", .known("1")),
      ("f() { a=1; }; x $a", .unknown),
      ("a=1; f() { a=2; }; x $a", .unknown),
      ("a=1; y | a=2; x $a", .known("1")),
      ("a=1; while y; do a=2; done; x $a", .unknown),
    ] as [(String, ShellValue)])
  func `variables follow assignments`(text: String, expected: ShellValue) {
    #expect(command("x", in: commands(text))?.arguments.first?.value() == expected)
  }

  @Test
  func `what the text assigns counts before what is given`() {
    let given = ["a": "given"]
    func value(_ text: String) -> ShellValue? {
      command("x", in: commands(text))?.arguments.first?.value { given[$0] }
    }
    #expect(value("x $a") == .known("given"))
    #expect(value("a=1; x $a") == .known("1"))
    #expect(value("a=$(y); x $a") == .unknown)
    let started = commands("x $a; sh -c 'x $a'", in: ShellState(variables: given))
    #expect(started.filter { $0.name == "x" }.map { $0.arguments[$0.arguments.startIndex].value() } == [.known("given"), .known("given")])
    #expect(started[0].variable("a") == "given")
  }
}
