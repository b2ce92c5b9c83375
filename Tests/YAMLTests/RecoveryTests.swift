import SourceText
import TestSupport
import Testing
import YAML

/// What is read of a text that is wrong in one place.
@Suite struct RecoveryTests {
  @Test func `a quote that is never closed ends with its line`() {
    let text = "a: \"b\nc: d\ne:\n  - 'f\n  - g\n"
    #expect(problems(text) == ["1 unclosedQuote", "4 unclosedQuote"])
    #expect(outline(text) == ["/a = b", "/c = d", "/e/0 = f", "/e/1 = g"])
  }

  @Test func `a quote that another line's quote seems to close ends with its line`() {
    let text = "a: \"b\nc: \"d\"\ne: f\n"
    #expect(problems(text) == ["1 unclosedQuote"])
    #expect(outline(text) == ["/a = b", "/c = d", "/e = f"])
  }

  @Test func `a quoted text over several lines may look like entries`() {
    #expect(problems("a: \"b\n  c: d\n  e: f\"\ng: h\n") == [])
  }

  @Test func `a bracket that is never closed ends before the next entry`() {
    let text = "a: [b, c\nd: e\nf:\n  - {g: h\n  - i\n"
    #expect(problems(text) == ["1 unclosedFlow", "4 unclosedFlow"])
    #expect(outline(text) == ["/a/0 = b", "/a/1 = c", "/d = e", "/f/0/g = h", "/f/1 = i"])
  }

  @Test func `a key without its colon keeps what is below it`() {
    #expect(outline("a\n  b: c\nd: e\n") == ["/a/b = c", "/d = e"])
    #expect(outline("a: b\nc\n  d: e\nf: g\n") == ["/a = b", "/c/d = e", "/f = g"])
    #expect(problems("a: b\nc\n  d: e\nf: g\n") == ["2 missingColon"])
  }

  @Test func `a line indented too much or too little stays with its neighbours`() {
    #expect(outline("a:\n  b: c\n   d: e\n  f: g\n") == ["/a/b = c", "/a/d = e", "/a/f = g"])
    #expect(outline("a:\n    b: c\n   d: e\n    f: g\nh: i\n") == ["/a/b = c", "/a/d = e", "/a/f = g", "/h = i"])
    #expect(outline("a:\n  - b\n - c\n  - d\n") == ["/a/0 = b", "/a/1 = c", "/a/2 = d"])
  }

  /// Which line is told of: the one that is indented unlike its neighbours, not the one that shows it.
  @Test func `the line that is misplaced is the one that is told of`() {
    // A first entry too far right, with the others below it; and where nothing but the lines below can tell.
    #expect(problems("a:\n  b:\n    c: d\ne:\n   f:\n    g: h\n    i: j\n  k: l\n") == ["5 badIndentation"])
    #expect(problems("  a:\n  b: c\nd: e\n") == ["1 badIndentation"])
    // A key too far left: behind its siblings, above its children, and first of all.
    #expect(problems("a:\n  b: c\nd: 'e'\n  f: g\n  h: i\n").first == "3 badIndentation")
    #expect(problems("a:\n  b: c\nd:\n    e: f\n    g: h\n  i: j\n") == ["3 badIndentation"])
    #expect(problems("a:\nb:\n    c: d\n  e: f\n") == ["2 badIndentation"])
    #expect(problems("a:\nb:\n  - c\n  d: e\n  f: g\n") == ["2 badIndentation"])
    // A key that stands in the column of the dashes.
    #expect(problems("a:\n- b: c\nd: e\n- f: g\n").first == "3 badIndentation")
    #expect(problems("a:\n- b: c\nd:\n    e: f\n- g: h\n").first == "3 badIndentation")
    // A line that is too far right or left itself.
    #expect(problems("a:\n  b: c\n  d: e\nf:\n  g: h\n i: j\n  k: l\n").first == "6 badIndentation")
    #expect(problems("a: b\n  c: d\n") == ["2 colonInValue"])
  }

  @Test func `a key that lacks its colon is told of, not the entry below its value`() {
    #expect(problems("- a\n  - b\n  - c\n  d: e\n").first == "1 missingColon")
    #expect(problems("- a |-\n    b\n    c: d\n  e: f\n").first == "1 missingColon")
    #expect(outline("- a\n  - b\n  - c\n  d: e\n") == ["/0/a/0 = b", "/0/a/1 = c", "/0/d = e"])
  }

