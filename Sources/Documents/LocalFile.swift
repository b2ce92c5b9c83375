public enum LocalFile {
  public static func read(_ path: String) throws(SourceError) -> [UInt8] { throw .missing }
  public static func write(_ bytes: [UInt8], to path: String) throws(SourceError) { throw .missing }
}
