public import SourceText

/// A RUN `--mount` with its variables replaced and its defaults filled in. A part is nil where it is not given, and
/// where it depends on what is not known.
public struct DockerfileRunMount: Sendable {
  /// Nil only where it is not known.
  public var kind: DockerfileMount.Kind? = .bind
  /// A stage or an image; the build context (of a bind), or nothing (of a cache), where it is nil.
  public var from: [UInt8]?
  public var source: [UInt8]?
  public var target: [UInt8]?
  /// Of a cache, secret or SSH agent.
  public var id: [UInt8]?
  /// `shared`, `private` or `locked`
  public var sharing: String?
  public var isRequired = false
  public var isReadOnly: Bool?
  /// The variable that a secret is put into.
  public var variable: [UInt8]?
  var hasMode = false
  var hasUser = false
  var hasGroup = false
  /// Whether a part is nil for not being known.
  public var isPartial = false
  /// The flag's value.
  public let range: SourceRange
}

/// Why BuildKit refuses a mount.
public enum DockerfileMountProblem: Error, Sendable, Equatable {
  case unknownKey(String)
  case keyWithoutValue(String)
  case unknownKind(String)
  case unknownSharing(String)
  case badValue(key: String, value: String)
  /// The kind does not have the key, or has it only where `type` stands before it.
  case keyOfOtherKind(String, DockerfileMount.Kind)
  case secretWithFrom
  case secretWithoutName
  case secretWithSourceAndID
  case agentWithSource
  /// `/`, also by a relative path.
  case rootTarget
  /// Not a problem of the mount: a word of it cannot be expanded.
  case badWord(DockerfileExpansionError)

  public var message: String {
    switch self {
    case .unknownKey(let key): "a mount has no `\(key)`"
    case .keyWithoutValue(let key): "`\(key)` of a mount needs a value: `\(key)=…`"
    case .unknownKind(let text): "`\(text)` is no type of mount; expected `bind`, `cache`, `tmpfs`, `secret` or `ssh`"
    case .unknownSharing(let text): "`\(text)` is no way to share a cache; expected `shared`, `private` or `locked`"
    case .badValue(let key, let value): "`\(value)` is no value for `\(key)` of a mount"
    case .keyOfOtherKind(let key, let kind): "a mount of type `\(kind.rawValue)` has no `\(key)`; `type=` must stand before it"
    case .secretWithFrom: "a secret comes from the build's caller; it has no `from`"
    case .secretWithoutName: "a secret needs an `id`"
    case .secretWithSourceAndID: "`source` and `id` of a secret are the same; expected one of them"
    case .agentWithSource: "an SSH agent has no `source`; expected `id`"
    case .rootTarget: "a mount cannot cover `/`; expected a `target`"
    case .badWord(let error): error.message
    }
  }
}

extension DockerfileMountProblem {
  var kind: DockerfileEvaluationDiagnostic.Kind {
    if case .badWord(let error) = self { .badWord(error) } else { .badMount(self) }
  }
}

extension DockerfileRunMount {
  /// What an option's value comes to; nil where it is not known.
  typealias Expand = (DockerfileWord) throws(DockerfileMountProblem) -> [UInt8]?

  /// `parseMount`
  init(_ mount: DockerfileMount, expand: Expand) throws(DockerfileMountProblem) {
    range = mount.range
    for option in mount.options {
      guard let word = option.value else {
        try readBare(option)
        continue
      }
      guard let value = try expand(word) else {
        isPartial = true
        if option.key == .type { kind = nil }
        continue
      }
      try read(option, value)
    }
    try check()
  }

  private mutating func readBare(_ option: DockerfileMount.Option) throws(DockerfileMountProblem) {
    switch option.key {
    case .readonly: isReadOnly = true
    case .readwrite: isReadOnly = false
    case .required:
      try expectNamed(option)
      isRequired = true
    default: throw .keyWithoutValue(option.name)
    }
  }

  private func expectNamed(_ option: DockerfileMount.Option) throws(DockerfileMountProblem) {
    if let kind, kind != .secret, kind != .ssh { throw .keyOfOtherKind(option.name, kind) }
  }

  private mutating func read(_ option: DockerfileMount.Option, _ value: [UInt8]) throws(DockerfileMountProblem) {
    func bad() -> DockerfileMountProblem { .badValue(key: option.name, value: value.asString) }
    switch option.key {
    case .type:
      guard let known = DockerfileMount.Kind(rawValue: GoText.lowercased(value).asString) else {
        throw .unknownKind(value.asString)
      }
      kind = known
    case .from: from = value.isEmpty ? nil : value
    case .source: source = value
    case .target: target = value
    case .id: id = value
    case .env: variable = value
    case .readonly:
      guard let isOn = goBoolean(value) else { throw bad() }
      isReadOnly = isOn
    case .readwrite:
      guard let isOn = goBoolean(value) else { throw bad() }
      isReadOnly = !isOn
    case .required:
      try expectNamed(option)
      guard let isOn = goBoolean(value) else { throw bad() }
      isRequired = isOn
    case .size:
      if let kind, kind != .tmpfs { throw .keyOfOtherKind(option.name, kind) }
      guard ArgumentValues.isSize(value) else { throw bad() }
    case .sharing:
      let known = GoText.lowercased(value).asString
      guard ["shared", "private", "locked"].contains(known) else { throw .unknownSharing(value.asString) }
      sharing = known
    case .mode:
      guard ArgumentValues.goUnsigned(value, radix: 8) != nil else { throw bad() }
      hasMode = true
    case .uid:
      guard ArgumentValues.goUnsigned(value, radix: 10) != nil else { throw bad() }
      hasUser = true
    case .gid:
      guard ArgumentValues.goUnsigned(value, radix: 10) != nil else { throw bad() }
      hasGroup = true
    case nil: throw .unknownKey(option.name)
    }
  }

  private mutating func check() throws(DockerfileMountProblem) {
    guard let kind else { return }
    if kind == .bind || kind == .tmpfs {
      if hasMode { throw .keyOfOtherKind("mode", kind) }
      if hasUser { throw .keyOfOtherKind("uid", kind) }
      if hasGroup { throw .keyOfOtherKind("gid", kind) }
    }
    if isReadOnly == nil { isReadOnly = kind != .cache && kind != .tmpfs }
    if kind == .secret {
      if from != nil { throw .secretWithFrom }
      if sharing != nil { throw .keyOfOtherKind("sharing", kind) }
      let hasSource = source?.isEmpty == false
      let hasID = id?.isEmpty == false
      if !hasSource, !hasID, target?.isEmpty ?? true, !isPartial { throw .secretWithoutName }
      if hasSource, hasID { throw .secretWithSourceAndID }
    }
    if sharing != nil, kind != .cache { throw .keyOfOtherKind("sharing", kind) }
  }

  /// `dispatchRunMounts`
  /// - Parameter directory: where RUN runs; nil where it is not known.
  func check(in directory: [UInt8]?) throws(DockerfileMountProblem) {
    switch kind {
    case .secret, nil: return
    case .ssh: if source?.isEmpty == false { throw .agentWithSource }
    case .bind, .cache, .tmpfs:
      let slash = UInt8(ascii: "/")
      if target == nil, isPartial { return }
      let path = target ?? []
      if path.first == slash {
        if path == [slash] { throw .rootTarget }
      } else if let directory, ImagePath.joined(ImagePath.joined([slash], directory), path) == [slash] {
        throw .rootTarget
      }
    }
  }
}
