import SuperposeGeometry
import SuperposeImaging
import SuperposeMatching

/// Looks at a pair again in views that resemble each other more than the images do.
///
/// The networks learned views that differ little in rotation, scale and perspective. Where the first look found hardly
/// anything, turned and shrunk views are tried. Then a transform, however rough, takes most of the difference away: one
/// image is warped by it, and what is found there has the accuracy that equal views allow.
struct SecondLook {
  private let configuration: RegistrationConfiguration
  private let superPoint: SuperPoint
  private let superGlue: SuperGlue
  private let moving: SeenImage
  private let fixed: SeenImage
  /// What views of this search showed; each serves in several pairs.
  private var movingViews: [View: ViewFeatures] = [:]
  private var fixedViews: [View: ViewFeatures] = [:]

  /// When and how much is looked again.
  enum Limits {
    /// Fewer inliers determine no transform worth starting from.
    static let fewestInliers = 8
    /// With fewer than this, other directions and scales are tried.
    static let weakInliers = Evidence.enoughInliers
    /// Another direction or scale is believed where it has this many times the inliers.
    static let clearGain = 1.5
    /// Below so many inliers the images are always looked at again.
    static let plentyInliers = 100
    /// Where the inliers' surroundings differ on average less than this from the identity, as a turn by 14 degrees or a
    /// growth by a quarter does, the networks have seen the images as they like them.
    static let smallDistortion = 0.35
    /// Keypoints of a view while directions and scales are tried: enough to see whether any agree.
    static let searchKeypoints = 512
    /// Warps by one transform after another, …
    static let mostRounds = 3
    /// … as long as each has this many times the inliers of the last.
    static let worthwhileGain = 1.2
  }

  /// Nil where pictures are missing or show nothing.
  init?(
    _ moving: DescribedImage, _ fixed: DescribedImage, configuration: RegistrationConfiguration,
    superPoint: SuperPoint, superGlue: SuperGlue
  ) {
    guard let moving = SeenImage(moving), let fixed = SeenImage(fixed) else { return nil }
    (self.moving, self.fixed) = (moving, fixed)
    self.configuration = configuration
    self.superPoint = superPoint
    self.superGlue = superGlue
  }

  /// The matches of the first look, or better ones.
  mutating func improved(_ first: MatchResult, clock: inout StageClock) throws -> MatchResult {
    var best = Look(first, options: configuration.estimation)
    if best.support < Limits.weakInliers { best = try searched(best, &clock) }
    guard leavesRoom(best) else { return best.matches }
    for _ in 0..<Limits.mostRounds {
      guard best.support >= Limits.fewestInliers, let difference = best.difference,
        let views = ViewPair(
          rectifying: difference.fixedFromMoving, scale: difference.scale, moving: moving.picture.size,
          fixed: fixed.picture.size)
      else { break }
      let next = try look(views, &clock)
      guard next.support > best.support else { break }
      let gain = Double(next.support) / Double(best.support)
      best = next
      if gain < Limits.worthwhileGain { break }
    }
    return best.matches
  }

  /// Whether the images look so different, or agree so little, that looking again may find more.
  private func leavesRoom(_ look: Look) -> Bool {
    guard configuration.rectification == .auto, look.support >= Limits.plentyInliers, let difference = look.difference
    else { return true }
    return !(difference.distortion <= Limits.smallDistortion)
  }

  /// The first of other directions and scales in which clearly more agrees, or the given look.
  private mutating func searched(_ first: Look, _ clock: inout StageClock) throws -> Look {
    var best = first
    for views in ViewPair.search(moving: moving.picture.size, fixed: fixed.picture.size) {
      let next = try look(views, keypoints: Limits.searchKeypoints, &clock)
      guard Double(next.support) > Limits.clearGain * Double(best.support) else { continue }
      best = next
      if best.support >= Limits.weakInliers { break }
    }
    return best
  }

  private mutating func look(_ views: ViewPair, keypoints: Int? = nil, _ clock: inout StageClock) throws -> Look {
    let seen0 = try Self.features(views.moving, of: moving, &movingViews, configuration, superPoint, &clock)
    let seen1 = try Self.features(views.fixed, of: fixed, &fixedViews, configuration, superPoint, &clock)
    let (best0, best1) = (seen0.best(keypoints), seen1.best(keypoints))
    let matches = try superGlue(
      best0.inView, best1.inView, options: configuration.matching, clock: &clock)
    let result = MatchResult(
      features0: best0.inPicture, features1: best1.inPicture, matches: matches, frame0: moving.frame,
      frame1: fixed.frame, pictures: Pictures(moving: moving.picture, fixed: fixed.picture))
    return Look(result.filtered(minConfidence: configuration.minConfidence), options: configuration.estimation)
  }

  private static func features(
    _ view: View, of image: SeenImage, _ known: inout [View: ViewFeatures], _ configuration: RegistrationConfiguration,
    _ superPoint: SuperPoint, _ clock: inout StageClock
  ) throws -> ViewFeatures {
    if view == .whole(image.picture.size) { return ViewFeatures(inView: image.features, inPicture: image.features) }
    if let features = known[view] { return features }
    let features = try image.features(in: view, configuration.extraction, superPoint, &clock)
    known[view] = features
    return features
  }
}

/// An image of the pair, with what was found in it at first.
private struct SeenImage {
  let picture: NetworkImage
  let frame: Frame
  let features: Features

  init?(_ image: DescribedImage) {
    guard let picture = image.picture else { return nil }
    (self.picture, frame, features) = (picture, image.frame, image.features)
  }

  /// The keypoints of a view; those at the picture's border are left out.
  func features(
    in view: View, _ options: ExtractionOptions, _ superPoint: SuperPoint, _ clock: inout StageClock
  ) throws -> ViewFeatures {
    let image = Image(size: picture.size, channels: 1, values: picture.values)
    guard let pictureFromView = view.viewFromPicture.inverse,
      let warped = clock.measure(
        "resize", { image.warped(by: view.viewFromPicture, to: view.size, interpolation: .linear) })
    else { return ViewFeatures(inView: .none(view.size), inPicture: .none(picture.size)) }
    let found = try superPoint(
      NetworkImage(size: view.size, values: warped.values(as: Float.self)), options: options, clock: &clock)
    let positions = found.keypoints.map { pictureFromView($0) }
    let kept = found.keypoints.indices.filter {
      picture.size.contains(positions[$0], margin: Double(options.borderPixels))
    }
    return ViewFeatures(
      inView: found.selected(kept, at: found.keypoints, imageSize: view.size),
      inPicture: found.selected(kept, at: positions, imageSize: picture.size))
  }
}

/// Keypoints in a view's own pixels and, the same ones, in the picture's.
private struct ViewFeatures {
  let inView: Features
  let inPicture: Features

  /// Those of the highest scores; nil for all.
  func best(_ count: Int?) -> ViewFeatures {
    guard let count, count < inView.count else { return self }
    let kept = Array(0..<count)
    return ViewFeatures(
      inView: inView.selected(kept, at: inView.keypoints, imageSize: inView.imageSize),
      inPicture: inPicture.selected(kept, at: inPicture.keypoints, imageSize: inPicture.imageSize))
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
