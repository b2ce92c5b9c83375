import Detection
import SourceText
import Testing

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
    ("API_KEYS=a", "API_KEYS=a"), ("PWD=/srv", "PWD=/srv"), ("MYSQL_PWD=a", "MYSQL_PWD=***"), ("ENV PGPASSWORD a", "ENV PGPASSWORD ***"),
    ("tokens: a", "tokens: ***"), ("header: a", "header: a"), ("echo 'u:a' | chpasswd", "echo 'u:***' | chpasswd"),
    ("curl -u app:hunter2 x", "curl -u app:*** x"), ("curl --user app:hunter2 x", "curl --user app:*** x"),
    ("curl -u $USER:hunter2 x", "curl -u $USER:*** x"), ("curl -u ${USER:-app}:hunter2 x", "curl -u ${USER:-app}:*** x"),
    ("locust -u \"${USERS:-10}\" -r 1", "locust -u \"${USERS:-10}\" -r 1"), ("run -u ${A:-${B:-c}} d", "run -u ${A:-${B:-c}} d"),
    ("curl -u ${A:-b", "curl -u ${A:-b"), ("id -u app", "id -u app"),
  ])
  func `covers the value and nothing else`(_ text: String, _ shown: String) { #expect(masked(text) == shown) }
}
