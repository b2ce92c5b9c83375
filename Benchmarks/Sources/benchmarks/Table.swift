/// One comparison, printed as it is measured.
struct Table {
  let title: String
  let rounds: Int

  /// - Parameter ratios: which rows, by their places, are compared with which: printed as a line below.
  func print(_ commands: [Command], ratios: [(of: Int, to: Int)] = []) throws(Failure) {
    Swift.print("\n" + title.padded(to: 46) + "    wall ms     CPU ms  memory MB  runs")
    let medians = try Command.compare(commands, rounds: rounds)
    for (command, median) in zip(commands, medians) {
      Swift.print(
        "  " + command.name.padded(to: 44) + milliseconds(median.wall) + milliseconds(median.processor)
          + fixed(median.memory / 1_048_576, 1).padded(toLeft: 11) + "\(median.runs)".padded(toLeft: 6))
    }
    for (slow, fast) in ratios {
      Swift.print(
        "  \(commands[slow].name) : \(commands[fast].name) = \(fixed(medians[slow].wall / medians[fast].wall, 1)) in time, "
          + "\(fixed(medians[slow].processor / medians[fast].processor, 1)) in CPU time, "
          + "\(fixed(medians[slow].memory / medians[fast].memory, 1)) in memory")
    }
  }

  private func milliseconds(_ seconds: Double) -> String { fixed(seconds * 1000, seconds < 0.1 ? 2 : 0).padded(toLeft: 11) }
}

/// A number with a fixed count of decimals.
func fixed(_ value: Double, _ decimals: Int) -> String {
  guard value.isFinite else { return "-" }
  var scale = 1
  for _ in 0..<decimals { scale *= 10 }
  let scaled = Int((value * Double(scale)).rounded())
  guard decimals > 0 else { return "\(scaled)" }
  let fraction = "\(scaled % scale)"
  return "\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
}

extension String {
  func padded(to width: Int) -> String { self + String(repeating: " ", count: max(1, width - count)) }
  func padded(toLeft width: Int) -> String { String(repeating: " ", count: max(1, width - count)) + self }
}
