import Checking
import Infrastructure

extension Rule {
  static let containerShellFormCommand = Rule(
    "container/shell-form-command", [.G3(8)], .warning,
    aliases: [
      .same("hadolint:DL3025"), .same("buildkit:JSONArgsRecommended"), .same("kics:b86987e1"), .same("semgrep:prefer-json-notation"),
    ],
    summary: "The image's command is run by a shell, which swallows the signals that should stop it.",
    rationale: """
      `CMD node server.js` runs `/bin/sh -c "node server.js"`: the shell is process 1, `docker stop` and Kubernetes signal \
      the shell, the program hears nothing, and after the grace period it is killed in the middle of its work. The JSON \
      form runs the program itself. With `exec` before the program the shell steps aside: a note.

      Only the command and the entry point that the image ends with count, not those of builder stages. Where `SHELL` \
      is set on purpose, it is a note too.
      """,
    examples: [
      .bad(
        "FROM node:20-alpine\nUSER node\nCMD «node server.js --port 80»\n",
        fixed: "FROM node:20-alpine\nUSER node\nCMD [\"node\", \"server.js\", \"--port\", \"80\"]\n"),
      .bad(
        "FROM node:20-alpine\nUSER node\nENTRYPOINT «node server.js --port $PORT»\n",
        fixed: "FROM node:20-alpine\nUSER node\nENTRYPOINT [\"/bin/sh\", \"-c\", \"exec node server.js --port $PORT\"]\n"),
      .bad("FROM node:20-alpine\nUSER node\nCMD «npm run migrate && npm start»\n"),
      .bad(
        "FROM node:20-alpine\nUSER node\nCMD «exec node server.js»\n", as: .note,
        fixed: "FROM node:20-alpine\nUSER node\nCMD [\"node\", \"server.js\"]\n"),
      .good("FROM node:20-alpine\nUSER node\nCMD [\"node\", \"server.js\"]\n"),
      .good("FROM node:20-alpine AS build\nCMD node a.js\n\nFROM node:20-alpine\nUSER node\nCMD [\"node\", \"server.js\"]\n"),
    ],
    moreExamples: [
      .bad("FROM node:20\nUSER node\nCMD «['node', 'server.js']»\n"),
      .good("FROM node:20\nUSER node\nCMD node a.js\nCMD [\"node\", \"server.js\"]\n"),
      .bad("FROM node:20\nUSER node\nSHELL [\"/bin/bash\", \"-c\"]\nCMD «node server.js»\n", as: .note),
      .bad(
        "FROM node:20\nUSER node\nCMD «node \"my server.js\" \\\n  --port 80»\n",
        fixed: "FROM node:20\nUSER node\nCMD [\"node\", \"my server.js\", \"--port\", \"80\"]\n"),
      .good("FROM node:20\nUSER node\nHEALTHCHECK CMD curl -f http://localhost/ || exit 1\nCMD [\"node\", \"server.js\"]\n"),
      .good("FROM node:20\nUSER node\nCMD\n"),
    ],
    check: .each(FinalStage.self) { stage, report in
      for command in stage.shellFormCommands {
        let program = command.program.map { "`\($0)`" } ?? "the program"
        if command.isFailedJSON {
          report.found(
            "this looks like a JSON array and is none, so a shell runs it as text: write double quotes and nothing after the bracket",
            at: command.range)
          continue
        }
        report.found(
          command.replacesShell
            ? "a shell starts first and then steps aside for \(program); write the JSON form, which starts it at once"
            : "a shell is process 1 and \(program) never hears the signal to stop; write the JSON form",
          at: command.range, severity: command.replacesShell || command.isShellChosen ? .note : nil,
          fix: command.jsonForm.map { json in
            Fix(
              kind: json.isSafe ? .safe : .unsafe, description: "write the JSON form", changes: [.replace(command.range, with: json.text)])
          })
      }
    })
}
