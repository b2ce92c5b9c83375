import References
import SourceText

/// Which stages and images the stages of a file are built on and take files from, before any of them is run.
///
/// Source: `buildDispatchStates`, `toCommand`, `detectRunMount` and `validateCircularDependency`.
struct StageGraph {
  /// A place that names a stage or an image.
  struct Use {
    let source: DockerfileEvaluation.Dependency.Source
    let range: SourceRange
  }

  private(set) var names: [String?] = []
  private(set) var bases: [DockerfileEvaluation.Base] = []
  /// By stage.
  var dependencies: [[DockerfileEvaluation.Dependency]] = []
  /// BuildKit finds stages by the last one of a name, so one that comes later too.
  private var lastByName: [[UInt8]: Int] = [:]
  /// BuildKit keeps an entry behind the stages for each image named in COPY and each mount that names no stage, and
  /// counts these entries too where a stage is given by its number.
  private var entries: [[UInt8]] = []

  static let scratch = Array("scratch".utf8)

  /// - Parameter image: what FROM names, expanded; nil where it is not known.
  mutating func addStage(name: [UInt8]?, image: [UInt8]?) {
    let base: DockerfileEvaluation.Base =
      if let image {
        // Names are kept in lower case and compared as they are: `FROM Builder` is an image.
        if let stage = lastByName[image] {
          .stage(stage)
        } else if image == Self.scratch {
          .scratch
        } else {
          .image(image.asString)
        }
      } else {
        .unknown
      }
    if let name, !name.isEmpty { lastByName[name] = bases.count }
    names.append(name?.asString)
    bases.append(base)
    dependencies.append([])
  }

  func stage(named name: [UInt8]) -> Int? { lastByName[GoText.lowercased(name)] }

  enum Lookup {
    case found(DockerfileEvaluation.Dependency.Source)
    case noSuchStage(Int)
  }

  /// What `COPY --from` means: a number, a stage, or an image.
  mutating func lookUp(_ text: [UInt8]) -> Lookup {
    guard let index = ArgumentValues.goInteger(text) else {
      if let stage = stage(named: text) { return .found(.stage(stage)) }
      entries.append(text)
      return .found(.image(text.asString))
    }
    if bases.indices.contains(index) { return .found(.stage(index)) }
    guard entries.indices.contains(index - bases.count) else { return .noSuchStage(index) }
    return .found(.image(entries[index - bases.count].asString))
  }

  /// What a mount means; nil for one that takes nothing from a stage or image.
  mutating func lookUpMount(from text: [UInt8]?) -> DockerfileEvaluation.Dependency.Source? {
    // A mount without `from` is looked up as `scratch`, which a stage may be named.
    let name = text ?? Self.scratch
    if let stage = stage(named: name) { return .stage(stage) }
    entries.append(name)
    return text.map { .image($0.asString) }
  }

  /// By stage: the number of the group of stages that need each other for files; those alone have their own.
  ///
  /// Tarjan 1972, with a stack of its own, since files decide the depth.
  func groups() -> [Int] {
    let count = bases.count
    let edges = dependencies.map { uses in uses.compactMap { if case .stage(let stage) = $0.source { stage } else { nil } } }
    var group = [Int](repeating: -1, count: count)
    var number = [Int](repeating: -1, count: count)
    var low = number
    var nextEdge = [Int](repeating: 0, count: count)
    var open: [Int] = []
    var visited = 0
    for root in 0..<count where number[root] < 0 {
      var path = [root]
      while let stage = path.last {
        if number[stage] < 0 {
          number[stage] = visited
          low[stage] = visited
          visited += 1
          open.append(stage)
        }
        if nextEdge[stage] < edges[stage].count {
          let target = edges[stage][nextEdge[stage]]
          nextEdge[stage] += 1
          if number[target] < 0 {
            path.append(target)
          } else if group[target] < 0 {
            low[stage] = min(low[stage], number[target])
          }
          continue
        }
        path.removeLast()
        if let above = path.last { low[above] = min(low[above], low[stage]) }
        guard low[stage] == number[stage] else { continue }
        while let member = open.popLast() {
          group[member] = stage
          if member == stage { break }
        }
      }
    }
    return group
  }

  /// By stage: whether the target needs it.
  func reachable(from target: Int?) -> [Bool] {
    var isReachable = [Bool](repeating: false, count: bases.count)
    var open = target.map { [$0] } ?? []
    while let stage = open.popLast() {
      if isReachable[stage] { continue }
      isReachable[stage] = true
      if case .stage(let base) = bases[stage] { open.append(base) }
      for use in dependencies[stage] { if case .stage(let source) = use.source { open.append(source) } }
    }
    return isReachable
  }

  /// By stage: those built on it.
  func children() -> [[Int]] {
    var children = [[Int]](repeating: [], count: bases.count)
    for (stage, base) in bases.enumerated() { if case .stage(let parent) = base { children[parent].append(stage) } }
    return children
  }
}
