// swift-tools-version: 6.2
import PackageDescription

/// Imports are internal unless a file says otherwise, so that no C type can slip into a public signature.
let settings: [SwiftSetting] = [.enableUpcomingFeature("InternalImportsByDefault")]

/// The folders in which the executable looks for OpenVINO: beside itself when it was carried elsewhere
/// (`scripts/package`), else where `scripts/setup` put it. SwiftPM drops `-rpath` from pkg-config files, and it allows
/// these flags in a root package only.
let libraryFolders = ["$ORIGIN/../lib"] + [Context.environment["SUPERPOSE_OPENVINO_LIB"]].compactMap { $0 }
let findLibraries = LinkerSetting.unsafeFlags(
  libraryFolders.flatMap { ["-Xlinker", "-rpath", "-Xlinker", $0] }, .when(platforms: [.linux]))

/// The tests of what runs on libtorch, where `scripts/test-torch` has fetched it: 500 MB that no other test needs.
let deviceTests: [Target] =
  Context.environment["SUPERPOSE_DEVICE_TESTS"] == nil
  ? []
  : [
    .testTarget(
      name: "DeviceTests",
      dependencies: [
        "SuperposeCLI", "SuperposeLists", "Superpose", "SuperposeMatching", "SuperposeTorch", "SuperposeInference",
        "SuperposeNetworks", "SuperposeImaging", "SuperposeCheckpoints", "SuperposeGeometry", "TestSupport",
      ])
  ]

