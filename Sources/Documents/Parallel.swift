import Synchronization

/// Maps items on all cores, one worker a core, in the order of the items whatever the number of cores.
///
/// A worker takes the next item by one atomic counter: with a task an item the same work took a fifth longer.
public func inParallel<Item: Sendable, Result: Sendable>(
  _ items: [Item], workers: Int, _ transform: @escaping @Sendable (Item) -> Result
) async -> [Result] {
  // Below this a second thread costs more than it saves.
  guard workers > 1, items.count > 8 else { return items.map(transform) }
  let next = Counter()
  return await withTaskGroup(of: [(Int, Result)].self) { group in
    for _ in 0..<workers {
      group.addTask {
        var results: [(Int, Result)] = []
        while true {
          let index = next.value.wrappingAdd(1, ordering: .relaxed).oldValue
          if index >= items.count { return results }
          results.append((index, transform(items[index])))
        }
      }
    }
    var all: [Result?] = Array(repeating: nil, count: items.count)
    for await results in group {
      for (index, result) in results { all[index] = result }
    }
    return all.compactMap(\.self)
  }
}

private final class Counter: Sendable {
  let value = Atomic(0)
}
