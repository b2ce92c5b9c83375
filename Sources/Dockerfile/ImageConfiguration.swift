public import SourceText

/// A value of an image's configuration and what set it.
public struct Traced<Value: Sendable>: Sendable {
  public enum State: Sendable {
    case unset
    case known(Value)
    /// Comes from a base image that is not known, or from a variable that is not.
    case unknown
  }
  public let state: State
  /// Nil where the base image, or nothing, set it.
  public let origin: DockerfileOrigin?

  public init(_ state: State, from origin: DockerfileOrigin? = nil) {
    self.state = state
    self.origin = origin
  }

  public static var unset: Traced { Traced(.unset) }
  public static var unknown: Traced { Traced(.unknown) }

  /// Nil where it is unset or unknown.
  public var value: Value? { if case .known(let value) = state { value } else { nil } }
  public var isKnown: Bool { if case .unknown = state { false } else { true } }
}

extension Traced: Equatable where Value: Equatable {}
extension Traced.State: Equatable where Value: Equatable {}

/// The instruction that set something, and where in the file it says so.
public struct DockerfileOrigin: Sendable, Hashable {
  /// The stage that ran it: for an ONBUILD trigger the one that pulled it.
  public let stage: Int
  /// As a position in `DockerfileTree.instructions`: for a trigger the ONBUILD that holds it.
  public let instruction: Int
  public let isTrigger: Bool
  /// The words that say it: the user of USER, one `name=value` of ENV, one port of EXPOSE.
  public let range: SourceRange
}

/// What an image says of how it is run; at the end of a stage, or known of a base image beforehand.
///
/// Source: OCI image-spec `config.md`, and Docker's additions (`OnBuild`, `Shell`, `Healthcheck`).
public struct ImageConfiguration: Sendable, Equatable {
  public var settings: ImageSettings
  /// In the order in which names were first set.
  public var environment: [EnvironmentVariable] = []
  /// In the order in which keys were first set.
  public var labels: [Label] = []
  /// In the order of the file; repeated ones are repeated.
  public var ports: [ExposedPort] = []
  /// In the order of the file; repeated ones are repeated.
  public var volumes: [Volume] = []
  /// Triggers of this image, for the next build.
  public var triggers: [Trigger] = []
  /// Whether there is no more in the lists than they hold: false above a base image that is not known.
  public var isComplete: Bool

  public struct EnvironmentVariable: Sendable, Equatable {
    public let name: String
    public let value: Traced<String>
    public init(name: String, value: Traced<String>) {
      self.name = name
      self.value = value
    }
  }

  public struct Label: Sendable, Equatable {
    public let key: String
    public let value: Traced<String>
    public init(key: String, value: Traced<String>) {
      self.key = key
      self.value = value
    }
  }

  public struct ExposedPort: Sendable, Hashable {
    /// One port mostly; `8000-8010` is eleven. From 0 to 65535.
    public let numbers: ClosedRange<Int>
    /// `tcp`, `udp` or `sctp`.
    public let transport: String
    public let origin: DockerfileOrigin?
    public init(numbers: ClosedRange<Int>, transport: String, origin: DockerfileOrigin? = nil) {
      self.numbers = numbers
      self.transport = transport
      self.origin = origin
    }
  }

  public struct Volume: Sendable, Hashable {
    public let path: String
    public let origin: DockerfileOrigin?
    public init(path: String, origin: DockerfileOrigin? = nil) {
      self.path = path
      self.origin = origin
    }
  }

  public struct Trigger: Sendable, Hashable {
    /// The instruction, `ONBUILD` left out, heredoc bodies appended.
    public let text: String
    public let origin: DockerfileOrigin?
    public init(text: String, origin: DockerfileOrigin? = nil) {
      self.text = text
      self.origin = origin
    }
  }

  public init(settings: ImageSettings, isComplete: Bool) {
    self.settings = settings
    self.isComplete = isComplete
  }

  /// An image that sets nothing.
  public static let empty = ImageConfiguration(settings: ImageSettings(.unset), isComplete: true)
  /// An image of which nothing is known.
  public static let unknown = ImageConfiguration(settings: ImageSettings(.unknown), isComplete: false)

  public func variable(_ name: String) -> EnvironmentVariable? { environment.last { $0.name == name } }
  public func label(_ key: String) -> Label? { labels.last { $0.key == key } }
}

/// The part of an image's configuration that has one value each.
public struct ImageSettings: Sendable, Equatable {
  /// `user`, `user:group` or numbers; root where it is unset or empty.
  public var user: Traced<String>
  public var workingDirectory: Traced<String>
  public var command: Traced<[String]>
  public var entrypoint: Traced<[String]>
  /// What shell-form instructions run in, its flags included.
  public var shell: Traced<[String]>
  public var healthcheck: Traced<Healthcheck>
  public var stopSignal: Traced<String>
  /// MAINTAINER
  public var author: Traced<String>
  /// `linux`, `windows`
  public var operatingSystem: Traced<String>

  /// All unset, or all unknown.
  init(_ all: Absence) {
    user = all.traced()
    workingDirectory = all.traced()
    command = all.traced()
    entrypoint = all.traced()
    shell = all.traced()
    healthcheck = all.traced()
    stopSignal = all.traced()
    author = all.traced()
    operatingSystem = all.traced()
  }

  enum Absence {
    case unset, unknown
    func traced<Value>() -> Traced<Value> { self == .unset ? .unset : .unknown }
  }
}

/// HEALTHCHECK. Durations are in nanoseconds; 0 stands for the engine's default.
public struct Healthcheck: Sendable, Equatable {
  public enum Test: Sendable, Equatable {
    /// `HEALTHCHECK NONE`: none, whatever the base image says.
    case disabled
    case exec([String])
    case shell(String)
  }
  public var test: Test
  public var interval: Int64
  public var timeout: Int64
  public var startPeriod: Int64
  public var startInterval: Int64
  public var retries: Int

  public init(
    test: Test, interval: Int64 = 0, timeout: Int64 = 0, startPeriod: Int64 = 0, startInterval: Int64 = 0,
    retries: Int = 0
  ) {
    self.test = test
    self.interval = interval
    self.timeout = timeout
    self.startPeriod = startPeriod
    self.startInterval = startInterval
    self.retries = retries
  }
}
