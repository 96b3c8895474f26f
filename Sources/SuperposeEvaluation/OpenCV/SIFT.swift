import COpenCVMethods
import Superpose

/// OpenCV's SIFT (Lowe, IJCV 2004): what many would use instead of a network.
struct SIFT: Sendable, Hashable {
  /// The length of a descriptor.
  static let descriptorLength = Int(SUPERPOSE_CV_SIFT_LENGTH)

  /// `[N, 2]` in pixels of the image, strongest first.
  private(set) var keypoints: [Point] = []
  /// `[N]`
  private(set) var responses: [Float] = []
  /// `[N, 128]`, row-major.
  private(set) var descriptors: [Float] = []

  /// Detects and describes; colours and deeper pixels are first made 8-bit grey.
  /// - Parameter maxKeypoints: the strongest so many; nil for all.
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

/// Carries the arrays out of C.
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
