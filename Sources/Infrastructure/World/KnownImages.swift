public import References
import SourceText

/// What is known of public images without asking a registry.
public enum KnownImages {
  public enum DefaultUser: Hashable, Sendable {
    case root
    /// The name or number that the image itself sets.
    case nonRoot(String)
    case unknown
  }

  /// The user an image runs as where nobody says otherwise.
  ///
  /// Docker's official images run as root but for those listed here, as their Dockerfiles say (docker-library/official-images);
  /// of other images only the families listed here are known.
  public static func defaultUser(of image: ImageReference) -> DefaultUser {
    let name = image.familiarName
    let tag = (image.tag ?? "").utf8
    if isOfficial(image) {
      if tag.holds("rootless") { return .nonRoot("its own user") }
      return users[name].map(DefaultUser.nonRoot) ?? .root
    }
    let last = image.path.split(separator: "/").last.map(String.init) ?? image.path
    if image.domain == "gcr.io", image.path.hasPrefix("distroless/") {
      return tag.holds("nonroot") ? .nonRoot("nonroot") : .root
    }
    if image.domain == "cgr.dev" { return .nonRoot("nonroot") }
    if last.hasSuffix("-unprivileged") || last.hasSuffix("-rootless") || tag.holds("rootless") { return .nonRoot("its own user") }
    if image.domain == "mcr.microsoft.com", tag.holds("chiseled") { return .nonRoot("app") }
    if image.domain.hasSuffix("redhat.com") || image.domain == "registry.redhat.io" { return redHat(last) }
    if let user = users[name] { return .nonRoot(user) }
    for (prefix, user) in families where name.hasPrefix(prefix) { return .nonRoot(user) }
    if rootFamilies.contains(where: name.hasPrefix) { return .root }
    return .unknown
  }

  /// Universal base images are root; the language images on top of them (source-to-image) are not.
  private static func redHat(_ last: String) -> DefaultUser {
    if last == "ubi" || ["ubi-minimal", "ubi-micro", "ubi-init"].contains(last) || last.hasPrefix("ubi8") || last.hasPrefix("ubi9")
      || last.hasPrefix("rhel")
    {
      return .root
    }
    return ["nodejs-", "python-", "openjdk-", "ruby-", "php-", "perl-", "dotnet-", "nginx-", "httpd-"].contains { last.hasPrefix($0) }
      ? .nonRoot("1001") : .unknown
  }

  private static let users: [String: String] = [
    "adminer": "adminer", "elasticsearch": "elasticsearch", "haproxy": "haproxy", "jenkins/jenkins": "jenkins", "kibana": "kibana",
    "kong": "kong", "logstash": "logstash", "memcached": "memcache", "quay.io/keycloak/keycloak": "1000", "solr": "solr",
    "sonarqube": "sonarqube", "varnish": "varnish", "grafana/grafana": "grafana", "grafana/loki": "loki",
  ]

  private static let families: [(prefix: String, user: String)] = [
    ("bitnami/", "1001"), ("bitnamilegacy/", "1001"), ("prom/", "nobody"), ("quay.io/prometheus/", "nobody"),
    ("docker.elastic.co/", "its own user"),
  ]

  private static let rootFamilies = [
    "mcr.microsoft.com/dotnet/", "public.ecr.aws/docker/library/", "public.ecr.aws/amazonlinux/", "quay.io/centos/", "quay.io/fedora/",
    "registry.fedoraproject.org/", "nvidia/cuda", "amazon/aws-cli", "opensuse/", "rockylinux/", "almalinux/",
  ]

  /// Whether it is an image whose settings are public knowledge: an official one, or one of the families listed here.
  public static func isKnown(_ image: ImageReference) -> Bool { defaultUser(of: image) != .unknown }

  /// Whether it is one of Docker's official images.
  public static func isOfficial(_ image: ImageReference) -> Bool {
    image.domain == ImageReference.defaultDomain && image.path.hasPrefix("library/")
  }

  /// The folder an image works in where nobody says otherwise; nil where it is `/` or not known.
  public static func workingDirectory(of image: ImageReference) -> String? {
    workingDirectories[image.familiarName] ?? (image.path.hasSuffix("/onbuild") ? "/" : nil)
  }

  /// As the official images' Dockerfiles set them.
  private static let workingDirectories: [String: String] = [
    "golang": "/go", "php": "/var/www/html", "httpd": "/usr/local/apache2", "tomcat": "/usr/local/tomcat", "wordpress": "/var/www/html",
    "drupal": "/opt/drupal", "nextcloud": "/var/www/html", "ghost": "/var/lib/ghost", "redis": "/data", "mysql": "/", "nginx": "/",
    "jetty": "/var/lib/jetty", "solr": "/opt/solr", "swipl": "/", "caddy": "/srv", "gradle": "/home/gradle", "mediawiki": "/var/www/html",
    "joomla": "/var/www/html", "redmine": "/usr/src/redmine", "kibana": "/usr/share/kibana", "logstash": "/usr/share/logstash",
    "elasticsearch": "/usr/share/elasticsearch", "grafana/grafana": "/usr/share/grafana", "neo4j": "/var/lib/neo4j",
  ]
}
