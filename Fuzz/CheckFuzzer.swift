import Checking
import Documents
import Reporting
import SourceText
import Standards

/// Files under `-- path --` headings, or one Dockerfile: every rule, every report, every fix.
enum CheckFuzzer: Fuzzer {
  static func problem(in bytes: [UInt8]) async -> String? {
    let source = ExampleFiles(bytes.asString).source
    do {
      var session = try await Session(workspace: Workspace(source: source, workers: 1), rules: .all)
      await session.load()
      let before = try await session.check()
      for finding in before.findings {
        guard let file = source.files[finding.place.path] else { return "\(finding.rule.id): finding in no file" }
        if let problem = finding.place.range.problem(outside: SourceRange(0, file.count), finding.rule.id) { return problem }
      }
      var context = ReportContext(version: "0", today: "2026-01-01")
      context.width = 80
      for format in ReportFormat.allCases { _ = format.render(before, context) }
      return try await problemOfFixing(session)
    } catch is CheckError {
      // The configuration's own mistakes end a run.
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// A fix leaves a file that can be built as one that can be built, and a second run finds nothing more to mend.
  private static func problemOfFixing(_ session: Session) async throws -> String? {
    var session = session
    let outcome = try await session.fix(includesUnsafe: true)
    for (path, (old, new)) in outcome.files {
      guard let old else { continue }
      if !DockerfileFuzzer.hasErrors(old), DockerfileFuzzer.hasErrors(new), Classifier.classify(path, content: old)?.kind == .dockerfile {
        return "the fixes break \(path)"
      }
    }
    let again = try await session.fix(includesUnsafe: true)
    return again.files.isEmpty ? nil : "a second fix changes \(again.files.keys.sorted())"
  }
}
