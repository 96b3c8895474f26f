// swift-tools-version: 6.0
import PackageDescription

let settings: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault")]

/// The trainer is a package of its own, so that nobody who only registers images needs what it links.
let package = Package(
  name: "superpose-training",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "superpose-train-tools", targets: ["SuperposeTrainTools"])
  ],
  dependencies: [
    .package(name: "superpose", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .target(
      name: "SuperposeTrainingData", dependencies: [.product(name: "SuperposeGeometry", package: "superpose")],
      swiftSettings: settings),
    // Links OpenCV, which the trainer itself must do without.
    .executableTarget(
      name: "SuperposeTrainTools",
      dependencies: [
        "SuperposeTrainingData", .product(name: "SuperposeGeometry", package: "superpose"),
        .product(name: "SuperposeImaging", package: "superpose"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    .testTarget(
      name: "TrainingDataTests",
      dependencies: [
        "SuperposeTrainingData", "SuperposeTrainTools", .product(name: "SuperposeGeometry", package: "superpose"),
        .product(name: "SuperposeImaging", package: "superpose"),
      ]),
  ]
)
