import Checking
import Files
import SourceText
import Standards

/// What commands read and write, with errors in the words of the command line.
enum Input {
  /// A file's bytes, or standard input's for `-`.
  static func bytes(_ path: String) throws -> [UInt8] {
    if path == "-" {
      guard let bytes = Console.readAll() else { throw CommandFailure("standard input could not be read, or is larger than 64 MiB") }
      return bytes
    }
    do throws(FileError) {
      let (folder, name) = split(path)
      return try Directory(folder).read(name)
    } catch {
      throw CommandFailure("cannot read `\(Display.escaped(path))`: \(error.message)")
    }
  }

  private static func split(_ path: String) -> (folder: String, name: [UInt8]) {
    guard let slash = path.lastIndex(of: "/") else { return (".", Array(path.utf8)) }
    return (slash == path.startIndex ? "/" : String(path[..<slash]), Array(path[path.index(after: slash)...].utf8))
  }

  static func write(_ text: String, to path: String) throws {
    let (folder, name) = split(path)
    let bytes = Array(text.utf8)
    do throws(FileError) {
      let directory = try Directory(folder)
      let old = directory.exists(name) ? try directory.read(name) : nil
      try directory.replace(
        old.map { Replacement(name, expecting: ContentDigest($0), with: bytes) } ?? Replacement(creating: name, with: bytes))
    } catch {
      throw CommandFailure("cannot write `\(Display.escaped(path))`: \(error.message)")
    }
  }

  static func fix(_ request: CheckRequest, includesUnsafe: Bool, writes: Bool) async throws -> FixOutcome {
    do throws(CheckFailure) {
      return try await request.fix(rules: .all, includesUnsafe: includesUnsafe, writes: writes)
    } catch {
      throw CommandFailure(error.message)
    }
  }

  static func check(_ request: CheckRequest) async throws -> CheckResult {
    do throws(CheckFailure) {
      return try await request.run(rules: .all)
    } catch {
      throw CommandFailure(error.message)
    }
  }
}
