/// Something a parser could not read as its grammar says. A parser never throws: it records this and goes on.
public protocol Diagnostic: Sendable {
  var range: SourceRange { get }
  /// One sentence, lower case, no full stop: what is wrong, and what was expected.
  var message: String { get }
}
