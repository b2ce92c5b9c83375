import Checking
import Documents
import SourceText

/// The format for people: a line a finding, the code it speaks of, the evidence, what would mend it.
struct TextReport {
  private(set) var text = ""
  private let context: ReportContext
  private let paint: Paint

  init(_ result: CheckResult, _ context: ReportContext) {
    self.context = context
    paint = Paint(isOn: context.usesColour)
    if context.isVerbose { documents(result) }
    for finding in result.findings { self.finding(finding) }
    if context.showsStatistics { statistics(result) }
    if context.showsTimings { timings(result) }
    if !context.isQuiet { summary(result) }
  }

  private mutating func finding(_ finding: Finding) {
    let place = finding.place
    // Appended piece by piece: interpolation costs as much as all the rest of a report.
    text += paint.bold(position(place) + ":")
    text += " "
    text += paint.severity(finding.severity)
    text += " "
    text += finding.message
    text += " "
    text += paint.faint("[" + finding.rule.id + (finding.rule.clauses.first.map { " " + $0.description } ?? "") + "]")
    text += "\n"
    frame(place)
    for related in finding.related {
      text += "    " + position(related.place) + ": " + related.message + "\n"
      if let line = related.place.excerpt.first, !line.text.isEmpty {
        text += "    " + paint.faint("  " + cropped(line, to: width - 6).text) + "\n"
      }
    }
    if let fix = finding.fix {
      let how = fix.kind == .safe ? "`ashlar fix`" : "`ashlar fix --unsafe`"
      text += "    " + paint.faint("\(how) would \(fix.description)") + "\n"
    }
    text += "\n"
  }

  /// `path:line:column`
  private func position(_ place: Finding.Place) -> String {
    Display.escaped(place.path.description) + ":" + String(place.start.line) + ":" + String(place.start.column)
  }

  private var width: Int { max(context.width ?? 160, 24) }

  private mutating func frame(_ place: Finding.Place) {
    guard place.excerpt.contains(where: { !$0.text.isEmpty }) else { return }
    let digits = String(place.excerpt.last?.number ?? 1).count
    let gutter = max(digits, 3)
    for line in place.excerpt {
      let number = String(line.number)
      let cropped = cropped(line, to: width - gutter - 4)
      text += paint.faint(Self.blanks(gutter - number.utf8.count + 1) + number + " | ")
      text += cropped.text
      text += "\n"
      let (before, marks) = columns(of: cropped.marked, in: cropped.text)
      text += paint.faint(Self.blanks(gutter + 1) + " | ")
      text += Self.blanks(before)
      text += paint.mark(String(repeating: "^", count: max(1, marks)))
      text += "\n"
    }
  }

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  /// How many columns stand before a range of scalars, and how many it takes.
  private func columns(of marked: Range<Int>, in line: String) -> (before: Int, marked: Int) {
    if line.utf8.allSatisfy({ $0 < 0x80 }) { return (marked.lowerBound, marked.count) }
    let scalars = line.unicodeScalars
    return (
      scalars.prefix(marked.lowerBound).reduce(0) { $0 + DisplayWidth.of($1) },
      scalars.dropFirst(marked.lowerBound).prefix(marked.count).reduce(0) { $0 + DisplayWidth.of($1) }
    )
  }

  /// The part of a line that fits, chosen so that the beginning of the marked part is seen.
  private func cropped(_ line: ExcerptLine, to columns: Int) -> (text: String, marked: Range<Int>) {
    if line.text.utf8.count <= columns || DisplayWidth.of(line.text) <= columns { return (line.text, line.marked) }
    let scalars = Array(line.text.unicodeScalars)
    let room = max(columns - 2, 8)
    var start = 0
    if line.marked.lowerBound > room / 2 { start = max(0, line.marked.lowerBound - room / 4) }
    var end = start
    var used = 0
    while end < scalars.count, used + DisplayWidth.of(scalars[end]) <= room {
      used += DisplayWidth.of(scalars[end])
      end += 1
    }
    var shown = String.UnicodeScalarView()
    if start > 0 { shown.append("…") }
    shown.append(contentsOf: scalars[start..<end])
    if end < scalars.count { shown.append("…") }
    let shift = (start > 0 ? 1 : 0) - start
    let low = min(max(line.marked.lowerBound + shift, 0), shown.count)
    return (String(shown), low..<min(max(low, line.marked.upperBound + shift), shown.count))
  }

  private mutating func documents(_ result: CheckResult) {
    for (path, classification, provenance) in result.documents {
      text += "\(Display.escaped(path.description)): \(classification.kind.rawValue), by \(classification.evidence)"
      if provenance.kind != .own { text += "; \(provenance.kind.rawValue), by \(provenance.evidence)" }
      text += "\n"
    }
    for (path, reason) in result.notChecked { text += "\(Display.escaped(path.description)): not checked, \(reason)\n" }
    if !result.documents.isEmpty || !result.notChecked.isEmpty { text += "\n" }
  }

  private mutating func statistics(_ result: CheckResult) {
    for (rule, count) in result.countsByRule {
      let number = String(count)
      text += String(repeating: " ", count: max(0, 6 - number.count)) + number + "  " + rule + "\n"
    }
    if !result.findings.isEmpty { text += "\n" }
  }

  private mutating func timings(_ result: CheckResult) {
    for (rule, nanoseconds) in result.timings.sorted(by: { ($1.nanoseconds, $0.rule) < ($0.nanoseconds, $1.rule) }).prefix(10) {
      let microseconds = String(nanoseconds / 1000)
      text += String(repeating: " ", count: max(0, 8 - microseconds.count)) + microseconds + " µs  " + rule + "\n"
    }
    if !result.timings.isEmpty { text += "\n" }
  }

  private mutating func summary(_ result: CheckResult) {
    func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
    var parts = [count(result.fileCount, "file") + " checked"]
    if result.findings.isEmpty {
      parts.append("nothing found")
    } else {
      parts += Severity.allCases.reversed().compactMap { severity in
        let number = result.count(severity)
        return number == 0 ? nil : count(number, severity.rawValue)
      }
    }
    if result.suppressedCount > 0 { parts.append("\(result.suppressedCount) suppressed") }
    if result.baselinedCount > 0 { parts.append("\(result.baselinedCount) in the baseline") }
    if !result.notChecked.isEmpty { parts.append("\(result.notChecked.count) not checked") }
    text += parts.joined(separator: ", ") + "\n"
  }
}

/// ANSI colours, or none.
struct Paint {
  let isOn: Bool

  private func code(_ code: String, _ text: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
  func bold(_ text: String) -> String { code("1", text) }
  func faint(_ text: String) -> String { code("2", text) }
  func mark(_ text: String) -> String { code("33", text) }

  func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: code("1;31", "error:")
    case .warning: code("1;33", "warning:")
    case .note: code("1;36", "note:")
    }
  }
}
