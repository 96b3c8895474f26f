public import Foundation
import SuperposeFiles
public import SuperposeGeometry
public import SuperposeMatching
public import SuperposeWeights

/// The keypoints of images as data; positions in original pixels.
public struct DetectionReport: Codable, Sendable {
  /// The form of the JSON and its version.
  public static let schemaName = "superpose.detection/1"

  /// One image's keypoints.
  public struct ImageKeypoints: Codable, Hashable, Sendable {
    /// The file's path, as it was given.
    public var path: String
    /// Of the original image, in pixels.
    public var width: Int
    /// Of the original image, in pixels.
    public var height: Int
    /// `[N, 2]` as (x, y) in original pixels, best first.
    public var keypoints: [Point]
    /// `[N]`, SuperPoint's confidence in each, 0…1.
    public var scores: [Float]

    /// - Parameters:
    ///   - features: the image's keypoints.
    ///   - file: where the image was read from.
    public init(_ features: Features, file: URL) {
      path = file.pathText
      width = features.imageSize.width
      height = features.imageSize.height
      keypoints = features.keypoints
      scores = features.scores
    }
  }

  /// The form of the JSON and its version.
  public var schema = Self.schemaName
  /// One for each image, in the order in which they were given.
  public var images: [ImageKeypoints]
  /// What the keypoints were found with.
  public var configuration: RegistrationConfiguration
  /// SuperPoint's weights.
  public var weights: [NetworkKind: WeightsDescription]

  /// - Parameters:
  ///   - images: the keypoints of each image.
  ///   - detector: what found them; its configuration and weights are reported.
  public init(images: [ImageKeypoints], detector: Detector) {
    self.images = images
    configuration = detector.configuration
    weights = [.superpoint: detector.weights]
  }

  /// The same for a registrar, which has a detector.
  public init(images: [ImageKeypoints], registrar: Registrar) {
    self.init(images: images, detector: registrar.detector)
  }
}
