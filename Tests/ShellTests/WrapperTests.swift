import Shell
import SourceText
import Testing

@Suite struct WrapperTests {
  @Test(
    arguments: [
      ("env -i -u X A=1 B=$c make", ["env", "make"]),
      ("env - A=1 make", ["env", "make"]),
      ("sudo -E -u joe -- make -j", ["sudo", "make"]),
      ("sudo -nHu joe A=1 make", ["sudo", "make"]),
      ("sudo -l make", ["sudo"]),
      ("doas -u x make", ["doas", "make"]),
      ("exec make", ["exec", "make"]),
      ("exec >log", ["exec"]),
      ("command -p make", ["command", "make"]),
      ("command -v make", ["command"]),
      ("builtin cd x", ["builtin", "cd"]),
      ("nice -n 10 make", ["nice", "make"]),
      ("nice -10 make", ["nice", "make"]),
      ("nohup make &", ["nohup", "make"]),
      ("time -p make", ["time", "make"]),
      ("timeout -k 5 60 make", ["timeout", "make"]),
      ("timeout --signal=9 $t make", ["timeout", "make"]),
      ("ls | xargs -0 -n1 -I{} rm {}", ["ls", "xargs", "rm"]),
      ("xargs -a f apt-get install", ["xargs", "apt-get"]),
      ("eatmydata apt-get x", ["eatmydata", "apt-get"]),
      ("chroot --userspec=a:b /x make", ["chroot", "make"]),
      ("gosu u make", ["gosu", "make"]),
      ("su-exec u:g make", ["su-exec", "make"]),
      ("setpriv --reuid 1 --clear-groups make", ["setpriv", "make"]),
      ("runuser -u x -- make", ["runuser", "make"]),
      ("busybox wget x", ["busybox", "wget"]),
      ("tini -g -- make", ["tini", "make"]),
      ("dumb-init --rewrite 15:3 make", ["dumb-init", "make"]),
      ("stdbuf -oL make", ["stdbuf", "make"]),
      ("flock -w 5 /lock make", ["flock", "make"]),
      ("conda run -n e make", ["conda", "make"]),
      ("conda install x", ["conda"]),
      ("poetry run make", ["poetry", "make"]),
      ("bundle exec rake", ["bundle", "rake"]),
      ("python3.12 -m pip install x", ["python3.12", "pip"]),
      ("python -c 'x' -m pip", ["python"]),
      ("python script.py -m pip", ["python"]),
      ("find . -exec rm {} \\; -exec chmod x {} +", ["find", "rm", "chmod"]),
      ("$SUDO apt-get x", [nil, "apt-get"]),
      ("/usr/bin/env /usr/bin/sudo /opt/x", ["env", "sudo", "x"]),
      ("sudo \"$@\"", ["sudo", nil]),
      ("env", ["env"]),
      ("sudo", ["sudo"]),
    ] as [(String, [String?])])
  func `what is run by another is seen`(text: String, names: [String?]) {
    let all = commands(text)
    #expect(all.map(\.name) == names)
    #expect(all.dropFirst().filter { $0.origin == .wrapped }.count == names.count - all.filter { $0.origin != .wrapped }.count)
  }

  @Test(
    arguments: [
      ("sh -c 'a; b'", ["sh", "a", "b"]),
      ("bash -lexo pipefail -c \"a | b\" name arg", ["bash", "a", "b"]),
      ("bash -o pipefail -ec 'a'", ["bash", "a"]),
      ("bash --norc -c 'a'", ["bash", "a"]),
      ("bash script.sh -c a", ["bash"]),
      ("su - joe -c 'a && b'", ["su", "a", "b"]),
      ("su joe --command='a'", ["su", "a"]),
      ("su joe", ["su"]),
      ("sudo bash -c 'env X=1 a'", ["sudo", "bash", "env", "a"]),
      ("flock /x -c 'a'", ["flock", "a"]),
      ("eval a 'b;' c", ["eval", "a", "c"]),
      ("trap 'a; b' EXIT INT", ["trap", "a", "b"]),
      ("trap - EXIT", ["trap"]),
      ("bash <<E\na\nE\n", ["bash", "a"]),
      ("sudo sh -s -- x <<'E'\na\nE\n", ["sudo", "sh", "a"]),
      ("bash x.sh <<E\na\nE\n", ["bash"]),
      ("bash <<< 'a b'", ["bash", "a"]),
      ("cat <<E\na\nE\n", ["cat"]),
      ("sh -c 'sh -c \"a \\\"b\\\"\"'", ["sh", "sh", "a"]),
      ("sh -c \"$(a)\"", ["sh", "a", nil]),
      ("sh -c \"b $(a) $x\"", ["sh", "a", "b"]),
      ("find . -exec sh -c 'a \"$1\"' _ {} \\;", ["find", "sh", "a"]),
      ("bash <(a)", ["bash", "a"]),
    ] as [(String, [String?])])
  func `a program that is an argument is parsed`(text: String, names: [String?]) {
    #expect(commands(text).map(\.name) == names)
  }

  @Test
  func `both ends of a chain are linked`() throws {
    let all = commands("sudo env A=1 bash -c 'x y'")
    let sudo = all[0]
    #expect(sudo.innermost.name == "bash")
    #expect(sudo.inner.map(\.name) == ["env"])
    let program = try #require(all.last)
    #expect(program.origin == .program)
    #expect(program.outer?.name == "bash")
    #expect(program.outer?.wrappers.map(\.name) == ["sudo", "env"])
    #expect(program.nesting == .program)
    #expect(program.wrappers.isEmpty)
  }

  @Test
  func `ranges of a program are the host's`() throws {
    let host = Array("RUN sudo sh -c 'apt-get \\\n  install \"a\" b' # x".utf8)
    var builder = MappedText.Builder(host: host)
    builder.append(SourceRange(4, 24))
    builder.append(SourceRange(26, host.count))
    let all = ShellCommands(of: ShellTree(parsing: builder.finish()))
    let apt = try #require(command("apt-get", in: all))
    #expect(host[apt.hostRange.indices].asString == "apt-get \\\n  install \"a\" b")
    #expect(apt.arguments.map { host[$0.hostRange.indices].asString } == ["install", "\"a\"", "b"])
    #expect(apt.arguments.map { $0.editableHostRange == $0.hostRange } == [true, true, true])
    #expect(apt.editableHostRange == nil)
  }

  @Test
  func `a chain of wrappers without end is cut`() {
    let all = commands(String(repeating: "sudo ", count: 1000) + "a")
    #expect(all.count == 17)
  }
}
