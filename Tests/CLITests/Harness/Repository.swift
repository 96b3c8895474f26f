import Foundation

/// The checkout that these tests were compiled in.
enum Repository {
  static let path = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .path

  static func example(_ name: String) -> String { path + "/examples/" + name }

  /// The SuperPoint that comes with the program.
  static let superPoint = path + "/Sources/SuperposeWeights/Trained/superpoint.safetensors"
}
