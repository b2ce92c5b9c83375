import Checking
import Documents
import Shell
import SourceText

extension Rule {
  static let containerSudoInRun = Rule(
    "container/sudo-in-run", [.G4(2)], .warning,
    aliases: [
      .same("hadolint:DL3004"),
      .same("trivy:DS-0010"),
      .same("checkov:CKV2_DOCKER_1"),
      .same("dockle:DKL-DI-0001"),
      .same("kics:8ada6e80"),
      .same("semgrep:no-sudo-in-dockerfile"),
    ],
    summary: "A RUN changes its user with `sudo` instead of USER.",
    rationale: """
      A build runs each RUN as the user that USER names, root where nothing names one: as root `sudo` does nothing but \
      reset the environment, and as anybody else it works only because the image lets that user become root without a \
      password, which whoever breaks into the container can do as well. What needs root comes before USER, or between \
      `USER root` and the user again. Installing `sudo` is another matter, and so is what sudoers allows.
      """,
    examples: [
      .bad(
        "FROM debian:12\nRUN apt-get update && «sudo» apt-get install -y curl\nUSER nobody\n",
        fixed: "FROM debian:12\nRUN apt-get update && apt-get install -y curl\nUSER nobody\n"),
      .bad("FROM node:20\nRUN «sudo» -u node npm ci\nUSER node\n"),
      .good("FROM debian:12\nRUN apt-get update && apt-get install -y sudo && command -v sudo\nUSER nobody\n"),
      .good("FROM debian:12\nRUN echo 'deploy ALL=(root) /usr/bin/id' > /etc/sudoers.d/deploy && visudo -c\nUSER nobody\n"),
    ],
    moreExamples: [
      .bad(
        "FROM debian:12\nRUN sh -c 'cd /srv; «sudo»  make install'\n",
        fixed: "FROM debian:12\nRUN sh -c 'cd /srv; make install'\n"),
      .bad(
        "FROM debian:12\nRUN curl -sSf https://example.com/key | env A=b «sudo» tee /etc/key\n",
        fixed: "FROM debian:12\nRUN curl -sSf https://example.com/key | env A=b tee /etc/key\n"),
      .bad(
        "FROM debian:12\nRUN <<EOF\n«sudo» id\n«/usr/bin/sudo» id\nEOF\n",
        fixed: "FROM debian:12\nRUN <<EOF\nid\nid\nEOF\n"),
      .bad("FROM debian:12\nONBUILD RUN «sudo» id\n", fixed: "FROM debian:12\nONBUILD RUN id\n"),
      .bad(
        "FROM debian:12\nRUN [\"sh\", \"-c\", \"«sudo» id\"]\n", fixed: "FROM debian:12\nRUN [\"sh\", \"-c\", \"id\"]\n"),
      // Where `sudo` cannot be left out without a look at the rest.
      .bad("FROM debian:12\nRUN [\"«sudo»\", \"id\"]\n"),
      .bad("FROM debian:12\nRUN «sudo» A=b make\n"),
      .bad("FROM debian:12\nRUN «sudo» $OPTIONS make\n"),
      .bad("FROM debian:12\nRUN «sudo» >/log make\n"),
      .bad("FROM debian:12\nRUN «sudo» \\\n  make\n"),
      .bad("FROM debian:12\nRUN s=sudo; «$s» make\n"),
      .bad("FROM debian:12\nRUN «sudo» -v\n"),
      .bad("FROM debian:12\nRUN «sudo»\n"),
      .good("FROM debian:12\nRUN echo sudo make && echo 'sudo make' > /run.sh && which sudo && rm /usr/bin/sudo\n"),
      .good("FROM debian:12\nRUN <<EOF\ncat > /run.sh <<END\nsudo make\nEND\nEOF\n"),
      .good("FROM debian:12\nRUN sudo() { \"$@\"; }; sudo make\n"),
      .good("FROM debian:12\nCMD sudo make\n"),
      .good("FROM debian:12\nENTRYPOINT [\"sudo\", \"make\"]\nHEALTHCHECK CMD sudo id\n"),
    ],
    check: .each(RunCommand.self) { subject, report in
      let command = subject.command
      guard subject.instruction.keyword == .run, command.name == "sudo", !command.callsFunction, let name = command.nameWord
      else { return }
      report.found(
        "`sudo` changes the user of one command: RUN is root already, or needs a password-free way to become it; use USER around it",
        at: name.hostRange,
        fix: prefixToDelete(of: command).map { .unsafe("leave out `sudo`", .replace($0, with: "")) })
    })
}

/// `sudo` and the blanks behind it, where a plain command follows on the same line.
private func prefixToDelete(of command: ShellCommand) -> SourceRange? {
  guard let name = command.nameWord, name.text != nil, let next = command.arguments.first, let program = next.literal,
    !program.isEmpty, !program.hasPrefix("-"), !program.contains("=")
  else { return nil }
  // A redirection or a continuation may stand between the two.
  let gap = command.tree.text(SourceRange(name.range.end, next.range.start))
  guard gap.allSatisfy({ $0 == " " || $0 == "\t" }) else { return nil }
  return command.tree.source.editableHostRange(of: SourceRange(name.range.start, next.range.start))
}
