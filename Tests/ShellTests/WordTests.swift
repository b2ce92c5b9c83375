import Shell
import SourceText
import Testing

@Suite struct WordTests {
  /// The words of the last command that stands in the text itself.
  private func words(_ text: String, _ dialect: ShellDialect = .bash) -> [ShellWord] {
    commands(text, dialect).last { $0.origin == .written }.map { Array($0.arguments) } ?? []
  }

  @Test(arguments: [
    ("plain", "plain"),
    ("'a b'\"c d\"e\\ f", "a bc de f"),
    (#""a\$b\"c\\d\e""#, #"a$b"c\d\e"#),
    (#"$'a\n\t\x41\101\u00e9\'\q'"#, "a\n\tAA\u{E9}'\\q"),
    ("\"a\\\nb\"c\\\nd", "abcd"),
    ("''", ""),
    ("a=b", "a=b"),
    ("[", "["),
  ])
  func `a literal's value is what quote removal leaves`(text: String, value: String) throws {
    let word = try #require(words("x " + text).first)
    #expect(word.literal == value)
    #expect(word.equals(value))
    #expect(word.value() == .literal(value))
    #expect(word.text?.string == value)
    #expect(word.source == text)
  }

  @Test(arguments: ["$x", "\"a$(b)\"", "`a`", "$((1))", "*.c", "~", "~/x", "${{ x }}", "{a,b}", "a?", "x[ab]"])
  func `what the run decides is no literal`(text: String) throws {
    let word = try #require(words("x " + text).first)
    #expect(word.literal == nil)
    #expect(!word.equals(text))
    #expect(word.text == nil)
  }

  @Test
  func `a pattern keeps its text`() {
    #expect(words("rm /var/lib/apt/lists/*")[0].value() == .pattern("/var/lib/apt/lists/*"))
    #expect(words("rm 'a*b'*")[0].value() == .pattern("a\\*b*"))
    #expect(words("rm 'a*b'")[0].value() == .literal("a*b"))
    #expect(words("rm x[ab]")[0].value() == .pattern("x[ab]"))
    #expect(words("rm @(a|b)")[0].value() == .pattern("@(a|b)"))
  }

  @Test
  func `given variables make a word known`() {
    let values = ["V": "1.2", "L": "a b", "E": "", "HOME": "/root", "G": "*.c"]
    func value(_ text: String) -> ShellValue { words("x " + text)[0].value { values[$0] } }
    #expect(value("p=$V") == .known("p=1.2"))
    #expect(value("\"${V}-${V}\"") == .known("1.2-1.2"))
    #expect(value("$L") == .unknown)
    #expect(value("\"$L\"") == .known("a b"))
    #expect(value("~/x") == .known("/root/x"))
    #expect(value("~user/x") == .unknown)
    #expect(value("${V:-d}") == .known("1.2"))
    #expect(value("${E:-d}") == .unknown)
    #expect(value("${V%.*}") == .unknown)
    #expect(value("${#V}") == .unknown)
    #expect(value("$W") == .unknown)
    #expect(value("$G") == .pattern("*.c"))
    #expect(value("\"$G\"") == .known("*.c"))
    #expect(words("x $L")[0].values { values[$0] } == [.known("a"), .known("b")])
    #expect(words("x p$L$V")[0].values { values[$0] } == [.known("pa"), .known("b1.2")])
    #expect(words("x $E")[0].values { values[$0] } == [])
    #expect(words("x \"$E\"")[0].values { values[$0] } == [.known("")])
  }

  @Test
  func `braces become several words where the shell expands them`() {
    #expect(words("rm /var/cache/{dnf,yum}")[0].values() == [.known("/var/cache/dnf"), .known("/var/cache/yum")])
    #expect(words("x {a,b{1..2}}c")[0].values() == [.known("ac"), .known("b1c"), .known("b2c")])
    #expect(words("x {a,'b c'}")[0].values() == [.known("a"), .known("b c")])
    #expect(words("x {01..10}")[0].values() == nil)
    #expect(words("x {a,b}", .dash)[0].literal == "{a,b}")
    #expect(words("y={a,b}; x $y")[0].value() == .known("{a,b}"))
    let many = String(repeating: "{a,b}", count: 40)
    #expect(words("x \(many)")[0].values() == nil)
  }

  @Test
  func `the ends that are written are known`() {
    let word = words("curl \"http://$HOST/\"x-${V}.tar.gz")[0]
    #expect(word.literalPrefix == "http://")
    #expect(word.literalSuffix == ".tar.gz")
    #expect(words("x a*b")[0].literalPrefix == "a")
  }

  @Test
  func `a word that may be several says so`() {
    for text in ["$x", "a$(b)", "*.c", "{a,b}", "\"$@\"", "\"${x[@]}\"", "`a`"] {
      #expect(words("x \(text)")[0].splits, "\(text)")
    }
    for text in ["\"$x\"", "'$x'", "a", "\"$(b)\"", "\"${x[0]}\"", "~"] {
      #expect(!words("x \(text)")[0].splits, "\(text)")
    }
  }

  @Test
  func `a value that would grow without bound is unknown`() {
    let doubling = "a=xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx;" + String(repeating: "a=$a$a$a$a;", count: 60)
    #expect(words(doubling + "x $a")[0].value() == .unknown)
    let appending = "a=x;" + String(repeating: "a+=$a;", count: 60)
    #expect(words(appending + "x $a")[0].value() == .unknown)
  }
}
