import SourceText
import Testing
import YAML

/// Files of which a template engine makes YAML.
@Suite struct TemplateTests {
  private func isPartial(_ text: String, _ templates: TemplateSyntax = .helm) -> Bool {
    let tree = tree(text, templates)
    return tree.documents.contains { tree[$0].flags.contains(.isPartial) }
  }

  @Test func `a scalar may hold actions`() {
    let text =
      "name: {{ .Values.x }}-web # c\nimage: \"{{ default \"a: b\" .y }}:1\"\nurl: http://{{ .h }}/{{ .p }}\n'{{ 'k' }}': v\n{{ .key }}: w\n"
    #expect(problems(text, .helm) == [])
    #expect(
      outline(text, .helm) == [
        "/name = {{ .Values.x }}-web", "/image = {{ default \"a: b\" .y }}:1", "/url = http://{{ .h }}/{{ .p }}", "/{{ 'k' }} = v",
        "/{{ .key }} = w",
      ])
    let tree = tree(text, .helm)
    #expect(tree.nodes.filter { $0.flags.contains(.isTemplated) }.count == 5)
    #expect(tree.actions.count == 6 && tree.actions.allSatisfy { $0.role == .inline })
    #expect(!isPartial(text))
  }

  @Test func `without the option a brace is a mapping`() {
    #expect(events("a: {{b: c}: d}\n").contains("+MAP {}"))
    #expect(!problems("{{- if .x }}\na: b\n{{- end }}\n").isEmpty)
  }

  @Test func `a line of actions does not disturb what is around it`() {
    let text = """
      {{- if .x }}
      a:
        {{- range .y }}
        - b: c
      {{- if .z }}
          d: e
      {{- end }}
        {{- end }} {{/* f */}}
      g: h
      {{- end }}

      """
    #expect(problems(text, .helm) == [])
    #expect(outline(text, .helm) == ["/a/0/b = c", "/a/0/d = e", "/g = h"])
    #expect(isPartial(text))
  }

  @Test func `an action is the value where nothing else is`() {
    let text = "labels:\n  {{- include \"l\" . | nindent 2 }}\nspec:\n{{ toYaml .s | indent 2 }}\nlast: x\n"
    #expect(problems(text, .helm) == [])
    #expect(
      outline(text, .helm) == [
        "/labels = action {{- include \"l\" . | nindent 2 }}", "/spec = action {{ toYaml .s | indent 2 }}", "/last = x",
      ])
    #expect(isPartial(text))
  }

  @Test func `an action beside entries leaves them`() {
    let text = "labels:\n  {{- include \"l\" . | nindent 2 }}\n  app: x\n"
    #expect(outline(text, .helm) == ["/labels/app = x"])
    #expect(isPartial(text))
  }

  @Test func `an action behind a key puts entries above those below`() {
    let text = "labels: {{- include \"l\" . | nindent 2 }}\n  # c\n  {{- if .x }}\n  app: x\n  {{- end }}\n  {{ .k }}: y\nspec: z\n"
    #expect(problems(text, .helm) == [])
    #expect(outline(text, .helm) == ["/labels/app = x", "/labels/{{ .k }} = y", "/spec = z"])
    #expect(isPartial(text))
    let items = "a: {{- if .x -}}{{- include \"l\" . }}{{- end -}}\n- b: c\n- {{ toYaml . }}\n  d: e\nf: {{ .g }}\nh: i\n"
    #expect(problems(items, .helm) == [])
    #expect(outline(items, .helm) == ["/a/0/b = c", "/a/1/d = e", "/f = {{ .g }}", "/h = i"])
  }

  @Test func `an action that is a value above a define is that value`() {
    let text = "{{ define \"a\" }}\nk: {{ .v }}\n{{ end }}\n{{ define \"b\" }}\n- c\n{{ end }}\n"
    #expect(outline(text, .helm) == ["/k = {{ .v }}", "/0 = c"])
    #expect(tree("labels: {{ toYaml . }}\n  a: b\n", .helm).actions.map(\.role) == [.output])
  }

  @Test func `a branch may end behind a value`() {
    let text = "a: b\n{{ if .x }}c: \"d\"{{ end }}\n{{ if .y }}e: {f: g}{{ else }}e: {}{{ end }}\nh: i\n"
    #expect(problems(text, .helm) == [])
    #expect(outline(text, .helm) == ["/a = b", "/c = d", "/e/f = g", "/h = i"])
    #expect(isPartial(text))
  }

  @Test func `a value that an include makes is partial, a plain one is not`() {
    #expect(isPartial("a: {{ toYaml .x | nindent 2 }}\n"))
    #expect(!isPartial("a: {{ .x | quote }}\n"))
    #expect(!isPartial("{{/* a comment\nover lines */}}\n{{- $x := 1 }}\na: b\n"))
  }

  @Test func `a block scalar goes on behind actions that are indented less`() {
    let text = "a: |\n  b\n{{- if .x }}\n  c\n{{- end }}\nd: e\n"
    #expect(problems(text, .helm) == [])
    #expect(outline(text, .helm) == ["/a = b\n{{- if .x }}\nc\n", "/d = e"])
  }

  @Test func `each define is a document of its own`() {
    let text = "{{- define \"a\" -}}\nb: c\n{{- end -}}\n{{- define \"d\" }}\n- e\n{{- end }}\n"
    #expect(problems(text, .helm) == [])
    #expect(outline(text, .helm) == ["/b = c", "/0 = e"])
  }

  @Test func `branches of different indentation are all read`() {
    let text = "{{- if .x }}\n  a: b\n{{- else }}\nc: d\n{{- end }}\ne: f\n"
    #expect(outline(text, .helm) == ["/a = b", "/c = d", "/e = f"])
  }

  @Test func `an action may go on over line breaks`() {
    let text = "a: {{ include \"x\" (dict\n  \"k: v\" .y\n) }}\nb: c\n"
    #expect(problems(text, .helm) == [])
    #expect(tree(text, .helm).outline.last == "/b = c")
  }

  @Test func `a comment right behind an action stands below what is above`() {
    let tree = tree("|+2\n{{- if x }}##y", .helm)
    #expect(tree.nodes.map(\.range.start) == [0, 0, 15])
    let items = YAMLTree(parsing: Array("- a\n{{- if x }}##y".utf8), templates: .helm)
    #expect(items.nodes.last?.range.start == 15)
  }

  @Test func `an opening mark without its partner is text`() {
    #expect(outline("a: \"{{ b\"\nc: d\n", .helm) == ["/a = {{ b", "/c = d"])
  }

  @Test func `Jinja's blocks and comments are actions`() {
    let text = "{% if x %}\na: \"{{ b }}\"\n{# c #}\n{% for i in y %}\nd: {{ i }}\n{% endfor %}\n{% endif %}\n"
    #expect(problems(text, .jinja) == [])
    #expect(outline(text, .jinja) == ["/a = {{ b }}", "/d = {{ i }}"])
  }

  @Test func `a dollar's braces are no mapping`() {
    #expect(outline("a: [${b: c}, x]\nd: ${e}-f\n", .dollar) == ["/a/0 = ${b: c}", "/a/1 = x", "/d = ${e}-f"])
  }
}
