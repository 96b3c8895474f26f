import SuperposeTorch

@testable import SuperposeTraining

/// Two views, of which the second is shifted by 5 pixels to the right.
///
/// Of the first view, keypoint 0 has its counterpart at 0; 1 has one 4 pixels off, which is neither right nor wrong; 2
/// has none; 3 has keypoint 3, which is 1 pixel off. Of the second view, keypoint 2 belongs to nothing, and 4 lies near
/// the counterpart of 0, but 0 is nearer.
enum HandMade {
  static let n = 4
  static let m = 5
  static let keypoints0: [Float] = [10, 10, 50, 50, 90, 10, 30, 70]
  static let keypoints1: [Float] = [15, 10, 59, 50, 200, 200, 35, 71, 15, 12]

  static func shifted(_ points: [Float], by x: Float) -> [Float] {
    points.enumerated().map { $0 % 2 == 0 ? $1 + x : $1 }
  }

  static var truth: MatchingTruth {
    MatchingTruth(
      keypoints0: TorchTensor(keypoints0, [1, n, 2]), projected0: TorchTensor(shifted(keypoints0, by: 5), [1, n, 2]),
      keypoints1: TorchTensor(keypoints1, [1, m, 2]), projected1: TorchTensor(shifted(keypoints1, by: -5), [1, m, 2]))
  }
}
