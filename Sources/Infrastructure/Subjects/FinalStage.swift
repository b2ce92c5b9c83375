public import Dockerfile
public import Documents
public import References
public import SourceText

/// What a build makes: its last stage, with all that the stages below it and the base image say.
public struct FinalStage: Sendable {
  public let build: ImageBuild
  public let stage: DockerfileEvaluation.Stage

  private var tree: DockerfileTree { build.document.tree }
  private var evaluation: DockerfileEvaluation { build.evaluation }

  /// The stages it is made of, itself first, that on the external base last.
  public var chain: [Int] { evaluation.chain(of: stage.index) }

  /// The FROM that begins it.
  public var from: DockerfileInstruction { tree.instructions[tree.stages[stage.index].instructions.lowerBound] }

  /// The image that its FROM names.
  public var imageRange: SourceRange {
    if case .base(let image, _) = from.arguments { image.range } else { from.headRange }
  }

  /// What the chain begins with.
  public var externalBase: DockerfileEvaluation.Base { chain.last.map { evaluation.stages[$0].base } ?? .unknown }

  /// The external base where it is an image whose name is known.
  public var externalImage: ImageReference? {
    if case .image(let name) = externalBase { try? ImageReference(parsing: name) } else { nil }
  }

  /// Who the image runs as, and what says so.
  public var user: User {
    let traced = stage.settings.user
    guard let origin = traced.origin else {
      switch traced.state {
      case .unset: return externalBase == .unknown ? .unknown : .root(origin: nil)
      case .known(let name): return Self.isRoot(name) ? .root(origin: nil) : .named(name, origin: nil)
      case .unknown: return externalBase == .scratch ? .root(origin: nil) : .unknown
      }
    }
    switch traced.state {
    case .known(let name): return Self.isRoot(name) ? .root(origin: origin) : .named(name, origin: origin)
    case .unset: return .root(origin: origin)
    case .unknown: return .chosenLater(origin)
    }
  }

  public enum User: Sendable, Equatable {
    /// By an instruction, or because nothing says otherwise.
    case root(origin: DockerfileOrigin?)
    case named(String, origin: DockerfileOrigin?)
    /// An instruction names it by a variable whose value is not known.
    case chosenLater(DockerfileOrigin)
    /// No instruction sets one, and the base image is not known.
    case unknown
  }

  /// `root`, `0`, `00`, `root:x`, and the empty name, which is nobody's.
  static func isRoot(_ user: String) -> Bool {
    let name = user.split(separator: ":", omittingEmptySubsequences: false).first ?? ""
    return name.isEmpty || name == "root" || name.allSatisfy { $0 == "0" }
  }

  /// Where a USER would take effect and change nothing of the build: the first CMD, ENTRYPOINT or HEALTHCHECK of the
  /// stage behind its last RUN, COPY or ADD; nil where there is none.
  public var placeForUser: SourceRange? {
    let own = tree.instructions[tree.stages[stage.index].instructions]
    let afterWork = own.lastIndex { [.run, .copy, .add, .workdir].contains($0.keyword) }.map { $0 + 1 } ?? own.startIndex
    return own[afterWork...].first { [.cmd, .entrypoint, .healthcheck].contains($0.keyword) }?.range
  }

  /// The program that the entry point hands over to after it has given up root: `gosu`, `su-exec` and their like, where
  /// the image names one in its entry point, its command, or a script that it writes or installs.
  public var privilegeDrop: String? {
    for index in chain {
      for step in evaluation.stages[index].steps {
        let instruction = evaluation.instruction(of: evaluation.steps[step])
        guard [.entrypoint, .cmd, .run].contains(instruction.keyword) else { continue }
        for program in Self.dropPrograms where instruction.text.bytes.containsWord(program) { return program }
      }
    }
    return nil
  }

  private static let dropPrograms = ["gosu", "su-exec", "setpriv", "s6-setuidgid", "runuser", "setuidgid", "chpst"]
}

extension FinalStage: Subject {
  public static func forEach(in graph: borrowing Graph, _ body: (FinalStage) -> Void) {
    for build in graph.builds {
      if let stage = build.evaluation.finalStage { body(FinalStage(build: build, stage: stage)) }
    }
  }

  public var path: RepositoryPath { build.document.path }
}

extension Array where Element == UInt8 {
  /// Whether the text holds a word between bytes that belong to no word; `-` belongs to one.
  func containsWord(_ word: String) -> Bool {
    let wanted = Array(word.utf8)
    guard let first = wanted.first, count >= wanted.count else { return false }
    func isPart(_ byte: UInt8) -> Bool { byte.isNameByte || byte == UInt8(ascii: "-") }
    for start in 0...(count - wanted.count) where self[start] == first {
      let end = start + wanted.count
      guard self[start..<end].elementsEqual(wanted) else { continue }
      if (start == 0 || !isPart(self[start - 1])) && (end == count || !isPart(self[end])) { return true }
    }
    return false
  }
}