/// The modules in the order of the layers: each may import only modules above it in this list (checked by
/// `scripts/check-imports`).
let package = Package(
  name: "superpose",
  platforms: [.macOS(.v15)],
  products: [
    // With the modules whose names a program may import beside it.
    .library(
      name: "Superpose",
      targets: [
        "Superpose", "SuperposeGeometry", "SuperposeAnnotations", "SuperposeEstimation", "SuperposeImaging",
        "SuperposeMatching", "SuperposeWeights",
      ]),
    .library(name: "SuperposeLists", targets: ["SuperposeLists"]),
    .library(name: "SuperposeStacks", targets: ["SuperposeStacks"]),
    .library(name: "SuperposeExport", targets: ["SuperposeExport"]),
    .library(name: "SuperposeEvaluation", targets: ["SuperposeEvaluation"]),
    // Pages about results, also for programs that serve them.
    .library(name: "SuperposeReport", targets: ["SuperposeReport"]),
    // The modules that the package in `Training` imports.
    .library(name: "SuperposeFiles", targets: ["SuperposeFiles"]),
    .library(name: "SuperposeGeometry", targets: ["SuperposeGeometry"]),
    .library(name: "SuperposeCheckpoints", targets: ["SuperposeCheckpoints"]),
    .library(name: "SuperposeNetworks", targets: ["SuperposeNetworks"]),
    .library(name: "SuperposeTorch", targets: ["SuperposeTorch"]),
    .library(name: "SuperposeImaging", targets: ["SuperposeImaging"]),
    // The modules that its tests compare with.
    .library(name: "SuperposeONNX", targets: ["SuperposeONNX"]),
    .library(name: "SuperposeInference", targets: ["SuperposeInference"]),
    .library(name: "SuperposeMatching", targets: ["SuperposeMatching"]),
    .library(name: "SuperposeTestSupport", targets: ["TestSupport"]),
    .executable(name: "superpose", targets: ["SuperposeCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    // This is only for `swift package generate-documentation`; no target depends on it.
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
  ],
  targets: [
    // System libraries and C
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "COpenVINO", pkgConfig: "superpose-openvino"),
    .systemLibrary(name: "COpenCV", pkgConfig: "opencv4", providers: [.apt(["libopencv-dev"])]),
    .target(name: "COpenCVShim", dependencies: ["COpenCV"]),
    .target(
      name: "COpenCVMethods", dependencies: ["COpenCV", "COpenCVShim"],
      cxxSettings: [.headerSearchPath("../COpenCVShim")]),
    .target(name: "CVipsShim"),
    // The library is named here and not in COpenCV, so that programs without mosaics do not load it.
    .target(
      name: "COpenCVStitching", dependencies: ["COpenCV", "COpenCVShim"],
      cxxSettings: [.headerSearchPath("../COpenCVShim")], linkerSettings: [.linkedLibrary("opencv_stitching")]),
    .target(name: "CSuperposeKernels"),
    .target(name: "CTorchLoader"),
    // Swift, bottom up
    .target(
      name: "SuperposeFiles", dependencies: ["CCrypto", .product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: settings),
    .target(name: "SuperposeGeometry", swiftSettings: settings, linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "SuperposeAnnotations", dependencies: ["SuperposeFiles", "SuperposeGeometry"], swiftSettings: settings),
    .target(name: "SuperposeCheckpoints", dependencies: ["SuperposeFiles"], swiftSettings: settings),
    .target(
      name: "SuperposeONNX", dependencies: [.product(name: "SwiftProtobuf", package: "swift-protobuf")],
      exclude: ["onnx.proto"], swiftSettings: settings),
    .target(
      name: "SuperposeNetworks", dependencies: ["SuperposeGeometry", "SuperposeCheckpoints", "SuperposeONNX"],
      swiftSettings: settings),
    // The library in Shim is built where it is first needed, since it takes libtorch's headers.
    .target(
      name: "SuperposeTorch", dependencies: ["SuperposeCheckpoints", "SuperposeNetworks", "CTorchLoader"],
      resources: [.copy("Shim")], swiftSettings: settings),
    .target(
      name: "SuperposeInference", dependencies: ["SuperposeFiles", "COpenVINO"], swiftSettings: settings),
    .target(
      name: "SuperposeMatching",
      dependencies: [
        "SuperposeGeometry", "SuperposeCheckpoints", "SuperposeONNX", "SuperposeNetworks", "SuperposeTorch",
        "SuperposeInference", "CSuperposeKernels",
      ], swiftSettings: settings),
    .target(
      name: "SuperposeWeights",
      dependencies: [
        "SuperposeFiles", "SuperposeGeometry", "SuperposeCheckpoints", "SuperposeONNX", "SuperposeNetworks",
        "SuperposeInference",
        "SuperposeMatching",
      ], resources: [.copy("Trained")], swiftSettings: settings),
    .target(name: "SuperposeEstimation", dependencies: ["SuperposeGeometry"], swiftSettings: settings),
    .target(
      name: "SuperposeImaging",
      dependencies: ["SuperposeFiles", "SuperposeGeometry", "COpenCVShim", "CVipsShim", "CZlib"],
      swiftSettings: settings),
    .target(
      name: "Superpose",
      dependencies: [
        "SuperposeFiles", "SuperposeGeometry", "SuperposeAnnotations", "SuperposeCheckpoints", "SuperposeEstimation",
        "SuperposeImaging", "SuperposeInference", "SuperposeMatching", "SuperposeWeights",
      ], swiftSettings: settings),
    .target(
      name: "SuperposeLists",
      dependencies: [
        "SuperposeFiles", "SuperposeGeometry", "SuperposeImaging", "SuperposeMatching", "SuperposeWeights", "Superpose",
        "CSQLite",
      ], swiftSettings: settings),
    .target(
      name: "SuperposeStacks",
      dependencies: [
        "SuperposeFiles", "SuperposeGeometry", "SuperposeEstimation", "SuperposeImaging", "SuperposeMatching",
        "SuperposeWeights", "Superpose", "SuperposeLists", "COpenCVStitching",
      ], swiftSettings: settings),
    .target(
      name: "SuperposeExport",
      dependencies: [
        "Superpose", "SuperposeFiles", "SuperposeGeometry", "SuperposeCheckpoints", "SuperposeONNX",
        "SuperposeNetworks", "SuperposeImaging", "SuperposeInference", "SuperposeMatching", "SuperposeWeights",
      ], resources: [.copy("Pair")], swiftSettings: settings),
    .target(
      name: "SuperposeEvaluation",
      dependencies: [
        "SuperposeFiles", "SuperposeGeometry", "SuperposeEstimation", "SuperposeImaging", "SuperposeMatching",
        "SuperposeWeights", "Superpose", "COpenCVMethods",
      ], swiftSettings: settings),
    .target(
      name: "SuperposeReport",
      dependencies: [
        "Superpose", "SuperposeLists", "SuperposeStacks", "SuperposeFiles", "SuperposeGeometry", "SuperposeEstimation",
        "SuperposeImaging", "SuperposeMatching", "SuperposeWeights",
        .product(name: "Mustache", package: "swift-mustache"),
      ], resources: [.copy("Templates")], swiftSettings: settings),
    .executableTarget(
      name: "SuperposeCLI",
      dependencies: [
        "SuperposeFiles", "SuperposeGeometry", "SuperposeAnnotations", "SuperposeONNX", "SuperposeNetworks",
        "SuperposeImaging", "SuperposeInference", "SuperposeMatching", "SuperposeWeights", "Superpose",
        "SuperposeLists", "SuperposeStacks", "SuperposeEvaluation", "SuperposeExport",
        "SuperposeReport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings, linkerSettings: [findLibraries]),
    .executableTarget(
      name: "QuickStart", dependencies: ["Superpose"], path: "examples/QuickStart", linkerSettings: [findLibraries]),
    // Tests
    .target(
      name: "TestSupport", dependencies: ["SuperposeCheckpoints"], path: "Tests/TestSupport", swiftSettings: settings),
    .target(name: "CStandardError", path: "Tests/CStandardError"),
    .target(name: "OtherNames", path: "Tests/OtherNames"),
    .testTarget(name: "FilesTests", dependencies: ["SuperposeFiles", "TestSupport"]),
    .testTarget(name: "GeometryTests", dependencies: ["SuperposeGeometry"]),
    .testTarget(
      name: "AnnotationsTests", dependencies: ["SuperposeAnnotations", "SuperposeFiles", "SuperposeGeometry"]),
    .testTarget(
      name: "CheckpointsTests", dependencies: ["SuperposeCheckpoints", "SuperposeFiles"],
      resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ONNXTests", dependencies: ["SuperposeONNX", .product(name: "SwiftProtobuf", package: "swift-protobuf")]),
    .testTarget(
      name: "NetworksTests", dependencies: ["SuperposeNetworks", "SuperposeCheckpoints", "SuperposeGeometry"]),
    .testTarget(name: "InferenceTests", dependencies: ["SuperposeInference", "SuperposeONNX"]),
    .testTarget(
      name: "MatchingTests",
      dependencies: [
        "SuperposeMatching", "SuperposeNetworks", "SuperposeONNX", "SuperposeInference", "SuperposeCheckpoints",
        "SuperposeGeometry", "SuperposeWeights", "CSuperposeKernels", "TestSupport",
      ], resources: [.copy("Golden")]),
    .testTarget(
      name: "WeightsTests",
      dependencies: [
        "SuperposeWeights", "Superpose", "SuperposeCheckpoints", "SuperposeNetworks", "SuperposeImaging", "TestSupport",
      ]),
    .testTarget(
      name: "ExportTests",
      dependencies: [
        "Superpose", "SuperposeExport", "SuperposeWeights", "SuperposeMatching", "SuperposeNetworks", "SuperposeONNX",
        "SuperposeInference", "SuperposeImaging", "SuperposeCheckpoints", "SuperposeFiles", "SuperposeGeometry",
        "TestSupport",
      ], exclude: ["Python"]),
    .testTarget(
      name: "SuperposeTests",
      dependencies: [
        "Superpose", "SuperposeFiles", "SuperposeGeometry", "SuperposeCheckpoints", "SuperposeEstimation",
        "SuperposeNetworks", "SuperposeImaging", "SuperposeMatching", "SuperposeONNX", "SuperposeInference",
        "OtherNames", "TestSupport",
      ], exclude: ["Python"]),
    .testTarget(
      name: "ListsTests",
      dependencies: [
        "SuperposeLists", "Superpose", "SuperposeImaging", "SuperposeMatching", "SuperposeGeometry", "SuperposeFiles",
        "TestSupport",
      ]),
    .testTarget(
      name: "StacksTests",
      dependencies: [
        "SuperposeStacks", "Superpose", "SuperposeEstimation", "SuperposeImaging", "SuperposeMatching",
        "SuperposeGeometry", "SuperposeFiles", "TestSupport",
      ]),
    .testTarget(
      name: "EvaluationTests",
      dependencies: [
        "SuperposeEvaluation", "Superpose", "SuperposeGeometry", "SuperposeEstimation", "SuperposeImaging",
        "SuperposeMatching",
      ], resources: [.copy("Fixtures")]),
    .testTarget(
      name: "ReportTests",
      dependencies: ["SuperposeReport", "Superpose", "SuperposeGeometry", "SuperposeImaging"]),
    .testTarget(name: "EstimationTests", dependencies: ["SuperposeEstimation", "SuperposeGeometry"]),
    // These tests run the program that is built beside them.
    .testTarget(
      name: "CLITests", dependencies: ["SuperposeCLI", "Superpose", "SuperposeCheckpoints", "TestSupport"],
      exclude: ["Snapshots"]),
    .testTarget(
      name: "ImagingTests", dependencies: ["SuperposeImaging", "SuperposeGeometry", "CStandardError"],
      resources: [.copy("Fixtures")]),
  ] + deviceTests,
  cxxLanguageStandard: .cxx17
)
