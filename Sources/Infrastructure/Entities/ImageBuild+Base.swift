public import Dockerfile
public import References

extension ImageBuild {
  /// What the chain of a stage begins with.
  public func externalBase(ofStage stage: Int) -> DockerfileEvaluation.Base {
    evaluation.chain(of: stage).last.map { evaluation.stages[$0].base } ?? .unknown
  }

  /// The external base where it is an image whose name is known.
  public func externalImage(ofStage stage: Int) -> ImageReference? {
    if case .image(let name) = externalBase(ofStage: stage) { try? ImageReference(parsing: name) } else { nil }
  }
}
