public import Foundation
public import Superpose
import SuperposeFiles
public import SuperposeImaging

/// Two images and the truth about how they are related.
public struct EvaluationPair: Sendable {
  /// The truth about a pair. Coordinates are in original pixels; the first image is 0, the second 1.
  public enum Truth: Sendable, Hashable {
    /// Maps points of image 0 to image 1.
    case homography(Homography)
    /// Image 1 shows what image 0 shows on a bent surface.
    case surface(BentSurface)
    /// The two images show different scenes.
    case unrelated
    /// From where both were taken.
    case pose(RelativePose)
  }

  /// A name that is unique among the pairs of a set and can be part of a path: `oxford/graf/1-2`.
  public var name: String
  /// The name of the sequence of images with which the pair is counted.
  public var sequence: String
  /// The name of the data set with which the pair is counted.
  public var dataset: String
  /// Identifies the pictures, so that predictions that were stored for others are not used for these.
  public var identity: String
  /// Image 0 and image 1.
  public var images: (ImageSource, ImageSource)
  /// How they belong together.
  public var truth: Truth

  /// - Parameters:
  ///   - name: unique among the pairs of a set, and fit for a path.
  ///   - sequence: what the pair is counted with.
  ///   - dataset: what the sequence belongs to.
  ///   - identity: says which pictures these are; another one makes a new prediction.
  ///   - images: image 0 and image 1.
  ///   - truth: how they belong together.
  public init(
    name: String, sequence: String, dataset: String, identity: String, images: (ImageSource, ImageSource), truth: Truth
  ) {
    self.name = name
    self.sequence = sequence
    self.dataset = dataset
    self.identity = identity
    self.images = images
    self.truth = truth
  }
}

/// The origin of a picture.
public enum ImageSource: Sendable {
  /// A file of any format that `Image` reads.
  case file(URL)
  /// A picture that is made when it is needed.
  case made(name: String, @Sendable () throws -> Image)

  /// The path, or the name of a picture that is made.
  public var name: String {
    switch self {
    case .file(let url): url.pathText
    case .made(let name, _): name
    }
  }

  /// The picture, read or made.
  /// - Throws: `ImageError` for a file that is no image, or what the making throws.
  public func image() throws -> Image {
    switch self {
    case .file(let url): try Image(contentsOf: url)
    case .made(_, let make): try make()
    }
  }
}
