import Checking
import Documents
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
    do throws(SourceError) {
      return try LocalFile.read(path)
    } catch {
      throw CommandFailure("\(Display.escaped(path)): \(error.reason)")
    }
  }

  static func write(_ text: String, to path: String) throws {
    do throws(SourceError) {
      try LocalFile.write(Array(text.utf8), to: path)
    } catch {
      throw CommandFailure("\(Display.escaped(path)) could not be written: \(error.reason)")
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
