enum OpaqueDialectParser {
  static func nodes(_ bytes: [UInt8], _ dialect: ShellDialect) -> [ShellTree.Node] {
    [
      ShellTree.Node(.script, detail: 0, start: 0, end: bytes.count, next: 2),
      ShellTree.Node(.opaque, detail: 0, start: 0, end: bytes.count, next: 2),
    ]
  }
}
