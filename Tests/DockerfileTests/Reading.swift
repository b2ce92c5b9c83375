import Dockerfile
import SourceText

/// Shorthands for tests: a tree and what is in it as plain strings.
func tree(_ text: String) -> DockerfileTree { DockerfileTree(parsing: Array(text.utf8)) }

func kinds(_ text: String) -> [DockerfileDiagnostic.Kind] { tree(text).diagnostics.map(\.kind) }

/// The only instruction after a FROM.
func instruction(_ text: String) -> DockerfileInstruction? { tree("FROM scratch\n" + text).instructions.last }

/// What is wrong with instructions after a FROM.
func problems(_ text: String) -> [DockerfileDiagnostic.Kind] { kinds("FROM scratch\n" + text) }

extension DockerfileInstruction {
  var shellText: String? {
    guard case .shell(let text)? = command?.form else { return nil }
    return text.string
  }

  var execWords: [String]? {
    guard case .exec(let words)? = command?.form else { return nil }
    return words.map(\.text.string)
  }

  var copied: (sources: [String], destination: String, isJSON: Bool)? {
    guard case .copy(let sources, let destination, let isJSON) = arguments else { return nil }
    return (sources.map(\.text.string), destination.text.string, isJSON)
  }

  /// `name=value`, or `name` alone.
  var variables: [String]? {
    guard case .variables(let variables, _) = arguments else { return nil }
    return variables.map { $0.name.text.string + ($0.value.map { "=" + $0.text.string } ?? "") }
  }

  var words: [String]? {
    guard case .words(let words, _) = arguments else { return nil }
    return words.map(\.text.string)
  }

  var argumentText: String? {
    guard case .text(let word) = arguments else { return nil }
    return word.text.string
  }

  var isUnread: Bool { if case .unread = arguments { true } else { false } }

  var flagTexts: [String] { flags.map { "\($0.name)\($0.value.map { "=" + $0.text.string } ?? "")" } }
}
