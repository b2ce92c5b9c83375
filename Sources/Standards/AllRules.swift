public import Checking

extension RuleSet {
  /// Every rule of the product: one table a section.
  public static let all = RuleSet(Rule.ashlarRules + Rule.containerRules)
}
