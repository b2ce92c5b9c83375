/// A program with its arguments, under the name that the table gives it.
struct Command {
  let name: String
  let program: String
  let arguments: [String]
  /// Any other is a failure: a tool that finds something ends with 1.
  var exitStatuses: Set<Int32> = [0, 1]

  init(_ name: String, _ program: String, _ arguments: [String] = []) {
    self.name = name
    self.program = program
    self.arguments = arguments
  }
}

struct Failure: Error {
  let message: String
  init(_ message: String) { self.message = message }
}

/// What a run of a program cost.
struct Measurement {
  /// In seconds.
  let wall: Double
  /// Of all its threads, in user and system mode, in seconds.
  let processor: Double
  /// The peak of its resident memory, in bytes; that of this program at least.
  let memory: Int
  let exitStatus: Int32
}

/// The middle of several runs, figure by figure.
struct Median {
  let wall: Double
  let processor: Double
  let memory: Double
  let runs: Int

  init(_ runs: [Measurement]) {
    func middle(_ values: [Double]) -> Double {
      let sorted = values.sorted()
      return sorted.isEmpty ? .nan : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
    wall = middle(runs.map(\.wall))
    processor = middle(runs.map(\.processor))
    memory = middle(runs.map { Double($0.memory) })
    self.runs = runs.count
  }
}

extension Command {
  /// Runs the commands in turns, so that whatever else the machine does falls on all of them.
  ///
  /// - Parameter rounds: how often; a command that takes over a second is run three times.
  static func compare(_ commands: [Command], rounds: Int) throws(Failure) -> [Median] {
    var runs = [[Measurement]](repeating: [], count: commands.count)
    for round in 0..<rounds {
      for (index, command) in commands.enumerated() {
        if round >= 3, runs[index][0].wall > 1 { continue }
        let measurement = try command.run()
        guard command.exitStatuses.contains(measurement.exitStatus) else {
          throw Failure(
            "`\(([command.program] + command.arguments.prefix(8)).joined(separator: " "))` ended with \(measurement.exitStatus)")
        }
        runs[index].append(measurement)
      }
    }
    return runs.map(Median.init)
  }
}
