public import Foundation
import SuperposeFiles
public import SuperposeGeometry
import SuperposeImaging

/// What of one image takes part: keypoints are looked for there alone, and their number is spent there.
///
/// Wholly transparent pixels never take part, whatever is said here, unless all of an image is transparent.
public struct Participation: Hashable, Sendable {
  /// What takes part, in the image's pixels or those of the same image at another size; nil for all of it.
  public let mask: Mask?
  /// The rectangle that takes part, in the image's pixels; nil for all of it.
  public let region: PixelRectangle?
  /// A hash of both; nil where all takes part.
  package let identity: String?

  /// All of an image takes part, or what lies in both a mask and a region.
  public init(mask: Mask? = nil, region: PixelRectangle? = nil) {
    self.mask = mask
    self.region = region
    let parts = [mask.map(\.contentHash), region.map(\.description)].compactMap { $0 }
    identity = parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  /// The same with a mask from an image file, of which what is not zero takes part.
  /// - Throws: `ImageError` where the file is no image, ``GuidanceError`` where it is zero everywhere.
  public init(maskFile: URL?, region: PixelRectangle? = nil) throws {
    let mask = try maskFile.map { try Mask(contentsOf: $0) }
    if let maskFile, let mask, mask.isEmpty {
      throw GuidanceError(
        .nothingTakesPart,
        "the mask '\(maskFile.pathText)' is zero everywhere, so that nothing takes part; what takes part must not be "
          + "zero"
      )
    }
    self.init(mask: mask, region: region)
  }

  /// Returns what of an image takes part, in the pixels that are in memory; nil for all of it.
  /// - Parameter name: The image's name in messages.
  func mask(of loaded: LoadedImage, name: String) throws(GuidanceError) -> Mask? {
    let image = loaded.image
    let given = try mask.map { mask throws(GuidanceError) in try Self.fitted(mask, to: image.size, name) }
    let region = region.map { Mask($0.divided(by: loaded.factor), in: image.size) }
    let parts = [given, region, Mask(visiblePartOf: image)].compactMap { $0 }
    guard let first = parts.first else { return nil }
    let all = parts.dropFirst().reduce(first) { $0.intersection($1) }
    guard !all.isEmpty else {
      throw GuidanceError(
        .nothingTakesPart,
        "nothing of the \(name) image, which has \(loaded.size) pixels, takes part; give a larger mask or another "
          + "region"
      )
    }
    return all
  }

  private static func fitted(_ mask: Mask, to size: ImageSize, _ name: String) throws(GuidanceError) -> Mask {
    guard let fitted = mask.fitted(to: size) else {
      throw GuidanceError(
        .sizesDiffer,
        "the \(name) mask has \(mask.size) pixels and the image \(size): expected the same size, or the same "
          + "proportions; give a mask of the \(name) image")
    }
    return fitted
  }
}

extension PixelRectangle {
  /// Returns the pixels of a reduced version that lie in the rectangle, even in part.
  fileprivate func divided(by factor: Double) -> PixelRectangle {
    if factor == 1 { return self }
    let (left, top) = (Int((Double(x) / factor).rounded(.down)), Int((Double(y) / factor).rounded(.down)))
    let right = (Double(x) + Double(width)) / factor
    let bottom = (Double(y) + Double(height)) / factor
    return PixelRectangle(
      x: left, y: top, width: Int(right.rounded(.up)) - left, height: Int(bottom.rounded(.up)) - top)
  }
}

extension Mask {
  /// The SHA-256 of what takes part and of the size.
  package var contentHash: String { sha256(of: Array(size.description.utf8) + values) }
}
