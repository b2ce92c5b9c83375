/// What mutations insert: the corners of the grammar.
extension DockerfileMutator {
  static let oddBytes: [[UInt8]] = [
    [0xC2, 0xA0], [0xC2, 0x85], [0xE2, 0x80, 0x83], [0xE3, 0x80, 0x80], [0xEF, 0xBB, 0xBF], [0xFF], [0xA0], [0x85], [0xC3],
    [0xE2, 0x84, 0xAA], [0xC4, 0xB0], [0xC5, 0xBF], [0x00], [0x0B], [0x0C], [0x1B], [0x7F], [0xF0, 0x9F, 0x98, 0x80],
    [0xED, 0xA0, 0x80], [0xC3, 0xA0],
  ]

  static let directives = [
    "# escape=`", "# escape=\\", "#escape = `  ", "# escape=x", "# escape=", "# escape= ", " # escape=`", "# Escape=`",
    "# syntax=docker/dockerfile:1", "# syntax=a b", "# check=skip=all", "# foo=bar", "#", "# a", "#!/bin/sh", "// syntax=x",
    "# escape=`\n# escape=`", "# syntax=a\n# syntax=b", "# syntax=a\n# escape=`", "\n# escape=`", "#\u{A0}escape=`",
  ]

  static let flags = [
    "--from=0", "--chown=a:b", "--chmod=755", "--link", "--link=true", "--link=", "--link=1", "--LINK", "--exclude=*.a",
    "--exclude=b", "--parents", "--platform=linux/amd64", "--mount=type=cache,target=/x", "--mount=type=bind,from=$x",
    "--mount=from=a$", "--mount=\"type=secret,id=a\"", "--mount='a,\"b,c\"'", "--mount=", "--mount", "--mount=a\\\"b",
    "--network=none", "--network=bridge", "--network=", "--security=insecure", "--security=x", "--device=a/b=c,required",
    "--device=a,b", "--device=name=a,name=b", "--device=required=x,a", "--interval=1m30s", "--interval=5", "--interval=-1s",
    "--interval=1us", "--interval=0", "--interval=.5s", "--timeout=1h1", "--retries=3", "--retries=-1", "--retries=+2",
    "--retries=x", "--retries=99999999999", "--start-period=", "--keep-git-dir=false", "--checksum=sha256:a", "--unpack=FALSE",
    "--", "--x", "--x=y", "--=", "--\"\"", "--chown=é", "--chown=à", "--a\\ b", "--\\", "--'a b'=c", "--version", "-x",
    "--from=a --from=b", "--exclude=\"a b\" --exclude='c\\'d'",
  ]

  static let traps = [
    "RUN", "CMD", "ENTRYPOINT", "SHELL", "COPY", "ADD a", "VOLUME", "EXPOSE", "USER", "WORKDIR", "ARG", "LABEL", "ENV", "ONBUILD",
    "FROM", "HEALTHCHECK", "STOPSIGNAL", "MAINTAINER", "RUN []", "CMD []", "ENTRYPOINT [ ]", "SHELL []", "VOLUME []", "COPY []",
    "COPY [\"a\"]", "VOLUME [\"\"]", "VOLUME [\" \"]", "CMD [\"a\", 1]", "CMD [null]", "CMD [[\"a\"]]", "CMD [{\"a\":1}]",
    "CMD [\"a\"] # c", "CMD [\"a\",]", "CMD ['a']", "CMD [\"\\x\"]", "CMD [\"\\u00e9\\ud83d\\ude00\\ud800\"]", "CMD [1e999]",
    "CMD [1e999, 1]", "CMD [01]", "CMD [-]", "CMD [\"a\tb\"]", "SHELL [\"C:\\app\"]", "SHELL bash", "SHELL [1]", "FROM a as b",
    "FROM a AS B", "FROM a AS 1b", "FROM a AS b c", "FROM a b", "FROM a b c", "FROM a aſ b", "from a As b-c_d.e", "FROM a AS b$",
    "FROM a # c", "ENV a", "ENV a b c", "ENV a=b c", "ENV a=\"b c\" d='e f'", "ENV =a", "ENV a=b\\ c d=e", "ENV \"a b\" c",
    "ENV a=\"b", "ENV a='b\\' c=d'", "LABEL a", "LABEL a=b # c", "LABEL a b # c", "ARG a=b c", "ARG =b", "ARG \"a b\"=c",
    "ARG a=b # c", "EXPOSE 80 90/udp", "USER a b", "HEALTHCHECK NONE", "HEALTHCHECK none x", "HEALTHCHECK NONE []",
    "HEALTHCHECK CMD", "HEALTHCHECK CMD []", "HEALTHCHECK cmd a b", "HEALTHCHECK CMD [\"a\"]", "HEALTHCHECK FOO",
    "HEALTHCHECK FOO [1]", "HEALTHCHECK CMD\u{A0}à", "ONBUILD ONBUILD RUN a", "ONBUILD FROM a", "ONBUILD MAINTAINER a",
    "ONBUILD FOO x", "ONBUILD COPY --frm=a b c", "ONBUILD ENV a", "ONBUILD CMD [1]", "ONBUILD --x RUN a", "onbuild run <<E\na\nE",
    "ONBUILD COPY <<E /x\na\nE", "ONBUILD ONBUILD RUN <<E", "RUN echo it's && cat <<E", "RUN a $((1<<2))", "RUN a $(( 1 << 2 ))",
    "RUN <<E\nE", "RUN <<E <<F\n1\nE\n2\nF", "RUN <<-E\n\t1\n\tE", "RUN <<'E'\n$x\nE", "RUN <<\\E\n1\nE", "RUN <<E;\n1\nE;",
    "RUN <<\"\" a", "RUN <<<a", "RUN a<<E", "RUN 3<<E cat\nE", "RUN 99999999999999999999<<E\nE", "RUN <<${x:-a b}", "RUN <<$x\n$x",
    "RUN <<E\\\n\nE", "RUN [\"a\",\"<<E\"]", "COPY [\"<<E\",\"/x\"]", "COPY a <<E", "COPY <<E <<F /x\n1\nE\n2\nF", "COPY <<E /x\n1\nE ",
    "CMD <<E", "RUN \"<<E\"", "RUN << E\n1\nE", "RUN <<- E", "RUN <<E'F G'\nEF G", "RUN x\"${a:-b}\"<<E", "RUN <<E${a:-b}",
    "RUN ${a#\\}}<<E\nE",
    "RUN ${a/b/c}<<E\nE", "RUN ${a/b} <<E", "RUN <<\"E\\\"F\"\nE\"F", "RUN a \\", "\\", "  \\", "RUN a \\\\", "RUN a \\\\\\",
    "RUN a \\\n\n\n b",
    "RUN a \\\n  # c\n b", "R\\\nUN a", "RUN\\\n a", "# c \\", "  # c", "#", "FOO a", "a\u{A0}b", "RUN\u{A0}x", "\u{212A}",
    "WOR\u{212A}DIR /x",
    "ONBU\u{130}LD RUN a", "ENV a=b \\ \\", "COPY --from=a\\\n --chown=b c d", "RUN --mount=type=bind\\\n,from=a b", "RUN -- --x",
    "RUN --a",
  ]
}
