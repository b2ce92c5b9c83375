import Detection
import Testing

@Suite struct SecretNameTests {
  @Test(
    arguments: [
      "PASSWORD", "DB_PASSWORD", "dbPassword", "API_KEY", "apiKey", "APIKey", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "auth", "AUTH_TOKEN",
      "client-secret", "JWT_SIGNING_KEY", "NPM_TOKEN", "spring.datasource.password", "X_PASSPHRASE", "DB_CREDENTIALS",
    ])
  func `knows a credential by its name`(_ name: String) { #expect(SecretName.matches(name)) }

  @Test(arguments: [
    "KMS_KEY_ALIAS", "KEY_NAME", "PASSWORD_PROMPT_STRING", "PRIVATE_MODE", "USERNAME", "TOKENIZERS_PARALLELISM", "PUBLIC_KEY",
    "SECRET_NAME",
    "PASSWORD_FILE", "TOKEN_URL", "SSH_PUBLIC_KEY", "KEY", "AUTHOR", "OAUTH_CLIENT_ID", "TOKEN_TTL", "", "_", "MONKEY",
  ])
  func `does not take part of a word for one`(_ name: String) { #expect(!SecretName.matches(name)) }
}
