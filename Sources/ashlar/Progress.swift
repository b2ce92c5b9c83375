/// A word on standard error where work takes longer than a second, taken back when it ends.
enum Progress {
  static func shown<Result: Sendable>(
    _ words: String, isQuiet: Bool, _ work: @Sendable () async throws -> Result
  ) async rethrows -> Result {
    guard !isQuiet, Console.isTerminal(2) else { return try await work() }
    let note = Task {
      guard (try? await Task.sleep(for: .seconds(1))) != nil else { return false }
      Console.write("\r\(words) …", to: 2)
      return true
    }
    do {
      let result = try await work()
      note.cancel()
      if await note.value { Console.write("\r\u{1B}[K", to: 2) }
      return result
    } catch {
      note.cancel()
      if await note.value { Console.write("\r\u{1B}[K", to: 2) }
      throw error
    }
  }
}