  @Test func `a block scalar keeps a line that is indented too little`() {
    #expect(problems("a: |\n    b\n  c\n  d\ne: f\n") == ["2 badIndentation"])
    #expect(problems("a: |\n  b\n c\n  d\ne: f\n") == ["3 badIndentation"])
    #expect(outline("a: |\n  b\n c\n  d\ne: f\n").last == "/e = f")
  }

  @Test func `a tab in the indentation is passed over`() {
    #expect(problems("a:\n  b: c\n\t  d: e\n") == ["3 tabIndentation"])
    #expect(outline("a:\n  b: c\n\t  d: e\n") == ["/a/b = c", "/a/d = e"])
  }

  @Test func `a colon in a value makes all of the line the value`() {
    #expect(problems("a: b: c: d\ne: f\n") == ["1 colonInValue"])
    #expect(outline("a: b: c: d # e\ne: f\n") == ["/a = b: c: d", "/e = f"])
  }

  @Test func `several things that are wrong are all said`() {
    #expect(problems("a: 'b' c\nd: [e}\nf: @g\nh: \"\\q\"\n").count >= 4)
  }

  @Test func `an item among entries, and an entry among items`() {
    #expect(outline("a: b\n- c\n- d\ne: f\n") == ["/a = b", "//0 = c", "//1 = d", "/e = f"])
    #expect(problems("a: b\n- c\n- d\ne: f\n") == ["2 itemInMapping"])
    #expect(problems("- a\nb: c\n- d\n") == ["2 missingDash"])
    #expect(outline("- a\nb: c\n- d\n") == ["/0 = a", "/1/b = c", "/2 = d"])
  }

  @Test func `what YAML refuses and tools accept is read as they do`() {
    #expect(problems("a: [\n  b\n]\nc: d\n") == ["3 flowIndentation"])
    #expect(outline("a: [\n  b\n]\nc: d\n") == ["/a/0 = b", "/c = d"])
  }

  /// Damages a well-formed text in one line, and looks where the first diagnostic stands and what is still read.
  @Test func `one damaged line is found there, and costs little else`() {
    let text = Self.text
    let original = tree(text)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let all = Set(original.outline)
    var found = 0
    var near = 0
    var kept = 0
    var total = 0
    for seed in UInt64(0)..<2_000 {
      var random = SeededGenerator(seed: seed)
      var damaged = lines
      let line = random.below(lines.count - 1)
      guard let new = Self.damage(lines[line], &random) else { continue }
      damaged[line...line] = new
      let tree = tree(damaged.joined(separator: "\n"))
      if let first = tree.diagnostics.first {
        found += 1
        if abs(LineIndex(tree.bytes).line(at: first.range.start) - 1 - line) <= 1 { near += 1 }
      }
      kept += all.intersection(tree.outline).count
      total += all.count
    }
    #expect(found > 800)
    #expect(Double(near) >= 0.95 * Double(found), "\(near) of \(found)")
    #expect(Double(kept) >= 0.9 * Double(total), "\(kept) of \(total)")
  }

  private static func damage(_ line: String, _ random: inout SeededGenerator) -> ArraySlice<String>? {
    switch random.below(8) {
    case 0: return []
    case 1: return [line, line]
    case 2: return [" " + line]
    case 3: return ["  " + line]
    case 4: return line.hasPrefix("  ") ? [String(line.dropFirst(1 + random.below(2)))] : nil
    case 5: return line.firstRange(of: ":").map { [line.replacingCharacters(in: $0)] }
    case 6: return line.firstIndex(where: { "\"'[]{}".contains($0) }).map { [line.without($0)] }
    default: return ["\t" + line]
    }
  }

  private static let text = """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: web
      labels:
        app: "web"
        tier: 'front'
    spec:
      replicas: 3
      selector:
        matchLabels: {app: web, tier: front}
      template:
        metadata:
          labels: {app: web}
        spec:
          containers:
            - name: web
              image: "nginx:1.27"
              args: ["-g", "daemon off;"]
              ports:
                - containerPort: 80
                  protocol: TCP
              env:
                - name: A
                  value: "1"
                - name: B
                  value: two
              command:
                - sh
                - -c
                - |
                  echo a
                  echo b
            - name: side
              image: busybox
              resources:
                limits:
                  memory: 1Gi
          volumes:
            - name: v
              emptyDir: {}

    """
}

extension String {
  fileprivate func without(_ index: Index) -> String {
    var copy = self
    copy.remove(at: index)
    return copy
  }

  fileprivate func replacingCharacters(in range: Range<Index>) -> String {
    var copy = self
    copy.removeSubrange(range)
    return copy
  }
}
