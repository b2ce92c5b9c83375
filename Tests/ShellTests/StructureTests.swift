import Shell
import SourceText
import Testing

@Suite struct StructureTests {
  @Test(arguments: [
    ("a", "<a>"),
    ("a b 'c d'", "<a b 'c d'>"),
    ("a && b || c", "<a> && <b> || <c>"),
    ("a; b & c\nd", "<a> ; <b> & <c> ⏎ <d>"),
    ("a | b |& c", "[<a> | <b> |& <c>]"),
    ("! a | b", "[! <a> | <b>]"),
    ("a &&\n\n b |\n c", "<a> && [<b> | <c>]"),
    ("{ a; b; }", "{ <a> ; <b> ; }"),
    ("(a; b) > f", "( <a> ; <b> ) >f"),
    ("x=1 y= z+=2 cmd a=b", "<x=1 y= z+=2 cmd a=b>"),
    ("x[1]=2 y=(a 'b c' $d)", "<x[1]=2 y=( a 'b c' $d )>"),
    ("declare -A m=([a]=1 [b]=2)", "<declare -A m=([a]=1 [b]=2)>"),
    (">f 2>&1 cmd <in &>all {fd}>x", "<>f 2>&1 cmd <in &>all {fd}>x>"),
    ("if a; then b; elif c; then d; else e; fi", "if <a> ; then <b> ; elif <c> ; then <d> ; else <e> ; fi"),
    ("while a; do b; done < f", "while <a> ; do <b> ; done <f"),
    ("until a\ndo b\ndone", "until <a> ⏎ do <b> ⏎ done"),
    ("for x in a b; do c; done", "for x in a b ; do <c> ; done"),
    ("for x\ndo c\ndone", "for x do <c> ⏎ done"),
    ("for x; do c; done", "for x ; do <c> ; done"),
    ("for ((i=0; i<3; i++)); do c; done", "for ((i=0; i<3; i++)) ; do <c> ; done"),
    ("for x in a; { c; }", "for x in a ; { <c> ; }"),
    ("select x in a; do b; done", "select x in a ; do <b> ; done"),
    ("case $x in a|b) c;; (d) e ;& *) esac", "case $x in a | b ) <c> ;; ( d ) <e> ;& * ) esac"),
    ("case x in\nesac", "case x in esac"),
    ("while a; do case x in done) b;; esac; done", "while <a> ; do case x in done ) <b> ;; esac ; done"),
    ("f() { a; }", "f ( ) { <a> ; }"),
    ("f ( )\n( a )", "f ( ) ( <a> )"),
    ("function f { a; }", "function f { <a> ; }"),
    ("function f() { a; } 2>x", "function f ( ) { <a> ; } 2>x"),
    ("[[ -f a && ! $b =~ ^(x|y z)$ ]] && c", "[[ -f a && ! $b =~ ^(x|y z)$ ]] && <c>"),
    ("[[ (a < b) || c == d* ]]", "[[ ( a < b ) || c == d* ]]"),
    ("((x + (1 << 2)))", "((x + (1 << 2)))"),
    ("((a) ; (b))", "( ( <a> ) ; ( <b> ) )"),
    ("time -p { a; }", "[time -p { <a> ; }]"),
    ("time a b", "<time a b>"),
    ("coproc N { a; }", "[coproc N { <a> ; }]"),
    ("coproc a b", "<coproc a b>"),
    ("if if a; then b; fi then c; fi", "if if <a> ; then <b> ; fi then <c> ; fi"),
    ("echo if then fi }", "<echo if then fi }>"),
    ("a # c d\nb #e", "<a> # c d ⏎ <b> #e"),
    ("echo a#b", "<echo a#b>"),
    ("a \\\n  b", "<a b>"),
    ("a\r\nb\r\n", "<a> ⏎ <b> ⏎"),
    ("", ""),
    ("\n\n# only\n", "# only"),
  ])
  func `reads what is written`(text: String, expected: String) { #expect(shape(text) == expected) }

  @Test(arguments: [
    ("cat <<EOF\na $x\nEOF\nb", "<cat <<EOF> ⏎ ⟪a $x⏎⟫ EOF <b>"),
    ("cat <<-'E F' > f\n\ta\n\tE F\nb", "<cat <<-'E F' >f> ⏎ ⟪\ta⏎⟫ E F <b>"),
    ("cat <<A <<B\na\nA\nb\nB\n", "<cat <<A <<B> ⏎ ⟪a⏎⟫ A ⟪b⏎⟫ B"),
    ("cat <<E | sort\nx\nE\n", "[<cat <<E> | <sort>] ⏎ ⟪x⏎⟫ E"),
    ("cat <<E &&\nx\nE\nb", "<cat <<E> && ⟪x⏎⟫ E <b>"),
    ("x=$(cat <<E\na\nE\n)", "<x=commandSubstitution(<cat <<E> ⏎ ⟪a⏎⟫ E)>"),
    ("x=$(cat <<E\na\nE)", "<x=commandSubstitution(<cat <<E> ⏎ ⟪a⏎⟫ E)>"),
    ("cat <<<\"a b\"", "<cat <<<\"a b\">"),
    ("cat <<\\E\n$x\nE\n", "<cat <<\\E> ⏎ ⟪$x⏎⟫ E"),
    ("cat <<E\na \\\nE\nE\n", "<cat <<E> ⏎ ⟪a \\⏎E⏎⟫ E"),
  ])
  func `reads here-documents where they begin`(text: String, expected: String) { #expect(shape(text) == expected) }

  @Test(arguments: [
    ("echo $(a; b $(c))", "<echo commandSubstitution(<a> ; <b commandSubstitution(<c>)>)>"),
    ("echo `a b`", "<echo backtickSubstitution(<a b>)>"),
    ("echo \"x $(a \"b\") y\"", "<echo \"x commandSubstitution(<a \"b\">) y\">"),
    ("diff <(a) >(b)", "<diff processSubstitution(<a>) processSubstitution(<b>)>"),
    ("echo $(case x in x) a;; esac)", "<echo commandSubstitution(case x in x ) <a> ;; esac)>"),
    ("echo $( (a); b )", "<echo commandSubstitution(( <a> ) ; <b>)>"),
    ("echo $((a); b)", "<echo commandSubstitution(( <a> ) ; <b>)>"),
    ("echo $(a # c )\n)", "<echo commandSubstitution(<a> # c ) ⏎)>"),
  ])
  func `reads substitutions as programs`(text: String, expected: String) { #expect(shape(text) == expected) }

  @Test(
    arguments: [
      ("a'b'\"c\"\\d", [.literal, .singleQuoted, .doubleQuoted, .escape]),
      ("$'a\\'b'c", [.ansiQuoted, .literal]),
      ("$\"a\"", [.localeQuoted]),
      ("$x${y}", [.parameter, .parameter]),
      ("${x:-$(a)}", [.parameter]),
      ("${#x}${!y}${z[1]}${w/a/b}", [.parameter, .parameter, .parameter, .parameter]),
      ("$((1 + $x))$[2]", [.arithmeticExpansion, .arithmeticExpansion]),
      ("*.c?", [.glob, .literal, .glob]),
      ("x[a-z]", [.literal, .glob, .literal, .glob]),
      ("[x", [.literal, .literal]),
      ("~/a", [.tilde, .literal]),
      ("a~", [.literal, .literal]),
      ("{a,b}", [.brace, .literal, .brace, .literal, .brace]),
      ("{1..3}", [.brace, .literal, .brace]),
      ("{a}{}", [.literal, .literal, .literal, .literal, .literal]),
      ("@(a|b)c", [.literal, .extendedGlob, .literal]),
      ("${{ github.ref }}x", [.template, .literal]),
      ("a\\\nb", [.literal, .continuation, .literal]),
      ("a$", [.literal, .literal]),
      ("plain/text-1.2=x:y@z%", []),
    ] as [(String, [ShellTree.Kind])])
  func `takes a word apart`(text: String, expected: [ShellTree.Kind]) { #expect(kinds("\(text)") == expected) }

  @Test
  func `a single quote in a quoted default is text except for bash`() {
    #expect(shape("echo \"${x:-it's}\"", .dash) == "<echo \"${x:-it's}\">")
    #expect(shape("echo \"${x:-it's}\"", .bash).contains("never closed"))
    #expect(shape("echo \"${x#'}'}\"", .dash) == "<echo \"${x#'}'}\">")
  }

  @Test
  func `a node takes 16 bytes`() { #expect(MemoryLayout<ShellTree.Node>.stride == 16) }

  @Test
  func `keywords are read as their text says`() {
    for keyword in ShellKeyword.allCases {
      let text = keyword.text + " x"
      let tree = ShellTree(parsing: MappedText(Array(text.utf8)), dialect: .bash)
      let isWord = [.time, .coproc, .in, .closeConditional].contains(keyword)
      #expect(!tree.nodes.contains { $0.kind == .word && $0.range.start == 0 } || isWord, "\(keyword)")
    }
  }
}
