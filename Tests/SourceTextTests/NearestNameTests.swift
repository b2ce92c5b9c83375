import SourceText
import Testing

struct NearestNameTests {
  private let names = ["run", "copy", "env", "entrypoint", "user"]

  @Test(
    arguments: [
      ("rnu", "run"), ("coppy", "copy"), ("cpy", "copy"), ("entrypiont", "entrypoint"), ("entripiont", "entrypoint"), ("usr", "user"),
      ("run", nil), ("r", nil), ("xyz", nil), ("", nil), ("entry", nil), ("RUN", nil),
    ] as [(String, String?)])
  func `is at most two edits away, and never more than half of it`(word: String, name: String?) {
    #expect(nearest(to: word, among: names) == name)
  }

  @Test func `is not looked for where the word is no name`() {
    #expect(nearest(to: String(repeating: "a", count: 65), among: [String(repeating: "a", count: 66)]) == nil)
  }

  @Test func `is the first of equally near ones`() {
    #expect(nearest(to: "cat", among: ["cut", "cot"]) == "cut")
  }
}
