import Dockerfile
import SourceText
import Testing

struct JSONFormTests {
  @Test(arguments: [
    ("[]", []), ("[ \"a\" , \"b c\" ]", ["a", "b c"]), (#"["\"\\\/\b\f\n\r\t\u00e9"]"#, ["\"\\/\u{8}\u{C}\n\r\t\u{E9}"]),
    (#"["\ud83d\ude00"]"#, ["😀"]), (#"["\ud83dx\ude00"]"#, ["\u{FFFD}x\u{FFFD}"]), ("[\"a\",\\\n  \"b\"]", ["a", "b"]),
    ("\u{2003}[\"a\"]", ["a"]),
  ])
  func `is an array of strings`(text: String, words: [String]) {
    #expect(instruction("CMD \(text)\n")?.execWords == words)
  }

  @Test(arguments: [
    "[\"a\"] # c", "['a']", "[\"a\",]", "[\"a\"", "[a]", #"["\x"]"#, #"["C:\app"]"#, "[\"a\tb\"]", "[1e999]", "[01]", "[\"a\" \"b\"]",
    "[.5]", "[nul]", "[{\"a\"}]", "[\"\\u12\"]",
  ])
  func `is a shell command where it is no JSON`(text: String) {
    let instruction = instruction("CMD \(text)\n")
    #expect(instruction?.shellText == text)
    #expect(instruction?.command?.isFailedJSON == true)
    #expect(problems("CMD \(text)\n").isEmpty)
  }

  @Test(arguments: [
    "[1]", "[null]", "[\"a\", true]", "[[\"a\"]]", "[{\"a\": [1, {}]}]", "[-1.5e+3, \"a\"]", "[{}]", "[[[]]]", "[false]", "[0]", "[1e5]",
  ])
  func `is refused with anything but strings`(text: String) {
    for keyword in ["CMD", "RUN", "ENTRYPOINT", "SHELL", "VOLUME", "COPY", "ADD", "HEALTHCHECK CMD", "ONBUILD CMD"] {
      #expect(problems("\(keyword) \(text)\n").first == .nonStringInArray, "\(keyword)")
    }
  }

  @Test func `points at the element that is no string`() {
    let tree = tree("FROM a\nCMD [\"b\", 12, 3]\n")
    #expect(tree.diagnostics.map { tree.text($0.range) } == ["12"])
    #expect(tree.instructions[1].isUnread)
  }

  @Test func `falls back to words in COPY, ADD and VOLUME`() {
    #expect(instruction("COPY [a, b]\n")?.copied?.sources == ["[a,"])
    #expect(instruction("COPY [\"a b\", \"c\"]\n")?.copied?.sources == ["a b"])
    #expect(instruction("VOLUME [\"/a\"] # b\n")?.words == ["[\"/a\"]", "#", "b"])
  }

  @Test func `words know their places`() {
    let tree = tree("FROM a\nCMD [\"b\\u0063\", \"\"]\n")
    guard case .exec(let words)? = tree.instructions[1].command?.form else {
      Issue.record("no array")
      return
    }
    #expect(words.map { tree.text($0.range) } == ["\"b\\u0063\"", "\"\""])
    #expect(words.map(\.text.string) == ["bc", ""])
  }

  @Test func `nests as deep as it likes without harm`() {
    let deep = String(repeating: "[", count: 50_000)
    #expect(instruction("CMD \(deep)\n")?.command?.isFailedJSON == true)
    let closed = String(repeating: "[", count: 9_999) + String(repeating: "]", count: 9_999)
    #expect(problems("CMD \(closed)\n") == [.nonStringInArray])
    #expect(problems("CMD [\(closed)]\n") == [.nonStringInArray])
    #expect(problems("CMD [[\(closed)]]\n").isEmpty)
  }
}
