import Foundation
import SuperposeGeometry
import SuperposeImaging
import SuperposeMatching

@testable import Superpose

/// A registration made by hand. The moving picture is smooth, and the fixed one shows it under a known transform.
enum Synthetic {
  static let movingSize = ImageSize(width: 120, height: 90)
  static let fixedSize = ImageSize(width: 140, height: 100)
  /// A rotation, a change of scale and a shift, with some perspective. A part of the moving image leaves the fixed one
  /// on the right.
  static let fixedFromMoving = Homography(rows: [[0.95, -0.12, 42], [0.1, 0.93, 6], [2e-4, -1e-4, 1]])

  /// Returns a pattern in 0…1 that varies slowly and is never near 0.
  private static func pattern(_ p: Point, _ channel: Int) -> Double {
    0.6 + 0.18 * sin(p.x / 9 + Double(channel)) + 0.17 * cos(p.y / 7 - Double(channel))
  }

  /// Draws the pattern, defined in the moving image's frame, in another frame. Alpha is opaque.
  static func image<Value: PixelValue & BinaryInteger>(
    _ size: ImageSize, channels: Int, white: Value, movingFromImage: Homography = .identity
  ) -> Image {
    var values: [Value] = []
    for y in 0..<size.height {
      for x in 0..<size.width {
        let p = movingFromImage(Point(x: Double(x), y: Double(y)))
        values += (0..<channels).map { $0 == 3 ? white : Value((pattern(p, $0) * Double(white)).rounded()) }
      }
    }
    return Image(size: size, channels: channels, values: values)
  }

  static func moving(channels: Int = 3) -> Image { image(movingSize, channels: channels, white: UInt8.max) }

  static func fixed(channels: Int = 3) -> Image {
    image(fixedSize, channels: channels, white: UInt8.max, movingFromImage: fixedFromMoving.inverse ?? .identity)
  }

  static func registration(
    moving: Image = moving(), fixed: Image = fixed(), verdict: Verdict = .registered
  ) -> Registration {
    let transform = verdict == .failed ? nil : fixedFromMoving
    return Registration(report: report(moving.size, fixed.size, transform, verdict), moving: moving, fixed: fixed)
  }

  private static func report(
    _ moving: ImageSize, _ fixed: ImageSize, _ transform: Homography?, _ verdict: Verdict
  ) -> RegistrationReport {
    let matches = [(10.5, 20.25), (60, 40), (100, 80), (30, 70)].map { x, y in
      let point = Point(x: x, y: y)
      return RegistrationReport.Match(
        moving: point, fixed: fixedFromMoving(point), confidence: 0.75, inlier: transform != nil)
    }
    let statistics = RegistrationStatistics(
      matchCount: 4, inlierCount: transform == nil ? 0 : 4, inlierRatio: transform == nil ? 0 : 1,
      meanErrorPixels: transform == nil ? nil : 0, overlapFraction: transform == nil ? 0 : 0.5,
      coverage: transform == nil ? 0 : 0.25, overlapDeviationPixels: nil, cornerDeviationPixels: nil,
      maxErrorOriginalPixels: 3)
    var timings = Timings()
    timings.measure(.superpoint) {}
    return RegistrationReport(
      moving: .init(path: "photos/moving.png", width: moving.width, height: moving.height),
      fixed: .init(path: "photos/fixed.png", width: fixed.width, height: fixed.height), fixedFromMoving: transform,
      movingFromFixed: transform?.inverse?.normalized, verdict: verdict,
      reasons: transform == nil ? ["4 matches determine no transform"] : [], notes: [],
      keypoints: .init(moving: 40, fixed: 50),
      matches: matches, statistics: statistics, secondLook: false, seconds: timings,
      configuration: RegistrationConfiguration(), weights: [.superglue: .init(name: "start", sha256: nil)])
  }
}

extension Image {
  /// Returns the values of one pixel, whatever the depth.
  func pixel(_ x: Int, _ y: Int) -> [Double] {
    let one = cropped(x: x, y: y, width: 1, height: 1)
    switch depth {
    case .uint8: return one.values(as: UInt8.self).map { Double($0) }
    case .uint16: return one.values(as: UInt16.self).map { Double($0) }
    case .float32: return one.values(as: Float.self).map { Double($0) }
    }
  }
}

/// Runs `body` with a folder that is removed afterwards.
func withTemporaryFolder(_ body: (String) throws -> Void) throws {
  let path = NSTemporaryDirectory() + "/superpose-tests-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: path) }
  try body(path)
}
