public import Foundation
public import SuperposeMatching

/// Archives of NumPy arrays for `numpy.load`, with the names that the field's scripts use. Equal input gives equal
/// bytes.
public enum NPZ {
  /// Archives `keypoints [N, 2]` as (x, y) in the pixels of `imageSize`, `scores [N]` and `descriptors [N, 256]`, all
  /// in float32.
  public static func features(_ features: Features) -> Data {
    archive([
      ("keypoints", NPYArray(features.keypoints)),
      ("scores", NPYArray(features.scores)),
      ("descriptors", NPYArray(features.descriptors, shape: [features.count, Features.descriptorLength])),
    ])
  }

  /// Archives the result for N and M keypoints and n matches, in original pixels: `keypoints0 [N, 2]`, `keypoints1 [M,
  /// 2]`, `scores0 [N]`, `scores1 [M]`, `matches [N]` and `matches1 [M]` (int64, −1 = none), `match_confidence [N]`,
  /// `match_confidence1 [M]`, `mkpts0 [n, 2]`, `mkpts1 [n, 2]`, `confidence [n]`. All are float32 unless said
  /// otherwise.
  public static func matches(_ result: MatchResult) -> Data {
    archive([
      ("keypoints0", NPYArray(result.features0.keypoints)),
      ("keypoints1", NPYArray(result.features1.keypoints)),
      ("scores0", NPYArray(result.features0.scores)),
      ("scores1", NPYArray(result.features1.scores)),
      ("matches", NPYArray(result.matches.matches0)),
      ("matches1", NPYArray(result.matches.matches1)),
      ("match_confidence", NPYArray(result.matches.confidence0)),
      ("match_confidence1", NPYArray(result.matches.confidence1)),
      ("mkpts0", NPYArray(result.mkpts0)),
      ("mkpts1", NPYArray(result.mkpts1)),
      ("confidence", NPYArray(result.confidence)),
    ])
  }

  private static func archive(_ arrays: [(name: String, array: NPYArray)]) -> Data {
    var zip = StoredZip()
    for (name, array) in arrays { zip.add(name + ".npy", array.file) }
    return zip.finished()
  }
}
