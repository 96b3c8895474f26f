public import Foundation
public import SuperposeGeometry

extension Mask {
  /// Reads a mask from an image file of any format, depth and number of channels: what is not zero takes part, see
  /// ``init(_:)``.
  /// - Throws: ``ImageError`` where the file is no image.
  public init(contentsOf file: URL) throws(ImageError) { self.init(try Image(contentsOf: file)) }

  /// Makes a mask of an image: a pixel takes part where one of its colours is not zero and, where there is alpha, it is
  /// not wholly transparent. NaN counts as zero.
  public init(_ image: Image) {
    let values: [UInt8] =
      switch image.depth {
      case .uint8: image.isPainted(UInt8.self) { $0 != 0 }
      case .uint16: image.isPainted(UInt16.self) { $0 != 0 }
      case .float32: image.isPainted(Float.self) { $0 != 0 && !$0.isNaN }
      }
    self.init(size: image.size, values: values)
  }

  /// Makes the mask of the pixels that are not wholly transparent; nil where that says nothing: the image has no alpha,
  /// or all of it is transparent or none.
  public init?(visiblePartOf image: Image) {
    guard image.hasAlpha else { return nil }
    let values: [UInt8] =
      switch image.depth {
      case .uint8: image.isVisible(UInt8.self) { $0 != 0 }
      case .uint16: image.isVisible(UInt16.self) { $0 != 0 }
      case .float32: image.isVisible(Float.self) { $0 > 0 }
      }
    self.init(size: image.size, values: values)
    if isEmpty || isWhole { return nil }
  }

  /// Returns the mask for its image at another size. A pixel of the new image takes part where all that it shows does.
  package func resampled(to target: ImageSize) -> Mask {
    if target == size { return self }
    return Mask(withoutMarked: marked.resized(to: target))
  }

  /// Returns the mask for its image seen in another frame. A pixel takes part where all that it shows does, also beside
  /// the image: what shows nothing of it is nobody's concern. Everything takes part where the transform has no inverse.
  package func warped(by targetFromSource: Homography, to target: ImageSize) -> Mask {
    guard let warped = marked.warped(by: targetFromSource, to: target, interpolation: .linear) else {
      return Mask(size: target, values: [UInt8](repeating: 1, count: target.pixelCount))
    }
    return Mask(withoutMarked: warped)
  }

  /// White where a pixel does not take part, so that what lies outside of the image is black when it is warped.
  private var marked: Image {
    Image(size: size, channels: 1, values: values.map { $0 == 0 ? UInt8(255) : 0 })
  }

  private init(withoutMarked image: Image) {
    self.init(size: image.size, values: image.values(as: UInt8.self).map { $0 == 0 ? 1 : 0 })
  }
}

extension Image {
  fileprivate func isPainted<Value: PixelValue>(_ type: Value.Type, _ isPaint: (Value) -> Bool) -> [UInt8] {
    let (values, colors) = (values(as: type), min(channels, 3))
    return (0..<size.pixelCount).map { pixel in
      let start = pixel * channels
      guard !hasAlpha || isPaint(values[start + 3]) else { return 0 }
      return values[start..<start + colors].contains(where: isPaint) ? 1 : 0
    }
  }

  /// - Precondition: There is alpha.
  fileprivate func isVisible<Value: PixelValue>(_ type: Value.Type, _ isPaint: (Value) -> Bool) -> [UInt8] {
    let values = values(as: type)
    return (0..<size.pixelCount).map { isPaint(values[4 * $0 + 3]) ? 1 : 0 }
  }
}
