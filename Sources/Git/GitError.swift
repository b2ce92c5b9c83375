public import Files

/// Why git's data could not be had. Each case has its own next step for the user.
public enum GitError: Error, Hashable, Sendable {
  /// No `git` on the `PATH` (one inside the repository does not count).
  case notInstalled
  /// The repository asks for something we do not do; the text says what, after "git refused: ".
  case refused(String)
  /// The native reader does not know this form; `git` itself may be asked.
  case unsupported(String)
  /// The bytes are not what their format says.
  case malformed(String)
  /// git ended with a status other than 0; the text is the first line it wrote to standard error, not yet escaped.
  case failed(command: String, status: Int32, message: String)
  case timedOut(command: String)
  /// More output than the limit, in bytes.
  case outputTooLarge(limit: Int)
  /// The object is not in the repository (a shallow or partial clone).
  case missingObject(String)
  case file(FileError)

  /// A clause for a message. What a repository wrote is not escaped in it.
  public var message: String {
    switch self {
    case .notInstalled: "there is no `git` on the PATH"
    case .refused(let reason): reason
    case .unsupported(let reason): reason
    case .malformed(let what): "\(what) is malformed"
    case .failed(let command, let status, let message): "`git \(command)` ended with status \(status): \(message)"
    case .timedOut(let command): "`git \(command)` did not answer in time"
    case .outputTooLarge(let limit): "git answered with more than \(limit) bytes"
    case .missingObject(let id): "object \(id) is not in the repository"
    case .file(let error): error.message
    }
  }
}

/// Turns the error of a file into that of git.
func asGitError<T>(_ body: () throws(FileError) -> T) throws(GitError) -> T {
  do throws(FileError) { return try body() } catch { throw .file(error) }
}
