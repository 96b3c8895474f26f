import Foundation
import Superpose
import SuperposeGeometry

/// A result made by hand, decoded from JSON.
enum Sample {
  static let transform = [[0.95, -0.12, 42], [0.1, 0.93, 6], [2e-4, -1e-4, 1]]

  static func report(
    verdict: String = "registered", moving: String = "photos/moving.png", fixed: String = "photos/fixed.png",
    configuration: RegistrationConfiguration = .init(), reasons: [String] = [], keypoints: Int = 900, matches: Int = 4
  ) throws -> RegistrationReport {
    let isFailed = verdict == "failed"
    let statistics: [String: Any] = [
      "matchCount": matches, "inlierCount": isFailed ? 0 : 4, "inlierRatio": isFailed ? 0 : 4 / Double(matches),
      "meanErrorPixels": isFailed ? NSNull() : 0.5 as Any, "overlapFraction": 0.5, "maxErrorOriginalPixels": 3,
      "cornerDeviationPixels": isFailed ? NSNull() : 1.25 as Any,
    ]
    let match: [String: Any] = [
      "moving": [10.5, 20.25], "fixed": [50.25, 26], "confidence": 0.75, "inlier": !isFailed,
    ]
    let object: [String: Any] = [
      "schema": RegistrationReport.schemaName, "moving": ["path": moving, "width": 120, "height": 90],
      "fixed": ["path": fixed, "width": 140, "height": 100], "fixedFromMoving": isFailed ? NSNull() : transform as Any,
      "movingFromFixed": NSNull(), "verdict": verdict, "reasons": reasons,
      "keypoints": ["moving": keypoints, "fixed": 950], "matches": [match], "statistics": statistics,
      "secondLook": false, "seconds": ["read": 0.25, "superpoint": 0.75],
      "configuration": try JSONSerialization.jsonObject(with: JSONEncoder().encode(configuration)),
      "weights": [
        "superpoint": ["name": "superpoint", "sha256": "ab12"], "superglue": ["name": "start", "sha256": NSNull()],
      ],
    ]
    return try JSONDecoder().decode(RegistrationReport.self, from: JSONSerialization.data(withJSONObject: object))
  }
}

/// Runs `body` with a folder that is removed afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  let path = NSTemporaryDirectory() + "/superpose-report-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  try body(path)
}
