import Foundation
package import SuperposeGeometry

/// How a picture comes to lie in a target.
package enum WarpMap: Sendable {
  /// Maps the picture's pixels to those of the target.
  case plane(Homography)
  /// Maps the target's pixels to the picture's.
  case curved(sourceFromTarget: PlaneMap)

  /// From a transform's moving image to its fixed one.
  package init(_ transform: ImageTransform) {
    self =
      transform.isPlane
      ? .plane(transform.fixedFromMoving) : .curved(sourceFromTarget: transform.movingFromFixedMap)
  }
}

/// Where the pixels of a target come from in a picture that is read part by part.
enum PartSampling: Sendable {
  case plane(WarpSampling)
  case curved(MapSampling)

  /// Returns nil where the map has no inverse.
  init?(_ map: WarpMap, of image: StreamedImage, in target: ImageSize) {
    switch map {
    case .plane(let targetFromSource):
      guard let uprightFromStored = image.storedFromUpright.inverse,
        let sampling = WarpSampling(targetFromSource * uprightFromStored, of: image.storedSize)
      else { return nil }
      self = .plane(sampling)
    case .curved(let uprightFromTarget):
      let storedFromUpright = image.storedFromUpright
      self = .curved(
        MapSampling({ uprightFromTarget($0).map { storedFromUpright($0) } }, of: image.storedSize, in: target))
    }
  }

  /// What a part of the target needs of the picture.
  struct Sampled {
    /// The pixels that it comes from, and so many around them.
    let area: PixelRectangle
    fileprivate let source: Source

    fileprivate enum Source {
      case plane(WarpSampling)
      case points([Double], samplesPerSide: Int32)
    }

    func warp(
      _ from: PixelBuffer.Part, _ to: PixelBuffer.Part, _ layout: PixelBuffer.PartLayout,
      _ interpolation: WarpInterpolation
    ) {
      switch source {
      case .plane(let sampling): PixelBuffer.warpPart(from, to: to, layout, sampling, interpolation)
      case .points(let points, let samplesPerSide):
        PixelBuffer.warpPart(from, to: to, layout, points: points, samplesPerSide: samplesPerSide, interpolation)
      }
    }
  }

  /// Returns nil for a part that shows nothing of the picture.
  func sampled(_ part: PixelRectangle, of size: ImageSize, margin: Int) -> Sampled? {
    switch self {
    case .plane(let sampling):
      return sampling.sourceFromTarget.sourceArea(of: part, in: size, margin: margin).map {
        Sampled(area: $0, source: .plane(sampling))
      }
    case .curved(let sampling):
      let points = sampling.points(of: part)
      return points.sourceArea(in: size, margin: margin).map {
        Sampled(area: $0, source: .points(points, samplesPerSide: sampling.samplesPerSide))
      }
    }
  }
}

/// Another picture that must have data where pixels are kept.
enum PartLimit: Sendable {
  case plane(otherFromTarget: Homography, ImageSize)
  case curved(otherFromTarget: PlaneMap, ImageSize)

  /// Returns nil where the map has no inverse.
  init?(_ common: StreamedImage.Common) {
    switch common.map {
    case .plane(let targetFromOther):
      guard let sampling = WarpSampling(targetFromOther, of: common.size) else { return nil }
      self = .plane(otherFromTarget: sampling.sourceFromTarget, common.size)
    case .curved(let otherFromTarget): self = .curved(otherFromTarget: otherFromTarget, common.size)
    }
  }

  /// Zeroes the pixels of a part that come from beside the other picture.
  func apply(to part: PixelBuffer.Part, _ layout: PixelBuffer.PartLayout) {
    switch self {
    case .plane(let otherFromTarget, let size): PixelBuffer.clear(part, layout, outside: size, otherFromTarget)
    case .curved(let otherFromTarget, let size):
      for y in 0..<part.area.height {
        for x in 0..<part.area.width {
          let point = otherFromTarget(Point(x: Double(part.area.x + x), y: Double(part.area.y + y)))
          if let point, size.contains(point) { continue }
          memset(part.pixels + y * part.rowBytes + x * layout.pixelBytes, 0, layout.pixelBytes)
        }
      }
    }
  }
}
