import Checking

extension Rule {
  static let containerRules: [Rule] = [
    .containerAddInsteadOfCopy,
    .containerBaseImageWithoutDigest,
    .containerCodeNotOwnedByUser,
    .containerDevDependenciesInImage,
    .containerIgnoreFileExcludesManifest,
    .containerInstructionBeforeFrom,
    .containerMissingStage,
    .containerMissingUser,
    .containerMissingWorkdir,
    .containerNpmInstallInsteadOfCi,
    .containerRelativeWorkdir,
    .containerRootUser,
    .containerSecretInArg,
    .containerSecretInEnv,
    .containerShellFormCommand,
    .containerSourceCopiedBeforeInstall,
    .containerSudoInRun,
    .containerSyntaxError,
    .containerUnknownFlag,
    .containerUnknownInstruction,
    .containerUnpinnedBaseImage,
  ]
}
