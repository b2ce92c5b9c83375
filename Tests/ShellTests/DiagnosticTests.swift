import Shell
import SourceText
import Testing

@Suite struct DiagnosticTests {
  @Test(arguments: [
    ("a; ; b", "<a> ; ✗; <b> !unexpected `;`"),
    ("a && && b", "<a> && && <b> !expected a command for `&&`"),
    ("a |", "[<a> |] !expected a command for `|`"),
    ("a ) b", "<a> ✗) <b> !unexpected `)`"),
    ("(a", "( <a> !`(` is never closed: expected `)`"),
    ("{ a", "{ <a> !`{` is never closed: expected `}`"),
    ("if a; then b", "if <a> ; then <b> !expected `fi` for `if`"),
    ("if a; b; fi; c", "if <a> ; <b> ; fi ; <c> !expected `then` for `if`"),
    ("( if a; then b ) ; c", "( if <a> ; then <b> ) ; <c> !expected `fi` for `if`"),
    ("if a; then fi", "if <a> ; then fi !expected a command for `then`"),
    ("for x in a; b; done; c", "for x in a ; <b> ; done ; <c> !expected `do` for `for`"),
    ("while a; do b; fi; done", "while <a> ; do <b> ; ✗fi ; done !unexpected `fi`"),
    ("case x in a) b;; c", "case x in a ) <b> ;; c !expected `)` for `case` !expected `esac` for `case`"),
    ("echo foo(bar) baz; c", "<echo foo ✗(bar) baz> ; <c> !unexpected `(`"),
    ("echo 'a", "<echo 'a> !`'` is never closed: expected `'`"),
    ("echo \"a", "<echo \"a> !`\"` is never closed: expected `\"`"),
    ("echo ${a", "<echo ${a> !`${` is never closed: expected `}`"),
    ("echo $(a", "<echo commandSubstitution(<a>)> !`$(` is never closed: expected `)`"),
    ("echo `a", "<echo backtickSubstitution(<a>)> !``` is never closed: expected ```"),
    ("cat <<E\na", "<cat <<E> ⏎ ⟪a⟫ !the here-document is never closed: expected a line `E`"),
    ("cat <<E", "<cat <<E> !the here-document is never closed: expected a line `E`"),
    ("cat >", "<cat >> !expected a word for `>`"),
    ("[[ a == b; c", "[[ a == b ; <c> !`[[` is never closed: expected `]]`"),
    ("[[ a\nb", "[[ a <b> !`[[` is never closed: expected `]]` !unexpected `b`"),
    ("fi", "✗fi !unexpected `fi`"),
    ("f() ; a", "f ( ) ; <a> !expected a body for `function`"),
  ])
  func `says what is wrong and goes on`(text: String, expected: String) { #expect(shape(text) == expected) }

  @Test
  func `each diagnostic is placed in the host`() throws {
    let host = Array("RUN a \\\n && ( b".utf8)
    var builder = MappedText.Builder(host: host)
    builder.append(SourceRange(4, 6))
    builder.append(SourceRange(8, host.count))
    let tree = ShellTree(parsing: builder.finish())
    let diagnostic = try #require(tree.diagnostics.first)
    #expect(tree.diagnostics.count == 1)
    #expect(host[diagnostic.hostRange.indices].asString == "(")
  }

  @Test
  func `deep nesting ends in one opaque node`() {
    let text = String(repeating: "( ", count: 100) + "a"
    let tree = ShellTree(parsing: MappedText(Array(text.utf8)))
    #expect(tree.diagnostics.map(\.kind) == [.tooDeep])
    #expect(tree.nodes.filter { $0.kind == .opaque }.count == 1)
    #expect(tree.nodes.last?.range.end == text.utf8.count)
  }

  @Test
  func `nothing is said against a program with gaps`() {
    let trees = commands(#"eval "case x in ${arms[@]} esac"; sh -c "echo '$x""#).trees
    #expect(trees.count == 3)
    #expect(trees.flatMap(\.diagnostics).isEmpty)
    #expect(commands("sh -c 'if a'").trees.last?.diagnostics.isEmpty == false)
  }
}
