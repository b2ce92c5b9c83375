/// Dockerfiles of the kinds that repositories hold, the same for the same seed: input for who has no corpus at hand.
struct SampleDockerfiles {
  private var random: SplitMix

  init(seed: UInt64) { random = SplitMix(state: seed) }

  /// `NNN/Dockerfile` below a folder.
  mutating func write(_ count: Int, below folder: String) throws(Failure) {
    for index in 0..<count {
      let number = String(repeating: "0", count: 3 - min(3, "\(index)".count)) + "\(index)"
      try Files.write(text(), to: "\(folder)/\(number)/Dockerfile")
    }
  }

  mutating func text() -> String {
    switch random.below(4) {
    case 0: node()
    case 1: python()
    case 2: go()
    default: debian()
    }
  }

  /// One file of many instructions, a finding in every fourth or so.
  mutating func longText(instructions: Int) -> String {
    var text = "FROM debian:bookworm-slim\nWORKDIR /srv\n"
    for index in 0..<instructions {
      switch index % 4 {
      case 0: text += "RUN apt-get update && apt-get install -y \(packages()) && rm -rf /var/lib/apt/lists/*\n"
      case 1: text += "ENV NAME_\(index)=value PATH=$PATH:/opt/\(index)/bin\n"
      case 2: text += "COPY part\(index)/ ./part\(index)/\n"
      default: text += "ADD file\(index).txt ./\n"
      }
    }
    return text + "CMD [\"/srv/run\"]\n"
  }

  private mutating func packages() -> String {
    let all = ["ca-certificates", "curl", "git", "libpq-dev", "build-essential", "python3", "jq", "unzip", "tini", "openssl"]
    return (0...random.below(5)).map { _ in random.pick(all) }.joined(separator: " \\\n      ")
  }

  private mutating func labels() -> String {
    random.below(2) == 0
      ? "" : "LABEL org.opencontainers.image.source=\"https://example.com/a\" \\\n      maintainer=\"team@example.com\"\n"
  }

  private mutating func node() -> String {
    """
    # syntax=docker/dockerfile:1
    FROM node:\(random.pick(["20-alpine", "18", "latest", "22.4.0-bookworm-slim"])) AS build
    WORKDIR /app
    COPY package*.json ./
    RUN \(random.pick(["npm ci", "npm install", "npm ci --omit=dev && npm cache clean --force"]))
    \(random.pick(["COPY", "ADD"])) . .
    ARG VERSION=1.\(random.below(20))
    ENV NODE_ENV=production VERSION=${VERSION}
    RUN npm run build && \\
        rm -rf /tmp/* && \\
        chown -R node:node /app

    FROM nginx:1.\(random.below(28))
    \(labels())COPY --from=build /app/dist /usr/share/nginx/html
    EXPOSE \(random.pick(["80", "3000", "8080/tcp"]))
    HEALTHCHECK --interval=30s CMD curl -f http://localhost/ || exit 1
    CMD \(random.pick(["[\"nginx\", \"-g\", \"daemon off;\"]", "nginx -g 'daemon off;'"]))

    """
  }

  private mutating func python() -> String {
    """
    FROM python:3.\(random.below(13))\(random.pick(["", "-slim", "-alpine"]))
    ENV PYTHONUNBUFFERED=1 \\
        PIP_NO_CACHE_DIR=1
    \(labels())RUN apt-get update \\
        && apt-get install -y \(packages()) \\
        && rm -rf /var/lib/apt/lists/*
    WORKDIR /srv/app
    COPY requirements.txt .
    RUN pip install \(random.pick(["", "--no-cache-dir "]))-r requirements.txt
    COPY . .
    RUN python manage.py collectstatic --noinput; \\
        if [ "$DEBUG" = "1" ]; then pip install debugpy; fi
    \(random.pick(["USER app\n", "", "USER 1000:1000\n"]))EXPOSE 8000
    ENTRYPOINT ["gunicorn", "-b", "0.0.0.0:8000", "app.wsgi"]

    """
  }

  private mutating func go() -> String {
    """
    ARG GO_VERSION=1.\(random.below(24))
    FROM --platform=$BUILDPLATFORM golang:${GO_VERSION}-alpine AS builder
    RUN apk add --no-cache \(random.pick(["git", "make", "gcc musl-dev"]))
    WORKDIR /src
    COPY go.mod go.sum ./
    RUN --mount=type=cache,target=/go/pkg/mod go mod download
    COPY . .
    ARG TARGETOS TARGETARCH
    RUN --mount=type=cache,target=/root/.cache/go-build \\
        CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH go build -o /out/server ./cmd/server
    FROM \(random.pick(["scratch", "gcr.io/distroless/static:nonroot", "alpine"]))
    COPY --from=builder /out/server /server
    \(random.pick(["USER 65532\n", ""]))ENTRYPOINT ["/server"]

    """
  }

  private mutating func debian() -> String {
    """
    FROM \(random.pick(["debian:bookworm-slim", "ubuntu:22.04", "ubuntu"]))
    MAINTAINER team@example.com
    RUN apt-get update
    RUN apt-get install -y \(packages())
    RUN curl -fsSL https://example.com/install.sh | \(random.pick(["sh", "bash -s -- -y"]))
    RUN <<EOF
    set -e
    cd /opt
    wget -q https://example.com/tool-1.\(random.below(9)).tar.gz
    tar xzf tool-*.tar.gz
    EOF
    ENV TOOL_HOME=/opt/tool
    ENV PATH $PATH:$TOOL_HOME/bin
    VOLUME ["/data"]
    SHELL ["/bin/bash", "-o", "pipefail", "-c"]
    RUN for file in /etc/tool/*.conf; do sed -i "s/@HOST@/$(hostname)/" "$file"; done
    WORKDIR data
    CMD tool serve --port 8080

    """
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
  mutating func pick<T>(_ choices: [T]) -> T { choices[below(choices.count)] }
}
