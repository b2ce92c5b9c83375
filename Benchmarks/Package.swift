// swift-tools-version: 6.2
import PackageDescription

// A package of its own: what it needs must not weigh on who builds Ashlar. It runs programs and links none of ours.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatWarning("StrictMemorySafety", as: .error),
]

let package = Package(
  name: "benchmarks",
  platforms: [.macOS(.v15)],
  targets: [
    .executableTarget(name: "benchmarks", dependencies: ["hello"], swiftSettings: settings),
    // What a Swift program costs that does nothing.
    .executableTarget(name: "hello", swiftSettings: settings),
  ]
)
