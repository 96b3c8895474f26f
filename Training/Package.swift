// swift-tools-version: 6.0
import PackageDescription

let settings: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault")]

/// Where the trainer looks for libtorch: where `scripts/fetch-libtorch` put it; a machine that has its own names it in
/// `LD_LIBRARY_PATH`.
let findLibtorch = LinkerSetting.unsafeFlags(
  [Context.environment["SUPERPOSE_LIBTORCH"]].compactMap { $0 }.flatMap {
    ["-Xlinker", "-rpath", "-Xlinker", "\($0)/torch/lib"]
  }, .when(platforms: [.linux]))

/// The trainer: the only place where libtorch appears.
let package = Package(
  name: "superpose-training",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "superpose", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibtorch", pkgConfig: "superpose-libtorch"),
    .target(name: "CTorchShim", dependencies: ["CLibtorch"]),
    .target(
      name: "SuperposeTorch",
      dependencies: [
        "CTorchShim", .product(name: "SuperposeNetworks", package: "superpose"),
        .product(name: "SuperposeCheckpoints", package: "superpose"),
      ], swiftSettings: settings),
  ],
  cxxLanguageStandard: .cxx20
)
