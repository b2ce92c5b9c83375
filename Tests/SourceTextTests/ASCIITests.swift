import SourceText
import Testing

@Suite struct ASCIITests {
  @Test(arguments: [
    ("", "", true), ("", "a", false), ("a", "", true), ("abc", "abc", true), ("abc", "bc", true), ("ab", "abc", false),
    ("aab", "ab", true), ("aaa", "ab", false), ("git://x", "://", true), ("a:b/", "://", false),
  ])
  func `finds a literal where it stands whole`(_ text: String, _ literal: String, _ isThere: Bool) {
    #expect(Array(text.utf8).holds(literal) == isThere)
    #expect(Array(("x" + text).utf8).dropFirst().holds(literal) == isThere)
  }
}
