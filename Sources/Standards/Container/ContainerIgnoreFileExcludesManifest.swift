import Checking
import Infrastructure

extension Rule {
  static let containerIgnoreFileExcludesManifest = Rule(
    "container/ignore-file-excludes-manifest", [.G3(4)], .error,
    summary: "The ignore file takes away a manifest or lock file that the Dockerfile copies and installs from.",
    rationale: """
      What `.dockerignore` names never reaches the builder. A lock file copied by its name then fails the build; one \
      copied by a pattern (`package*.json`) is silently missing, and the install resolves versions anew. The ignore file \
      that counts is `<name of the Dockerfile>.dockerignore` beside the Dockerfile, else `.dockerignore` at the root of \
      the build context.

      The context is the folder of the Dockerfile where that holds all it copies by name; where it must be inferred, the \
      finding is a note.
      """,
    examples: [
      .bad(
        """
        -- Dockerfile --
        FROM node:20-alpine
        WORKDIR /app
        COPY package.json «package-lock.json» ./
        RUN npm ci --omit=dev
        USER node
        -- .dockerignore --
        node_modules
        *lock*
        -- package.json --
        {}
        -- package-lock.json --
        {}
        """),
      .good(
        """
        -- Dockerfile --
        FROM node:20-alpine
        WORKDIR /app
        COPY package.json package-lock.json ./
        RUN npm ci --omit=dev
        USER node
        -- .dockerignore --
        node_modules
        *lock*
        !package-lock.json
        -- package.json --
        {}
        -- package-lock.json --
        {}
        """),
    ],
    moreExamples: [
      // The pattern still matches the manifest, so the build goes on without the lock.
      .bad(
        """
        -- api/Dockerfile --
        FROM node:20-alpine
        COPY server.js /
        COPY «package*.json» ./
        RUN npm install
        USER node
        -- api/.dockerignore --
        **/package-lock.json
        -- api/package.json --
        {}
        -- api/package-lock.json --
        {}
        -- api/server.js --
        """),
      // The Dockerfile's own ignore file replaces the context's.
      .good(
        """
        -- Dockerfile --
        FROM rust:1.80
        COPY Cargo.toml Cargo.lock ./
        RUN cargo fetch
        USER 1000
        -- .dockerignore --
        *.lock
        -- Dockerfile.dockerignore --
        target
        -- Cargo.toml --
        -- Cargo.lock --
        """),
      // Copied, but nothing is installed from it.
      .good(
        """
        -- Dockerfile --
        FROM python:3.12-slim
        COPY package.json ./
        USER 1000
        -- .dockerignore --
        package.json
        -- package.json --
        {}
        """),
      // The context must be inferred: everything it copies lies at the root.
      .bad(
        """
        -- docker/Dockerfile --
        FROM golang:1.23
        COPY go.mod «go.sum» ./
        RUN go mod download
        USER 1000
        -- .dockerignore --
        go.sum
        -- go.mod --
        -- go.sum --
        """, as: .note),
    ],
    check: .each(ContextCopy.self) { copy, report in
      guard let exclusion = copy.exclusion, let manager = copy.installers.first else { return }
      let consequence =
        copy.isLiteral
        ? "the build fails here"
        : manager.isLock(copy.name) ? "`\(manager)` resolves versions anew" : "`\(manager)` finds no manifest"
      report.found(
        "`\(copy.file)` never reaches the builder, as line \(exclusion.line) of `\(exclusion.path)` excludes it: \(consequence); let it in with `!\(copy.file)`",
        at: copy.range, related: [.init("excluded here", at: exclusion.range, in: exclusion.path)])
    })
}
