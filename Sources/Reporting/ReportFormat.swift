public import Checking

/// How findings are written.
public enum ReportFormat: String, Sendable, CaseIterable {
  case text, json
}

/// What a report says besides the findings.
public struct ReportContext: Sendable {
  /// The product's version.
  public var version: String
  /// The date that dated rules and suppressions are judged by, `YYYY-MM-DD`.
  public var today: String
  public var usesColour = false
  /// In columns; nil where the output is no terminal.
  public var width: Int?
  /// What of the text report is wanted.
  public var showsStatistics = false
  public var showsTimings = false
  public var isVerbose = false
  public var isQuiet = false

  public init(version: String, today: String) {
    self.version = version
    self.today = today
  }
}

extension ReportFormat {
  /// The whole report.
  public func render(_ result: CheckResult, _ context: ReportContext) -> String {
    switch self {
    case .text: TextReport(result, context).text
    case .json: JSONReport(result, context).text
    }
  }
}
