// swift-tools-version: 6.2
import PackageDescription

/// Warnings become errors only where we build ourselves (`.ci/run`): a newer compiler must not break a user's build.
let isStrict = Context.environment["ASHLAR_STRICT"] == "1"

let settings: [SwiftSetting] =
  [
    .swiftLanguageMode(.v6),
    .strictMemorySafety(),
    .treatWarning("StrictMemorySafety", as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + (isStrict ? [.treatAllWarnings(as: .error)] : [])

/// Everywhere but in the rules: those import `Checking` and where their subject lives, and need not name the modules of
/// what a subject hands out.
let memberImports: SwiftSetting = .enableUpcomingFeature("MemberImportVisibility")

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings + (name == "Standards" ? [] : [memberImports]))
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name + "Tests", dependencies: dependencies + [.byName(name: name)], swiftSettings: settings + [memberImports])
}

let package = Package(
  name: "ashlar",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    .executableTarget(
      name: "ashlar",
      dependencies: [
        "Standards", "Reporting", "Checking", "Infrastructure", "Documents", "YAML", "Files", "SourceText",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings + [memberImports]),
    // The contributor's helper: never shipped.
    .executableTarget(
      name: "develop",
      dependencies: ["Standards", "Reporting", "Checking", "Documents", "Dockerfile", "YAML", "SourceText", "TestSupport"],
      swiftSettings: settings + [memberImports]),

    // Arrows point down only: a target may depend on what stands below it here.
    library("Reporting", ["YAML", "Dockerfile", "Detection", "Checking", "Documents", "SourceText"]),
    library("Standards", ["Checking", "Infrastructure", "Documents", "Dockerfile", "Shell", "References", "Detection", "SourceText"]),
    library("Checking", ["Infrastructure", "Documents", "Detection", "Globs", "SourceText"]),
    library("Infrastructure", ["Documents", "Detection", "Dockerfile", "Shell", "References", "Globs", "SourceText"]),
    library("Documents", ["YAML", "Dockerfile", "Shell", "Detection", "Git", "Globs", "Files", "SourceText"]),
    library("Dockerfile", ["References", "SourceText"]),
    library("Shell", ["SourceText"]),
    library("YAML", ["SourceText"]),
    library("References", ["SourceText"]),
    library("Git", ["Globs", "Files", "SourceText"]),
    library("Globs", []),
    library("Detection", ["SourceText"]),
    library("Files", []),
    library("SourceText", []),

    .testTarget(name: "GoldenTests", dependencies: ["ashlar", "develop"], exclude: ["Cases"], swiftSettings: settings + [memberImports]),
    tests("Documents", ["SourceText"]),
    tests("Infrastructure", ["References", "Shell", "SourceText"]),
    tests(
      "Checking",
      ["Standards", "Reporting", "Infrastructure", "Detection", "Documents", "Dockerfile", "Files", "Shell", "SourceText", "TestSupport"]),
    tests("Standards", ["Checking", "Documents", "Dockerfile", "SourceText"]),
    tests("Dockerfile", ["SourceText", "TestSupport"]),
    tests("Shell", ["SourceText", "TestSupport"]),
    tests("YAML", ["SourceText", "TestSupport"]),
    tests("References", ["SourceText", "TestSupport"]),
    tests("Git", ["Globs", "Files", "TestSupport"]),
    tests("Globs", ["TestSupport"]),
    tests("Files", ["TestSupport"]),
    tests("Detection", ["SourceText"]),
    tests("SourceText", ["TestSupport"]),
    // The fuzzers, which libFuzzer drives too (`Fuzz/run`): here they replay the corpus.
    .testTarget(
      name: "FuzzTests",
      dependencies: [
        "Standards", "Reporting", "Checking", "Documents", "Git", "Globs", "Dockerfile", "Shell", "References", "YAML", "SourceText",
      ],
      path: "Fuzz", exclude: ["run", "corpus", "Unsafe", "dictionaries"], swiftSettings: settings + [memberImports]),
    .target(name: "TestSupport", dependencies: ["YAML", "SourceText"], path: "Tests/TestSupport", swiftSettings: settings + [memberImports]),
  ]
)
