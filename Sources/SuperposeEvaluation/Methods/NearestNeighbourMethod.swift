public import Superpose
public import SuperposeImaging
import SuperposeMatching

/// Matches SuperPoint's descriptors to their mutual nearest neighbours.
public struct NearestNeighbourMethod: MatchingMethod {
  /// Two descriptors match only where their cosine exceeds this.
  public static let smallestSimilarity: Float = 0.7

  public let name = "nearest-neighbour"
  public let settings: String
  private let detector: Detector

  /// - Parameter detector: finds and describes the keypoints.
  /// - Throws: what encoding its settings throws.
  public init(_ detector: Detector) throws {
    self.detector = detector
    settings = try MethodSettings(detector.configuration, [.superpoint: detector.weights]).text
  }

  public var resize: ResizePolicy { detector.configuration.resize }

  public func describe(_ image: Image) throws -> DescribedPicture {
    let described = try detector.describe(image)
    let features = described.originalFeatures
    return DescribedPicture(
      size: image.size, keypoints: features.keypoints, descriptors: features.descriptors, timings: described.timings)
  }

  public func match(_ picture0: DescribedPicture, _ picture1: DescribedPicture) throws -> DescribedMatches {
    .timed { Self.matches(picture0.descriptors, picture1.descriptors) }
  }

  /// Returns pairs of unit descriptors that are similar enough and each the other's nearest. The similarity is the
  /// confidence.
  static func matches(
    _ descriptors0: [Float], _ descriptors1: [Float], length: Int = Features.descriptorLength
  ) -> DescribedMatches {
    guard let forward = NearestDescriptors(of: descriptors0, among: descriptors1, length: length),
      let backward = NearestDescriptors(of: descriptors1, among: descriptors0, length: length)
    else { return DescribedMatches(pairs: [], confidence: []) }
    // For unit vectors |a - b|² = 2 - 2 a·b.
    let similarity = forward.distances.map { 1 - $0 * $0 / 2 }
    let kept = forward.indices.indices.filter {
      backward.indices[forward.indices[$0]] == $0 && similarity[$0] > smallestSimilarity
    }
    return DescribedMatches(pairs: kept.map { ($0, forward.indices[$0]) }, confidence: kept.map { similarity[$0] })
  }
}
