package import Foundation
import SuperposeFiles
package import SuperposeGeometry
package import SuperposeImaging

/// What is in memory of an image: all of it or, where that is too large, a reduced version.
package struct LoadedImage: Sendable {
  package let image: Image
  /// The image's own size.
  package let size: ImageSize
  /// How many of the image's pixels lie along one of those in memory.
  package let factor: Double
  /// Whether it was read as a reduced version, even where that is as large as the image.
  package let isReduced: Bool

  /// A reduced version has at least so many pixels on its longer side: more than the networks and pictures use.
  private static let longSide = 2048

  /// An image of which all is in memory.
  init(_ image: Image) { self.init(image, size: image.size, factor: 1, isReduced: false) }

  private init(_ image: Image, size: ImageSize, factor: Double, isReduced: Bool) {
    (self.image, self.size, self.factor, self.isReduced) = (image, size, factor, isReduced)
  }

  /// Reads a file.
  ///
  /// - Parameter isReduced: Whether a reduced version is read, or else all of it.
  package init(contentsOf url: URL, page: ImagePage = .first, isReduced: Bool) throws(ImageError) {
    guard isReduced else {
      self.init(try Image(contentsOf: url, page: page))
      return
    }
    let file = try StreamedImage(contentsOf: url, pages: .one(page))
    let reduced = try file.reduced(toLongSide: Self.longSide)
    self.init(reduced.image, size: file.size, factor: reduced.factor, isReduced: true)
  }

  /// Whether two images are too large to be warped onto each other in memory. Files whose structure is not looked into
  /// are taken to be small.
  package static func areTooLarge(_ moving: URL, _ fixed: URL, largestInMemory: Int) -> Bool {
    guard let one = StoredImage(contentsOf: moving), let other = StoredImage(contentsOf: fixed) else { return false }
    return one.byteCount(withResultOf: other.size) > largestInMemory
      || other.byteCount(withResultOf: one.size) > largestInMemory
  }

  /// Reads both images of a pair, reduced where they are too large.
  ///
  /// - Parameter largestInMemory: How many decoded bytes either of them and its warped version may take together.
  package static func pair(
    _ moving: URL, _ fixed: URL, pages: RegisteredPages = .init(),
    largestInMemory: Int = StreamedImage.largestInMemory
  ) throws -> (moving: LoadedImage, fixed: LoadedImage) {
    let isReduced = areTooLarge(moving, fixed, largestInMemory: largestInMemory)
    return try concurrently(
      { try LoadedImage(contentsOf: moving, page: pages.moving ?? .first, isReduced: isReduced) },
      { try LoadedImage(contentsOf: fixed, page: pages.fixed ?? .first, isReduced: isReduced) })
  }

  /// Connects the image's own pixels with those that the networks see.
  ///
  /// A reduced version may lack a last column or row of the image, or repeat them: the frame is then that of what it
  /// shows, which begins where the image does.
  func frame(network: ImageSize) -> Frame {
    Frame(original: factor == 1 ? size : image.size.scaled(by: factor), network: network)
  }
}
