import SourceText
import Testing

@testable import YAML

/// A scalar as it stands in a file, and what each program makes of it.
struct ScalarCase: Sendable, CustomTestStringConvertible {
  let text: String
  let core: String
  let kubernetes: String
  let go: String
  let ruby: String
  let python: String

  init(_ text: String, _ core: String, _ kubernetes: String, _ go: String, _ ruby: String, _ python: String) {
    self.text = text
    self.core = core
    self.kubernetes = kubernetes
    self.go = go
    self.ruby = ruby
    self.python = python
  }

  /// For all alike.
  init(_ text: String, _ all: String) { self.init(text, all, all, all, all, all) }

  var testDescription: String { text }
}

/// What was seen: go.yaml.in/yaml/v2 2.4.4 with sigs.k8s.io/yaml 1.6.0, gopkg.in/yaml.v3 3.0.1, Psych 5.4.0, PyYAML 6.0.2
/// and 6.0.4; of the core schema, what YAML 1.2.2 section 10.3.2 says.
struct DialectTests {
  static let words = [
    ScalarCase("true", "true"), ScalarCase("False", "false"), ScalarCase("~", "null"), ScalarCase("NULL", "null"), ScalarCase("", "null"),
    ScalarCase("yes", "string", "true", "string", "true", "true"),
    ScalarCase("no", "string", "false", "string", "false", "false"),
    ScalarCase("On", "string", "true", "string", "true", "true"),
    ScalarCase("OFF", "string", "false", "string", "false", "false"),
    ScalarCase("oFf", "string", "string", "string", "false", "string"),
    ScalarCase("tRUE", "string", "string", "string", "true", "string"),
    ScalarCase("nuLL", "string", "string", "string", "null", "string"),
    ScalarCase("y", "string", "true", "string", "string", "string"),
    ScalarCase("N", "string", "false", "string", "string", "string"),
    ScalarCase("none", "string"), ScalarCase("yes sir", "string"), ScalarCase("nginx", "string"), ScalarCase("\"yes\"", "string"),
    ScalarCase("'~'", "string"),
    ScalarCase("<<", "string", "merge", "merge", "string", "merge"),
    ScalarCase("=", "string", "string", "string", "string", "value"),
    ScalarCase(":name", "string", "string", "string", "symbol", "string"),
  ]

  static let integers = [
    ScalarCase("0", "int 0"), ScalarCase("12", "int 12"), ScalarCase("-7", "int -7"), ScalarCase("+7", "int 7"),
    ScalarCase("017", "int 17", "int 15", "int 15", "int 15", "int 15"),
    ScalarCase("08", "int 8", "float 8.0", "float 8.0", "string", "string"),
    ScalarCase("0o17", "int 15", "int 15", "int 15", "string", "string"),
    ScalarCase("-0o17", "string", "int -15", "int -15", "string", "string"),
    ScalarCase("0x1F", "int 31"), ScalarCase("0X1F", "string", "int 31", "int 31", "string", "string"),
    ScalarCase("-0x1F", "string", "int -31", "int -31", "int -31", "int -31"),
    ScalarCase("0b101", "string", "int 5", "int 5", "int 5", "int 5"),
    ScalarCase("0b-1", "string", "int -1", "int -1", "string", "string"),
    ScalarCase("0o-7", "string", "string", "int -7", "string", "string"),
    ScalarCase("1_000", "string", "int 1000", "int 1000", "int 1000", "int 1000"),
    ScalarCase("1_", "string", "int 1", "int 1", "string", "int 1"),
    ScalarCase("0_x1F", "string", "int 31", "int 31", "string", "string"),
    ScalarCase("1,000", "string", "string", "string", "int 1000", "string"),
    ScalarCase("0x_", "string", "string", "string", "string", "invalid"),
    ScalarCase("18446744073709551615", "int 18446744073709551615"),
    ScalarCase(
      "+18446744073709551615", "int 18446744073709551615", "float 1.8446744073709552e+19", "float 1.8446744073709552e+19",
      "int 18446744073709551615", "int 18446744073709551615"),
    ScalarCase(
      "18446744073709551616", "int 18446744073709551616", "float 1.8446744073709552e+19", "float 1.8446744073709552e+19",
      "int 18446744073709551616", "int 18446744073709551616"),
    ScalarCase(
      "-9223372036854775809", "int -9223372036854775809", "float -9.223372036854776e+18", "float -9.223372036854776e+18",
      "int -9223372036854775809", "int -9223372036854775809"),
    ScalarCase("0x10000000000000000", "int 0x10000000000000000", "string", "string", "int 0x10000000000000000", "int 0x10000000000000000"),
    ScalarCase("1:30", "string", "string", "string", "int 5400", "int 90"),
    ScalarCase("22:22", "string", "string", "string", "int 80520", "int 1342"),
    ScalarCase("8080:80", "string"), ScalarCase("80:80", "string"),
    ScalarCase("01:30", "string", "string", "string", "int 5400", "string"),
    ScalarCase("1:2:3:4", "string", "string", "string", "string", "int 223384"),
  ]

