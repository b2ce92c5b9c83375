import Checking

extension Rule {
  static let containerRules: [Rule] = [
    .containerAddInsteadOfCopy,
    .containerIgnoreFileExcludesManifest,
    .containerMissingUser,
  ]
}
