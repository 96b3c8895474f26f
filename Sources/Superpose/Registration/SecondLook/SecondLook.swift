import SuperposeGeometry
import SuperposeMatching

/// Looks at a pair again, in views that resemble each other more than the images do.
///
/// The networks learned views that differ little in rotation, scale and perspective. Where the first look found almost
/// nothing, rotated and shrunk views are tried. Then a transform, however rough, removes most of the difference: one
/// image is warped by it, and what is found there has the accuracy that equal views allow.
struct SecondLook {
  private let registrar: Registrar
  private var moving: ViewedImage
  private var fixed: ViewedImage
  private let pictures: Pictures
  /// Where the search begins; nil for everywhere.
  private let start: LocatedStart?
  /// The time that was spent on looks so far, whether they were of use or not.
  private var timings = Timings()

  /// The limits that decide when the images are looked at again, and how often.
  enum Limits {
    /// Fewer inliers than this determine no transform that is worth starting from.
    static let fewestInliers = 8
    /// With fewer than this, other directions and scales are tried.
    static let weakInliers = Evidence.enoughInliers
    /// Another direction or scale is accepted where it has this many times as many inliers.
    static let clearGain = 1.5
    /// With fewer inliers than this, the images are always looked at again.
    static let plentyInliers = 100
    /// The average distance of the local maps at the inliers from the identity below which the networks handle the
    /// images well. A rotation by 14 degrees or a growth by a quarter has this distance.
    static let smallDistortion = 0.35
    /// The number of keypoints of a view while directions and scales are tried: enough to see whether any agree.
    static let searchKeypoints = 512
    /// The long side of the views by which directions and scales are chosen, as a part of the picture's and in pixels.
    static let preview = (part: 0.58, longestSide: 448)
    /// Of that many views of a pair and more, those that most neighbouring descriptors vote for are looked at.
    static let mostSearched = 2
    /// Fewer votes than this come about by chance, between views of different scenes.
    static let fewestVotes = 8
    /// How far a vote may be off, in pixels of the small views: they know no perspective.
    static let voteErrorPixels = 8.0
    static let voteSamples = 300
    /// The largest number of warps, each by the transform of the one before.
    static let mostRounds = 3
    /// Another warp follows only where the last one had this many times as many inliers as the one before.
    static let worthwhileGain = 1.2
  }

  /// - Parameters:
  ///   - pictures: What the networks saw of both images.
  ///   - start: Where the search begins; nil for everywhere.
  init(
    _ moving: DescribedImage, _ fixed: DescribedImage, pictures: Pictures, start: LocatedStart?, registrar: Registrar
  ) {
    self.moving = ViewedImage(moving, registrar: registrar)
    self.fixed = ViewedImage(fixed, registrar: registrar)
    self.pictures = pictures
    self.start = start
    self.registrar = registrar
  }

  /// Returns the matches of the first look or better ones, with the transform that they support.
  mutating func improved(_ first: MatchResult) throws -> MatchResult {
    let firstLook = Look(first, options: registrar.configuration.estimation)
    timings = firstLook.matches.timings
    var best = firstLook
    if let start {
      if leavesRoom(best) { best = try started(best, at: start) }
    } else if best.support < Limits.weakInliers {
      best = try searched(best)
    }
    if leavesRoom(best) { best = try warped(best) }
    var result = best.matches
    result.timings = timings
    return result
  }

  /// Whether the images differ so much, or agree so little, that looking again may find more.
  private func leavesRoom(_ look: Look) -> Bool {
    guard registrar.configuration.secondLook == .auto, look.support >= Limits.plentyInliers,
      let difference = look.difference
    else { return true }
    return !(difference.distortion <= Limits.smallDistortion)
  }

  /// Tries the directions and scales that look promising, and returns the first in which clearly more matches agree, or
  /// else the given look.
  private mutating func searched(_ first: Look) throws -> Look {
    var best = first
    for views in try promising() {
      let next = try look(views, keypoints: Limits.searchKeypoints)
      guard Double(next.support) > Limits.clearGain * Double(best.support) else { continue }
      best = next
      if best.support >= Limits.weakInliers { break }
    }
    return best
  }

  /// Returns the pairs of views that small versions of them vote for, the most votes first. Most pairs that do not
  /// belong together have none, and cost no more than this.
  private mutating func promising() throws -> [ViewPair] {
    let start = ContinuousClock.now
    var spent = Timings()
    let previews = ViewPair.preview(moving: moving.size, fixed: fixed.size)
    let votes = try previews.map { views in
      ViewVotes(
        try moving.features(in: views.moving, &spent).best(Limits.searchKeypoints).inView,
        try fixed.features(in: views.fixed, &spent).best(Limits.searchKeypoints).inView
      ).count
    }
    spent.complete(.assign, since: start)
    timings += spent
    let ranked = zip(ViewPair.search(moving: moving.size, fixed: fixed.size), votes)
      .filter { $0.1 >= Limits.fewestVotes }.enumerated()
      .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }
    return ranked.prefix(Limits.mostSearched).map(\.element.0)
  }

  /// Warps one image to look like the other by the transform at which the search begins.
  private mutating func started(_ first: Look, at start: LocatedStart) throws -> Look {
    let (movingFrame, fixedFrame) = (pictures.moving.frame, pictures.fixed.frame)
    let transform = fixedFrame.networkFromOriginal * start.fixedFromMoving * movingFrame.originalFromNetwork
    let common = moving.size.grid(of: 16).filter { fixed.size.contains(transform($0)) }
    guard let difference = ViewDifference(transform, at: common),
      let views = ViewPair(warpedBy: transform, scale: difference.scale, moving: moving.size, fixed: fixed.size)
    else { return first }
    let next = try look(views)
    return next.support > first.support ? next : first
  }

  /// Warps one image to look like the other, by one transform after another, as long as more and more matches agree.
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
      pictures: pictures
    ).filtered(minConfidence: registrar.configuration.minConfidence).near(self.start)
    result.isFromSecondLook = true
    spent += matches.timings
    spent.complete(.assign, since: start)
    let look = Look(result, options: registrar.configuration.estimation)
    spent.complete(.estimate, since: start)
    timings += spent
    return look
  }
}