  static let floats = [
    ScalarCase("1.5", "float 1.5"), ScalarCase("-1.5", "float -1.5"), ScalarCase("1.", "float 1.0"),
    ScalarCase("0.1", "float 0.1"), ScalarCase("0.30000000000000004", "float 0.30000000000000004"),
    ScalarCase(".5", "float 0.5"), ScalarCase("-.5", "float -0.5", "float -0.5", "float -0.5", "float -0.5", "string"),
    ScalarCase("1e3", "float 1000.0", "float 1000.0", "float 1000.0", "string", "string"),
    ScalarCase("1.5e3", "float 1500.0", "float 1500.0", "float 1500.0", "string", "string"),
    ScalarCase("1.e+3", "float 1000.0"), ScalarCase("1e400", "float inf", "string", "string", "string", "string"),
    ScalarCase(".inf", "float inf", "invalid", "float inf", "float inf", "float inf"),
    ScalarCase("-.INF", "float -inf", "invalid", "float -inf", "float -inf", "float -inf"),
    ScalarCase(".nan", "float nan", "invalid", "float nan", "float nan", "float nan"),
    ScalarCase(".Nan", "string", "string", "string", "float nan", "string"),
    ScalarCase("1_000.5", "string", "float 1000.5", "float 1000.5", "float 1000.5", "float 1000.5"),
    ScalarCase(".5_", "string", "string", "string", "string", "float 0.5"),
    ScalarCase(".e+3", "string", "string", "string", "invalid", "string"),
    ScalarCase("1:30.5", "string", "string", "string", "float 5430.0", "float 90.5"),
    ScalarCase("1.25.3", "string"), ScalarCase("10.0.0.1", "string"), ScalarCase(".", "string"),
  ]

  static let timestamps = [
    ScalarCase("2001-12-14", "string", "string", "date 1008288000", "date 1008288000", "date 1008288000"),
    ScalarCase("2001-1-2", "string", "string", "date 978393600", "date 978393600", "string"),
    ScalarCase("2001-02-30", "string", "string", "string", "string", "invalid"),
    ScalarCase("2001-12-14T21:59:43Z", "string", "string", "time 1008367183", "time 1008367183", "time 1008367183"),
    ScalarCase("2001-12-14t21:59:43.10-05:00", "string", "string", "time 1008385183", "time 1008385183", "time 1008385183"),
    ScalarCase("2001-12-14 21:59:43", "string", "string", "time 1008367183", "time 1008367183", "time 1008367183"),
    ScalarCase("2001-12-14 21:59:43.10 -5", "string", "string", "string", "time 1008385183", "time 1008385183"),
    ScalarCase("2001-12-14T21:59:43+24:00", "string", "string", "time 1008280783", "string", "invalid"),
    ScalarCase("2001-12-14T21:59:43-00:30", "string", "string", "time 1008368983", "time 1008365383", "time 1008368983"),
    ScalarCase("2001-12-14T21:59", "string"),
  ]

  static let tagged = [
    ScalarCase("!!str 12", "string"), ScalarCase("!!int \"3\"", "int 3"), ScalarCase("!!float 3", "float 3.0"),
    ScalarCase("!!int x", "invalid", "invalid", "invalid", "string", "invalid"),
    ScalarCase("!!float 1e3", "float 1000.0"), ScalarCase("!!null x", "invalid", "invalid", "invalid", "string", "null"),
    ScalarCase("!!bool yes", "invalid", "true", "invalid", "true", "true"),
    ScalarCase("!!binary Zm9v", "binary"), ScalarCase("!!binary Zm9", "invalid", "invalid", "invalid", "binary", "invalid"),
    ScalarCase("!!timestamp 2001-12-14", "tagged", "string", "date 1008288000", "date 1008288000", "date 1008288000"),
    ScalarCase("! 12", "string", "string", "int 12", "int 12", "int 12"),
    ScalarCase("! \"12\"", "string", "string", "string", "int 12", "int 12"),
    ScalarCase("!local 12", "tagged", "string", "string", "int 12", "tagged"),
    ScalarCase("!<tag:yaml.org,2002:int> 0x1F", "int 31"),
  ]

  @Test(arguments: words + integers + floats + timestamps + tagged)
  func `reads a scalar as five programs do`(_ scalar: ScalarCase) {
    let tree = tree("- \(scalar.text)\n")
    let id = YAMLTree.NodeID(2)
    let found = YAMLDialect.all.map { Self.text(of: tree.value(of: id, in: $0)) }
    #expect(found == [scalar.core, scalar.kubernetes, scalar.go, scalar.ruby, scalar.python])
  }

  @Test func `reads a plain scalar over two lines, an alias, and what a template decides`() {
    let dates = tree("2001-12-14\n  21:59:43\n")
    #expect(dates.resolvedKind(of: YAMLTree.NodeID(1), in: .pyYAML) == .timestamp)
    let alias = tree("[&a 017, *a]\n")
    #expect(alias.value(of: YAMLTree.NodeID(3), in: .pyYAML) == .int(YAMLInteger(15)))
    let template = tree("a: {{ .x }}\nb: \"{{ .y }}\"\n", .helm)
    #expect(template.resolvedKind(of: YAMLTree.NodeID(3), in: .kubernetes) == .unknown)
    #expect(template.resolvedKind(of: YAMLTree.NodeID(5), in: .kubernetes) == .string)
  }

  @Test func `says where two programs disagree`() throws {
    let tree = tree("[no, \"no\", 010, 10, .nan, text]\n")
    let found = tree.items(of: YAMLTree.NodeID(1)).map { tree.disagreement(at: $0, between: .core, and: .pyYAML) }
    #expect(found.map { $0.map { "\($0.0.kind) \($0.1.kind)" } } == ["string bool", nil, "int int", nil, nil, nil])
    let octal = try #require(found[2])
    #expect(octal.0 == .int(YAMLInteger(10)))
    #expect(octal.1 == .int(YAMLInteger(8)))
  }

  static func text(of value: YAMLValue) -> String {
    switch value {
    case .bool(let value): "\(value)"
    case .int(let value): "int \(value)"
    case .float(let value): value.isNaN ? "float nan" : "float \(value)"
    case .timestamp(let value): (value.time == nil ? "date " : "time ") + "\(value.secondsSince1970)"
    default: "\(value.kind)"
    }
  }
}
