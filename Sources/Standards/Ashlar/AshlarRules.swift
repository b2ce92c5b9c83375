import Checking

extension Rule {
  static let ashlarRules: [Rule] = [
    .ashlarMalformedSuppression,
    .ashlarNotChecked,
    .ashlarStaleBaseline,
    .ashlarUnusedSuppression,
  ]
}
