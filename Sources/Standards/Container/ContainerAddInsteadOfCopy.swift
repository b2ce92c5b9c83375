import Checking
import Documents

extension Rule {
  static let containerAddInsteadOfCopy = Rule(
    "container/add-instead-of-copy", [.G3(6)], .warning,
    aliases: [
      .same("hadolint:DL3020"), .same("trivy:DS-0005"), .same("checkov:CKV_DOCKER_4"), .same("dockle:CIS-DI-0009"),
      .same("kics:9513a694"),
    ],
    summary: "`ADD` copies local files where `COPY` would, and does more than that without being asked.",
    rationale: """
      `ADD` unpacks archives, fetches URLs and clones repositories. For a plain file none of it is wanted, and the day \
      the file becomes an archive the image changes without a change of the Dockerfile. `COPY` only copies.

      Archives, URLs, git repositories, and flags that only `ADD` has (`--checksum`, `--keep-git-dir`, `--unpack`) are \
      what `ADD` is for, and are left alone. A zip file is none of them: `ADD` never unpacks it. A name without an \
      ending may hide an archive, so there the fix is not called safe.
      """,
    examples: [
      .bad(
        "FROM python:3.12-slim\n«ADD» requirements.txt /app/\nUSER 1000\n",
        fixed: "FROM python:3.12-slim\nCOPY requirements.txt /app/\nUSER 1000\n"),
      .good("FROM python:3.12-slim\nCOPY requirements.txt /app/\nUSER 1000\n"),
      .good("FROM debian:12-slim\nADD rootfs.tar.zst /\nUSER 1000\n"),
      .good("FROM debian:12-slim\nADD https://example.com/tool /usr/local/bin/\nUSER 1000\n"),
      .good(
        "FROM debian:12-slim\nADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.com/a /a\nUSER 1000\n"
      ),
    ],
    moreExamples: [
      .bad(
        "FROM scratch\n«add» --chown=1:1 [\"a b\", \"/a\"]\nUSER 1\n", fixed: "FROM scratch\ncopy --chown=1:1 [\"a b\", \"/a\"]\nUSER 1\n"),
      .bad("FROM scratch\nONBUILD «ADD» . /src\nUSER 1\n", fixed: "FROM scratch\nONBUILD COPY . /src\nUSER 1\n"),
      .bad("FROM scratch\n«ADD» app.zip /\nUSER 1\n"),
      .bad("FROM scratch\n«ADD» <<EOF /motd\nhello\nEOF\nUSER 1\n"),
      .good("FROM scratch\nADD git@github.com:a/b.git /b\nUSER 1\n"),
      .good("FROM scratch\nARG ROOTFS\nADD $ROOTFS /\nUSER 1\n"),
      .good("FROM scratch\nADD app.jar rootfs.tgz /\nUSER 1\n"),
      .good("FROM scratch\nADD --unpack=true a /a\nUSER 1\n"),
    ],
    check: .each(CopyInstruction.self) { copy, report in
      guard copy.isAdd, !copy.usesOnlyWhatAddCan else { return }
      let name = copy.sources.first { $0.heredoc == nil }.map { "`\($0.text)`" } ?? "a heredoc"
      report.found(
        "`ADD` also unpacks archives and fetches URLs, and \(name) is neither; write `COPY`", at: copy.keywordRange,
        fix: Fix(
          kind: copy.mayBeArchive ? .unsafe : .safe, description: "write `COPY`",
          changes: [.replace(copy.keywordRange, with: copy.isLowerCase ? "copy" : "COPY")]))
    })
}
