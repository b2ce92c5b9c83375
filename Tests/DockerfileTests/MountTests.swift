import Dockerfile
import SourceText
import Testing

struct MountTests {
  private func mount(_ value: String) -> DockerfileMount? { instruction("RUN --mount=\(value) a\n")?.mounts.first }

  @Test func `options keep their order, spelling and places`() {
    let tree = tree("FROM a\nRUN --mount=TYPE=cache,dst=/x,Target=/y,ro,foo=1 b\n")
    let mount = tree.instructions[1].mounts[0]
    #expect(mount.options.map(\.key) == [.type, .target, .target, .readonly, nil])
    #expect(mount.options.map(\.name) == ["TYPE", "dst", "Target", "ro", "foo"])
    #expect(mount.options.map { tree.text($0.range) } == ["TYPE=cache", "dst=/x", "Target=/y", "ro", "foo=1"])
    #expect(mount.kind == .cache)
    #expect(mount.target?.text.string == "/y")
    #expect(mount.target.map { tree.text($0.range) } == "/y")
    #expect(tree.text(mount.range) == "TYPE=cache,dst=/x,Target=/y,ro,foo=1")
  }

  @Test(
    arguments: [
      ("target=/a", .bind), ("type=Secret,id=a", .secret), ("type=$t", nil), ("type=x", nil), ("type", nil),
      ("type=ssh,type=tmpfs", .tmpfs),
    ] as [(String, DockerfileMount.Kind?)])
  func `kinds`(value: String, kind: DockerfileMount.Kind?) { #expect(mount(value)?.kind == kind) }

  @Test(
    arguments: [
      ("target=/a", true), ("target=/a,rw", false), ("rw=false", true), ("readonly=0", false), ("ro,rw", false), ("rw,ro=true", true),
      ("type=cache", false), ("type=tmpfs,ro", true), ("ro=$x", nil), ("type=$x", nil), ("type=secret", true),
    ] as [(String, Bool?)])
  func `are read-only`(value: String, isReadOnly: Bool?) { #expect(mount(value)?.isReadOnly == isReadOnly) }

  @Test(
    arguments: [
      ("type=secret", false), ("required", true), ("required=false", false), ("required=$x", nil), ("required=T", true),
    ] as [(String, Bool?)])
  func `are required`(value: String, isRequired: Bool?) { #expect(mount(value)?.isRequired == isRequired) }

  @Test func `quoted fields hold commas and quotes`() {
    let mount = mount("'type=bind,\"source=a,b\"\"c\"\"\",target=/d'")
    #expect(mount?.source?.text.string == "a,b\"c\"")
    #expect(mount?.target?.text.string == "/d")
  }

  @Test func `several flags, several mounts`() {
    #expect(instruction("RUN --mount=id=a --network=none --mount=id=b c\n")?.mounts.map { $0.id?.text.string } == ["a", "b"])
    #expect(instruction("RUN --device=a.b/c=d,required --device=e f\n")?.devices.map(\.isRequired) == [true, false])
    #expect(instruction("RUN --device=name=a.b/c=d,required=F f\n")?.devices.first?.name?.string == "a.b/c=d")
  }
}
