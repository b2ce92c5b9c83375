/// A flag that BuildKit's stable front end knows of an instruction.
///
/// Source: moby/buildkit `frontend/dockerfile/instructions/parse.go`, `commands_run*.go`.
struct FlagDefinition: Sendable {
  enum Value: Sendable {
    /// Bare, or `true` or `false` in any case.
    case boolean
    case single
    /// May be repeated.
    case list
  }
  let name: String
  let value: Value

  static func of(_ keyword: DockerfileKeyword) -> [FlagDefinition] {
    switch keyword {
    case .from: from
    case .run: run
    case .copy: copy
    case .add: add
    case .healthcheck: healthcheck
    default: []
    }
  }

  private static let from = [FlagDefinition(name: "platform", value: .single)]
  private static let run = [
    FlagDefinition(name: "mount", value: .list), FlagDefinition(name: "network", value: .single),
    FlagDefinition(name: "security", value: .single), FlagDefinition(name: "device", value: .list),
  ]
  private static let copy = [
    FlagDefinition(name: "from", value: .single), FlagDefinition(name: "chown", value: .single),
    FlagDefinition(name: "chmod", value: .single), FlagDefinition(name: "link", value: .boolean),
    FlagDefinition(name: "exclude", value: .list), FlagDefinition(name: "parents", value: .boolean),
  ]
  private static let add = [
    FlagDefinition(name: "chown", value: .single), FlagDefinition(name: "chmod", value: .single),
    FlagDefinition(name: "link", value: .boolean), FlagDefinition(name: "keep-git-dir", value: .boolean),
    FlagDefinition(name: "checksum", value: .single), FlagDefinition(name: "unpack", value: .boolean),
    FlagDefinition(name: "exclude", value: .list),
  ]
  private static let healthcheck = [
    FlagDefinition(name: "interval", value: .single), FlagDefinition(name: "timeout", value: .single),
    FlagDefinition(name: "start-period", value: .single), FlagDefinition(name: "start-interval", value: .single),
    FlagDefinition(name: "retries", value: .single),
  ]
}
