public import Dockerfile
public import SourceText

/// A COPY or ADD as it is written, in a stage or in an ONBUILD trigger.
public struct CopyInstruction: Sendable {
  public let path: RepositoryPath
  public let instruction: DockerfileInstruction
  private let words: [DockerfileWord]
  public let destination: DockerfileWord

  /// What is copied.
  public struct CopySource: Sendable {
    public let word: DockerfileWord
    /// The heredoc that is the source's content.
    public let heredoc: DockerfileHeredoc?

    /// As written, quotes and variables included.
    public var text: String { word.text.string }
    public var hasVariable: Bool { word.text.bytes.contains(UInt8(ascii: "$")) }
  }

  init?(_ path: RepositoryPath, _ tree: DockerfileTree, _ instruction: DockerfileInstruction) {
    guard case .copy(let sources, let destination, _) = instruction.arguments else { return nil }
    isLowerCase = tree.bytes[instruction.keywordRange.start].isASCIILower
    self.path = path
    self.instruction = instruction
    words = sources
    self.destination = destination
  }

  public var isAdd: Bool { instruction.keyword == .add }
  public var keywordRange: SourceRange { instruction.keywordRange }

  /// Whether the keyword is written `add` or `copy`, so that a fix can write its own alike.
  public let isLowerCase: Bool

  public var sources: [CopySource] {
    words.map { word in
      CopySource(word: word, heredoc: instruction.heredocs.first { word.range.encloses($0.openingRange) })
    }
  }

  /// Whether a source may be an archive all the same: a name without an ending, and no folder by its look.
  public var mayBeArchive: Bool {
    sources.contains { source in
      let name = source.text.split(separator: "/").last ?? ""
      return source.heredoc == nil && !source.text.hasSuffix("/") && !name.contains(".")
    }
  }

  /// Whether an ADD does something that COPY could not: it unpacks, downloads or clones, or may for all we know.
  public var usesOnlyWhatAddCan: Bool {
    if instruction.flags.contains(where: { ["checksum", "keep-git-dir", "unpack"].contains($0.name) }) { return true }
    return sources.contains { $0.heredoc == nil && ($0.hasVariable || $0.isArchive || $0.isRemote) }
  }
}

extension CopyInstruction.CopySource {
  /// A URL or a git repository, as BuildKit tells them from paths.
  public var isRemote: Bool {
    let text = text
    return word.text.bytes.holds("://") || text.hasPrefix("git@") || text.hasPrefix("ssh:") || text.hasPrefix("git:")
  }

  /// Whether ADD would unpack it, by its name. Docker looks into the file: gzip, bzip2, xz, zstd and plain tar.
  public var isArchive: Bool {
    let name = word.text.bytes.map(\.asciiLowercased)
    return Self.archiveEndings.contains { name.suffix($0.utf8.count).elementsEqual($0.utf8) }
  }

  private static let archiveEndings = [
    ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tbz2", ".tar.xz", ".txz", ".tar.lzma", ".tlz", ".tar.zst", ".tzst", ".gz", ".bz2",
    ".xz", ".zst", ".tar.*", ".tar*",
  ]
}

extension CopyInstruction: Subject {
  public static func forEach(in document: borrowing DockerfileDocument, _ body: (CopyInstruction) -> Void) {
    for instruction in document.tree.instructions {
      if let copy = CopyInstruction(document.path, document.tree, instruction) { body(copy) }
      guard case .trigger(let triggers) = instruction.arguments else { continue }
      for trigger in triggers {
        if let copy = CopyInstruction(document.path, document.tree, trigger) { body(copy) }
      }
    }
  }
}
