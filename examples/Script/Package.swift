// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Script",
  dependencies: [.package(path: "../superpose")],  // or .package(url:from:), this repository's address and version
  targets: [.executableTarget(name: "Script", dependencies: [.product(name: "Superpose", package: "superpose")])])
