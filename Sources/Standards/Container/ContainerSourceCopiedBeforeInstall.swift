import Checking
import Infrastructure

extension Rule {
  static let containerSourceCopiedBeforeInstall = Rule(
    "container/source-copied-before-install", [.G3(4)], .warning,
    summary: "The whole source is copied before the dependencies are installed, so every change installs them anew.",
    rationale: """
      A layer is reused while nothing above it changed. With `COPY . .` above the install, one changed comment throws \
      the installed packages away; with the manifest and the lock file copied first, only a changed dependency does.

      Installs that need the source (`pip install .`, compilers that fetch while they build) are left alone, and so are \
      manifests that arrive by a bind mount. Where the context holds several manifests of the kind (a workspace), it is \
      a note: which of them must come first, only the team knows.
      """,
    examples: [
      .bad(
        """
        -- Dockerfile --
        FROM node:20-alpine
        WORKDIR /app
        COPY «.» .
        RUN npm ci --omit=dev
        USER node
        -- package.json --
        {}
        -- package-lock.json --
        {}
        -- server.js --
        """,
        fixed: """
          -- Dockerfile --
          FROM node:20-alpine
          WORKDIR /app
          COPY package.json package-lock.json ./
          RUN npm ci --omit=dev
          COPY . .
          USER node
          -- package.json --
          {}
          -- package-lock.json --
          {}
          -- server.js --
          """),
      .bad("FROM python:3.12-slim\nWORKDIR /app\nADD «.» /app\nRUN pip install -r requirements.txt\nUSER 1000\n"),
      .good("FROM node:20-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm ci --omit=dev\nCOPY . .\nUSER node\n"),
      .good("FROM golang:1.23\nWORKDIR /src\nCOPY go.mod go.sum ./\nRUN go mod download\nCOPY . .\nRUN go build -o /app .\nUSER 1000\n"),
    ],
    moreExamples: [
      .good("FROM node:20\nWORKDIR /app\nRUN --mount=type=bind,source=package.json,target=package.json npm ci\nCOPY . .\nUSER node\n"),
      .good("FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install .\nUSER 1000\n"),
      .good("FROM node:20\nCOPY . .\nRUN npm install -g pm2\nUSER node\n"),
      .good("FROM golang:1.23\nCOPY . .\nRUN go build ./...\nUSER 1000\n"),
      .bad("FROM golang:1.23\nCOPY «.» .\nRUN go mod download && go build ./...\nUSER 1000\n"),
      .bad(
        "-- Dockerfile --\nFROM node:20\nCOPY «.» .\nRUN yarn install --frozen-lockfile\nUSER node\n-- package.json --\n-- web/package.json --\n",
        as: .note),
      .bad(
        "-- Dockerfile --\nFROM node:20\nWORKDIR /app\nCOPY «web» ./\nRUN npm ci\nUSER node\n-- web/package.json --\n-- web/src/a.js --\n"),
    ],
    check: .each(InstallStep.self) { install, report in
      guard install.readsManifestOnly, let copy = install.sourceCopiedFirst else { return }
      let files = install.manifestsInContext
      let what = files.isEmpty ? "the manifest and lock file" : files.map { "`\($0)`" }.joined(separator: " and ")
      report.found(
        "everything is copied before `\(install.words)`: any change of any file installs all packages anew; copy \(what) first",
        at: copy.source.word.range,
        isCertain: !install.isInWorkspace, related: [.init("installed here", at: install.range)],
        fix: install.reorderings(of: copy).map { edits in
          .unsafe(
            "copy \(what) first, and the rest after the install",
            edits.map { edit in
              switch edit {
              case .replace(let range, let text): .replace(range, with: text)
              case .lineBelow(let range, let text): .insertLineBelow(range, text)
              }
            })
        })
    })
}
