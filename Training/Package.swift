// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault")]

/// Where the trainer looks for libtorch: where `scripts/fetch-libtorch` put it. A machine that has its own libtorch
/// names it in `LD_LIBRARY_PATH`.
let findLibtorch = LinkerSetting.unsafeFlags(
  [Context.environment["SUPERPOSE_LIBTORCH"]].compactMap { $0 }.flatMap {
    ["-Xlinker", "-rpath", "-Xlinker", "\($0)/torch/lib"]
  }, .when(platforms: [.linux]))

let findOpenVINO = LinkerSetting.unsafeFlags(
  [Context.environment["SUPERPOSE_OPENVINO_LIB"]].compactMap { $0 }.flatMap { ["-Xlinker", "-rpath", "-Xlinker", $0] },
  .when(platforms: [.linux]))

/// The trainer is a package of its own, so that people who only register images do not need what it links.
let package = Package(
  name: "superpose-training",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "superpose-train", targets: ["SuperposeTrainCLI"]),
    .executable(name: "superpose-train-tools", targets: ["SuperposeTrainTools"]),
  ],
  dependencies: [
    .package(name: "superpose", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .systemLibrary(name: "CLibtorch", pkgConfig: "superpose-libtorch"),
    // The shim of the module SuperposeTorch, linked here.
    .target(name: "CTorchShim", dependencies: ["CLibtorch", .product(name: "SuperposeTorch", package: "superpose")]),
    .target(
      name: "SuperposeOptimiser",
      dependencies: [
        "CTorchShim", .product(name: "SuperposeTorch", package: "superpose"),
        .product(name: "SuperposeNetworks", package: "superpose"),
        .product(name: "SuperposeCheckpoints", package: "superpose"),
      ], swiftSettings: settings),
    .target(
      name: "SuperposeTrainingData",
      dependencies: [
        .product(name: "SuperposeFiles", package: "superpose"),
        .product(name: "SuperposeGeometry", package: "superpose"),
      ],
      swiftSettings: settings),
    // This needs nothing of a machine but libtorch.
    .target(
      name: "SuperposeTraining",
      dependencies: [
        "SuperposeOptimiser", "SuperposeTrainingData", .product(name: "SuperposeTorch", package: "superpose"),
        .product(name: "SuperposeFiles", package: "superpose"),
        .product(name: "SuperposeGeometry", package: "superpose"),
        .product(name: "SuperposeNetworks", package: "superpose"),
        .product(name: "SuperposeCheckpoints", package: "superpose"),
      ], swiftSettings: settings),
    .executableTarget(
      name: "SuperposeTrainCLI",
      dependencies: [
        "SuperposeTraining", .product(name: "SuperposeTorch", package: "superpose"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings, linkerSettings: [findLibtorch]),
    // This links OpenCV, which the trainer itself must do without.
    .executableTarget(
      name: "SuperposeTrainTools",
      dependencies: [
        "SuperposeTrainingData", .product(name: "SuperposeFiles", package: "superpose"),
        .product(name: "SuperposeGeometry", package: "superpose"),
        .product(name: "SuperposeImaging", package: "superpose"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings, linkerSettings: [findOpenVINO]),
    .target(
      name: "TrainingTestSupport",
      dependencies: [
        "SuperposeOptimiser", .product(name: "SuperposeTorch", package: "superpose"),
        .product(name: "SuperposeCheckpoints", package: "superpose"),
        .product(name: "SuperposeTestSupport", package: "superpose"),
      ], path: "Tests/TrainingTestSupport", swiftSettings: settings),
    .testTarget(
      name: "TorchTests",
      dependencies: [
        "SuperposeOptimiser", "TrainingTestSupport", .product(name: "SuperposeTorch", package: "superpose"),
        .product(name: "SuperposeNetworks", package: "superpose"),
        .product(name: "SuperposeCheckpoints", package: "superpose"),
      ], linkerSettings: [findLibtorch]),
    // These tests compare with inference, and therefore need what it needs.
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "SuperposeTraining", "SuperposeOptimiser", "SuperposeTrainingData", "TrainingTestSupport", "SuperposeTrainCLI",
        "SuperposeTrainTools", .product(name: "SuperposeTorch", package: "superpose"),
        .product(name: "SuperposeGeometry", package: "superpose"),
        .product(name: "SuperposeCheckpoints", package: "superpose"),
        .product(name: "SuperposeNetworks", package: "superpose"),
        .product(name: "SuperposeONNX", package: "superpose"),
        .product(name: "SuperposeInference", package: "superpose"),
        .product(name: "SuperposeMatching", package: "superpose"),
        .product(name: "SuperposeTestSupport", package: "superpose"),
      ], linkerSettings: [findLibtorch, findOpenVINO]),
    .testTarget(
      name: "TrainingDataTests",
      dependencies: [
        "SuperposeTrainingData", "SuperposeTrainTools", .product(name: "SuperposeGeometry", package: "superpose"),
        .product(name: "SuperposeImaging", package: "superpose"),
      ]),
  ],
  cxxLanguageStandard: .cxx20
)
