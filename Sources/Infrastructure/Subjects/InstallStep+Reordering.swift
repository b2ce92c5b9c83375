import Dockerfile
import Documents
public import SourceText

extension InstallStep {
  /// An edit of the Dockerfile, for a fix: the replacement of a range, or a line below one.
  public enum Reordering: Sendable, Equatable {
    case replace(SourceRange, with: String)
    case lineBelow(SourceRange, String)
  }

  /// How the manifest comes to be copied first: the copy of the source becomes one of the manifests, and comes again
  /// behind the install. Nil where more than these two instructions would have to move, or the manifests are not known.
  public func reorderings(of copy: SourceCopy) -> [Reordering]? {
    let files = manifestsInContext
    let tree = build.document.tree
    guard !files.isEmpty, !isInWorkspace, copy.source.plainPath?.isEmpty ?? false, copy.copy.sources.count == 1, !copy.copy.step.isTrigger,
      let destination = copy.copy.destination,
      let position = tree.instructions.firstIndex(where: { $0.range == copy.copy.instruction.range }),
      position + 1 < tree.instructions.count, tree.instructions[position + 1].range == instruction.range
    else { return nil }
    let original = tree.text(copy.copy.instruction.range)
    guard !original.contains("\n"), files.allSatisfy({ !$0.contains(" ") }) else { return nil }
    let flags = copy.copy.instruction.flags.map { tree.text($0.range) + " " }.joined()
    let folder = destination.hasSuffix("/") ? destination : destination == "." ? "./" : destination + "/"
    let keyword = tree.text(copy.copy.instruction.keywordRange)
    return [
      .replace(copy.copy.instruction.range, with: "\(keyword) \(flags)\(files.joined(separator: " ")) \(folder)"),
      .lineBelow(instruction.range, original),
    ]
  }
}
