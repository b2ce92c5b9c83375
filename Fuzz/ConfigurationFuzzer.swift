import Documents
import SourceText

/// Any bytes as an `ashlar.yaml`: problems and names stand in the file.
enum ConfigurationFuzzer: Fuzzer {
  static func problem(in bytes: [UInt8]) -> String? {
    let whole = SourceRange(0, bytes.count)
    let (configuration, names, problems) = Configuration.read(bytes)
    for problem in problems {
      if let complaint = problem.range.problem(outside: whole, problem.message) { return complaint }
    }
    for use in names.selectors + names.rules {
      if let complaint = use.range.problem(outside: whole, use.name) { return complaint }
    }
    for option in names.options {
      if let complaint = option.entry.keyRange.problem(outside: whole, option.entry.key)
        ?? option.entry.valueRange.problem(outside: whole, option.entry.key)
      {
        return complaint
      }
    }
    return configuration.overridden(by: Configuration()).severity == configuration.severity ? nil : "an empty file overrides"
  }
}
