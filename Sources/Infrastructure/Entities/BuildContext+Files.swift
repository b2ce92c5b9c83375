public import Documents
import Globs
import SourceText

extension BuildContext {
  /// The files that a source names one by one: itself where it is a file, the files that a pattern matches. A folder
  /// names none.
  func files(namedBy source: CopyStep.Source) -> [RepositoryPath] {
    if let plain = source.plainPath, !plain.isEmpty {
      let file = RepositoryPath(bytes: plain)
      guard let path = folder.appending(plain), listing.contains(path) else { return [] }
      return [file]
    }
    guard source.isPattern, let pattern = source.path else { return [] }
    let matcher = GoMatch(
      Array(
        pattern.drop { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") && pattern.starts(with: [UInt8(ascii: "."), UInt8(ascii: "/")]) })
    )
    let depth = pattern.count { $0 == UInt8(ascii: "/") } + 1
    return listing.files(below: folder).compactMap { entry in
      guard let file = entry.path.relative(to: folder), file.parts.count <= depth else { return nil }
      let bytes = file.bytes
      return (try? matcher.matches(bytes.span)) ?? false ? file : nil
    }
  }
}

extension BuildContext.IgnoreFile {
  /// The line (from 1) that decides that a path of the context is left out.
  public func excludingLine(of file: RepositoryPath) -> Int? {
    let bytes = file.bytes
    let verdict = patterns.excludes(bytes.span)
    return verdict.isExcluded ? verdict.line : nil
  }
}

extension BuildContext {
  /// The files directly in a folder of the context, relative to the context.
  func files(directlyIn plain: [UInt8]) -> [RepositoryPath] {
    guard let folder = folder.appending(plain) else { return [] }
    return listing.files(below: folder).compactMap { $0.path.directory == folder ? $0.path.relative(to: self.folder) : nil }
  }
}
