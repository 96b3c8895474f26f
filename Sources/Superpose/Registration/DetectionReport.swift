public import SuperposeGeometry
public import SuperposeMatching
public import SuperposeWeights

/// The keypoints of images as data; positions in original pixels.
public struct DetectionReport: Codable, Sendable {
  public static let schemaName = "superpose.detection/1"

  public struct ImageKeypoints: Codable, Hashable, Sendable {
    public var path: String
    public var width: Int
    public var height: Int
    /// `[N, 2]`, best first.
    public var keypoints: [Point]
    /// `[N]`
    public var scores: [Float]

    public init(_ features: Features, path: String) {
      self.path = path
      width = features.imageSize.width
      height = features.imageSize.height
      keypoints = features.keypoints
      scores = features.scores
    }
  }

  public var schema = Self.schemaName
  public var images: [ImageKeypoints]
  public var configuration: RegistrationConfiguration
  public var weights: [NetworkKind: WeightsDescription]

  public init(images: [ImageKeypoints], detector: Detector) {
    self.images = images
    configuration = detector.configuration
    weights = [.superpoint: detector.weights]
  }
}
