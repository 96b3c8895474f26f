import Foundation

/// The checkout that these tests were compiled in.
enum Repository {
  static let path = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .path

  static func example(_ name: String) -> String { path + "/examples/" + name }

  /// The published SuperPoint, where `scripts/setup` puts it.
  static var superPoint: String {
    let environment = ProcessInfo.processInfo.environment
    let cache = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? "") + "/.cache"
    return cache + "/superpose/weights/superpoint_v1.pth"
  }
}
