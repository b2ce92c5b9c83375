import Dockerfile
import SourceText
import Testing

struct GoDurationTests {
  @Test(
    arguments: [
      ("0", 0), ("1ns", 1), ("1us", 1_000), ("1µs", 1_000), ("1μs", 1_000), ("1.5ms", 1_500_000), (".5s", 500_000_000),
      ("1.s", 1_000_000_000),
      ("1h1m1s", 3_661_000_000_000), ("-2m", -120_000_000_000), ("+0s", 0), ("0.3333333333333333333333s", 333_333_333),
      ("9223372036854775807ns", 9_223_372_036_854_775_807), ("-9223372036854775808ns", Int64.min),
    ] as [(String, Int64)])
  func `are read as Go reads them`(text: String, nanoseconds: Int64) {
    #expect(GoDuration(Array(text.utf8))?.nanoseconds == nanoseconds)
  }

  @Test(arguments: ["", "-", "1", "1x", ".s", "s", "1 s", "1.1.1s", "9223372036854775808ns", "3000000h", "1s-1s", "é"])
  func `else are none`(text: String) { #expect(GoDuration(Array(text.utf8)) == nil) }
}
