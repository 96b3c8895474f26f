import SuperposeEstimation
import SuperposeFeatures
import SuperposeGeometry
import SuperposeImaging

/// A way of looking at the moving image: its picture warped to another frame.
struct View {
  /// Between pixels of the pictures that the networks see.
  let viewFromMoving: Homography
  let size: ImageSize

  /// Quarter turns, clockwise.
  static func turned(_ quarters: Int, _ size: ImageSize) -> View {
    let (right, bottom) = (Double(size.width - 1), Double(size.height - 1))
    let swapped = ImageSize(width: size.height, height: size.width)
    return switch quarters {
    case 1: View(viewFromMoving: Homography(rows: [[0, -1, bottom], [1, 0, 0], [0, 0, 1]]), size: swapped)
    case 2: View(viewFromMoving: Homography(rows: [[-1, 0, right], [0, -1, bottom], [0, 0, 1]]), size: size)
    default: View(viewFromMoving: Homography(rows: [[0, 1, 0], [-1, 0, right], [0, 0, 1]]), size: swapped)
    }
  }
}

/// Matches and the transform they support.
private struct Look {
  let matches: MatchResult
  /// Nil where the matches determine none, or one that no camera makes.
  let estimate: TransformEstimation?
  let support: Int

  init(_ matches: MatchResult, options: EstimationOptions) {
    self.matches = matches
    let found = TransformEstimation(matches: matches, options: options, pictures: nil)
    let evidence = found.map { Evidence(matches: matches, estimate: $0) }
    estimate = evidence?.isFoldless == true ? found : nil
    support = estimate?.inliers.count { $0 } ?? 0
  }

  /// Whether the images look so different, or agree so little, that looking again may find more.
  func leavesRoom(_ fixedFromMoving: Homography) -> Bool {
    guard support >= RectificationLimits.plentyInliers, let estimate else { return true }
    let moving = zip(matches.mkpts0, estimate.inliers).compactMap { $1 ? matches.frame0.networkFromOriginal($0) : nil }
    let distortion = moving.reduce(0) { $0 + fixedFromMoving.distortion(at: $1) } / Double(moving.count)
    return !(distortion <= RectificationLimits.smallDistortion)
  }
}

/// When a second look is taken.
enum RectificationLimits {
  /// Fewer inliers determine no transform worth starting from.
  static let fewestInliers = 8
  /// With fewer than this, quarter turns are tried.
  static let weakInliers = Evidence.enoughInliers
  /// A turn of the moving image is believed where it has this many times the inliers.
  static let clearGain = 1.5
  /// Below so many inliers the second look is always taken.
  static let plentyInliers = 100
  /// Where the inliers' surroundings differ on average less than this from the identity, as a turn by 14 degrees or a
  /// growth by a quarter does, the networks have seen the images as they like them.
  static let smallDistortion = 0.35
}

extension Registrar {
  /// The matches of a first look, or of a better second one.
  func secondLook(
    after first: MatchResult, _ image0: DescribedImage, _ image1: DescribedImage, clock: inout StageClock
  ) throws -> MatchResult {
    guard configuration.rectification != .off, let picture = image0.picture, image1.count > 0 else { return first }
    var best = Look(first, options: configuration.estimation)
    if best.support < RectificationLimits.weakInliers {
      for quarters in 1...3 {
        let turned = try look(.turned(quarters, picture.size), picture, image0, image1, &clock)
        if Double(turned.support) > RectificationLimits.clearGain * Double(best.support) { best = turned }
      }
    }
    guard best.support >= RectificationLimits.fewestInliers, let estimate = best.estimate else { return best.matches }
    let view = View(
      viewFromMoving: image1.frame.networkFromOriginal * estimate.fixedFromMoving * image0.frame.originalFromNetwork,
      size: image1.frame.network)
    guard configuration.rectification == .always || best.leavesRoom(view.viewFromMoving) else { return best.matches }
    let second = try look(view, picture, image0, image1, &clock)
    return second.support > best.support ? second.matches : best.matches
  }

  private func look(
    _ view: View, _ picture: NetworkImage, _ image0: DescribedImage, _ image1: DescribedImage, _ clock: inout StageClock
  ) throws -> Look {
    let features = try described(view, of: picture, &clock)
    let matches = try superGlue(features.seen, image1.features, options: configuration.matching, clock: &clock)
    let result = MatchResult(
      features0: features.moved, features1: image1.features, matches: matches, frame0: image0.frame,
      frame1: image1.frame, pictures: Pictures(moving: image0.picture, fixed: image1.picture))
    return Look(result.filtered(minConfidence: configuration.minConfidence), options: configuration.estimation)
  }

  /// The keypoints of a view, in its own pixels and in the moving picture's; those at the picture's border are left out.
  private func described(
    _ view: View, of picture: NetworkImage, _ clock: inout StageClock
  ) throws -> (seen: Features, moved: Features) {
    let image = Image(size: picture.size, channels: 1, values: picture.values)
    guard let warped = image.warped(by: view.viewFromMoving, to: view.size, interpolation: .linear),
      let movingFromView = view.viewFromMoving.inverse
    else { return (.none(view.size), .none(picture.size)) }
    let found = try superPoint(
      NetworkImage(size: view.size, values: warped.values(as: Float.self)), options: configuration.extraction,
      clock: &clock)
    let positions = found.keypoints.map { movingFromView($0) }
    let kept = found.keypoints.indices.filter {
      picture.size.contains(positions[$0], margin: Double(configuration.extraction.borderPixels))
    }
    return (
      found.selected(kept, at: found.keypoints, imageSize: view.size),
      found.selected(kept, at: positions, imageSize: picture.size)
    )
  }
}

extension Homography {
  /// How far the local linear map at a point is from the identity (Frobenius norm of the difference).
  func distortion(at p: Point) -> Double {
    let (q, depth) = (self(p), depth(at: p))
    let xx = (self[0, 0] - q.x * self[2, 0]) / depth - 1
    let xy = (self[0, 1] - q.x * self[2, 1]) / depth
    let yx = (self[1, 0] - q.y * self[2, 0]) / depth
    let yy = (self[1, 1] - q.y * self[2, 1]) / depth - 1
    return (xx * xx + xy * xy + yx * yx + yy * yy).squareRoot()
  }
}

extension Features {
  fileprivate static func none(_ size: ImageSize) -> Features {
    Features(imageSize: size, keypoints: [], scores: [], descriptors: [])
  }

  /// Some of the keypoints, at other positions.
  fileprivate func selected(_ kept: [Int], at positions: [Point], imageSize: ImageSize) -> Features {
    Features(
      imageSize: imageSize, keypoints: kept.map { positions[$0] }, scores: kept.map { scores[$0] },
      descriptors: kept.flatMap { descriptor($0) })
  }
}

extension ImageSize {
  fileprivate func contains(_ p: Point, margin: Double) -> Bool {
    p.x >= margin && p.y >= margin && p.x <= Double(width - 1) - margin && p.y <= Double(height - 1) - margin
  }
}
