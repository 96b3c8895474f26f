import COpenCVMethods
import Superpose
import SuperposeGeometry
import SuperposeImaging

/// Keypoints and descriptors by OpenCV's SIFT (Lowe, IJCV 2004), which many would use instead of a network.
struct SIFT: Sendable, Hashable {
  /// The length of a descriptor.
  static let descriptorLength = Int(SUPERPOSE_CV_SIFT_LENGTH)

  /// The keypoints in pixels of the image, strongest first, `[N, 2]`.
  private(set) var keypoints: [Point] = []
  /// The response of each keypoint, `[N]`.
  private(set) var responses: [Float] = []
  /// The descriptors in row-major order, `[N, 128]`.
  private(set) var descriptors: [Float] = []

  /// Detects and describes keypoints. Images in colour or with more than 8 bits are converted to 8-bit grey first.
  ///
  /// - Parameters:
  ///   - image: Any image.
  ///   - maxKeypoints: The largest number of keypoints, of which the strongest are kept; nil keeps all.
  init(_ image: Image, maxKeypoints: Int?) {
    let gray = image.display().gray()
    let collector = Collector()
    OpenCVCall.trusted("find SIFT keypoints") {
      superpose_cv_sift(
        gray.values(as: UInt8.self), Int32(gray.size.width), Int32(gray.size.height),
        Int32(clamping: maxKeypoints ?? 0),
        { context, count, xy, responses, descriptors in
          Collector.from(context).collect(count, xy, responses, descriptors)
        }, Unmanaged.passUnretained(collector).toOpaque(), $0)
    }
    withExtendedLifetime(collector) {
      keypoints = collector.keypoints
      responses = collector.responses
      descriptors = collector.descriptors
    }
  }

  var count: Int { keypoints.count }
}

/// Receives the arrays from C.
private final class Collector {
  var keypoints: [Point] = []
  var responses: [Float] = []
  var descriptors: [Float] = []

  static func from(_ context: UnsafeMutableRawPointer?) -> Collector {
    guard let context else { preconditionFailure("SIFT lost its context") }
    return Unmanaged.fromOpaque(context).takeUnretainedValue()
  }

  func collect(
    _ count: Int, _ xy: UnsafePointer<Float>?, _ responses: UnsafePointer<Float>?, _ descriptors: UnsafePointer<Float>?
  ) {
    guard count > 0, let xy, let responses, let descriptors else { return }
    keypoints = (0..<count).map { Point(x: Double(xy[2 * $0]), y: Double(xy[2 * $0 + 1])) }
    self.responses = Array(UnsafeBufferPointer(start: responses, count: count))
    self.descriptors = Array(UnsafeBufferPointer(start: descriptors, count: count * SIFT.descriptorLength))
  }
}

/// For each descriptor of one set, the nearest and the second nearest of another set by Euclidean distance.
struct NearestDescriptors: Sendable, Hashable {
  /// The indices of the nearest, `[N]`.
  let indices: [Int]
  let distances: [Float]
  let secondDistances: [Float]

  /// Returns nil where the other set has fewer than two descriptors.
  ///
  /// - Parameters:
  ///   - descriptors: The first set, `[N, length]`, row-major.
  ///   - others: The other set, `[M, length]`, row-major.
  ///   - length: The length of a descriptor.
  init?(of descriptors: [Float], among others: [Float], length: Int) {
    let (count, otherCount) = (descriptors.count / length, others.count / length)
    guard otherCount >= 2 else { return nil }
    var pairs = [Int32](repeating: 0, count: 2 * count)
    var both = [Float](repeating: 0, count: 2 * count)
    if count > 0 {
      OpenCVCall.trusted("find the nearest descriptors") {
        superpose_cv_two_nearest(descriptors, count, others, otherCount, length, &pairs, &both, $0)
      }
    }
    indices = (0..<count).map { Int(pairs[2 * $0]) }
    distances = (0..<count).map { both[2 * $0] }
    secondDistances = (0..<count).map { both[2 * $0 + 1] }
  }
}
