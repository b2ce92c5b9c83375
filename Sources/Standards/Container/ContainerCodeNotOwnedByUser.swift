import Checking
import Infrastructure

extension Rule {
  static let containerCodeNotOwnedByUser = Rule(
    "container/code-not-owned-by-user", [.G3(6)], .warning,
    aliases: [.same("tally:copy-after-user-without-chown")],
    summary: "Application code is copied as root's, though another user runs it.",
    rationale: """
      `COPY` gives files to root whatever `USER` says. The application then cannot write beside itself (caches, uploads, \
      compiled files), which mostly shows in production first. `--chown` on the `COPY` costs nothing; a `RUN chown -R` \
      afterwards doubles the bytes.

      Only what is copied from the context into the working folder of the final stage counts, once a stage; configuration \
      in `/etc` belongs to root. A later `chown` that covers it is enough.
      """,
    examples: [
      .bad(
        "FROM node:20-alpine\nWORKDIR /app\n«COPY . .»\nUSER node\n",
        fixed: "FROM node:20-alpine\nWORKDIR /app\nCOPY --chown=node . .\nUSER node\n"),
      .bad(
        "FROM alpine:3.20\nRUN addgroup -S app && adduser -S -G app app\nWORKDIR /app\nUSER app:app\n«COPY main.py lib/ ./»\n",
        fixed:
          "FROM alpine:3.20\nRUN addgroup -S app && adduser -S -G app app\nWORKDIR /app\nUSER app:app\nCOPY --chown=app:app main.py lib/ ./\n"
      ),
      .good("FROM node:20-alpine\nWORKDIR /app\nCOPY --chown=node:node . .\nUSER node\n"),
      .good("FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nRUN chown -R node:node /app\nUSER node\n"),
      .good("FROM nginx:1.27\nWORKDIR /srv\nCOPY nginx.conf /etc/nginx/\nUSER nginx\n"),
    ],
    moreExamples: [
      .good(
        "FROM node:20 AS build\nWORKDIR /app\nCOPY . .\nUSER node\nRUN npm run build\nFROM nginxinc/nginx-unprivileged:1\nCOPY --from=build /app/dist /usr/share/nginx/html\n"
      ),
      .good("FROM node:20\nWORKDIR /app\nCOPY . .\n"),
      .good("FROM node:20\nWORKDIR /app\nCOPY . .\nRUN chown -R node $DIR\nUSER node\n"),
      .bad(
        "FROM node:20\nWORKDIR /app\n«ADD src /app/src»\nCOPY lib lib\nUSER node\n",
        fixed: "FROM node:20\nWORKDIR /app\nADD --chown=node src /app/src\nCOPY --chown=node lib lib\nUSER node\n"),
    ],
    check: .each(FinalStage.self) { stage, report in
      guard case .named(let user, _) = stage.user else { return }
      let copies = stage.codeNotOwned
      guard let first = copies.first else { return }
      let owner = stage.owner(for: user)
      report.found(
        "what is copied here belongs to root, and `\(user)` runs it: it cannot write beside itself; add `--chown=\(owner)`",
        at: first.instruction.headRange, related: copies.dropFirst().map { .init("and here", at: $0.instruction.headRange) },
        fix: .unsafe(
          "add `--chown=\(owner)`", copies.map { .replace(.at($0.instruction.keywordRange.end), with: " --chown=\(owner)") }))
    })
}
