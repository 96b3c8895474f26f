// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault")]

/// Where the programs look for OpenVINO: beside themselves, else where `scripts/setup` put it.
let libraryFolders = ["$ORIGIN/../lib"] + [Context.environment["SUPERPOSE_OPENVINO_LIB"]].compactMap { $0 }
let findLibraries = LinkerSetting.unsafeFlags(
  libraryFolders.flatMap { ["-Xlinker", "-rpath", "-Xlinker", $0] }, .when(platforms: [.linux]))

/// The service is a package of its own, so that nobody who only registers images builds a web server.
let package = Package(
  name: "superpose-server",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "superpose-server", targets: ["SuperposeServerCLI"])],
  dependencies: [
    .package(name: "superpose", path: ".."),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.5.1"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.81.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // Jobs, images and results, without a network.
    .target(
      name: "SuperposeServerCore",
      dependencies: [
        .product(name: "Superpose", package: "superpose"), .product(name: "SuperposeLists", package: "superpose"),
        .product(name: "SuperposeReport", package: "superpose"), .product(name: "SuperposeFiles", package: "superpose"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"), .product(name: "Metrics", package: "swift-metrics"),
      ], swiftSettings: settings),
    // Routes, the page, and what is measured.
    .target(
      name: "SuperposeServer",
      dependencies: [
        "SuperposeServerCore", .product(name: "Superpose", package: "superpose"),
        .product(name: "SuperposeReport", package: "superpose"),
        .product(name: "SuperposeFiles", package: "superpose"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"), .product(name: "Metrics", package: "swift-metrics"),
      ], resources: [.copy("Page"), .copy("openapi.json")], swiftSettings: settings),
    .executableTarget(
      name: "SuperposeServerCLI",
      dependencies: [
        "SuperposeServerCore", "SuperposeServer", .product(name: "Superpose", package: "superpose"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Logging", package: "swift-log"), .product(name: "Metrics", package: "swift-metrics"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings, linkerSettings: [findLibraries]),
    .testTarget(
      name: "ServerTests",
      dependencies: [
        "SuperposeServerCore", "SuperposeServer", .product(name: "Superpose", package: "superpose"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Logging", package: "swift-log"),
        .product(name: "Metrics", package: "swift-metrics"),
      ], linkerSettings: [findLibraries]),
  ],
  cxxLanguageStandard: .cxx17
)
