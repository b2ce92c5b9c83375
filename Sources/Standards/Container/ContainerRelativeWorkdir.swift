import Checking
import Infrastructure

extension Rule {
  static let containerRelativeWorkdir = Rule(
    "container/relative-workdir", [.G3(3)], .warning,
    aliases: [
      .same("hadolint:DL3000"),
      .same("buildkit:WorkdirRelativePath"),
      .same("trivy:DS-0009"),
      .same("checkov:CKV_DOCKER_10"),
      .same("kics:6b376af8"),
      .same("semgrep:use-absolute-workdir"),
    ],
    summary: "A `WORKDIR` is relative and no absolute one comes before it in the chain of stages.",
    rationale: """
      A relative `WORKDIR` starts from the one before it. Where there is none it starts from whatever the base image \
      sets: the file does not say where it leads, and another base, or another version of it, moves it.

      Behind an absolute `WORKDIR`, in the stage or in one it is built on, a relative one is fine. Where a variable has \
      no known value, nothing is said. Where the base image is not a public one that is known, it may well set a directory \
      on purpose, and this is a note.
      """,
    examples: [
      .bad(
        "FROM node:20-alpine\nWORKDIR «app»\nCOPY . .\n",
        fixed: "FROM node:20-alpine\nWORKDIR /app\nCOPY . .\n"),
      .bad(
        "FROM golang:1.23\nWORKDIR «src/worker»\n",
        fixed: "FROM golang:1.23\nWORKDIR /go/src/worker\n"),
      .bad(
        "FROM registry.example.com/base:4\nWORKDIR «app»\n", as: .note,
        fixed: "FROM registry.example.com/base:4\nWORKDIR /app\n"),
      .good("FROM node:20-alpine\nWORKDIR /app\nWORKDIR web\n"),
      .good("FROM node:20-alpine AS base\nWORKDIR /app\n\nFROM base\nWORKDIR web\n"),
    ],
    moreExamples: [
      .bad(
        "FROM node:20 AS build\nWORKDIR /app\n\nFROM node:20\nWORKDIR «app»\nCOPY --from=build /app .\n",
        fixed: "FROM node:20 AS build\nWORKDIR /app\n\nFROM node:20\nWORKDIR /app\nCOPY --from=build /app .\n"),
      // Only the first: the fix of it mends the others.
      .bad("FROM scratch\nWORKDIR «./app»\nWORKDIR web\n", fixed: "FROM scratch\nWORKDIR /app\nWORKDIR web\n"),
      .bad("FROM busybox\nWORKDIR «.»\n", fixed: "FROM busybox\nWORKDIR /\n"),
      .bad("FROM node:20\nWORKDIR «\"my app\"»\n", fixed: "FROM node:20\nWORKDIR \"/my app\"\n"),
      .bad("FROM node:20\nARG DIR=app\nWORKDIR «$DIR»\n", fixed: "FROM node:20\nARG DIR=app\nWORKDIR /$DIR\n"),
      .bad("FROM node:20\nWORKDIR \\\n  «app»\n", fixed: "FROM node:20\nWORKDIR \\\n  /app\n"),
      .bad("ARG BASE\nFROM $BASE\nWORKDIR «app»\n", as: .note, fixed: "ARG BASE\nFROM $BASE\nWORKDIR /app\n"),
      .good("FROM node:20\nARG DIR=/srv\nWORKDIR $DIR\nWORKDIR web\n"),
      .good("FROM node:20\nARG DIR\nWORKDIR $DIR\nWORKDIR web\n"),
      .good("FROM node:20\nWORKDIR \"/my app\"\n"),
      .good("# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nWORKDIR C:\\app\nWORKDIR web\n"),
      .good("FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nWORKDIR C:\\app\n"),
    ],
    check: .each(WorkdirStep.self) { workdir, report in
      guard let directory = workdir.directory, !directory.isEmpty, !workdir.isAbsolute, workdir.before.origin == nil else { return }
      let base = workdir.externalImage.map { "`\($0.familiarName)`" } ?? "the base image"
      let before = workdir.before.value ?? "/"
      let prefix = before.hasSuffix("/") ? before : before + "/"
      let why = workdir.externalBase == .scratch ? "it starts from `/` by chance" : "it starts from wherever \(base) works"
      report.found(
        "`\(workdir.word.text.string)` is relative with no absolute `WORKDIR` before it: \(why); write the whole path",
        at: workdir.word.range, isCertain: !workdir.mayInheritDirectory,
        fix: workdir.prefixRange.map { .unsafe("begin the path with `\(prefix)`", .replace($0, with: prefix)) })
    })
}
