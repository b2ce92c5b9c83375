import Infrastructure
import References
import Shell
import SourceText
import Testing

@Suite struct KnownImagesTests {
  @Test(arguments: [
    ("node:20", KnownImages.DefaultUser.root), ("docker.io/library/alpine:3", .root),
    ("gcr.io/distroless/static:nonroot", .nonRoot("nonroot")),
    ("gcr.io/distroless/static-debian12", .root), ("cgr.dev/chainguard/node", .nonRoot("nonroot")),
    ("nginxinc/nginx-unprivileged:1", .nonRoot("its own user")),
    ("mcr.microsoft.com/dotnet/aspnet:8.0-jammy-chiseled", .nonRoot("app")), ("mcr.microsoft.com/dotnet/aspnet:8.0", .root),
    ("registry.access.redhat.com/ubi9/nodejs-20", .nonRoot("1001")), ("registry.access.redhat.com/ubi9/ubi-minimal", .root),
    ("bitnami/redis:7", .nonRoot("1001")),
    ("haproxy:3", .nonRoot("haproxy")), ("registry.example.com/app:1", .unknown), ("someone/app:1", .unknown),
  ])
  func `knows whom an image runs as, or says that it does not`(_ name: String, _ user: KnownImages.DefaultUser) throws {
    #expect(KnownImages.defaultUser(of: try ImageReference(parsing: name)) == user)
  }
}

@Suite struct PackageInstallTests {
  private func installs(_ text: String) -> [String] {
    ShellTree(parsing: MappedText(Array(text.utf8))).commands.compactMap { PackageInstall($0) }.map { "\($0.manager) \($0.scope)" }
  }

  @Test(arguments: [
    ("npm ci --omit=dev", ["npm project"]), ("npm i -g pnpm && pnpm i", ["npm named", "pnpm project"]),
    ("npm --prefix web install", ["npm project"]),
    ("npm run build", []), ("npm install express", ["npm named"]), ("yarn", ["yarn project"]), ("yarn --version", []), ("yarn build", []),
    ("yarn install --frozen-lockfile", ["yarn project"]), ("yarn workspaces focus --production", ["yarn project"]),
    ("yarn global add x", ["yarn named"]),
    ("bun install --production", ["bun project"]), ("pip install -r requirements.txt", ["pip project"]),
    ("pip3 install flask==3.0", ["pip named"]),
    ("python -m pip install --no-cache-dir -r r.txt", ["pip project"]), ("python -m venv /v", []), ("uv sync --frozen", ["uv project"]),
    ("uv pip install -r requirements.txt", ["pip project"]), ("poetry install --only main", ["poetry project"]),
    ("go mod download", ["go fetch"]),
    ("go build -o /out ./...", ["go project"]), ("go install example.com/x@v1.2.3", ["go named"]), ("cargo fetch", ["cargo fetch"]),
    ("bundle install", ["bundler project"]), ("composer install --no-dev", ["composer project"]),
    ("mvn -B dependency:go-offline", ["maven fetch"]),
    ("./mvnw package", ["maven project"]), ("dotnet restore", ["dotnet fetch"]), ("apt-get install -y npm", []),
    ("sudo npm ci", ["npm project"]),
    ("cd app && NODE_ENV=production npm ci || true", ["npm project"]),
  ])
  func `recognises what installs packages, and of what`(_ text: String, _ expected: [String]) { #expect(installs(text) == expected) }
}
