import Dockerfile
import Documents
import Infrastructure
import Shell
import SourceText
import Standards

@testable import Checking

/// Rules that exist only here. They find much, with related places in other files and fixes of all kinds, so that much
/// is compared; or they say one thing for one test.
extension Rule {
  static func artificial(
    _ id: String, _ severity: Severity = .warning, _ clauses: [Clause] = [], aliases: [Alias] = [], optIn: Bool = false,
    supersedes: [String] = [], maturity: Maturity = .stable, formerIDs: [String] = [], check: Check
  ) -> Rule {
    Rule(
      id, clauses, severity, aliases: aliases, optIn: optIn, summary: "", rationale: "", supersedes: supersedes, maturity: maturity,
      formerIDs: formerIDs, examples: [], check: check)
  }

  /// Finds every instruction of a keyword, at the keyword.
  static func finds(
    _ keyword: DockerfileKeyword, as id: String, _ severity: Severity = .warning, _ clauses: [Clause] = [], aliases: [Alias] = [],
    optIn: Bool = false, supersedes: [String] = [], maturity: Maturity = .stable, formerIDs: [String] = [],
    fix: (@Sendable (DockerfileInstruction) -> Fix?)? = nil
  ) -> Rule {
    artificial(
      id, severity, clauses, aliases: aliases, optIn: optIn, supersedes: supersedes, maturity: maturity, formerIDs: formerIDs,
      check: .instructions { instruction, report in
        guard instruction.keyword == keyword else { return }
        report.found("`\(keyword.rawValue)` is here", at: instruction.keywordRange, fix: fix?(instruction))
      })
  }

  /// Everything that can be found in one document or in several.
  static let artificialRules: [Rule] = [
    artificial(
      "test/command", .note,
      check: .each(RunCommand.self) { command, report in
        report.found("runs `\(command.command.name ?? "?")`", at: command.command.hostRange)
      }),
    finds(.env, as: "test/env", fix: { .unsafe("delete it", .removeLines($0.range)) }),
    finds(.workdir, as: "test/workdir", fix: { .safe("say so", .insertLineAbove($0.range, "# a folder")) }),
    artificial(
      "test/variable", .error,
      check: .each(StageVariable.self) { variable, report in
        report.found("`\(variable.name)` is \(variable.value)", at: variable.range, severity: variable.isInFinalImage ? .error : .note)
      }),
    artificial(
      "test/base-image",
      check: .each(BaseImage.self) { image, report in report.found("`\(image.name ?? "?")` is built on", at: image.range) }),
    artificial(
      "test/excluded",
      check: .each(ContextCopy.self) { copy, report in
        guard let exclusion = copy.exclusion else { return }
        report.found(
          "`\(copy.file)` is excluded", at: copy.range, related: [.init("here", at: exclusion.range, in: exclusion.path)],
          fix: .safe("let it in", .removeLines(exclusion.range, in: exclusion.path)))
      }),
    artificial(
      "test/listing", .note,
      check: .graph(need: .graph, options: NoOptions.self) { graph, report in
        // The listing is an input like any document.
        for build in graph.builds {
          report.begin(build.document.path, .certain)
          let files = graph.listing.entries.map { "\($0.path) \($0.kind)" }.joined(separator: ", ")
          report.found("there are \(files); context \(build.context?.folder.description ?? "?")", at: .at(0))
        }
      }),
    artificial(
      "test/broken", .error,
      check: .each(SyntaxProblem.self) { problem, report in report.found("is broken: \(problem.message)", at: problem.range) }),
    finds(.user, as: "test/opt-in", optIn: true),
  ]
}

extension RuleSet {
  /// What the product has, and what is made up.
  static let everything = RuleSet(RuleSet.all.rules + Rule.artificialRules)
}

extension Check {
  /// Judges the graph as a whole; the body says which file it speaks of.
  static func graph<O: RuleOptions>(
    need: Need, options: O.Type, _ body: @escaping @Sendable (borrowing Graph, inout Report) -> Void
  ) -> Check { Check(.graph(body), need: need, options: options) }

  /// Judges a Dockerfile as a whole.
  static func dockerfile<O: RuleOptions>(
    need: Need, options: O.Type, _ body: @escaping @Sendable (borrowing DockerfileDocument, inout Report) -> Void
  ) -> Check {
    Check(
      .dockerfile { document, report in
        report.begin(document.path, .certain)
        body(document, &report)
      }, need: need, options: options)
  }

  /// Judges every instruction as it is written.
  static func instructions(_ body: @escaping @Sendable (DockerfileInstruction, inout Report) -> Void) -> Check {
    dockerfile(need: .document, options: NoOptions.self) { document, report in
      for instruction in document.tree.instructions { body(instruction, &report) }
    }
  }

  /// Judges a document as a whole.
  static func document(_ body: @escaping @Sendable (DockerfileDocument, inout Report) -> Void) -> Check {
    dockerfile(need: .document, options: NoOptions.self) { document, report in body(copy document, &report) }
  }
}
