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
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + (isStrict ? [.treatAllWarnings(as: .error)] : [])

func library(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name + "Tests", dependencies: dependencies + [.byName(name: name)], swiftSettings: settings)
}

let package = Package(
  name: "ashlar",
  platforms: [.macOS(.v15)],
  targets: [
    // Never shipped: corpora, generators and the differential against BuildKit.
    .executableTarget(
      name: "develop", dependencies: ["Dockerfile", "SourceText", "TestSupport"], swiftSettings: settings),

    // Arrows point down only: a target may depend on what stands below it here.
    library("Dockerfile", ["References", "SourceText"]),
    library("Shell", ["SourceText"]),
    library("References", ["SourceText"]),
    library("Git", ["Globs", "Files", "SourceText"]),
    library("Globs", []),
    library("Files", []),
    library("SourceText", []),

    tests("Dockerfile", ["SourceText", "TestSupport"]),
    tests("Shell", ["SourceText", "TestSupport"]),
    tests("References", ["SourceText", "TestSupport"]),
    tests("Git", ["Globs", "Files", "TestSupport"]),
    tests("Globs", ["TestSupport"]),
    tests("Files", ["TestSupport"]),
    tests("SourceText", ["TestSupport"]),
    .target(name: "TestSupport", path: "Tests/TestSupport", swiftSettings: settings),
  ]
)
