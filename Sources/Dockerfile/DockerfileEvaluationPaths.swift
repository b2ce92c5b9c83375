import SourceText

/// Paths in the image, whose system may be Windows wherever the build runs.
///
/// Source: moby/buildkit `util/system/path.go`, and Go's `path`.
enum ImagePath {
  private static let slash = UInt8(ascii: "/")
  private static let backslash = UInt8(ascii: "\\")

  /// `NormalizeWorkdir`: the directory that WORKDIR leads to; nil for a path that Windows images cannot have.
  /// - Parameter current: empty where none is set.
  static func directory(_ path: [UInt8], from current: [UInt8], isWindows: Bool) -> [UInt8]? {
    guard isWindows else {
      if path.first == slash { return path }
      let base = current.first == slash ? current : joined([slash], current)
      return path.isEmpty ? base : joined(base, path)
    }
    guard var base = withoutDrive(current.isEmpty ? [slash] : current) else { return nil }
    if !isAbsolute(base, isWindows: true) { base = joined([slash], base) }
    guard let wanted = withoutDrive(path.isEmpty ? base : path) else { return nil }
    let result = isAbsolute(wanted, isWindows: true) ? wanted : joined(base, wanted)
    return result.map { $0 == slash ? backslash : $0 }
  }

  /// Whether COPY can write to a path in a Windows image.
  /// - Parameter directory: where the image is; nil where it is not known.
  static func isDestination(_ path: [UInt8], from directory: [UInt8]?) -> Bool {
    // BuildKit looks twice, and keeps a slash at the end the first time.
    guard var stripped = withoutDrive(path) else { return false }
    if stripped.count > 1, path.last == slash || path.last == backslash { stripped.append(slash) }
    guard let path = withoutDrive(stripped) else { return false }
    guard !isAbsolute(path, isWindows: true), let directory, !directory.isEmpty else { return true }
    return withoutDrive(directory) != nil
  }

  /// Whether BuildKit takes the path as it is, so that the directory it is in does not matter.
  static func isAbsolute(_ path: [UInt8], isWindows: Bool) -> Bool {
    isWindows ? withoutDrive(path)?.first == slash : path.first == slash
  }

  /// `CheckSystemDriveAndRemoveDriveLetter` for Windows: cleaned and with `/`; nil for a bare drive, another drive
  /// than C, or a UNC path.
  static func withoutDrive(_ path: [UInt8]) -> [UInt8]? {
    if path.count == 2, path[1] == UInt8(ascii: ":") { return nil }
    let path = withSlashes(path)
    if path.starts(with: [slash, slash]) { return nil }
    guard let colon = path.firstIndex(of: UInt8(ascii: ":")) else { return cleaned(path) }
    guard path[..<colon].equalsIgnoringCase("c") else { return nil }
    return cleaned(Array(path[(colon + 1)...]))
  }

  static func withSlashes(_ path: some Sequence<UInt8>) -> [UInt8] { path.map { $0 == backslash ? slash : $0 } }

  /// `path.Join`
  static func joined(_ base: [UInt8], _ path: [UInt8]) -> [UInt8] {
    if base.isEmpty { return path.isEmpty ? [] : cleaned(path) }
    return cleaned(path.isEmpty ? base : base + [slash] + path)
  }

  /// `path.Clean`: no empty, `.` or `..` part that could be left out; `.` for nothing.
  static func cleaned(_ path: [UInt8]) -> [UInt8] {
    let isRooted = path.first == slash
    var parts: [ArraySlice<UInt8>] = []
    for part in path.split(separator: slash) {
      switch part {
      case [UInt8(ascii: ".")]: continue
      case [UInt8(ascii: "."), UInt8(ascii: ".")]:
        if let last = parts.last, !last.equals("..") {
          parts.removeLast()
        } else if !isRooted {
          parts.append(part)
        }
      default: parts.append(part)
      }
    }
    let joined = Array(parts.joined(separator: [slash]))
    if isRooted { return [slash] + joined }
    return joined.isEmpty ? [UInt8(ascii: ".")] : joined
  }
}
