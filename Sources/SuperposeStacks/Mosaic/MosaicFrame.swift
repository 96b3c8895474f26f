import Foundation
import SuperposeGeometry
import SuperposeImaging

/// A part of a mosaic that shows one frame, or a part of it.
struct MosaicPart {
  /// 1 or 3 channels, in the frame's depth.
  let picture: Image
  /// 255 where the frame has data.
  let mask: Image
  /// Where its pixels lie in the mosaic.
  let area: PixelRectangle
  /// What the whole frame reaches in the mosaic.
  let box: PixelRectangle
}

/// Where a frame lies in a mosaic.
struct MosaicFrame {
  let path: String
  let size: ImageSize
  /// The pixels of the mosaic that the frame reaches.
  let box: PixelRectangle
  private let mosaicFromFrame: Homography
  private let mosaicSize: ImageSize

  /// Nil where no pixel of the mosaic lies on the frame.
  init?(_ transform: ImageTransform, mosaicFromReference: Homography, _ mosaicSize: ImageSize) {
    self.init(
      path: transform.moving.path, size: transform.moving.size,
      mosaicFromFrame: mosaicFromReference * transform.fixedFromMoving, mosaicSize)
  }

  private init?(path: String, size: ImageSize, mosaicFromFrame: Homography, _ mosaicSize: ImageSize) {
    let corners = size.outline.corners.map { mosaicFromFrame($0) }
    let (xs, ys) = (corners.map(\.x), corners.map(\.y))
    guard corners.allSatisfy({ $0.x.isFinite && $0.y.isFinite }), let left = xs.min(), let right = xs.max(),
      let top = ys.min(), let bottom = ys.max()
    else { return nil }
    guard let rows = Self.range(top, bottom, mosaicSize.height), let columns = Self.range(left, right, mosaicSize.width)
    else { return nil }
    box = PixelRectangle(columns: Range(columns), rows: Range(rows))
    (self.path, self.size, self.mosaicFromFrame, self.mosaicSize) = (path, size, mosaicFromFrame, mosaicSize)
  }

  private static func range(_ low: Double, _ high: Double, _ count: Int) -> ClosedRange<Int>? {
    let (first, last) = (max(0, Int(low.rounded(.up))), min(count - 1, Int(high.rounded(.down))))
    return first <= last ? first...last : nil
  }

  /// Returns the frame in the mosaic at another scale; nil where nothing would be left of it.
  func scaled(by scale: Double) -> MosaicFrame? {
    MosaicFrame(
      path: path, size: size, mosaicFromFrame: PixelGrid.resize(by: scale) * mosaicFromFrame,
      mosaicSize.scaled(by: scale))
  }

  /// Warps the frame into an area of the mosaic.
  ///
  /// - Parameters:
  ///   - image: The frame, or what is shown for it.
  ///   - alpha: The frame, of which transparent pixels have no data.
  ///   - interpolation: How it is sampled.
  ///   - area: A part of ``box``, with at least one pixel; nil for all of it.
  func part(
    of image: Image, alpha: Image, _ interpolation: WarpInterpolation, in area: PixelRectangle? = nil
  ) -> MosaicPart {
    let area = area ?? box
    let areaFromFrame = area.areaFromFixed * mosaicFromFrame
    let opaque = image.withChannels(image.channels == 4 ? 3 : image.channels)
    let warped = opaque.warped(by: areaFromFrame, to: area.size, interpolation: interpolation) ?? opaque
    var values = [UInt8](repeating: 0, count: area.size.pixelCount)
    let outline = ConvexPolygon(size.outline.corners.map { areaFromFrame($0) })
    for y in 0..<area.height {
      guard let columns = outline.pixels(inRow: y)?.overlap(0...area.width - 1) else { continue }
      for x in columns { values[y * area.width + x] = 255 }
    }
    if let visible = Mask(visiblePartOf: alpha)?.warped(by: areaFromFrame, to: area.size) {
      for index in values.indices where visible.values[index] == 0 { values[index] = 0 }
    }
    return MosaicPart(
      picture: warped, mask: Image(size: area.size, channels: 1, values: values), area: area, box: box)
  }
}

extension ClosedRange<Int> {
  /// Returns what lies in another range too; nil where nothing does.
  fileprivate func overlap(_ other: ClosedRange<Int>) -> ClosedRange<Int>? {
    overlaps(other) ? clamped(to: other) : nil
  }
}
