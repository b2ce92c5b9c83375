import References
import SourceText

/// Any bytes as an image reference: its parts stand in their order, and its canonical form is its own.
enum ImageReferenceFuzzer: Fuzzer {
  static func problem(in bytes: [UInt8]) -> String? {
    let whole = SourceRange(0, bytes.count)
    let reference: ImageReference
    do throws(ImageReferenceError) {
      reference = try ImageReference(parsing: bytes)
    } catch {
      return error.range.problem(outside: whole, error.message)
    }
    let parts = [reference.domainRange, reference.pathRange, reference.tagRange, reference.digestRange].compactMap(\.self)
    if let problem = parts.problemOfOrder("parts") ?? parts.last?.problem(outside: whole, "part") { return problem }
    _ = (reference.host, reference.port, reference.effectiveTag, reference.familiarName)
    guard let again = try? ImageReference(parsing: reference.canonical) else { return "`\(reference.canonical)` is no reference" }
    return again.canonical == reference.canonical && again.name == reference.name
      ? nil : "`\(reference.canonical)` is read as `\(again.canonical)`"
  }
}
