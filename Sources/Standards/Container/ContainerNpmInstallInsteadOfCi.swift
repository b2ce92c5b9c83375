import Checking
import Infrastructure

extension Rule {
  static let containerNpmInstallInsteadOfCi = Rule(
    "container/npm-install-instead-of-ci", [.G3(5)], .warning,
    summary: "`npm install` may change the versions that the lock file chose.",
    rationale: """
      `npm install` resolves what the manifest and the lock file disagree on, and writes the lock file anew: two builds of \
      one commit may differ. `npm ci` installs exactly what is locked, or fails. Only where a lock file arrives: without \
      one there is nothing to be exact about.
      """,
    examples: [
      .bad(
        "FROM node:20-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm «install» --omit=dev\nUSER node\n",
        fixed: "FROM node:20-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nUSER node\n"),
      .bad(
        "-- Dockerfile --\nFROM node:20-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm «i» --omit=dev\nUSER node\n-- package.json --\n-- package-lock.json --\n"
      ),
      .good("FROM node:20-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nUSER node\n"),
      .good(
        "-- Dockerfile --\nFROM node:20-alpine\nWORKDIR /app\nCOPY package*.json ./\nRUN npm install --omit=dev\nUSER node\n-- package.json --\n"
      ),
      .good("FROM node:20-alpine\nCOPY package.json package-lock.json ./\nRUN npm install -g pnpm@9.1.0\nUSER node\n"),
    ],
    moreExamples: [
      .bad(
        "FROM node:20\nCOPY npm-shrinkwrap.json package.json ./\nRUN cd /app && NODE_ENV=production npm --prefix . «install»\nUSER node\n"),
      .good("FROM node:20\nCOPY package-lock.json package.json ./\nRUN npm install --package-lock-only\nUSER node\n"),
      .good("FROM node:20\nCOPY package-lock.json package.json ./\nRUN npm install express@4.21.2\nUSER node\n"),
    ],
    check: .each(InstallStep.self) { install, report in
      guard install.manager == .npm, install.install.scope == .project, let verb = install.install.arguments.verb, verb.text != "ci",
        verb.text != "clean-install", verb.text != "install-clean",
        !install.install.arguments.has("--package-lock-only", "--no-package-lock", "--no-save"),
        let lock = install.lockThatArrives
      else { return }
      report.found(
        "`npm \(verb.text ?? "install")` may install other versions than `\(lock)` chose, and nobody would see it; write `npm ci`",
        at: verb.hostRange,
        fix: verb.editableHostRange.map { .unsafe("write `npm ci`", .replace($0, with: "ci")) })
    })
}
