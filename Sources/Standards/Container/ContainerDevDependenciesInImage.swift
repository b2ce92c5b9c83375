import Checking
import Infrastructure

extension Rule {
  static let containerDevDependenciesInImage = Rule(
    "container/dev-dependencies-in-image", [.G3(5)], .warning,
    aliases: [.part("tally:php/composer-no-dev-in-production"), .part("tally:ruby/missing-bundle-without-development")],
    summary: "Packages that only development needs end in the image.",
    rationale: """
      Linters, test runners and compilers in the image are weight to pull and code to attack. The switch that leaves \
      them out differs by manager: npm `--omit=dev`, yarn `--production`, pnpm `--prod`, bun `--production`, composer \
      `--no-dev`, poetry `--only main`, uv `--no-dev`, bundler `without`.

      Only an install whose packages reach the final image counts: one in a stage that the final one is built on or \
      copies its packages from. `NODE_ENV=production`, a later `prune`, and stages named for development or tests are \
      left alone.
      """,
    examples: [
      .bad(
        "FROM node:20-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN «npm ci»\nUSER node\n",
        fixed: "FROM node:20-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nUSER node\n"),
      .bad(
        "FROM node:20 AS deps\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN «yarn install --frozen-lockfile»\n\nFROM node:20-alpine\nCOPY --from=deps /app/node_modules /app/node_modules\nUSER node\n",
        fixed:
          "FROM node:20 AS deps\nWORKDIR /app\nCOPY package.json yarn.lock ./\nRUN yarn install --production --frozen-lockfile\n\nFROM node:20-alpine\nCOPY --from=deps /app/node_modules /app/node_modules\nUSER node\n"
      ),
      .good("FROM node:20-alpine\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\nUSER node\n"),
      .good(
        "FROM node:20 AS build\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build\n\nFROM nginxinc/nginx-unprivileged:1.27\nCOPY --from=build /app/dist /usr/share/nginx/html\n"
      ),
      .good("FROM node:20-alpine\nENV NODE_ENV=production\nWORKDIR /app\nCOPY package.json package-lock.json ./\nRUN npm ci\nUSER node\n"),
    ],
    moreExamples: [
      .good("FROM node:20\nWORKDIR /app\nCOPY . .\nRUN npm ci && npm run build && npm prune --omit=dev\nUSER node\n"),
      .good("FROM node:20\nRUN NODE_ENV=production npm ci\nUSER node\n"),
      .good("FROM node:20 AS dev\nRUN npm ci\nUSER node\n"),
      .bad("FROM composer:2\nRUN «composer install»\nUSER 1\n", fixed: "FROM composer:2\nRUN composer install --no-dev\nUSER 1\n"),
      .bad("FROM node:14\nRUN «npm ci»\nUSER node\n", fixed: "FROM node:14\nRUN npm ci --only=production\nUSER node\n"),
      .good("FROM node:20\nRUN npm install -g serve@14.2.4\nUSER node\n"),
      .good("FROM python:3.12\nRUN poetry install --only main\nUSER 1\n"),
      .bad("FROM python:3.12\nRUN «poetry install»\nUSER 1\n", fixed: "FROM python:3.12\nRUN poetry install --only main\nUSER 1\n"),
      .good("FROM node:20\nRUN npm ci $FLAGS\nUSER node\n"),
    ],
    check: .each(InstallStep.self) { install, report in
      guard install.reachesFinalImage, !install.isForDevelopment, let production = install.missingProductionSwitch else { return }
      report.found(
        "`\(install.words)` brings the packages of development into the image; add `\(production)`", at: install.range,
        fix: install.placeForOption.map { .unsafe("add `\(production)`", .replace($0, with: " " + production)) })
    })
}
