import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What libFuzzer calls for each input; `ASHLAR_FUZZER` names the fuzzer. In no target: libFuzzer brings its own main.
///
/// The pointer is libFuzzer's and good for the call; the bytes are copied at once.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
  let isDone = DispatchSemaphore(value: 0)
  Task.detached {
    if let problem = await chosen.problem(in: bytes) { fatalError(problem) }
    isDone.signal()
  }
  isDone.wait()
  return 0
}

private let chosen: any Fuzzer.Type = {
  let name = unsafe getenv("ASHLAR_FUZZER").map { unsafe String(cString: $0) } ?? ""
  guard let fuzzer = fuzzers[name] else { fatalError("ASHLAR_FUZZER names no fuzzer: `\(name)`") }
  return fuzzer
}()
