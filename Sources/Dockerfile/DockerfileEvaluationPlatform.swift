import SourceText

/// `os/architecture/variant`, normalised: what `--platform` means.
///
/// Source: containerd/platforms `Parse`.
public struct ContainerPlatform: Sendable, Hashable {
  public let operatingSystem: String
  public let architecture: String
  /// Empty where it is the usual one.
  public let variant: String
  /// Empty mostly; Windows has them.
  public let version: String

  public static let linux = ContainerPlatform(operatingSystem: "linux", architecture: "amd64", variant: "", version: "")

  init(operatingSystem: String, architecture: String, variant: String, version: String) {
    self.operatingSystem = operatingSystem
    self.architecture = architecture
    self.variant = variant
    self.version = version
  }

  /// - Parameter host: gives the part that is not written.
  public init?(parsing text: some Collection<UInt8>, host: ContainerPlatform = .linux) {
    // A fourth part takes all the rest, and is not allowed.
    let parts = Array(text).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    guard parts.count <= 3, let first = parts.first, let system = Self.system(first) else { return nil }
    guard parts.dropFirst().allSatisfy(Self.isSpecifier) else { return nil }

    version = system.version
    guard parts.count > 1 else {
      if Self.knownSystems.contains(system.name) {
        operatingSystem = system.name
        (architecture, variant) = (host.architecture, "")
        return
      }
      let (name, kind) = Self.normalized(first.asString, "")
      guard Self.knownArchitectures.contains(name) else { return nil }
      operatingSystem = host.operatingSystem
      (architecture, variant) = (name, name == "arm" && kind == "v7" ? "" : kind)
      return
    }
    operatingSystem = system.name
    let (name, kind) = Self.normalized(parts[1].asString, parts.count > 2 ? parts[2].asString : "")
    architecture = name
    if parts.count == 2 {
      variant = name == "arm" && kind == "v7" ? "" : kind
    } else {
      variant = name == "arm64" && kind.isEmpty ? "v8" : kind
    }
  }

  /// `os/architecture/variant`, what is empty left out.
  public var description: String {
    [operatingSystem, architecture, variant].filter { !$0.isEmpty }.joined(separator: "/")
  }

  /// As `description`, the version in parentheses after the system.
  public var fullDescription: String {
    guard !version.isEmpty else { return description }
    return ["\(operatingSystem)(\(version))", architecture, variant].filter { !$0.isEmpty }.joined(separator: "/")
  }

  private static func isSpecifier(_ text: ArraySlice<UInt8>) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isNameByte || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
  }

  /// `os`, `os(version)` or `os(version+feature+…)`
  private static func system(_ text: ArraySlice<UInt8>) -> (name: String, version: String)? {
    let parenthesis = text.firstIndex(of: UInt8(ascii: "(")) ?? text.endIndex
    let name = text[..<parenthesis]
    guard !name.isEmpty, name.allSatisfy({ $0.isNameByte || $0 == UInt8(ascii: "-") }) else { return nil }
    let lower = name.map(\.asciiLowercased).asString
    let system = lower == "macos" ? "darwin" : lower
    guard parenthesis < text.endIndex else { return (system, "") }
    guard text.last == UInt8(ascii: ")") else { return nil }
    let inside = text[(parenthesis + 1)..<(text.endIndex - 1)]
    let options = inside.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false)
    for (index, option) in options.enumerated() {
      guard index == 0 || !option.isEmpty, hasValidEscapes(option) else { return nil }
      guard option.allSatisfy({ $0.isNameByte || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "%") })
      else { return nil }
    }
    return (system, options.first?.asString ?? "")
  }

  private static func hasValidEscapes(_ text: ArraySlice<UInt8>) -> Bool {
    for index in text.indices where text[index] == UInt8(ascii: "%") {
      guard index + 2 < text.endIndex, text[index + 1].isASCIIHexDigit, text[index + 2].isASCIIHexDigit else { return false }
    }
    return true
  }

  private static func normalized(_ architecture: String, _ variant: String) -> (String, String) {
    let variant = variant.lowercased()
    switch (architecture.lowercased(), variant) {
    case ("i386", _): return ("386", "")
    case ("x86_64", "v1"), ("x86-64", "v1"), ("amd64", "v1"): return ("amd64", "")
    case ("x86_64", _), ("x86-64", _), ("amd64", _): return ("amd64", variant)
    case ("aarch64", "8"), ("aarch64", "v8"), ("aarch64", "v8.0"), ("arm64", "8"), ("arm64", "v8"), ("arm64", "v8.0"):
      return ("arm64", "")
    case ("aarch64", "9"), ("aarch64", "9.0"), ("aarch64", "v9.0"), ("arm64", "9"), ("arm64", "9.0"), ("arm64", "v9.0"):
      return ("arm64", "v9")
    case ("aarch64", _): return ("arm64", variant)
    case ("armhf", _): return ("arm", "v7")
    case ("armel", _): return ("arm", "v6")
    case ("arm", ""), ("arm", "7"): return ("arm", "v7")
    case ("arm", "5"), ("arm", "6"), ("arm", "8"): return ("arm", "v" + variant)
    case (let name, _): return (name, variant)
    }
  }

  private static let knownSystems: Set<String> = [
    "aix", "android", "darwin", "dragonfly", "freebsd", "hurd", "illumos", "ios", "js", "linux", "nacl", "netbsd",
    "openbsd", "plan9", "solaris", "windows", "zos",
  ]

  private static let knownArchitectures: Set<String> = [
    "386", "amd64", "amd64p32", "arm", "armbe", "arm64", "arm64be", "ppc64", "ppc64le", "loong64", "mips", "mipsle",
    "mips64", "mips64le", "mips64p32", "mips64p32le", "ppc", "riscv", "riscv64", "s390", "s390x", "sparc", "sparc64",
    "wasm",
  ]
}
