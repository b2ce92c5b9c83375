import Dockerfile
import SourceText
import Testing

struct NavigationTests {
  private let sample = tree("ARG a\nFROM b AS c\nRUN d\n\nFROM c\nUSER e")

  @Test func `stages hold their instructions`() {
    #expect(sample.stages.map(\.instructions) == [1..<3, 3..<5])
    #expect(sample.stages.map(\.index) == [0, 1])
    #expect(sample.stages.map { $0.name?.text.string } == ["c", nil])
    #expect(sample.finalStage?.index == 1)
    #expect(sample.instructions.indices.map { sample.stage(containing: $0)?.index } == [nil, 0, 0, 1, 1])
    #expect(sample.stage(containing: 5) == nil)
  }

  @Test func `a bad FROM begins a stage too`() {
    #expect(tree("FROM\nFROM a b\n").stages.count == 2)
  }

  @Test func `offsets find instructions`() {
    #expect(sample.instruction(at: 0) == 0)
    #expect(sample.instruction(at: 5) == 0)
    #expect(sample.instruction(at: 6) == 1)
    #expect(sample.instruction(at: 24) == nil)
    #expect(sample.instruction(at: sample.bytes.count) == 4)
  }

  @Test func `lines of an instruction are whole`() {
    let tree = tree("FROM a\r\n  RUN <<E\r\nb\r\nE\r\nUSER c")
    #expect(tree.text(tree.instructions[1].rangeIncludingLineBreak(in: tree)) == "  RUN <<E\r\nb\r\nE\r\n")
    #expect(tree.text(tree.instructions[2].rangeIncludingLineBreak(in: tree)) == "USER c")
  }

  @Test func `the last flag of a name counts`() {
    #expect(instruction("COPY --from=a --from=b c d\n")?.flag("from")?.value?.text.string == "b")
    #expect(instruction("COPY --from=a --from=b c d\n")?.flags("from").count == 2)
    #expect(instruction("COPY c d\n")?.flag("from") == nil)
  }

  @Test func `operands stand behind the flags`() throws {
    let copy = try #require(instruction("COPY --from=a  b  c \n"))
    #expect(copy.text.string == "--from=a  b  c")
    #expect(copy.text.slice(copy.operandRange).string == "b  c")
  }
}
