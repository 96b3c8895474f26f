import SuperposeGeometry
import SuperposeMatching

/// Looks at a pair again in views that resemble each other more than the images do.
///
/// The networks learned views that differ little in rotation, scale and perspective. Where the first look found hardly
/// anything, turned and shrunk views are tried. Then a transform, however rough, takes most of the difference away: one
/// image is warped by it, and what is found there has the accuracy that equal views allow.
struct SecondLook {
  private let registrar: Registrar
  private var moving: ViewedImage
  private var fixed: ViewedImage
  /// What was spent on looks so far, whether they were of use or not.
  private var timings = Timings()

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

  init(_ moving: DescribedImage, _ fixed: DescribedImage, registrar: Registrar) {
    self.moving = ViewedImage(moving, registrar: registrar)
    self.fixed = ViewedImage(fixed, registrar: registrar)
    self.registrar = registrar
  }

  /// The matches of the first look, or better ones, with the transform that they support.
  mutating func improved(_ first: MatchResult) throws -> MatchResult {
    let firstLook = Look(first, options: registrar.configuration.estimation)
    timings = firstLook.matches.timings
    var best = firstLook
    if best.support < Limits.weakInliers { best = try searched(best) }
    if leavesRoom(best) { best = try warped(best) }
    var result = best.matches
    result.timings = timings
    return result
  }

  /// Whether the images look so different, or agree so little, that looking again may find more.
  private func leavesRoom(_ look: Look) -> Bool {
    guard registrar.configuration.secondLook == .auto, look.support >= Limits.plentyInliers,
      let difference = look.difference
    else { return true }
    return !(difference.distortion <= Limits.smallDistortion)
  }

  /// The first of other directions and scales in which clearly more agrees, or the given look.
  private mutating func searched(_ first: Look) throws -> Look {
    var best = first
    for views in ViewPair.search(moving: moving.size, fixed: fixed.size) {
      let next = try look(views, keypoints: Limits.searchKeypoints)
      guard Double(next.support) > Limits.clearGain * Double(best.support) else { continue }
      best = next
      if best.support >= Limits.weakInliers { break }
    }
    return best
  }

  /// Warps one image to look like the other, by one transform after another, as long as more and more agrees.
  private mutating func warped(_ first: Look) throws -> Look {
    var best = first
    for _ in 0..<Limits.mostRounds {
      guard best.support >= Limits.fewestInliers, let difference = best.difference,
        let views = ViewPair(
          warpedBy: difference.fixedFromMoving, scale: difference.scale, moving: moving.size, fixed: fixed.size)
      else { break }
      let next = try look(views)
      guard next.support > best.support else { break }
      let gain = Double(next.support) / Double(best.support)
      best = next
      if gain < Limits.worthwhileGain { break }
    }
    return best
  }

  private mutating func look(_ views: ViewPair, keypoints: Int? = nil) throws -> Look {
    let start = ContinuousClock.now
    var spent = Timings()
    let best0 = try moving.features(in: views.moving, &spent).best(keypoints)
    let best1 = try fixed.features(in: views.fixed, &spent).best(keypoints)
    spent.complete(.resize, since: start)
    let matches = try registrar.superGlue(best0.inView, best1.inView)
    var result = MatchResult(
      features0: best0.inPicture, features1: best1.inPicture, matches: matches,
      pictures: Pictures(moving: moving.picture, fixed: fixed.picture)
    ).filtered(minConfidence: registrar.configuration.minConfidence)
    result.isFromSecondLook = true
    spent += matches.timings
    spent.complete(.assign, since: start)
    let look = Look(result, options: registrar.configuration.estimation)
    spent.complete(.estimate, since: start)
    timings += spent
    return look
  }
}
