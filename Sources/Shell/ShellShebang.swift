import SourceText

/// The first line of a script that names its interpreter: `#!/bin/sh -e`, `#!/usr/bin/env bash`.
public struct ShellShebang: Hashable, Sendable {
  /// The interpreter without folders, seen through `env`.
  public let program: String
  /// The words after it.
  public let arguments: [String]

  /// nil where the line does not begin with `#!` and name a program.
  public init?(_ line: some StringProtocol) {
    guard line.hasPrefix("#!") else { return nil }
    let words = line.dropFirst(2).utf8.split { $0.isASCIISpace }.map { String(decoding: $0, as: UTF8.self) }
    guard var program = words.first?.programName else { return nil }
    var rest = words.dropFirst()
    if program == "env" {
      while let word = rest.first, word.hasPrefix("-") || word.contains("=") { rest = rest.dropFirst() }
      guard let name = rest.popFirst()?.programName else { return nil }
      program = name
    }
    self.program = program
    arguments = Array(rest)
  }

  /// nil for an interpreter that is no shell.
  public var dialect: ShellDialect? { ShellDialect(program: program) }
  public var flags: ShellFlags { ShellFlags(commandLine: [program] + arguments) }
}

extension String {
  /// The last part of a path.
  var programName: String {
    let slash = utf8.lastIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
    return slash.map { String(self[utf8.index(after: $0)...]) } ?? self
  }
}

extension ShellTree {
  /// The interpreter that the text's first line names.
  public var shebang: ShellShebang? {
    guard source.bytes.starts(with: "#!".utf8) else { return nil }
    let line = source.bytes.prefix { $0 != 0x0A }
    return ShellShebang(line.asString)
  }

  /// In the order of the text; those of embedded texts are theirs.
  public var comments: [NodeID] { nodes.indices.lazy.filter { nodes[$0].kind == .comment }.map(NodeID.init) }
}
