import Dockerfile
import Shell
public import SourceText

extension InstallStep {
  /// The option that leaves out what only development needs, where the install lacks it; nil where it is there, or where
  /// an environment variable, a later command or something unknown may do the same.
  public var missingProductionSwitch: String? {
    guard install.scope == .project, install.arguments.unknowns.isEmpty, !isPrunedLater else { return nil }
    let arguments = install.arguments
    switch manager {
    case .npm:
      let omitted = arguments.options.filter { ["--omit", "--only"].contains($0.name) }
      if omitted.contains(where: { ["dev", "prod", "production"].contains($0.value?.text ?? "dev") }) { return nil }
      if arguments.has("--production", "--prod") || isProductionEnvironment || environmentValue("NPM_CONFIG_PRODUCTION") == "true"
        || environmentValue("NPM_CONFIG_OMIT") != nil || environmentValue("npm_config_omit") != nil
      {
        return nil
      }
      // npm learned `--omit` in version 7, which came with Node 16.
      return (nodeMajor.map { $0 < 16 } ?? false) ? "--only=production" : "--omit=dev"
    case .yarn:
      return arguments.has("--production", "--prod", "--immutable") || install.verb == "workspaces" || isProductionEnvironment
        ? nil : "--production"
    case .pnpm:
      return arguments.has("--prod", "--production", "-P") || isProductionEnvironment || environmentValue("NODE_ENV") == "production"
        ? nil : "--prod"
    case .bun: return arguments.has("--production", "-p", "--omit") || isProductionEnvironment ? nil : "--production"
    case .composer:
      guard install.verb != "require" else { return nil }
      return arguments.has("--no-dev") || environmentValue("COMPOSER_NO_DEV") == "1" ? nil : "--no-dev"
    case .poetry: return arguments.has("--only", "--without", "--no-dev", "--only-root") ? nil : "--only main"
    case .uv:
      return arguments.has("--no-dev", "--no-group", "--only-group", "--no-default-groups") || environmentValue("UV_NO_DEV") == "1"
        ? nil : "--no-dev"
    default: return nil
    }
  }

  /// Behind the verb, in the file; nil where the file's text is not the command's.
  public var placeForOption: SourceRange? {
    guard let word = (install.arguments.verb?.word ?? command.nameWord), let range = word.editableHostRange else { return nil }
    return .at(range.end)
  }

  private var isProductionEnvironment: Bool { environmentValue("NODE_ENV") == "production" }

  /// `npm prune --omit=dev` and its like, in any stage.
  private var isPrunedLater: Bool {
    build.evaluation.stages.contains { stage in
      build.runCommands(inStage: stage.index).contains { run in
        guard let name = run.command.name, ["npm", "yarn", "pnpm"].contains(name) else { return false }
        let words = run.command.words.compactMap(\.literal)
        return words.contains("prune") || words.contains("deploy")
          || (words.contains("install") && words.contains("--production") && run.command.index != command.index)
      }
    }
  }

  /// The major version of Node that the stage's base image names.
  private var nodeMajor: Int? {
    let chain = build.evaluation.chain(of: stage)
    guard let last = chain.last, case .image(let name) = build.evaluation.stages[last].base, name.contains("node:") else { return nil }
    return name.split(separator: ":").last.flatMap { Int($0.prefix { $0.isNumber }) }
  }
}
