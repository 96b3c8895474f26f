import Foundation
import SuperposeGeometry
import SuperposeImaging

@testable import Superpose

/// Two views of one photograph with a picture of a map stuck on each, which covers a third of them and has moved: it
/// gives more matches than the scene.
struct MarkedPair {
  static let size = ImageSize(width: 600, height: 400)
  /// The scene turned a little and moved, with some perspective.
  static let truth = Homography(rows: [[0.98, -0.06, 18], [0.06, 0.98, -12], [2e-5, -1e-5, 1]])
  private static let markSize = ImageSize(width: 320, height: 250)
  static let movingMark = PixelRectangle(x: 20, y: 30, width: markSize.width, height: markSize.height)
  static let fixedMark = PixelRectangle(x: 256, y: 134, width: markSize.width, height: markSize.height)

  let moving: Image
  let fixed: Image

  init() throws {
    let scene = try Self.example("coffee").gray().resized(to: Self.size)
    let mark = try Self.example("map").gray()
      .cropped(x: 200, y: 100, width: Self.markSize.width, height: Self.markSize.height)
    let view = scene.warped(by: Self.truth.inverse ?? .identity, to: Self.size) ?? scene
    moving = view.pasting(mark, x: Self.movingMark.x, y: Self.movingMark.y)
    fixed = scene.pasting(mark, x: Self.fixedMark.x, y: Self.fixedMark.y)
  }

  /// Says that the marks take no part.
  static var guidance: RegistrationGuidance {
    var guidance = RegistrationGuidance()
    guidance.moving = Participation(mask: Mask(movingMark, in: size).complement)
    guidance.fixed = Participation(mask: Mask(fixedMark, in: size).complement)
    return guidance
  }

  static func example(_ name: String) throws -> Image {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../examples/\(name).jpg").standardizedFileURL.path
    return try Image(contentsOf: URL(filePath: path))
  }

  /// How far a transform is from the truth, in pixels, on average over the corners.
  static func error(_ transform: Homography?) -> Double {
    transform?.cornerError(from: truth, over: size) ?? .infinity
  }
}

extension Image {
  /// Returns the grey picture of 8 bits with another one on it.
  func pasting(_ other: Image, x: Int, y: Int) -> Image {
    var own = values(as: UInt8.self)
    let pasted = other.values(as: UInt8.self)
    for row in 0..<other.size.height {
      for column in 0..<other.size.width {
        own[(y + row) * size.width + x + column] = pasted[row * other.size.width + column]
      }
    }
    return Image(size: size, channels: 1, values: own)
  }
}
