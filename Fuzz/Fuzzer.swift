import SourceText

/// One entry point of the product, given any bytes.
///
/// `Fuzz/run NAME` lets libFuzzer drive it; the tests replay what stands in `corpus/NAME/` through the same function.
protocol Fuzzer: SendableMetatype {
  /// What is wrong in what was made of the bytes; nil where all is as it has to be. A trap and a hang need no words.
  static func problem(in bytes: [UInt8]) async -> String?
}

/// By the name of its file.
let fuzzers: [String: any Fuzzer.Type] = [
  "Check": CheckFuzzer.self, "Configuration": ConfigurationFuzzer.self, "Dockerfile": DockerfileFuzzer.self,
  "GitIndex": GitIndexFuzzer.self, "Globs": GlobsFuzzer.self, "ImageReference": ImageReferenceFuzzer.self,
  "MappedText": MappedTextFuzzer.self, "Shell": ShellFuzzer.self, "TextEdits": TextEditsFuzzer.self, "YAML": YAMLFuzzer.self,
]

extension SourceRange {
  /// A complaint where this range, of something described, is not inside another.
  func problem(outside whole: SourceRange, _ what: @autoclosure () -> String) -> String? {
    whole.encloses(self) ? nil : "\(what()): \(self) is outside \(whole)"
  }
}

extension Sequence where Element == SourceRange {
  /// A complaint where one range begins before the end of the one before.
  func problemOfOrder(_ what: @autoclosure () -> String) -> String? {
    var end = 0
    for range in self {
      if range.start < end { return "\(what()): \(range) begins before \(end)" }
      end = range.end
    }
    return nil
  }
}

extension MappedText {
  /// A complaint where a derived range does not come from inside the host, or claims to be the host's bytes and is not.
  func problem(of range: SourceRange, in host: [UInt8], _ what: @autoclosure () -> String) -> String? {
    if let problem = range.problem(outside: SourceRange(0, count), what() + " in its text") { return problem }
    if let problem = hostRange(of: range).problem(outside: SourceRange(0, host.count), what()) { return problem }
    if let editable = editableHostRange(of: range), !host[editable.indices].elementsEqual(bytes[range.indices]) {
      return "\(what()): \(range) is not what the host has at \(editable)"
    }
    return nil
  }
}

/// Takes numbers and pieces of text from the front of the bytes: how a fuzzer's bytes become calls.
struct ByteProgram {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isEmpty: Bool { rest.isEmpty }

  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  /// A number in `0...bound`.
  mutating func number(upTo bound: Int) -> Int {
    let number = bound > 0xFF ? Int(byte()) << 8 | Int(byte()) : Int(byte())
    return number % (bound + 1)
  }

  mutating func text(_ length: Int) -> [UInt8] {
    let text = Array(rest.prefix(length))
    rest = rest.dropFirst(length)
    return text
  }

  /// A range inside `0..<count`.
  mutating func range(in count: Int) -> SourceRange {
    let start = number(upTo: count)
    return SourceRange(start, start + number(upTo: count - start))
  }
}
