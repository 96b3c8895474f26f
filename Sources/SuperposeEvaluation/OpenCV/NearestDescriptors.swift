import COpenCVMethods

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
