/// A file of Git LFS that stands for one that is not here (the specification's `docs/spec.md`).
public enum LargeFilePointer {
  /// Whether the bytes are such a file: small, and beginning with the version line.
  public static func matches(_ bytes: [UInt8]) -> Bool {
    bytes.count < 1024 && bytes.starts(with: "version https://git-lfs.github.com/spec/v1\n".utf8)
  }
}
