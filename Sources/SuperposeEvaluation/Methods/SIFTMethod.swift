public import Superpose
import SuperposeGeometry
public import SuperposeImaging
import SuperposeMatching

/// OpenCV's SIFT with the ratio test, which many would use instead of the networks.
public struct SIFTMethod: MatchingMethod {
  /// The distance of a match to the nearest descriptor is less than this share of that to the second nearest (Lowe,
  /// IJCV 2004).
  public static let largestRatio: Float = 0.8

  public let name = "sift"
  public let resize: ResizePolicy
  /// How many keypoints are kept, the strongest; nil for all.
  public let maxKeypoints: Int?

  /// - Parameters:
  ///   - resize: the size at which it sees images.
  ///   - maxKeypoints: how many keypoints are kept, the strongest; nil for all.
  public init(resize: ResizePolicy, maxKeypoints: Int?) {
    self.resize = resize
    self.maxKeypoints = maxKeypoints
  }

  public var settings: String { "resize \(resize) maxKeypoints \(maxKeypoints.map(String.init) ?? "all")" }

  public func describe(_ image: Image) throws -> DescribedPicture {
    var timings = Timings()
    let resized = timings.measure(.resize) { image.gray().resized(to: resize.size(for: image.size)) }
    let sift = timings.measure(.sift) { SIFT(resized, maxKeypoints: maxKeypoints) }
    let originalFromResized = PixelGrid.resize(from: resized.size, to: image.size)
    return DescribedPicture(
      size: image.size, keypoints: sift.keypoints.map { originalFromResized($0) }, descriptors: sift.descriptors,
      timings: timings)
  }

  public func match(_ picture0: DescribedPicture, _ picture1: DescribedPicture) throws -> DescribedMatches {
    .timed { Self.matches(picture0.descriptors, picture1.descriptors) }
  }

  /// Returns the matches that pass the ratio test. The confidence is one minus the ratio.
  static func matches(
    _ descriptors0: [Float], _ descriptors1: [Float], length: Int = SIFT.descriptorLength
  ) -> DescribedMatches {
    guard let nearest = NearestDescriptors(of: descriptors0, among: descriptors1, length: length) else {
      return DescribedMatches(pairs: [], confidence: [])
    }
    let ratios = zip(nearest.distances, nearest.secondDistances).map { $1 > 0 ? $0 / $1 : 1 }
    let kept = ratios.indices.filter { ratios[$0] < largestRatio }
    return DescribedMatches(pairs: kept.map { ($0, nearest.indices[$0]) }, confidence: kept.map { 1 - ratios[$0] })
  }
}
