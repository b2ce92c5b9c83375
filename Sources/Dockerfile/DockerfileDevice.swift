public import SourceText

/// A RUN `--device`: the name of a CDI device, and whether the build fails without it.
///
/// Source: moby/buildkit `instructions/commands_rundevice.go`.
public struct DockerfileDevice: Sendable {
  /// `vendor.com/class=device`; nil where none is given.
  public let name: MappedText?
  public let isRequired: Bool
}

extension DockerfileDevice {
  struct Problem: Error {
    let reason: String
  }

  static func read(_ value: MappedText) -> Result<DockerfileDevice, Problem> {
    guard let fields = CommaSeparatedValues.fields(value) else {
      return .failure(Problem(reason: "`\(value.string)` is no comma-separated list"))
    }
    var name: MappedText?
    var isRequired = false
    for field in fields {
      let equals = field.bytes.firstIndex(of: UInt8(ascii: "="))
      let key = GoText.lowercased(field.bytes[..<(equals ?? field.count)]).asString
      let fieldValue = equals.map { field.slice(SourceRange($0 + 1, field.count)) }
      switch (key, fieldValue) {
      case ("required", nil): isRequired = true
      case ("required", let value?):
        guard let flag = goBoolean(value.bytes) else {
          return .failure(Problem(reason: "`\(value.string)` is no value for `required`; expected `true` or `false`"))
        }
        isRequired = flag
      case ("name", let value?):
        if let name, !name.isEmpty {
          return .failure(Problem(reason: "a second device name; `\(name.string)` is the first"))
        }
        name = value
      default:
        if name?.isEmpty ?? true {
          name = field
        } else {
          return .failure(Problem(reason: "`\(field.string)` is no option of `--device`; expected `name` or `required`"))
        }
      }
    }
    return .success(DockerfileDevice(name: name, isRequired: isRequired))
  }
}
