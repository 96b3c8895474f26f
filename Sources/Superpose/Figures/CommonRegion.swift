import SuperposeGeometry
import SuperposeImaging

/// The region that both images show, in the fixed image's frame: the pixels of the fixed image whose centres come from
/// a point of the moving image, and the smallest upright box around them.
struct CommonRegion {
  /// Into the box.
  private let transform: ImageTransform
  /// The column of the box's top-left pixel in the fixed image.
  let x: Int
  let y: Int
  let size: ImageSize

  /// Returns nil where no pixel is common, or where the transform folds the moving image over its horizon.
  init?(_ transform: ImageTransform) {
    guard let overlap = try? transform.commonPolygon().corners else { return nil }
    guard let left = overlap.map(\.x).min(), let right = overlap.map(\.x).max(), let top = overlap.map(\.y).min(),
      let bottom = overlap.map(\.y).max()
    else { return nil }
    // A pixel lies in the box when its centre does. Rounding must not push the box off the image.
    let fixed = transform.fixed.size
    let columns = Int(left.rounded(.up))...max(Int(left.rounded(.up)), Int(right.rounded(.down)))
    let rows = Int(top.rounded(.up))...max(Int(top.rounded(.up)), Int(bottom.rounded(.down)))
    x = max(0, columns.lowerBound)
    y = max(0, rows.lowerBound)
    size = ImageSize(
      width: min(fixed.width - 1, columns.upperBound) - x + 1, height: min(fixed.height - 1, rows.upperBound) - y + 1)
    guard size.width > 0, size.height > 0,
      let framed = try? transform.framed(PixelRectangle(x: x, y: y, width: size.width, height: size.height))
    else { return nil }
    self.transform = framed
  }

  /// Cuts the box out of the warped moving image. It is zero outside the region.
  func cut(moving: Image) -> Image? {
    moving.warped(by: transform)
  }

  /// Cuts the box out of the fixed image. It is zero outside the region, so that it has content exactly where
  /// ``cut(moving:)`` has.
  func cut(fixed: Image) -> Image? {
    let box = fixed.cropped(x: x, y: y, width: size.width, height: size.height)
    return mask.map { box.keeping($0) }
  }

  /// Returns a mask that is not zero where the warped moving image has content. A white picture of the moving image's
  /// size is warped in the same way, so that both agree to the pixel, whatever rounding does at the border.
  private var mask: [UInt8]? {
    let white = [UInt8](repeating: .max, count: transform.moving.size.pixelCount)
    return Image(size: transform.moving.size, channels: 1, values: white)
      .warped(by: transform, interpolation: .linear)?.values(as: UInt8.self)
  }
}

extension Image {
  /// Returns the picture with zeros where a mask of its size is zero.
  fileprivate func keeping(_ mask: [UInt8]) -> Image {
    guard mask.contains(0) else { return self }
    switch depth {
    case .uint8: return keeping(mask, UInt8.self)
    case .uint16: return keeping(mask, UInt16.self)
    case .float32: return keeping(mask, Float.self)
    }
  }

  private func keeping<Value: PixelValue & ExpressibleByIntegerLiteral>(_ mask: [UInt8], _ type: Value.Type) -> Image {
    var values = values(as: type)
    let channels = channels
    for pixel in mask.indices where mask[pixel] == 0 {
      for channel in 0..<channels { values[pixel * channels + channel] = 0 }
    }
    return Image(size: size, channels: channels, values: values)
  }
}
