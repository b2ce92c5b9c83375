public import SourceText

/// An image as `FROM`, `image:` and their like name it, completed as Docker completes it: `alpine` is
/// `docker.io/library/alpine`.
///
/// Source: distribution/reference `ParseNormalizedNamed`, and opencontainers/go-digest.
public struct ImageReference: Sendable, Hashable {
  /// As given.
  public let bytes: [UInt8]
  /// The registry, with its port, as written; nil where none is.
  public let domainRange: SourceRange?
  /// The repository without the registry, as written.
  public let pathRange: SourceRange
  public let tagRange: SourceRange?
  /// The digest with its algorithm.
  public let digestRange: SourceRange?

  /// The registry with its port. Docker Hub's is `docker.io`, however it is written. Empty for a name such as
  /// `my_host.example/app`, whose first part looks like a registry but is none: registries take it for a path.
  public let domain: String
  /// The repository in the registry. Docker Hub's official images are under `library/`.
  public let path: String

  public static let defaultDomain = "docker.io"
  public static let defaultTag = "latest"
  /// In bytes, of the path.
  public static let maximumPathLength = 255

  public init(parsing text: String) throws(ImageReferenceError) { try self.init(parsing: Array(text.utf8)) }

  public init(parsing bytes: [UInt8]) throws(ImageReferenceError) {
    var parser = ImageReferenceParser(bytes)
    let parts = try parser.parse()
    self.bytes = bytes
    domainRange = parts.domain
    pathRange = parts.path
    tagRange = parts.tag
    digestRange = parts.digest
    domain = parts.normalDomain
    path = (parts.isOfficial ? "library/" : "") + bytes[parts.path.indices].asString
  }

  /// As written, without the default.
  public var tag: String? { tagRange.map { bytes[$0.indices].asString } }
  /// With its algorithm: `sha256:…`.
  public var digest: String? { digestRange.map { bytes[$0.indices].asString } }

  /// The registry and the repository: `docker.io/library/alpine`.
  public var name: String { domain.isEmpty ? path : domain + "/" + path }

  /// The name as people write it: `alpine`, `user/app`, `quay.io/user/app`.
  public var familiarName: String {
    guard domain == Self.defaultDomain else { return name }
    let library = "library/"
    guard path.hasPrefix(library) else { return path }
    let rest = path.dropFirst(library.count)
    return rest.contains("/") ? path : String(rest)
  }

  /// The tag that is asked for: the default where neither tag nor digest is written, nil where only a digest is.
  public var effectiveTag: String? { tag ?? (digest == nil ? Self.defaultTag : nil) }

  /// The registry without its port; an IPv6 address in brackets.
  public var host: String { portStart.map { String(domain.utf8.prefix($0 - 1)) ?? domain } ?? domain }
  public var port: String? { portStart.flatMap { String(domain.utf8.dropFirst($0)) } }

  /// In bytes of the domain: an IPv6 address ends in a bracket, so only a port has a colon that digits alone follow.
  private var portStart: Int? {
    let bytes = Array(domain.utf8)
    guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")), bytes[(colon + 1)...].allSatisfy(\.isASCIIDigit) else {
      return nil
    }
    return colon + 1
  }

  /// The whole reference with all defaults: `docker.io/library/alpine:latest`.
  public var canonical: String {
    name + (effectiveTag.map { ":" + $0 } ?? "") + (digest.map { "@" + $0 } ?? "")
  }
}

/// Why a text is no image reference, and where.
public struct ImageReferenceError: Error, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case empty
    /// 64 hexadecimal digits, which name an image by its id, not by its name.
    case identifier
    case uppercaseName
    /// The registry or the repository has a byte, or an order of separators, that names do not have.
    case invalidName
    case nameTooLong
    case invalidTag
    case invalidDigest
    /// The digest's digits are not as many as its algorithm gives.
    case digestLength
    /// None of `sha256`, `sha384` and `sha512`.
    case digestAlgorithm
  }
  public let kind: Kind
  /// In the given text.
  public let range: SourceRange

  public var message: String { kind.message }
}

extension ImageReferenceError.Kind {
  public var message: String {
    switch self {
    case .empty: "an image reference cannot be empty"
    case .identifier: "64 hexadecimal digits are an image's id, not its name"
    case .uppercaseName: "an image's name must be lower case"
    case .invalidName: "no image name: parts are lower-case letters and digits, joined by `.`, `_`, `__` or dashes"
    case .nameTooLong: "an image's name has at most \(ImageReference.maximumPathLength) bytes"
    case .invalidTag: "no tag: up to 128 letters, digits, `_`, `.` and `-`, of which the last two cannot be first"
    case .invalidDigest: "no digest: an algorithm, `:` and lower-case hexadecimal digits"
    case .digestLength: "the digest has not as many digits as its algorithm gives"
    case .digestAlgorithm: "the digest's algorithm is none of sha256, sha384 and sha512"
    }
  }
}
